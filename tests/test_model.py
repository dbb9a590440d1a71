"""Records: what they accept, and that they are values."""

import copy
import inspect
import pickle
import re
import typing
import weakref
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alstx import ids, model
from alstx.errors import InvalidArgumentError, Problem
from alstx.ids import Curie, Ref
from alstx.kb.rules import Violation
from alstx.model import (
    Agent,
    Approval,
    Arm,
    Brand,
    Caution,
    DrugClass,
    Elsewhere,
    Estimate,
    Evidence,
    Form,
    Frequency,
    Grade,
    Indication,
    Interaction,
    LabelRead,
    Mechanism,
    Medication,
    Member,
    Named,
    Product,
    Protein,
    Recommendation,
    Searched,
    Source,
    Study,
    Symptom,
    Target,
    Therapy,
    Translation,
    Treatment,
    Xref,
    fields,
)
from alstx.model.base import Views, set_views, to_plain, view
from alstx.model.interaction import (
    AdditiveEffect,
    Alert,
    Coverage,
    InteractionReport,
    SharedKind,
)
from alstx.model.literature import numbers_in
from alstx.model.records import INTERVENTIONS, TERMS, TREES, Records, kinds_with, references
from alstx.vocab import (
    CautionKind,
    CautionTopic,
    Covers,
    Direction,
    Domain,
    Extent,
    FrequencyBand,
    LetterGrade,
    MatchKind,
    Measure,
    MedicationKind,
    Only,
    Population,
    ReadExtent,
    ReviewAspect,
    Severity,
    SourceKind,
    SourceStatus,
    Stance,
    Strength,
    StudyDesign,
    Versus,
)
from valid import DAY, HP, TERM, VALID

INDICATION = Indication(symptom="s", summary="Used.")
APPROVAL = Approval(agency="fda", covers=Covers.OTHERS, scope="all", source="label")
APPROVED = Indication(symptom="s", summary="Used.", approvals=(APPROVAL,))
ESTIMATE = Estimate(measure=Measure.MEAN_DIFFERENCE, value=2, arm="a", versus_arm="b")
CAUTION = Caution(kind=CautionKind.WARNING, topic=CautionTopic.FALLS, text="Mind.", source="label")
FORM = Form(id="tablet", dosage_form="tablet", route="oral", source="label")
MEMBER = Member(member=Ref.parse("agents/a"), source="label")
NAMED = Named(member=Ref.parse("agents/a"), severity=Severity.AVOID)

values = st.one_of(*map(st.from_type, [*VALID, Treatment, model.Disease]))


@pytest.mark.parametrize("cls", VALID)
def test_valid_examples_are_accepted(cls: type) -> None:
    """The examples that the tests below spoil are valid."""
    assert VALID[cls] == {k: v for k, v in vars_of(cls(**VALID[cls])).items() if k in VALID[cls]}


def vars_of(record: Any) -> dict[str, Any]:
    """The fields of a record by name."""
    return {field.name: getattr(record, field.name) for field in attrs.fields(type(record))}


TEXTS: list[object] = [
    "",
    "  ",
    " x",
    "x ",
    "x\n",
    "a\tb",
    "a\0b",
    "a\x1bb",
    "\ud800",
    5,
    None,
    b"x",
]
BROKEN: list[object] = ["a\nb"]
LONG: list[object] = ["x" * 301, *BROKEN]
LONGER: list[object] = ["x" * 4001]
SLUGS: list[object] = ["", "X", "a b", "a--b", "é", "a\n", "x" * 121, 5, None]
WORDS: list[object] = ["", "x", None, 5, True]
CURIES: list[object] = ["HP:0000001", None, 5]
YEARS: list[object] = [0, 1799, 2101, "1999", 1999.0, True]
DAYS: list[object] = ["2026-01-31", None, 20260131]
MAYBE_WORDS: list[object] = ["", "x", 5, True]
FORM_IDS: list[object] = [("A",), ("a", "a"), (None,)]
REFS: list[object] = ["medications/m", None]

GRADE = Grade(aspect=ReviewAspect.CASES, grade=LetterGrade.A)
ELSEWHERE = Elsewhere(substance="allopurinol", countries=("PH",))

SPOILT: dict[tuple[type, str], list[object]] = {
    (Agent, "id"): SLUGS,
    (Agent, "name"): TEXTS + LONG,
    (Agent, "synonyms"): [("",), ("a", "a"), (5,), ("x" * 301,)],
    (Agent, "description"): TEXTS + LONGER,
    (Agent, "xrefs"): [(HP,), (Xref(id=HP), Xref(id=HP, match=MatchKind.BROAD))],
    (Agent, "reviewed"): DAYS,
    (Agent, "parents"): [("A",), ("a", "a"), (None,)],
    (Agent, "members"): [("a",), (MEMBER, attrs.evolve(MEMBER, source="other"))],
    (Agent, "burden"): ["falls", 5],
    (Approval, "agency"): SLUGS,
    (Approval, "covers"): WORDS,
    (Approval, "form"): ["", "A B", 5],
    (Approval, "status"): WORDS,
    (Approval, "reason"): ["", 5],
    (Approval, "year"): YEARS,
    (Approval, "scope"): TEXTS + LONGER,
    (Approval, "source"): SLUGS,
    (Arm, "label"): TEXTS + LONG,
    (Arm, "n"): [0, -1, "5", 5.0, True],
    (Caution, "kind"): WORDS,
    (Caution, "topic"): WORDS,
    (Caution, "text"): TEXTS + LONGER,
    (Caution, "matters_in_als"): ["", " x", 5],
    (Caution, "applies_to"): FORM_IDS,
    (Caution, "is_effect"): ["", 1, None],
    (Caution, "source"): SLUGS,
    (DrugClass, "parents"): [("A",), ("a", "a")],
    (DrugClass, "members"): [("a",), (MEMBER, attrs.evolve(MEMBER, source="other"))],
    (DrugClass, "burden"): ["falls", 5],
    (DrugClass, "indications"): [
        (APPROVED,),
        (INDICATION, attrs.evolve(INDICATION, summary="Again.")),
        (attrs.evolve(INDICATION, through="c"),),
        ("s",),
    ],
    (Evidence, "source"): SLUGS,
    (Evidence, "interventions"): [
        (),
        ("medications/m",),
        (Ref.parse("agents/a"),),
        (Ref.parse("medications/m"), Ref.parse("medications/m")),
    ],
    (Evidence, "comparator"): ["", 5],
    (Evidence, "symptoms"): [(), ("S",), ("s", "s")],
    (Evidence, "versus"): WORDS,
    (Evidence, "domain"): [(), ("symptom",), (Domain.SYMPTOM, Domain.SYMPTOM)],
    (Evidence, "endpoint"): WORDS,
    (Evidence, "design"): WORDS,
    (Evidence, "population"): WORDS,
    (Evidence, "population_detail"): ["", 5],
    (Evidence, "participants"): [0, -1, 10**9, "60", 60.0, True],
    (Evidence, "arms"): [("a",), (Arm(label="a", n=1), Arm(label="a", n=2))],
    (Evidence, "estimates"): [("0.5",), (ESTIMATE, ESTIMATE)],
    (Evidence, "read"): WORDS,
    (Evidence, "rests_on"): [("",), ("A 1", "A 1"), (5,)],
    (Evidence, "regimen"): ["", 5],
    (Evidence, "outcome"): ["", 5],
    (Evidence, "direction"): WORDS,
    (Evidence, "effect"): ["", 5],
    (Evidence, "finding"): TEXTS + LONGER,
    (Evidence, "adverse_events"): ["", 5],
    (Evidence, "certainty"): ["", "high", 5],
    (Evidence, "limits"): ["", 5],
    (Estimate, "measure"): WORDS,
    (Estimate, "value"): ["1", None, True, float("nan"), float("inf")],
    (Estimate, "low"): ["1", True, float("nan")],
    (Estimate, "high"): ["1", True, float("-inf")],
    (Estimate, "of"): [0, -1, "5", True],
    (Estimate, "confidence"): ["95", True],
    (Estimate, "p"): ["", 0.05],
    (Estimate, "unit"): ["", 5],
    (Estimate, "time"): ["", 5],
    (Estimate, "label"): ["", 5],
    (Estimate, "lower_is_better"): ["yes", 1],
    (Estimate, "arm"): ["", 5],
    (Estimate, "versus_arm"): ["", 5],
    (Form, "id"): SLUGS,
    (Form, "dosage_form"): TEXTS + LONG,
    (Form, "route"): TEXTS + LONG,
    (Form, "release"): MAYBE_WORDS,
    (Form, "brands"): [("",), ("a", "a"), (5,)],
    (Form, "crush"): MAYBE_WORDS,
    (Form, "open"): MAYBE_WORDS,
    (Form, "tube"): MAYBE_WORDS,
    (Form, "tube_site"): ["", 5],
    (Form, "note"): ["", 5],
    (Form, "liquid"): ["", 1, None],
    (Form, "boxed_warning"): MAYBE_WORDS,
    (Form, "labels"): FORM_IDS,
    (Form, "source"): SLUGS,
    (Member, "member"): REFS,
    (Member, "strength"): MAYBE_WORDS,
    (Member, "excepted"): [("agents/a",), (MEMBER.member, MEMBER.member)],
    (Member, "source"): SLUGS,
    (Named, "member"): REFS,
    (Named, "severity"): WORDS,
    (Interaction, "topic"): MAYBE_WORDS,
    (Interaction, "scope"): ["", 5],
    (Interaction, "strengths"): [("strong",), (Strength.WEAK, Strength.WEAK)],
    (Interaction, "excepted"): [("agents/a",), (MEMBER.member, MEMBER.member)],
    (Interaction, "named"): [
        ("agents/a",),
        (NAMED, attrs.evolve(NAMED, severity=Severity.CAUTION)),
    ],
    (Interaction, "closed"): ["", 1, None, True],
    (Interaction, "applies_to"): FORM_IDS,
    (Recommendation, "together"): [("medications/m",), (Ref.parse("agents/a"),)],
    (Frequency, "band"): WORDS,
    (Frequency, "term"): CURIES,
    (Frequency, "source"): SLUGS,
    (Indication, "symptom"): SLUGS,
    (Indication, "approvals"): [("fda",), (APPROVAL, APPROVAL)],
    (Indication, "through"): ["", "C", 5],
    (Indication, "summary"): TEXTS + LONGER,
    (Interaction, "partner"): [*REFS, Ref.parse("therapies/t")],
    (Interaction, "severity"): WORDS,
    (Interaction, "effect"): TEXTS + LONGER,
    (Interaction, "mechanism"): ["", 5],
    (Interaction, "source"): SLUGS,
    (LabelRead, "agency"): SLUGS,
    (LabelRead, "source"): SLUGS,
    (LabelRead, "edition"): ["", 5],
    (LabelRead, "sections"): [(), ("indications",)],
    (Mechanism, "parents"): [("A",), ("a", "a")],
    (Mechanism, "action"): WORDS,
    (Mechanism, "target"): ["channel", 5],
    (Mechanism, "confidence"): WORDS,
    (Medication, "kind"): WORDS,
    (Medication, "ingredients"): [("a",), ("A",), ("a", "a")],
    (Medication, "brands"): [("A",), (Brand("A"), Brand("A"))],
    (Brand, "name"): ["", "A\nB", 5],
    (Brand, "countries"): [("UK",), ("us",), ("US", "US")],
    (Brand, "elsewhere"): [("PH",), (ELSEWHERE, ELSEWHERE)],
    (Elsewhere, "countries"): [(), ("XX",)],
    (Elsewhere, "substance"): ["", 5],
    (Product, "name"): ["", " x"],
    (Product, "ingredients"): [(), ("A b",)],
    (Product, "others"): [("",), ("x", "x")],
    (Product, "countries"): [("ZZ",)],
    (Medication, "drug_classes"): [(), ("C",), ("c", "c")],
    (Medication, "mechanisms"): [("M",), ("m", "m")],
    (Medication, "indications"): [(APPROVED, APPROVED), ("s",)],
    (Medication, "labels_read"): [("label",)],
    (Medication, "labels_sought"): ["", 5],
    (Medication, "main_use"): ["", 5],
    (Medication, "forms"): [("tablet",), (FORM, attrs.evolve(FORM, source="other"))],
    (Medication, "cautions"): [("falls",), (CAUTION, CAUTION)],
    (Medication, "interactions"): [("a",)],
    (Protein, "gene"): TEXTS + LONG,
    (Protein, "uniprot"): CURIES,
    (Recommendation, "source"): SLUGS,
    (Recommendation, "intervention"): [*REFS, Ref.parse("agents/a")],
    (Recommendation, "symptom"): SLUGS,
    (Recommendation, "population"): WORDS,
    (Recommendation, "stance"): [*WORDS],
    (Recommendation, "grades"): [("cases",), (GRADE, GRADE)],
    (Grade, "aspect"): WORDS,
    (Grade, "grade"): [*WORDS, "A"],
    (Recommendation, "extent"): ["", "always", Extent.ALWAYS],
    (Recommendation, "extent_words"): ["", 5],
    (Recommendation, "only"): [("acute",), (Only.ACUTE, Only.ACUTE)],
    (Recommendation, "line"): ["", "first", 1],
    (Recommendation, "strength"): ["", 5],
    (Recommendation, "conditions"): ["", 5],
    (Recommendation, "statement"): TEXTS + LONGER,
    (Recommendation, "read"): WORDS,
    (Searched, "day"): DAYS,
    (Searched, "result"): TEXTS + LONGER,
    (Source, "kind"): WORDS,
    (Source, "title"): TEXTS + LONGER + BROKEN,
    (Source, "short_name"): ["", 5, *LONG],
    (Source, "authors"): [("",), ("A", "A"), ("A\nB",)],
    (Source, "year"): YEARS,
    (Source, "published_in"): ["", 5, *LONG],
    (Source, "locator"): ["", 5, *LONG],
    (Source, "url"): [
        "",
        "example.org",
        "ftp://example.org",
        "javascript:alert(1)",
        "https://a b",
        "https://a\n",
        'https://a"b',
        "https://a<b>",
        5,
    ],
    (Source, "status"): ["", "current", SourceStatus.CURRENT, SourceStatus.SUPERSEDED],
    (Source, "population"): ["", "als", Population.ALS],
    (Source, "superseded_by"): ["", "A B", 5],
    (Source, "valid_until"): ["2026-08-12", 5],
    (Source, "checked_on"): ["2026-08-12", 5],
    (Source, "retracted"): ["", 5],
    (Source, "correction"): ["", 5],
    (Source, "study"): ["missed", 5],
    (Source, "jurisdiction"): ["", "US", 5],
    (Source, "revision"): ["", 5],
    (Source, "note"): ["", 5],
    (Source, "xrefs"): [(HP,), (Xref(id=HP), Xref(id=HP))],
    (Source, "reviewed"): DAYS,
    (Study, "primary_outcome"): ["", 5],
    (Study, "primary_met"): WORDS,
    (Study, "primary_versus"): ["", "placebo", 5],
    (Study, "primary_symptom"): ["", "A B", 5],
    (Study, "enrolled"): [0, "5", True],
    (Study, "registration"): ["", 5],
    (Study, "harms"): ["", 5],
    (Symptom, "plain_name"): TEXTS + LONG,
    (Symptom, "plain"): ["", 5, *LONG],
    (Symptom, "parents"): [("A",), ("a", "a")],
    (Symptom, "see_also"): [("A",), ("a", "a")],
    (Symptom, "searched"): ["2026-01-31", 5],
    (Symptom, "frequency"): ["frequent", 5],
    (Symptom, "translations"): [
        ("x",),
        (Translation(language="es", text="X"), Translation(language="es", text="Y")),
    ],
    (Target, "name"): TEXTS + LONG,
    (Target, "proteins"): [
        ("TOY1",),
        (
            Protein(gene="TOY1", uniprot=Curie.parse("UNIPROT:P00001")),
            Protein(gene="TOY1", uniprot=Curie.parse("UNIPROT:P00002")),
        ),
    ],
    (Therapy, "kind"): WORDS,
    (Therapy, "indications"): [(APPROVED,), (INDICATION, INDICATION)],
    (Therapy, "cautions"): [("falls",), (CAUTION, CAUTION)],
    (Therapy, "medication"): ["", "C", 5],
    (Therapy, "form"): ["", "C", 5, "tablet"],
    (Translation, "language"): TEXTS + LONG,
    (Translation, "text"): TEXTS + LONG,
    (Xref, "id"): CURIES,
    (Xref, "match"): WORDS,
}
CASES = [(cls, field, bad) for (cls, field), spoilt in SPOILT.items() for bad in spoilt]


@pytest.mark.parametrize(
    ("cls", "field", "bad"),
    CASES,
    ids=[f"{c.__name__}.{f}-{n}" for n, (c, f, _) in enumerate(CASES)],
)
def test_a_bad_value_is_refused_with_its_field(cls: type, field: str, bad: object) -> None:
    """A value that a field does not take is a ValueError with message, field and what is bad."""
    with pytest.raises(ValueError, match=r".") as caught:
        cls(**{**VALID[cls], field: bad})
    message, attribute, value = caught.value.args
    assert isinstance(message, str)
    assert attribute == attrs.fields_dict(cls)[field]
    assert value in (bad, *(bad if isinstance(bad, tuple) else ()))


def test_every_own_field_is_spoilt_once() -> None:
    """The table above leaves no field out, where fields of all terms are tried on one."""
    own = {
        (cls, field.name)
        for cls in VALID
        for field in attrs.fields(cls)
        if not field.inherited or cls is Agent
    }
    assert own == set(SPOILT)


LISTS = [
    (cls, field.name)
    for cls in VALID
    for field in attrs.fields(cls)
    if typing.get_origin(field.type) is tuple
]


@pytest.mark.parametrize("bad", ["abc", b"abc", {"a": 1}])
@pytest.mark.parametrize(("cls", "field"), LISTS)
def test_no_list_is_made_of_letters(cls: type, field: str, bad: object) -> None:
    """A text, bytes or a mapping where a list belongs is a TypeError, not a list of its parts."""
    with pytest.raises(TypeError, match="expected a list of values"):
        cls(**{**VALID[cls], field: bad})


@pytest.mark.parametrize(("cls", "field"), LISTS)
def test_lists_become_tuples(cls: type, field: str) -> None:
    """A list given by hand is kept as a tuple; what is left out is an empty one."""
    given = VALID[cls].get(field, ())
    assert getattr(cls(**VALID[cls]), field) == given
    assert getattr(cls(**{**VALID[cls], field: list(given)}), field) == given
    assert (Symptom, "parents") in LISTS
    made = Symptom(**{**VALID[Symptom], "parents": ["b", "a"]})
    assert made.parents == ("b", "a")


@pytest.mark.parametrize(
    ("fields", "blamed"),
    [
        ({"kind": SourceKind.GUIDELINE}, "status"),
        ({"kind": SourceKind.GUIDELINE, "population": Population.ALS}, "status"),
        ({"kind": SourceKind.GUIDELINE, "status": SourceStatus.CURRENT}, "population"),
        ({"kind": SourceKind.INFORMATION_PAGE}, "url"),
    ],
)
def test_a_source_has_what_its_kind_needs(fields: dict[str, Any], blamed: str) -> None:
    """A guideline says whether it counts and for whom; a page says where it is."""
    with pytest.raises(ValueError, match=r"guideline has|page needs") as caught:
        Source(**{**VALID[Source], **fields})
    assert blamed == caught.value.args[1].name


def test_a_combination_names_its_ingredients() -> None:
    """A combination of nothing is refused, a group without recorded members is not."""
    with pytest.raises(ValueError, match="a combination names its ingredients"):
        Medication(**{**VALID[Medication], "kind": MedicationKind.COMBINATION})
    group = Medication(**{**VALID[Medication], "kind": MedicationKind.PRODUCT_GROUP})
    expected = ()
    assert expected == group.ingredients


@pytest.mark.parametrize("text", ["β-blocker", "5\u00a0mg", "日本語", "x\u2009y", "é" * 300])
def test_names_of_every_script_are_accepted(text: str) -> None:
    """Letters of any script, and thin and no-break spaces inside, are a name."""
    assert text == Target(name=text).name


@pytest.mark.parametrize("text", ["a\nb", "β\n\nδ", "x" * 4000])
def test_texts_may_have_several_lines(text: str) -> None:
    """What is said of a record may be long, and may break its lines; a name may not."""
    assert text == attrs.evolve(SOURCE, note=text).note
    with pytest.raises(ValueError, match=r"line break|characters; 300") as caught:
        Target(name=text)
    assert "name" == caught.value.args[1].name


@given(values)
def test_records_are_frozen(record: Any) -> None:
    """No field of a record can be set or deleted, and none added."""
    for field in attrs.fields(type(record)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(record, field.name, getattr(record, field.name))
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(record, field.name)
    with pytest.raises(AttributeError):
        record.nonsense = 1


@given(values)
def test_records_hold_nothing_that_can_change(record: object) -> None:
    """All that a record holds, however deep, is text, number, day, word, tuple or record."""
    expected = []
    assert expected == [type(part) for part in parts(record) if not isinstance(part, FROZEN)]


FROZEN = (str, int, float, date, type(None), Curie, Ref)


def parts(value: object) -> list[object]:
    """All that can be reached from a value, records and tuples opened."""
    if isinstance(value, tuple | frozenset):
        return [part for member in value for part in parts(member)]
    if attrs.has(type(value)) and not isinstance(value, Curie | Ref):
        return [part for held in vars_of(value).values() for part in parts(held)]
    return [value]


@given(values)
def test_records_are_values(record: Any) -> None:
    """A record equals one with equal fields, has its hash, and is no other record."""
    twin = type(record)(**vars_of(record))
    assert record == twin
    assert hash(record) == hash(twin)
    assert record != "x"
    expected = 1
    assert expected == len({record, twin})


@given(values, st.sampled_from(range(pickle.HIGHEST_PROTOCOL + 1)))
def test_records_survive_pickle_and_copy(record: Any, protocol: int) -> None:
    """Every protocol of pickle and both kinds of copy give an equal record."""
    assert record == pickle.loads(pickle.dumps(record, protocol))  # noqa: S301 (our own)
    assert record == copy.copy(record)
    assert record == copy.deepcopy(record)


@given(values)
def test_records_can_be_referred_to_weakly(record: object) -> None:
    """A weak reference gives the record back."""
    assert record is weakref.ref(record)()


@given(st.one_of(*(st.from_type(c) for c in VALID if issubclass(c, model.Record))))
def test_label_is_what_people_call_it(record: Any) -> None:
    """A record has a label that is not blank, and its names are texts."""
    assert record.label.strip()
    assert all(isinstance(name, str) for name in record.names)


def test_names_and_identifiers() -> None:
    """Names are all that people may write; identifiers only those that mean the very thing."""
    rxcui = Curie.parse("RXCUI:1")
    xrefs = (Xref(id=rxcui), Xref(id=Curie.parse("RXCUI:2"), match=MatchKind.BROAD))
    medication = Medication(
        **{**VALID[Medication], "synonyms": ("Y",), "brands": (Brand("Z"),), "xrefs": xrefs}
    )
    symptom = Symptom(**{**VALID[Symptom], "plain_name": "ache", "synonyms": ("Y",)})
    expected = ("X", "Y", "Z")
    assert expected == medication.names
    assert (rxcui,) == medication.identifiers
    expected = ("X", "ache", "Y")
    assert expected == symptom.names
    expected = "X"
    assert expected == symptom.label


def test_a_short_name_is_a_name() -> None:
    """A guideline with a short name is called by it and found by it."""
    guideline = attrs.evolve(SOURCE, short_name="Toy 2015")
    expected = ("Toy 2015", ("Toy 2015",))
    assert expected == (guideline.label, guideline.names)


def test_records_of_no_names() -> None:
    """Evidence has no name, and is called by its id."""
    record = Evidence(**VALID[Evidence])
    expected = ((), (), "x")
    assert expected == (record.names, record.identifiers, record.label)


def test_refs_name_the_kind_of_record() -> None:
    """Each kind of intervention, and an agent, knows how others refer to it."""
    made = [cls(**VALID[cls]).ref for cls in (Medication, DrugClass, Therapy, Agent)]
    expected = ["medications/x", "drug_classes/x", "therapies/x", "agents/x"]
    assert expected == [str(ref) for ref in made]


def test_translations_read_as_a_mapping() -> None:
    """Translations are found by language, and cannot be changed there."""
    symptom = Symptom(**{**VALID[Symptom], "translations": (Translation(language="es", text="Y"),)})
    expected = {"es": "Y"}
    assert expected == dict(symptom.translated)
    with pytest.raises(TypeError):
        symptom.translated["es"] = "Z"  # type: ignore[index]


SOURCE = Source(
    id="trial-2015",
    kind=SourceKind.ARTICLE,
    title="A trial.",
    authors=("Trial T", "Other O"),
    year=2015,
    published_in="Journal of Toys",
    locator="1(2):3-4",
    url="https://example.org/trial",
    xrefs=(
        Xref(id=Curie.parse("DOI:10.5555/toy.1")),
        Xref(id=Curie.parse("NCT:NCT99000001")),
        Xref(id=Curie.parse("PMID:99000001"), match=MatchKind.RELATED),
        Xref(id=Curie.parse("ISBN:978000000000X")),
    ),
    reviewed=DAY,
)


def test_citation_states_what_is_known() -> None:
    """A citation has author, title, place, year, locator, and the identifiers that match."""
    expected = (
        "Trial T et al. A trial. Journal of Toys. 2015; 1(2):3-4. "
        "DOI:10.5555/toy.1, NCT:NCT99000001."
    )
    assert expected == SOURCE.citation


@pytest.mark.parametrize(
    ("fields", "citation"),
    [
        ({}, "T."),
        ({"authors": ("A B",)}, "A B. T."),
        ({"year": 2001, "published_in": "P"}, "T. P. 2001."),
    ],
)
def test_citation_leaves_out_what_is_unknown(fields: dict[str, Any], citation: str) -> None:
    """What was not seen leaves no gap."""
    assert citation == Source(**{**VALID[Source], **fields}).citation


@pytest.mark.parametrize(
    ("kept", "link"),
    [
        (4, "https://doi.org/10.5555/toy.1"),
        (0, "https://example.org/trial"),
    ],
)
def test_link_prefers_identifiers_to_urls(kept: int, link: str) -> None:
    """A DOI outlives an address."""
    assert link == attrs.evolve(SOURCE, xrefs=SOURCE.xrefs[:kept]).link


def test_link_falls_to_the_next_identifier() -> None:
    """Without a DOI the trial's page is linked, and a related article never is."""
    without = attrs.evolve(SOURCE, xrefs=SOURCE.xrefs[1:])
    expected = "https://clinicaltrials.gov/study/NCT99000001"
    assert expected == without.link


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({}, "Trial 2015"),
        ({"year": None}, "Trial"),
        ({"authors": ("The T Study Group",)}, "The T Study Group 2015"),
        ({"authors": ("Xu Li",)}, "Xu Li 2015"),
        ({"authors": ("WHO",)}, "WHO 2015"),
        ({"authors": ("Group ABCDE",)}, "Group ABCDE 2015"),
        ({"authors": ("van der Berg ABCD",)}, "van der Berg 2015"),
        ({"authors": ()}, "Journal of Toys 2015"),
        ({"authors": (), "year": None}, "A trial."),
        ({"published_in": "Cochrane Database of Systematic Reviews"}, "Cochrane 2015"),
        ({"kind": SourceKind.LABEL}, "A trial."),
        ({"kind": SourceKind.LABEL, "jurisdiction": "us"}, "US label"),
        (
            {"kind": SourceKind.INFORMATION_PAGE, "published_in": "A Page", "url": "https://a.org"},
            "A Page 2015",
        ),
    ],
)
def test_label_of_a_source(fields: dict[str, Any], label: str) -> None:
    """A source is called as people cite it, and by its title where nothing is shorter."""
    assert label == attrs.evolve(SOURCE, **fields).label


@pytest.mark.parametrize(
    ("status", "current"), [("current", True), ("unknown", True), ("superseded", False)]
)
def test_only_superseded_guidelines_do_not_count(status: str, current: bool) -> None:
    """A guideline of unknown status counts; so does what is no guideline."""
    guideline = attrs.evolve(
        SOURCE,
        kind=SourceKind.GUIDELINE,
        status=SourceStatus(status),
        population=Population.ALS,
    )
    assert current == guideline.is_current
    assert SOURCE.is_current


@pytest.mark.parametrize(
    ("direction", "supports", "opposes"),
    [
        ("benefit", True, False),
        ("mixed", True, False),
        ("inconclusive", False, False),
        ("no-difference", False, True),
        ("harm", False, False),
        ("no-data", False, False),
    ],
)
def test_which_findings_speak_for_and_against(
    direction: str,
    supports: bool,
    opposes: bool,
) -> None:
    """Benefit and mixed speak for, no difference against, and only in ALS or MND."""
    made = Evidence(**{**VALID[Evidence], "direction": Direction(direction)})
    for population, counts in (("als", True), ("mnd", True), ("mixed", False), ("other", False)):
        found = attrs.evolve(made, population=Population(population))
        assert (supports and counts, opposes and counts) == (found.supports, found.opposes)
        assert counts == found.in_als


@pytest.mark.parametrize(
    ("stance", "is_for", "is_against"),
    [
        ("recommend", True, False),
        ("consider", True, False),
        ("insufficient-evidence", False, False),
        ("says-ineffective", False, False),
        ("do-not-recommend", False, True),
    ],
)
def test_which_statements_speak_for_and_against(
    stance: str,
    is_for: bool,
    is_against: bool,
) -> None:
    """Recommend and consider speak for, do-not-recommend against, too little evidence neither."""
    extent = Extent.ALWAYS if stance == "do-not-recommend" else None
    fields_ = {**VALID[Recommendation], "stance": Stance(stance), "extent": extent}
    made = Recommendation(**fields_)
    assert (is_for, is_against) == (made.is_for, made.is_against)


def test_level_is_that_of_the_design_unless_lowered() -> None:
    """The level does not depend on what was found, but what has no data has none."""
    trial = {**VALID[Evidence], "design": StudyDesign.RANDOMIZED_CONTROLLED_TRIAL}
    for direction in Direction:
        found = Evidence(**{**trial, "direction": direction})
        assert found.level == (None if direction is Direction.NO_DATA else 2)
    for versus in Versus:
        uncontrolled = versus in (Versus.BASELINE, Versus.NONE)
        assert Evidence(**{**trial, "versus": versus}).level == (4 if uncontrolled else 2)


@pytest.mark.parametrize("design", list(StudyDesign))
@pytest.mark.parametrize("trials", [(), ("A 1",), ("A 1", "B 2")])
def test_a_review_has_the_level_of_what_it_rests_on(
    design: StudyDesign, trials: tuple[str, ...]
) -> None:
    """A review names two trials and its comparator, or has the level of its one trial, or 4."""
    for versus, compared in ((Versus.PLACEBO, True), (Versus.NOT_STATED, False)):
        fields_ = {**VALID[Evidence], "design": design, "rests_on": trials, "versus": versus}
        level = Evidence(**fields_).level
        if not design.is_review or (len(trials) > 1 and compared):
            assert level == design.level
        elif not trials:
            assert level == 4
        else:
            assert level == max(design.level, 2)


@pytest.mark.parametrize(
    ("estimate", "effect", "lacks"),
    [
        ({"value": 0.31}, "31% of placebo", None),
        ({"value": 0.31}, "a ratio of 0.31", None),
        ({"value": 0.31}, "a ratio of 0·31", None),
        ({"value": 0.31}, "much less", "0.31"),
        ({"value": 0.31}, None, "0.31"),
        ({"measure": Measure.MEAN_CHANGE, "value": -1234}, "a fall of 1,234", None),
        ({"measure": Measure.MEAN_CHANGE, "value": 0.31}, "31%", "0.31"),
        ({"value": 2, "low": 1, "high": 3}, "2 (1 to 3)", None),
        ({"value": 2, "low": 1, "high": 3}, "2 (1 to 4)", "3"),
        ({"measure": Measure.COUNT, "value": 3, "of": 9}, "3 of 9", None),
        ({"measure": Measure.COUNT, "value": 3, "of": 9}, "3 of them", "9"),
    ],
)
def test_each_number_stands_in_the_printed_effect(
    estimate: dict[str, Any], effect: str | None, lacks: str | None
) -> None:
    """A number of an estimate is printed, but for its sign, and a ratio may be a percentage."""
    made = Estimate(**{**VALID[Estimate], **estimate})
    fields_ = {**VALID[Evidence], "estimates": (made,), "effect": effect}
    if lacks is None:
        assert Evidence(**fields_).estimates == (made,)
    else:
        with pytest.raises(ValueError, match=f"lacks {re.escape(lacks)}, a number of an estimate"):
            Evidence(**fields_)


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"value": 1, "low": 2}, "value", "1 is outside its interval, 2 to …"),
        ({"value": 3, "high": 2}, "value", "3 is outside its interval, … to 2"),
        (
            {"measure": Measure.COUNT, "value": 3, "versus_arm": "b"},
            "versus_arm",
            "a count is of one arm and has no second one",
        ),
    ],
)
def test_an_estimate_that_cannot_be_is_refused(
    changed: dict[str, Any], field: str, message: str
) -> None:
    """A value lies within its interval, and a value of one arm has no second arm."""
    with pytest.raises(ValueError, match=r".") as caught:
        Estimate(**{**VALID[Estimate], **changed})
    assert (message, field) == (caught.value.args[0], caught.value.args[1].name)


def test_an_estimate_is_of_an_arm_of_its_study() -> None:
    """Where the arms are recorded, an estimate names one of them."""
    arms = (Arm(label="a"), Arm(label="b"))
    made = {**VALID[Evidence], "effect": "2", "estimates": (ESTIMATE,)}
    assert Evidence(**made, arms=arms).estimates == (ESTIMATE,)
    with pytest.raises(ValueError, match="'b' is not the label of an arm; they are a") as caught:
        Evidence(**made, arms=arms[:1])
    assert caught.value.args[1].name == "estimates"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("4,789 people: 0.31 (95% CI .2 to 0·4)", {0.2, 0.31, 0.4, 4, 95, 789, 4789}),
        ("1\u202f234 or 1\u2009234 or 1 234", {1, 234, 1234}),
        ("1,234.5", {1, 234.5, 1234.5}),
        ("1,234,567", {1, 234, 567, 1234567}),
        ("-0.5; 3.50.", {0.5, 3.5}),
        ("12,34", {12, 34}),
        ("none", set()),
        ("", set()),
    ],
)
def test_numbers_are_read_as_sources_print_them(text: str, numbers: set[float]) -> None:
    """Groups of thousands, a raised point and a missing zero are read; signs are not."""
    assert numbers_in(text) == numbers


@pytest.mark.parametrize("valid_until", [None, date(2026, 1, 30), DAY, date(2026, 2, 1)])
@pytest.mark.parametrize("day", [None, DAY])
def test_a_source_runs_out_after_its_last_day(valid_until: date | None, day: date | None) -> None:
    """On its last day it is valid; what has no last day never runs out, nor without a day."""
    expired = (day, valid_until) == (DAY, date(2026, 1, 30))
    assert attrs.evolve(SOURCE, valid_until=valid_until).is_expired_on(day) is expired


@pytest.mark.parametrize(
    "fields_", [{"superseded_by": "newer"}, {"retracted": "Withdrawn by its authors."}]
)
def test_what_is_replaced_or_retracted_does_not_count(fields_: dict[str, str]) -> None:
    """A source of any kind that was replaced or retracted is not current."""
    assert not attrs.evolve(SOURCE, **fields_).is_current


DOCUMENTED = [
    cls
    for cls in [*vars(model).values(), Records, Violation, Problem, Curie, Ref]
    if isinstance(cls, type) and attrs.has(cls)
]


@pytest.mark.parametrize("cls", DOCUMENTED)
def test_docstring_lists_the_fields(cls: type) -> None:
    """The section Attributes names exactly the fields that a class adds, in their order."""
    own = [f.name for f in attrs.fields(cls) if not f.inherited and f.name != "id"]
    section = (inspect.getdoc(cls) or "").partition("Attributes:\n")[2].partition("\n\n")[0]
    listed = [n for n in re.findall(r"^ {4}(\w+):", section, re.MULTILINE) if n != "id"]
    assert own == listed


def test_a_record_is_short_on_a_line() -> None:
    """The repr of a record names kind, id and label, and nothing more."""
    assert "<Source trial-2015: Trial 2015>" == repr(attrs.evolve(SOURCE, id="trial-2015"))


@pytest.mark.parametrize(
    ("cls", "fields_", "expected"),
    [
        (Source, {"authors": ("Trial T",)}, "<Source x: Trial>"),
        (Evidence, {}, "<Evidence x>"),
        (Symptom, {"name": "Ache"}, "<Symptom x: Ache>"),
    ],
)
def test_a_record_without_a_name_is_its_id(
    cls: type, fields_: dict[str, Any], expected: str
) -> None:
    """The id stands once."""
    assert repr(cls(**{**VALID[cls], **fields_})) == expected


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What a record that shows itself hands on, where no knowledge base was loaded but ours."""
    asked: list[tuple[object, ...]] = []

    def html(value: object) -> str:
        asked.append((value,))
        return "<b>shown</b>"

    def document(value: object, compact: bool) -> dict[str, Any]:
        asked.append((value, compact))
        return {"asked": len(asked)}

    monkeypatch.setattr("alstx.model.base._views", [])
    set_views(Views(lambda _: "", lambda *_: {}))
    set_views(Views(html, document))
    return asked


def test_records_are_shown_by_what_a_base_sets(shown: list[tuple[object, ...]]) -> None:
    """Views get the very record, and whether the answer is to be short."""
    symptom = Symptom(**VALID[Symptom])
    treatment = Treatment(
        id="m-for-s", intervention=Ref.parse("medications/m"), symptom="s", sources=(SOURCE,)
    )
    medication, other = Medication(**VALID[Medication]), Agent(**VALID[Agent])
    alert = Alert(
        first=medication,
        second=other,
        severity=Severity.AVOID,
        effect="It harms.",
        mechanism=None,
        sources=("label",),
        label_of=medication,
    )
    report = InteractionReport(
        alerts=(alert,), shared=(), checked=(medication, other), coverage=(), unrecorded=()
    )
    for value in (symptom, alert, report):
        assert value._repr_html_() == "<b>shown</b>"
    assert SOURCE.to_dict() == {"asked": 4}
    assert treatment.to_dict() == {"asked": 5}
    assert treatment.to_dict(compact=True) == {"asked": 6}
    assert report.to_dict() == {"asked": 7}
    assert shown == [
        *((value,) for value in (symptom, alert, report)),
        *((SOURCE, False), (treatment, False), (treatment, True), (report, False)),
    ]


def test_without_a_base_there_are_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook shows the repr, and what needs words is refused with what to do."""
    monkeypatch.setattr("alstx.model.base._views", [])
    assert view(SOURCE) is None
    with pytest.raises(InvalidArgumentError) as caught:
        SOURCE.to_dict()
    assert str(caught.value) == (
        "treatments and sources take their words from a knowledge base: call alstx.load() first"
    )


def test_a_report_is_short_on_a_line() -> None:
    """Its repr counts alerts, labels that were read, and names that were not found."""
    medication, other = Medication(**VALID[Medication]), Agent(**{**TERM, "name": "Y"})
    mild = Alert(
        first=medication,
        second=other,
        severity=Severity.CAUTION,
        effect="It harms.",
        mechanism=None,
        sources=("label",),
        label_of=medication,
    )
    report = InteractionReport(
        alerts=(attrs.evolve(mild, severity=Severity.AVOID), mild, mild),
        shared=(
            AdditiveEffect(
                kind=SharedKind.SAME_MECHANISM, topic="block", medicines=(medication, other)
            ),
        ),
        checked=(medication, other),
        coverage=tuple(
            Coverage(entry=medication, read=extent)
            for extent in (ReadExtent.NONE, ReadExtent.WHOLE, ReadExtent.WHOLE)
        ),
        unrecorded=(),
        unknown=("z",),
    )
    assert repr(report) == (
        "<InteractionReport on 2: 1 avoid, 2 caution, 1 shared, "
        "labels read: 2 whole, 1 none, 1 unknown>"
    )
    assert str(report.shared[0]) == "block: X, Y"
    assert list(report) == list(report.alerts)
    empty = InteractionReport(alerts=(), shared=(), checked=(), coverage=(), unrecorded=())
    assert repr(empty) == "<InteractionReport on 0: no alert, 0 shared, labels read: none>"
    assert empty
    assert len(empty) == 0


def test_a_record_as_plain_values() -> None:
    """What equals its default is left out, or written too; what closes a record comes last."""
    made = Symptom(
        **{
            **VALID[Symptom],
            "parents": ("a", "b"),
            "xrefs": (Xref(id=HP), Xref(id=Curie.parse("HP:0000002"), match=MatchKind.BROAD)),
            "frequency": Frequency(band=FrequencyBand.FREQUENT, term=HP, source="page"),
            "translations": (Translation(language="es", text="Equis"),),
        }
    )
    short: dict[str, Any] = {
        "id": "x",
        "name": "X",
        "description": "It is x.",
        "plain_name": "x",
        "parents": ["a", "b"],
        "frequency": {"band": "frequent", "term": "HP:0000001", "source": "page"},
        "translations": {"es": "Equis"},
        "xrefs": [{"id": "HP:0000001"}, {"id": "HP:0000002", "match": "broad"}],
        "reviewed": "2026-01-31",
    }
    assert to_plain(made) == short
    assert list(to_plain(made)) == list(short)
    whole = {
        **short,
        "synonyms": [],
        "plain": None,
        "see_also": [],
        "searched": None,
        "xrefs": [
            {"id": "HP:0000001", "match": "exact"},
            {"id": "HP:0000002", "match": "broad"},
        ],
    }
    assert to_plain(made, full=True) == made.to_dict() == whole
    assert to_plain(Symptom(**VALID[Symptom]), full=True)["translations"] == {}
    assert to_plain((Ref.parse("agents/a"), 5, None)) == ["agents/a", 5, None]
    finding = Evidence(**VALID[Evidence]).to_dict()
    assert finding["level"] == 3
    assert set(finding) == {"level", *(field.name for field in attrs.fields(Evidence))}


def test_references_name_every_id_with_its_place() -> None:
    """By the keys of the document: refs, ids, lists of ids and the parts of a record."""
    agent = Ref.parse("agents/a")
    medication = Medication(
        **{
            **VALID[Medication],
            "drug_classes": ("c", "d"),
            "indications": (attrs.evolve(APPROVED, through="c"),),
            "interactions": (
                Interaction(**{**VALID[Interaction], "excepted": (agent,), "named": (NAMED,)}),
            ),
            "xrefs": (Xref(id=HP),),
        }
    )
    finding = Evidence(**{**VALID[Evidence], "rests_on": ("A 2001", "trial-b")})
    found = [
        ("drug_classes.0", "drug_classes", "c"),
        ("drug_classes.1", "drug_classes", "d"),
        ("indications.0.symptom", "symptoms", "s"),
        ("indications.0.approvals.0.source", "sources", "label"),
        ("indications.0.through", "drug_classes", "c"),
        ("interactions.0.partner", "agents", "a"),
        ("interactions.0.excepted.0", "agents", "a"),
        ("interactions.0.named.0.member", "agents", "a"),
        ("interactions.0.source", "sources", "label"),
    ]
    assert list(references(medication)) == found
    assert list(references(medication, "x.1")) == [(f"x.1.{p}", *rest) for p, *rest in found]
    assert list(references((medication,))) == [(f".0.{p}"[1:], *rest) for p, *rest in found]
    assert list(references(finding)) == [
        ("source", "sources", "trial"),
        ("interventions.0", "medications", "m"),
        ("symptoms.0", "symptoms", "s"),
        ("rests_on.1", "sources", "trial-b"),
    ]
    assert list(references(agent)) == [("", "agents", "a")]


def test_kinds_by_their_fields() -> None:
    """What climbs, what can be used for a symptom and what has a name, in one order."""
    assert kinds_with("labels_read") == ("medications",)
    assert kinds_with("no_such_field") == ()
    assert TREES == ("symptoms", "drug_classes", "mechanisms", "agents")
    assert INTERVENTIONS == ("medications", "drug_classes", "therapies")
    assert TERMS == (*TREES[:1], "medications", *TREES[1:3], "therapies", "agents")


DISEASE = model.Disease(
    id="toy-disease",
    name="Toy's disease (TD)",
    synonyms=("TD", "+", "Morbus 5", "Größe"),
    description="It is x.",
    xrefs=(
        Xref(id=Curie.parse("ICD10CM:G12.21")),
        Xref(id=Curie.parse("MESH:D000690")),
        Xref(id=Curie.parse("ORPHA:803")),
        Xref(id=Curie.parse("OMIM:105400"), match=MatchKind.BROAD),
        Xref(id=Curie.parse("ICD10CM:G12.2"), match=MatchKind.BROAD),
    ),
    reviewed=DAY,
)


@pytest.mark.parametrize(
    "name",
    [
        *("toy-disease", "Toy disease", "Toy's disease (TD)", "TOYS DISEASE TD", "td", " T.D. "),
        *("morbus5", "GRÖSSE", "G12.21", "g12.21", " d000690 ", "D000690"),
        *("ICD10CM:G12.21", "icd-10:g1221", "MESH:D000690", "mesh:d000690", "Orphanet:803"),
        *("http://www.orpha.net/ORDO/Orphanet_803", "http://www.orpha.net|803"),
        {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "G1221"},
    ],
)
def test_the_disease_is_called_by_its_names_and_codes(name: object) -> None:
    """Letters and digits make a name; a code may lack its prefix where it is no mere number."""
    assert DISEASE.is_called(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Toy", "disease", "toy-diseases", "morbus", "5", "Grosze", "-", "+", "", " "),
        *("803", "105400", "G12.2", "G12", "OMIM:105400", "ORPHA:804", "MESH:G12.21", "HP:D000690"),
        *("http://www.orpha.net|804", {"system": "urn:oid:1.2", "code": "G12.21"}),
        *({"system": "http://www.orpha.net"}, None, 5, 803, True, b"TD", ("TD",), {}),
    ],
)
def test_what_else_is_not_the_disease(name: object) -> None:
    """Parts of its names, mere numbers, broader codes, and what is no text."""
    assert not DISEASE.is_called(name)


@pytest.mark.parametrize("cls", sorted(VALID, key=lambda cls: cls.__name__))
def test_records_are_equal_by_their_fields(cls: Any) -> None:
    """Two records of equal fields are one value, and none equals a mere tuple of its fields."""
    one, other = cls(**VALID[cls]), cls(**VALID[cls])
    assert one == other
    assert hash(one) == hash(other)
    assert one != attrs.astuple(one, recurse=False)


def test_values_show_their_fields() -> None:
    """A value without a name is shown as it is written."""
    xref = Xref(id=Curie("RXCUI", "704"))
    assert repr(xref) == "Xref(id=Curie.parse('RXCUI:704'), match=<MatchKind.EXACT: 'exact'>)"


@pytest.mark.parametrize(
    ("check", "value", "text"),
    [
        (ids.slug, "Bad Id", "'Bad Id' is not a slug such as 'botulinum-toxin'"),
        (fields.name, 5, "expected text, got 5"),
        (fields.name, " ", "is blank; leave the key out where there is nothing to say"),
        (fields.name, "a ", "'a ' has white space at an end"),
        (fields.name, "a" * 301, "has 301 characters; 300 are allowed"),
        (fields.text, "a" * 4001, "has 4001 characters; 4000 are allowed"),
        (fields.name, "a\x00b", "'a\\x00b' has a control character"),
        (fields.name, "a\nb", "'a\\nb' has a line break; it stands on one line"),
        (fields.year, 1799, "1799 is not a year between 1800 and 2100"),
        (fields.is_a(int), "x", "expected int, got 'x'"),
        (fields.each(ids.slug), ("a", "A b"), "'A b' is not a slug such as 'botulinum-toxin'"),
        (fields.each(ids.slug), ("a", "b", "a"), "'a' is listed twice"),
        (fields.maybe(fields.count), -1, "-1 is not a number of people"),
        (fields.not_empty, (), "needs at least one value"),
        (fields.count, "5", "'5' is not a number of people"),
        (fields.url, "x", "'x' is not an address that starts with https:// or http://"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_where(check: Any, value: Any, text: str) -> None:
    """A validator tells its message, the field, and the value, in this order."""
    field = attrs.fields(Agent).id
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (all of it is compared below)
        check(None, field, value)
    told, where, what = caught.value.args
    assert (text, field) == (told, where)
    assert what in {value, *(value if isinstance(value, tuple) else ())}
