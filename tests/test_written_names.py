"""What clinicians write: brands by country, products, codes, longer names, words in parts."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import alstx
from alstx import AmbiguousNameError, InvalidArgumentError, KnowledgeBase, NotFoundError
from alstx.ids import Curie
from alstx.kb.catalog import Catalog
from alstx.names import MEDICINES, PLAIN, SYMPTOMS, THERAPIES, Meanings, NameIndex
from alstx.names.folding import respell

REFERENCE = Path(__file__).parent / "reference" / "names"


def reference(name: str) -> list[dict[str, str]]:
    """The rows of a table of names."""
    text = (REFERENCE / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def ids(catalog: Catalog[Any], text: str, **options: Any) -> list[str]:
    """The ids that a text names."""
    return [mention.record.id for mention in catalog.find_in(text, **options)]


def test_nothing_is_wrongly_corrected(kb: KnowledgeBase) -> None:
    """No text that 0.1.0 took for one of ours is taken for it any more."""
    wrong = [
        (row["text"], got)
        for row in reference("wrong_corrections.tsv")
        for got in [ids(getattr(kb, row["catalog"]), row["text"])]
        if set(got) - set(row["right"].split("+"))
    ]
    assert wrong == []


def test_names_that_reporters_misspelled(kb: KnowledgeBase) -> None:
    """Of misspelled names that were really written most are found, and none is wrong."""
    rows = [r for r in reference("typos.tsv") if not r["doubt"] and r["alone"] == "yes"]
    found = [(row["medicine"], ids(kb.medications, row["text"])) for row in rows]
    assert [pair for pair in found if set(pair[1]) - {pair[0]}] == []
    assert sum(bool(got) for _, got in found) / len(found) >= 0.85


@pytest.mark.parametrize(
    ("kind", "lexicon"),
    [("medications", MEDICINES), ("symptoms", SYMPTOMS), ("therapies", THERAPIES)],
)
def test_longer_names_win(kb: KnowledgeBase, kind: str, lexicon: Any) -> None:
    """Within a longer name that means something else, a name of ours names nothing."""
    assert lexicon.longer
    for phrase in lexicon.longer:
        for text in (phrase, phrase.upper(), f"with {phrase}, then", phrase.replace(" ", "-")):
            assert ids(getattr(kb, kind), text) == [], text


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("medications", "creatine kinase 200, creatine 5 g", ["creatine"]),
        ("medications", "vitamin B12, vitamin B-12, vitamin B complex", ["vitamin-b-complex"]),
        ("medications", "PEG 17 g daily; PEG tube; PEG 20 Fr", ["macrogol-3350"]),
        ("medications", "PEG 17g", ["macrogol-3350"]),
        ("medications", "PEG 17 grams, PEG 17 gm", ["macrogol-3350", "macrogol-3350"]),
        ("medications", "CBD 6 mm, CBD measures 6 mm, CBD is dilated to 1.1 cm", []),
        ("medications", "CBD 100 mg, CBD oil", ["cannabidiol", "cannabidiol"]),
        ("therapies", "PEG 17 g; PEG 20 Fr", ["percutaneous-endoscopic-gastrostomy"]),
        ("symptoms", "no acute distress; distress", ["psychological-distress"]),
        ("symptoms", "respiratory depression and depression", ["depression"]),
        ("symptoms", "fecal and urinary incontinence", ["urinary-incontinence"]),
        ("symptoms", "fecal incontinence", []),
        ("symptoms", "amyotrophic lateral sclerosis, ALS, amyotrophic", []),
        ("symptoms", "muscle atrophy in ALS", ["muscle-atrophy"]),
        ("symptoms", "hyposalivation, rehydration, hypertonia", []),
        ("therapies", "gastrotomy, gastrectomy, gastroscopy, immobilization", []),
    ],
)
def test_names_in_their_phrase(
    kb: KnowledgeBase, kind: str, text: str, expected: list[str]
) -> None:
    """A name counts where it means ours, and not within another one or before what belies it."""
    assert ids(getattr(kb, kind), text) == expected


PARTS = """
hydro-morphone:hydromorphone es-citalopram:escitalopram ar-modafinil:armodafinil
benz-atropine:benzatropine dia-morphine:diamorphine butyl-scopolamine:hyoscine-butylbromide
es-omeprazole: dex-methylphenidate: des-venlafaxine: al-fentanyl: clomi-pramine: desi-pramine:
methyl-scopolamine: apo-morphine: nitro-glycerin: chlor-imipramine:
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [("abel-baclofenn", []), ("abel baclofenn", ["baclofen"]), ("abel-baclofen", ["baclofen"])],
)
def test_a_misspelled_name_is_no_second_half(
    kb: KnowledgeBase, text: str, expected: list[str]
) -> None:
    """After the first half of another medicine and a hyphen only a right spelling counts."""
    assert ids(kb.medications, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lo-razepam", ["lorazepam"]),
        ("LO\N{EN DASH}razepam", ["lorazepam"]),
        ("tri-mipramin", []),
        ("tri mipramin", ["imipramine"]),
        ("di-hydromorphine", []),
        ("di hydromorphine", ["hydromorphone"]),
        ("qqz/hydro morphone", ["hydromorphone"]),
    ],
)
def test_a_first_part_that_is_a_word_is_joined_by_a_hyphen_alone(
    kb: KnowledgeBase, text: str, expected: list[str]
) -> None:
    """With a hyphen the whole word decides; with a blank the second word is by itself.

    Other first parts are joined by a blank as well, whatever stands before them.
    """
    assert ids(kb.medications, text) == expected


@pytest.mark.parametrize("case", PARTS.split())
@pytest.mark.parametrize("joint", ["-", " ", "\n", "-\n", " -"])
def test_parts_of_a_word_decide_together(kb: KnowledgeBase, case: str, joint: str) -> None:
    """A word in two parts is the medicine that the whole means, or nothing."""
    word, _, id_ = case.partition(":")
    text = word.replace("-", joint)
    found = kb.medications.find_in(f"took {text}, daily")
    assert kb.medications.find_in(f"took {text}, daily", correct_from=None) == found
    if word.index("-") == 2 and joint.isspace():
        assert not found  # two letters may be a word, as in Spanish
    else:
        assert [(m.record.id, m.text, m.corrected) for m in found] == (
            [(id_, text, False)] if id_ else []
        )


def test_parts_of_words_and_other_names(kb: KnowledgeBase) -> None:
    """Company prefixes change nothing; a misspelled name after a part and a hyphen is none."""
    assert ids(kb.medications, "APO-baclofen, Teva-gabapentin, pms-lorazepam") == [
        "baclofen",
        "gabapentin",
        "lorazepam",
    ]
    assert ids(kb.medications, "nitro-glycerinn, nitro-glycern") == []
    assert ids(kb.medications, "baclofen es  citalopram") == ["baclofen"]
    assert [m.corrected for m in kb.medications.find_in("escitaloprm es-citalopram")] == [
        True,
        False,
    ]


def test_opposites_are_no_typing_errors() -> None:
    """Hypo is not hyper, a lack is not the thing, and a view is not an opening."""
    pairs = [
        ("hypotonia", "hypertonia"),
        ("rehydration", "dehydration"),
        ("immobilization", "mobilization"),
        ("atrophy", "trophy"),
        ("gastroscopy", "gastrostomy"),
        ("gastrotomy", "gastrostomy"),
        ("gastrectomy", "gastrotomy"),
    ]
    for one, other in pairs:
        assert PLAIN.are_opposites(one, other)
        assert PLAIN.are_opposites(other, one)
    assert not PLAIN.are_opposites("gastrostmy", "gastrostomy")
    assert not MEDICINES.are_opposites("hypotonia", "hypertonia")


def test_a_brand_of_another_substance_elsewhere(kb: KnowledgeBase) -> None:
    """Elavil is allopurinol in the Philippines; where nobody says otherwise it is ours."""
    medications = kb.medications
    assert medications.find("Elavil").id == "amitriptyline"
    assert medications.find("Elavil", country="US").id == "amitriptyline"
    with pytest.raises(NotFoundError, match=r"no medication 'ELAVIL'; in PH it is allopurinol$"):
        medications.find("ELAVIL", country="PH")
    assert ids(medications, "Elavil, baclofen", country="PH") == ["baclofen"]
    assert ids(medications, "Elavil, baclofen", country="US") == ["amitriptyline", "baclofen"]
    assert ids(medications, "Elavil", country="PH", correct_from=None) == []


def test_a_brand_of_another_medicine_of_ours_elsewhere(toy: KnowledgeBase) -> None:
    """Where a brand is another of our medicines, that one is found."""
    assert toy.medications.find("Alphaline").id == "alphazine"
    assert toy.medications.find("alpha-line", country="PH").id == "betamol"
    assert ids(toy.medications, "Alphaline, alphazine", country="PH") == ["betamol", "alphazine"]
    with pytest.raises(NotFoundError, match="in NZ it is zetacillin"):
        toy.medications.find("Alphaline", country="NZ")


@pytest.mark.parametrize(
    ("country", "hint"), [("UK", "; did you mean 'GB'?"), ("us", ""), ("XX", ""), (5, "")]
)
def test_a_country_has_a_code(toy: KnowledgeBase, country: Any, hint: str) -> None:
    """Anything but a code of ISO 3166-1 is an error that says so."""
    message = f"a country is a code of ISO 3166-1 such as 'GB', not {country!r}{hint}"
    for ask in (toy.medications.find, toy.medications.find_in):
        with pytest.raises(InvalidArgumentError) as caught:
            ask("Alphaline", country=country)
        assert str(caught.value) == message


COUNTRIES = {
    "GB": ["Zispin", "Epanutin", "Calpol", "Cipramil"],
    "DE": ["Saroten", "Tavor", "Fevarin", "Remergil"],
    "FR": ["Laroxyl", "Doliprane", "Efferalgan", "Seroplex"],
    "IT": ["Laroxyl", "Tachipirina", "Elopram", "Contramal"],
    "ES": ["Orfidal", "Tryptizol"],
    "JP": ["Radicut", "Tryptanol"],
    "CA": ["Alertec", "Supeudol", "Biphentin"],
    "AU": ["Avanza", "Endone", "Dymadon P"],
}


@pytest.mark.parametrize("country", COUNTRIES)
def test_brands_of_many_countries(kb: KnowledgeBase, country: str) -> None:
    """Brands are there with their countries."""
    for name in COUNTRIES[country]:
        record = kb.medications.find(name, country=country)
        (brand,) = [b for b in record.brands if b.name == name]
        assert country in brand.countries


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Percocet", ["oxycodone", "paracetamol"]),
        ("norco", ["paracetamol"]),
        ("DuoNeb", ["ipratropium", "salbutamol"]),
        ("Symbyax", ["fluoxetine"]),
        ("Contrave", ["bupropion"]),
        ("Auvelity", ["bupropion", "dextromethorphan"]),
        ("Mucinex DM", ["dextromethorphan", "guaifenesin"]),
        ("Senokot-S", ["docusate", "senna"]),
        ("Co-codamol", ["paracetamol"]),
        ("Tramacet", ["paracetamol", "tramadol"]),
    ],
)
def test_products_of_several_substances(kb: KnowledgeBase, text: str, parts: list[str]) -> None:
    """A product gives a mention for each ingredient of ours, at the same place."""
    found = kb.medications.find_in(f"took {text} 5/325 mg, baclofen")
    assert sorted(m.record.id for m in found[:-1]) == sorted(parts)
    assert {(m.start, m.text) for m in found[:-1]} == {(5, text)}
    assert found[-1].record.id == "baclofen"


def test_a_product_is_no_record(kb: KnowledgeBase) -> None:
    """An error says what is in a product; outside ingredients are agents."""
    with pytest.raises(AmbiguousNameError) as caught:
        kb.medications.find("Percocet")
    assert caught.value.candidates == ("oxycodone", "paracetamol")
    note = "no medication 'Norco'; it is a product of paracetamol and hydrocodone"
    with pytest.raises(NotFoundError, match=note):
        kb.medications.find("Norco")
    assert ids(kb.agents, "Symbyax and warfarin") == ["olanzapine", "warfarin"]


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("RXNORM:1292", "baclofen"),
        ("rxnorm:1292", "baclofen"),
        ("PUBCHEM.COMPOUND:2284", "baclofen"),
        ("Lioresal (R)", "baclofen"),
        ("Lioresal(tm) 10", None),
        ("LIORESAL [R]", "baclofen"),
        ("(R)", None),
        ("\N{GREEK SMALL LETTER ALPHA}-tocopherol", "alpha-tocopherol"),
        ("N-acetyl-L-cysteine", "acetylcysteine"),
        ("Concerta XL", "methylphenidate"),
        ("DEXTROMETHORPHAN HYDROBROMIDE\\QUINIDINE SULFATE", "dextromethorphan-quinidine"),
        ("quinidine sulfate and dextromethorphan HBr", "dextromethorphan-quinidine"),
        ("dextromethorphan and baclofen", None),
        ("quinidine/quinidine", None),
        ("dextromethorphan/nothing", None),
        ("baclofenum", "baclofen"),
    ],
)
def test_what_hospitals_write(kb: KnowledgeBase, text: str, id_: str | None) -> None:
    """Registry prefixes, trademark signs, Greek letters, salts and lists of parts are read."""
    if id_ is None:
        with pytest.raises(NotFoundError):
            kb.medications.find(text)
    else:
        assert kb.medications.find(text).id == id_


def test_combinations_in_a_text(kb: KnowledgeBase) -> None:
    """The parts of the combination that we have, with salts and a backslash, are the whole."""
    for text in (
        "DEXTROMETHORPHAN HYDROBROMIDE\\QUINIDINE SULFATE",
        "quinidine sulfate and dextromethorphan HBr",
        "quinidine gluconate hydrate and dextromethorphan",
    ):
        assert ids(kb.medications, text) == ["dextromethorphan-quinidine"]


class Coding:
    """A Coding as FHIR libraries have it."""

    def __init__(self, system: str | None, code: str | None) -> None:
        """Keeps system and code."""
        self.system = system
        self.code = code


RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"


def test_a_coding_of_fhir(kb: KnowledgeBase) -> None:
    """A Coding is found, as a mapping, an object, or system and code in one text."""
    coding = {"system": RXNORM, "code": "1292", "display": "Baclofen"}
    assert kb.medications.find(coding).id == "baclofen"
    assert kb.medications.find(Coding(RXNORM, "1292")).id == "baclofen"  # type: ignore[arg-type]
    assert kb.medications.find(f"{RXNORM}|1292").id == "baclofen"
    with pytest.raises(NotFoundError):
        kb.medications.find({"system": "http://snomed.info/sct", "code": "1292"})
    for value in ({"system": RXNORM}, Coding(None, "1292"), {}):
        with pytest.raises(InvalidArgumentError):
            kb.medications.find(value)  # type: ignore[arg-type]


def test_a_term_below_ours_climbs(kb: KnowledgeBase) -> None:
    """Filters and search climb from a narrower term of HPO to ours; find names ours."""
    stress = "HP:0010992"  # stress urinary incontinence
    assert [(m.record.id, m.score) for m in kb.symptoms.search(stress)] == [
        ("urinary-incontinence", 0.8)
    ]
    with pytest.raises(NotFoundError, match="broader or related is the symptom 'urinary-incon"):
        kb.symptoms.find(stress)
    whole = kb.treatments.filter(symptom="urinary-incontinence", role=None)
    assert kb.treatments.filter(symptom=stress, role=None) == whole
    assert kb.symptoms.filter(group="HP_0010992") == kb.symptoms.filter(group=stress)
    with pytest.raises(NotFoundError, match=r"no symptom has the identifier 'HP:9999999'$"):
        kb.symptoms.find("HP:9999999")
    assert kb.symptoms.search("HP:9999999") == ()


def test_a_term_of_two_symptoms(kb: KnowledgeBase) -> None:
    """A filter by the term that cramps and spasms share gives both; find lists them."""
    both = kb.treatments.filter(symptom="HP:0003394", role=None)
    cramps = kb.treatments.filter(symptom="muscle-cramps", role=None)
    assert both == cramps | kb.treatments.filter(symptom="muscle-spasms", role=None)
    with pytest.raises(AmbiguousNameError, match="'muscle-cramps', 'muscle-spasms'"):
        kb.symptoms.find("HP:0003394")


def test_broad_codes(kb: KnowledgeBase) -> None:
    """A code that is broader than a symptom finds it in a search, and find names it."""
    for text in ("K11.7", "ICD10CM:K11.7", "icd-10-cm:K117"):
        assert [m.record.id for m in kb.symptoms.search(text)] == ["sialorrhea"]
        with pytest.raises(NotFoundError, match="broader or related is the symptom 'sialorrhea'"):
            kb.symptoms.find(text)


@pytest.mark.parametrize(
    "name",
    [
        *("G12.21", "ICD10CM:G1221", "MONDO:0004976", "ORPHA:803", "Orphanet:803", "als"),
        *("Lou Gehrig's disease", "amyotrophic-lateral-sclerosis"),
    ],
)
def test_the_disease_is_no_symptom(kb: KnowledgeBase, name: str) -> None:
    """The disease answers to its names and codes, and symptoms say that it is the disease."""
    assert kb.disease.is_called(name)
    with pytest.raises(NotFoundError, match="it is the disease: Amyotrophic lateral sclerosis"):
        kb.symptoms.find(name)


@pytest.mark.parametrize("name", ["MS", "", " ", 5, None, "RXCUI:704", "803", "HP:0002307", {}])
def test_what_is_another_disease(kb: KnowledgeBase, name: object) -> None:
    """Other names, bare numbers and what is no text are not the disease."""
    assert not kb.disease.is_called(name)


@pytest.mark.parametrize("part", ["acetphen", "acetylcystein", "acdol"])
def test_a_part_that_is_a_misspelled_name_is_told_as_corrected(
    kb: KnowledgeBase, part: str
) -> None:
    """Where a part of split words stands alone for a name, the mention says that it was mended."""
    (mention,) = kb.medications.find_in(f"{part} 10 mg")
    assert (mention.text, mention.corrected) == (part, True)


def test_an_index_knows_nothing_else_by_default() -> None:
    """Without meanings an index has no products, countries or broader terms."""

    class Thing:
        id = "elm"
        names = ("Elm",)
        identifiers: Iterable[Curie] = ()

    index = NameIndex("tree", [Thing()])  # type: ignore[list-item]
    assert index.broader("HP:0000001") == Meanings().broader("HP:0000001") == ()
    assert index.resolve("Elm", "DE") == "elm"
    assert respell("δβ") == "deltabeta"


def test_annotate_respects_countries_and_names_other_ingredients(kb: KnowledgeBase) -> None:
    """A frame gets the medicines of a country, and the outside ingredients where asked."""
    pd = pytest.importorskip("pandas")
    pytest.importorskip("narwhals")
    frame = pd.DataFrame({"drug": ["Elavil 25 mg", "Norco", None]})
    there = alstx.annotate(frame, "drug", kb=kb, country="PH", others=True)
    assert there["alstx_medications"].dropna().tolist() == ["paracetamol"]
    assert there["alstx_others"].dropna().tolist() == ["hydrocodone"]
    assert "alstx_others" not in alstx.annotate(frame, "drug", kb=kb)


def test_annotate_takes_columns_of_any_name(kb: KnowledgeBase) -> None:
    """Numbers, patterns and empty names are names of columns as well."""
    pytest.importorskip("narwhals")
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    for name in ("", "*", "^a.*$", "a b`\"'", "index", "level_0"):
        for frame in (
            pd.DataFrame({name: ["baclofen"], "ab": [1]}),
            pl.DataFrame({name: ["baclofen"], "ab": [1]}),
            pl.LazyFrame({name: ["baclofen"], "ab": [1]}),
        ):
            out = alstx.annotate(frame, name, kb=kb)
            out = out.collect() if isinstance(out, pl.LazyFrame) else out
            assert list(out["alstx_medications"]) == ["baclofen"]
            assert list(out.columns)[:2] == [name, "ab"]
    numbered = alstx.annotate(pd.DataFrame({0: ["baclofen"], 1: [2]}), 0, kb=kb)  # type: ignore[arg-type]
    assert list(numbered["alstx_medications"]) == ["baclofen"]


def test_annotate_takes_empty_columns(kb: KnowledgeBase) -> None:
    """A column of nothing but nulls has no type of its own."""
    pytest.importorskip("narwhals")
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    nothing = [None, None]
    for frame in (
        pd.DataFrame({"a": [float("nan")] * 2}),
        pd.DataFrame({"a": nothing}),
        pl.DataFrame({"a": nothing}),
        pl.DataFrame({"a": nothing}, schema={"a": pl.Int64}),
    ):
        out = alstx.annotate(frame, "a", kb=kb)
        assert len(out) == 2
        cells = out["alstx_medications"]
        assert cells.null_count() == 2 if hasattr(cells, "null_count") else cells.isna().all()


def test_annotate_refuses_half_characters_and_levels(kb: KnowledgeBase) -> None:
    """A lone surrogate in a name, and columns of several levels, are errors of ours."""
    pytest.importorskip("narwhals")
    pd = pytest.importorskip("pandas")
    half = pd.DataFrame({"a": ["baclofen"]})
    half.columns = pd.Index(["a\ud800"], dtype=object)
    with pytest.raises(InvalidArgumentError, match="holds half a character"):
        alstx.annotate(half, "a\ud800", kb=kb)
    with pytest.raises(InvalidArgumentError, match="prefix is a text"):
        alstx.annotate(pd.DataFrame({"a": ["baclofen"]}), "a", kb=kb, prefix="\ud800")
    with pytest.raises(InvalidArgumentError, match="columns of several levels"):
        alstx.annotate(pd.DataFrame({("a", "b"): ["baclofen"]}), "a", kb=kb)


def test_a_filter_by_an_unknown_code_is_an_error(kb: KnowledgeBase) -> None:
    """A code that neither a symptom nor a broader one has is not found, like a name."""
    with pytest.raises(NotFoundError, match="no symptom has the identifier 'HP:9999999'"):
        kb.treatments.filter(symptom="HP:9999999")
