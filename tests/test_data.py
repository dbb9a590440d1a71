"""The bundled data: form, identifiers, and what must hold of every record."""

import csv
import importlib.util
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from alstx import KnowledgeBase
from alstx.io.writer import files

DATA = Path(__file__).parent.parent / "src" / "alstx" / "data"  # which a wheel has not
HERE = Path(__file__).parent
PATHS = sorted(str(p.relative_to(DATA).as_posix()) for p in DATA.rglob("*.yaml"))


@pytest.fixture(scope="session")
def canonical(kb: KnowledgeBase) -> dict[str, str]:
    return files(kb.records)


@pytest.fixture(scope="session")
def reports() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reports", HERE.parent / "tools" / "reports.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reference(name: str) -> list[dict[str, str]]:
    with (HERE / "reference" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("path", PATHS)
def test_file_is_canonical(canonical: dict[str, str], path: str) -> None:
    """A data file has the form that `nox -s fmt-data` writes."""
    assert canonical[path] == (DATA / path).read_text(encoding="utf-8")


def test_no_file_is_missing(canonical: dict[str, str]) -> None:
    """Every record has its file."""
    assert PATHS == sorted(canonical)


MEDICATION_COLUMNS = {
    "rxcui": "RXCUI:",
    "atc": "ATC:",
    "drugbank_id": "DRUGBANK:",
    "unii": "UNII:",
    "chembl_id": "CHEMBL:",
    "chebi_id": "",
    "pubchem_cid": "PUBCHEM:",
    "mesh_id": "MESH:",
    "cas": "CAS:",
    "inchikey": "INCHIKEY:",
    "drugcentral_struct_id": "DRUGCENTRAL:",
}


@pytest.mark.parametrize("row", reference("medications.tsv"), ids=lambda row: row["name"])
def test_medication_identifiers_equal_the_reference(kb: KnowledgeBase, row: dict[str, str]) -> None:
    """A medication has the identifiers of the reference table and no others of their kinds."""
    medication = kb.medications.find(row["name"])
    expected = {
        f"{prefix}{value}"
        for column, prefix in MEDICATION_COLUMNS.items()
        for value in row[column].split("|")
        if value
    }
    assert expected == {str(xref.id) for xref in medication.xrefs}


@pytest.mark.parametrize("row", reference("medications.tsv"), ids=lambda row: row["name"])
def test_brands_of_the_reference_resolve(kb: KnowledgeBase, row: dict[str, str]) -> None:
    """Every brand of the reference finds the medication, or one of its members."""
    medication = kb.medications.find(row["name"])
    for brand in filter(None, row["brand_names"].split("|")):
        assert kb.medications.find(brand).id in (medication.id, *medication.ingredients)


@pytest.mark.parametrize(
    "row",
    [r for r in reference("symptoms.tsv") if r["name"] != "excessive saliva production"],
    ids=lambda row: row["name"],
)
def test_symptom_identifiers_come_from_the_reference(
    kb: KnowledgeBase, row: dict[str, str]
) -> None:
    """A symptom has the HPO term of the reference with its match, and its ICD code."""
    symptom = kb.symptoms.find(row["name"].partition(" (")[0])
    matches = {str(xref.id): xref.match.value for xref in symptom.xrefs}
    if row["hpo_id"]:
        assert row["match"] == matches[row["hpo_id"]]
    if row["icd10cm"]:
        assert f"ICD10CM:{row['icd10cm'].split()[0]}" in matches


def test_symptoms_have_no_other_identifiers(kb: KnowledgeBase) -> None:
    """No identifier of a symptom is absent from the reference table."""
    known: set[str] = set()
    for row in reference("symptoms.tsv"):
        known |= {row["hpo_id"], f"ICD10CM:{row['icd10cm'].split(' ')[0]}"}
        known |= {f"MESH:{value}" for value in row["mesh"].split("|")}
        known |= {f"UMLS:{value}" for value in row["umls"].split("|")}
    known |= NOTED
    assert [] == [
        str(xref.id) for s in kb.symptoms for xref in s.xrefs if str(xref.id) not in known
    ]


NOTED = {"HP:0033683"}
"""Terms that the reference names in its notes."""


@pytest.mark.parametrize("row", reference("therapies.tsv"), ids=lambda row: row["name"])
def test_therapy_identifiers_come_from_the_reference(
    kb: KnowledgeBase, row: dict[str, str]
) -> None:
    """A MAxO term of the reference stands, with its match, on some therapy."""
    if row["maxo_id"] and "botulinum" not in row["name"]:
        found = {
            (str(xref.id), xref.match.value) for therapy in kb.therapies for xref in therapy.xrefs
        }
        assert (row["maxo_id"], row["match"]) in found


@pytest.mark.parametrize("row", reference("recommendations.tsv"), ids=lambda row: row["row"])
def test_every_statement_of_the_dossier_is_found(kb: KnowledgeBase, row: dict[str, str]) -> None:
    """Each statement of the dossier is found by source, stance, symptom and intervention."""
    for id_ in row["recommendations"].split():
        held = kb.recommendations[id_]
        named = {"medications": "medication", "drug_classes": "drug_class", "therapies": "therapy"}
        intervention = {named[held.intervention.kind]: held.intervention.id}
        found = kb.recommendations.filter(
            source=row["guideline"],
            stance=row["stance"],
            symptom=held.symptom,
            medication=intervention.get("medication"),
            drug_class=intervention.get("drug_class"),
            therapy=intervention.get("therapy"),
        )
        assert held in found


def test_versions_and_days(kb: KnowledgeBase) -> None:
    """Every record was reviewed in the two years before the data's version, and not after it."""
    version = date(*map(int, kb.version.split(".")))
    days = {
        f"{kind}/{record.id}": record.reviewed
        for kind, found in kb.records.kinds()
        for record in found
        if hasattr(record, "reviewed")
    }
    assert {} == {
        name: day
        for name, day in days.items()
        if not version - timedelta(days=731) <= day <= version
    }


def test_every_source_is_used(kb: KnowledgeBase) -> None:
    """No source stands there for nothing."""
    used = {r.source for r in (*kb.evidence, *kb.recommendations)}
    used |= {s.frequency.source for s in kb.symptoms if s.frequency}
    for medication in kb.medications:
        used |= {a.source for i in medication.indications for a in i.approvals}
        used |= {found.source for found in medication.labels_read}
        used |= {c.source for c in medication.cautions}
        used |= {i.source for i in medication.interactions}
        used |= {id_ for form in medication.forms for id_ in (form.source, *form.labels)}
    used |= {m.source for group in (*kb.agents, *kb.drug_classes) for m in group.members}
    used |= {c.source for therapy in kb.therapies for c in therapy.cautions}
    used |= {s.superseded_by for s in kb.sources if s.id in used and s.superseded_by}
    assert [] == [source.id for source in kb.sources if source.id not in used]


def test_every_source_can_be_found(kb: KnowledgeBase) -> None:
    """Whoever reads a study or a page can get to it."""
    assert [] == [
        s.id
        for s in kb.sources
        if s.kind in ("article", "information-page") and not (s.link or s.locator)
    ]


def test_titles_are_unique(kb: KnowledgeBase) -> None:
    """No article was entered twice under two ids."""
    titles = Counter((s.title.casefold(), s.year) for s in kb.sources.filter(kind="article"))
    assert [] == [title for title, count in titles.items() if count > 1]


def test_every_class_has_a_member_or_a_statement(kb: KnowledgeBase) -> None:
    """No class is empty: a medicine belongs to it, or a source speaks of it."""
    spoken = {t.intervention.id for t in kb.treatments if t.intervention.kind == "drug_classes"}
    assert [] == [
        c.id
        for c in kb.drug_classes
        if c.id not in spoken and not kb.medications.filter(drug_class=c)
    ]


def test_every_mechanism_has_a_medicine(kb: KnowledgeBase) -> None:
    """No mechanism is without a medicine that acts so."""
    assert [] == [m.id for m in kb.mechanisms if not kb.medications.filter(mechanism=m)]


def test_what_is_advised_has_an_indication(kb: KnowledgeBase) -> None:
    """What a current source recommends or considers is indicated, with a sentence of ours."""
    assert [] == [
        t.id for t in kb.treatments if any(r.is_for for r in t.current) and t.indication is None
    ]


def test_every_answer_leads_to_a_citation(kb: KnowledgeBase) -> None:
    """Each treatment names at least one source, and every source names itself."""
    for treatment in kb.treatments:
        sources = {r.source for r in (*treatment.recommendations, *treatment.evidence)}
        if treatment.indication:
            sources |= {approval.source for approval in treatment.indication.approvals}
        assert sources
        assert all(kb.sources[source].citation for source in sources)
    assert [s.id for s in kb.sources if ".." in s.citation] == []  # after "Inc." too


def test_golden_answers(kb: KnowledgeBase, reports: ModuleType) -> None:
    """The answers are those that reviewers saw; `python tools/reports.py` writes new ones."""
    expected = (HERE / "golden" / "treatments.txt").read_text(encoding="utf-8")
    assert expected == reports.golden(kb)


def test_left_out_page(kb: KnowledgeBase, reports: ModuleType) -> None:
    """docs/left-out.md ends with what the data lack; `python tools/reports.py` writes it anew."""
    page = reports.LEFT_OUT.read_text(encoding="utf-8")
    assert page == reports.left_out(kb, page)


def test_every_symptom_answers(kb: KnowledgeBase) -> None:
    """With a treatment in use, or with where to look or what a search found."""
    found = {symptom.id: kb.treatments.filter(symptom=symptom) for symptom in kb.symptoms}
    assert [] == [
        id_ for id_, treatments in found.items() if not treatments and not treatments.note
    ]


def test_coverage_table(kb: KnowledgeBase, reports: ModuleType) -> None:
    """docs/coverage.md tells what the data hold; `python tools/reports.py` writes it anew."""
    expected = (HERE.parent / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert expected == reports.coverage(kb)
