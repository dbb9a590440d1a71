"""Rules between records: each fires where it should, and nowhere else."""

import inspect
from datetime import date
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given

from alstx import Curie, KnowledgeBase, Ref
from alstx.ids import slug
from alstx.kb.rules import Violation, violations
from alstx.model import (
    Approval,
    Brand,
    Caution,
    Elsewhere,
    Frequency,
    Indication,
    Interaction,
    LabelRead,
    Product,
    Record,
    Source,
    Study,
    Xref,
)
from alstx.model.records import INTERVENTIONS, KINDS, TERMS, TREES, Records, kinds_with
from alstx.testing import records as sets_of_records
from alstx.vocab import (
    CautionKind,
    CautionTopic,
    Covers,
    FrequencyBand,
    LabelSection,
    MatchKind,
    PrimaryMet,
    Severity,
    SourceKind,
)
from shapes import classes_of

DAY = date(2026, 1, 31)


def changed(toy: KnowledgeBase, kind: str, id_: str, **fields: Any) -> Records:
    """The toy base's records with one of them changed."""
    found = tuple(
        attrs.evolve(record, **fields) if record.id == id_ else record
        for record in getattr(toy.records, kind)
    )
    return attrs.evolve(toy.records, **{kind: found})


def added(toy: KnowledgeBase, kind: str, *more: Record) -> Records:
    """The toy base's records and some more."""
    return attrs.evolve(toy.records, **{kind: (*getattr(toy.records, kind), *more)})


def without(toy: KnowledgeBase, kind: str, id_: str) -> Records:
    """The toy base's records but one."""
    kept = tuple(record for record in getattr(toy.records, kind) if record.id != id_)
    return attrs.evolve(toy.records, **{kind: kept})


def only(records: Records) -> Violation:
    """The one defect of some records."""
    (found,) = violations(records)
    return found


def test_the_toy_base_has_no_defect(toy: KnowledgeBase) -> None:
    """Every rule is silent on the toy base."""
    expected = []
    assert expected == violations(toy.records)


def test_the_bundled_base_has_no_defect(kb: KnowledgeBase) -> None:
    """Every rule is silent on the bundled base."""
    expected = []
    assert expected == violations(kb.records)


@given(sets_of_records())
def test_drawn_records_have_no_defect(records: Records) -> None:
    """Records that are drawn as valid break no rule, and stand in order of id."""
    assert [] == violations(records)
    for _, found in records.kinds():
        assert sorted(found, key=lambda record: record.id) == list(found)


@pytest.mark.parametrize("kind", kinds_with("xrefs"))
def test_an_id_stands_once_in_its_kind(toy: KnowledgeBase, kind: str) -> None:
    """A repeated record is reported once, by its id."""
    twin = getattr(toy, kind)[0]
    found = [d for d in violations(added(toy, kind, twin)) if d.path == "id"]
    message = f"{twin.id!r} stands more than once in {kind}"
    assert [Violation(kind, twin.id, "id", message)] == found


@pytest.mark.parametrize("kind", ["evidence", "recommendations"])
def test_a_finding_stands_once(toy: KnowledgeBase, kind: str) -> None:
    """A repeated finding or statement is reported once, by its id."""
    twin = getattr(toy, kind)[0]
    assert (kind, twin.id, "id") == attrs.astuple(only(added(toy, kind, twin)))[:3]


def test_interventions_share_their_ids(toy: KnowledgeBase) -> None:
    """A therapy with the id of a medication is reported at both."""
    brace = attrs.evolve(toy.therapies["brace"], id="alphazine", name="Other", synonyms=())
    assert [
        Violation("therapies", "alphazine", "id", "is an id in medications already"),
        Violation("medications", "alphazine", "id", "is an id in therapies as well"),
    ] == violations(added(toy, "therapies", brace))


def test_a_product_is_a_mixture(toy: KnowledgeBase) -> None:
    """What has one substance is a brand of it."""
    more = Product(name="Onezine", ingredients=("alphazine",))
    records = attrs.evolve(toy.records, products=(*toy.records.products, more))
    assert Violation("products", "Onezine", "ingredients", "needs at least two") == only(records)


def test_symptoms_and_agents_have_ids_of_their_own(toy: KnowledgeBase) -> None:
    """An agent or a symptom may have the id of a medication: no reference can mean both."""
    agent = attrs.evolve(toy.agents["toyhol"], id="alphazine", name="Other")
    symptom = attrs.evolve(
        toy.symptoms["spasticity"], id="betamol", name="Other", plain_name="another", synonyms=()
    )
    expected = []
    assert expected == violations(added(toy, "agents", agent))
    expected = []
    assert expected == violations(added(toy, "symptoms", symptom))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("++", "has no letter or digit"),
        ("the", "'the' stands in nearly every text; give a name that does not"),
        ("ALPHA-zine", "'ALPHA-zine' is a name of 'alphazine' already"),
        ("duozine forte", "'duozine forte' stands twice"),
    ],
)
def test_a_product_has_a_name_of_its_own(toy: KnowledgeBase, name: str, message: str) -> None:
    """A product is not named like a medication or another product, nor by signs alone."""
    more = Product(name=name, ingredients=("alphazine", "betamol"))
    records = attrs.evolve(toy.records, products=(*toy.records.products, more))
    assert Violation("products", name, "name", message) == only(records)


def test_a_brand_is_one_thing_in_one_country(toy: KnowledgeBase) -> None:
    """Where a brand is ours or a substance's elsewhere, it is nothing else in that country."""
    other = [
        Elsewhere(substance="xylazine", countries=("PH", "US")),
        Elsewhere(substance="zinc", countries=("PH",)),
    ]
    brand = Brand("Firmex", ("US",), other)
    path, after = "brands.0.elsewhere.{}.countries", "'Firmex' is something else there already"
    assert [
        Violation("medications", "betamol", path.format(0), f"US: {after}"),
        Violation("medications", "betamol", path.format(1), f"PH: {after}"),
    ] == violations(changed(toy, "medications", "betamol", brands=(brand,)))


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"name": "ALPHAZINE"}, "name", "'ALPHAZINE' is a name of 'alphazine' already"),
        ({"name": "Zino-Tan"}, "name", "'Zino-Tan' is a name of 'alphazine' already"),
        ({"synonyms": ("ok", "alfazina")}, "synonyms.1", "'alfazina' is a name of 'alphazine'"),
        ({"brands": (Brand("Alphaline"),)}, "brands.0.name", "is a name of 'alphazine' already"),
        ({"synonyms": ("alphazine betamol",)}, "synonyms.0", "is a name of 'alphazine-betamol'"),
        ({"synonyms": ("Beta-Mol",)}, "synonyms.0", "'Beta-Mol' repeats 'Betamol'"),
        ({"brands": (Brand("Bet"), Brand("b e t"))}, "brands.1.name", "'b e t' repeats 'Bet'"),
        ({"synonyms": ("®",)}, "synonyms.0", "'®' has no letter or digit"),
        ({"name": "!"}, "name", "'!' has no letter or digit"),
    ],
)
def test_a_name_is_that_of_one_record(
    toy: KnowledgeBase, fields: dict[str, Any], path: str, message: str
) -> None:
    """A name that folds to one of another record, or twice to its own, is reported at its field."""
    found = only(changed(toy, "medications", "betamol", **fields))
    assert ("medications", "betamol", path) == (found.kind, found.id, found.path)
    assert message in found.message


def test_a_name_is_not_the_id_of_another_record(toy: KnowledgeBase) -> None:
    """A name that would be looked up as another's id is reported, in whatever order they stand."""
    for id_, other in (("alphazine", "deltatoxin"), ("deltatoxin", "alphazine")):
        found = [
            d
            for d in violations(changed(toy, "medications", id_, synonyms=(other.upper(),)))
            if d.path == "synonyms.0"
        ]
        message = f"{other.upper()!r} is a name of {other!r} already"
        assert [Violation("medications", id_, "synonyms.0", message)] == found


def test_two_ids_are_not_one_name(toy: KnowledgeBase) -> None:
    """Ids that differ by a hyphen only could not be told apart by what people write."""
    twin = attrs.evolve(toy.agents["toyhol"], id="toy-hol", name="Other")
    expected = Violation("agents", "toy-hol", "id", "'toy-hol' is a name of 'toyhol' already")
    assert expected in violations(added(toy, "agents", twin))


def test_plain_names_count(toy: KnowledgeBase) -> None:
    """What lay people say is a name like any other."""
    found = only(changed(toy, "symptoms", "spasticity", plain_name="Cramps"))
    expected = ("plain_name", "'Cramps' is a name of 'muscle-cramps' already")
    assert expected == (
        found.path,
        found.message,
    )


def test_three_that_share_a_name_are_one_thing(toy: KnowledgeBase) -> None:
    """A medicine, an agent and a class of one name: whichever is asked, the others are meant."""
    records = toy.records
    for kind, id_ in (("agents", "toyhol"), ("drug_classes", "zine")):
        records = attrs.evolve(
            records,
            **{
                kind: tuple(
                    attrs.evolve(each, synonyms=("Betamol",)) if each.id == id_ else each
                    for each in getattr(records, kind)
                )
            },
        )
    assert not violations(records)


def test_kinds_may_share_names(toy: KnowledgeBase) -> None:
    """A therapy may be called as a class is: they are looked up apart."""
    expected = []
    assert expected == violations(changed(toy, "therapies", "brace", synonyms=("Relaxants",)))


OFF_LABEL = Indication(symptom="muscle-cramps", summary="Used.")
APPROVAL = Approval(
    agency="fda", covers=Covers.ADULTS_WITH_ALS, scope="all", source="lable-us-alphazine"
)
LABELLED = attrs.evolve(OFF_LABEL, approvals=(APPROVAL,))
READ = LabelRead(agency="fda", source="label-us-alphazine", sections=(LabelSection.INDICATIONS,))
CAUTION = Caution(
    kind=CautionKind.WARNING, topic=CautionTopic.FALLS, text="Bad.", source="label-us-alphazin"
)
PARTNER = Interaction(
    partner=Ref.parse("agents/toyhol"),
    severity=Severity.AVOID,
    effect="Bad.",
    source="label-us-alphazine",
)
DANGLING: list[tuple[str, str, dict[str, Any], str, str]] = [
    ("symptoms", "spasticity", {"parents": ("muscle-symptom",)}, "parents.0", "symptoms"),
    ("drug_classes", "zine", {"parents": ("relaxant",)}, "parents.0", "drug_classes"),
    ("mechanisms", "slow-blocker", {"parents": ("blockr",)}, "parents.0", "mechanisms"),
    ("agents", "toyegiline", {"parents": ("mao-inhibitor",)}, "parents.0", "agents"),
    ("medications", "betamol", {"drug_classes": ("relax",)}, "drug_classes.0", "drug_classes"),
    ("medications", "betamol", {"mechanisms": ("fast-block",)}, "mechanisms.0", "mechanisms"),
    ("medications", "deltatoxin", {"ingredients": ("betamool",)}, "ingredients.0", "medications"),
    (
        "medications",
        "alphazine",
        {"indications": (LABELLED,)},
        "indications.0.approvals.0.source",
        "sources",
    ),
    (
        "medications",
        "alphazine",
        {"interactions": (attrs.evolve(PARTNER, partner=Ref.parse("agents/toyho")),)},
        "interactions.0.partner",
        "agents",
    ),
    (
        "medications",
        "alphazine",
        {"interactions": (attrs.evolve(PARTNER, source="lable-us-alphazine"),)},
        "interactions.0.source",
        "sources",
    ),
    (
        "medications",
        "alphazine",
        {"labels_read": (attrs.evolve(READ, source="lable-us-alphazine"),)},
        "labels_read.0.source",
        "sources",
    ),
    ("therapies", "brace", {"cautions": (CAUTION,)}, "cautions.0.source", "sources"),
    (
        "symptoms",
        "spasticity",
        {
            "frequency": Frequency(
                band=FrequencyBand.FREQUENT, term=Curie.parse("HP:0000001"), source="page-2012"
            )
        },
        "frequency.source",
        "sources",
    ),
    ("sources", "series-2010", {"superseded_by": "series-2011"}, "superseded_by", "sources"),
    (
        "sources",
        "series-2010",
        {"study": Study(primary_met=PrimaryMet.MET, primary_symptom="spastic")},
        "study.primary_symptom",
        "symptoms",
    ),
    ("evidence", "review-2022-cramps", {"rests_on": ("trial-2051",)}, "rests_on.0", "sources"),
    ("evidence", "series-2010", {"symptoms": ("spastic",)}, "symptoms.0", "symptoms"),
    ("evidence", "series-2010", {"source": "series-2011"}, "source", "sources"),
    (
        "evidence",
        "series-2010",
        {"interventions": (Ref.parse("therapies/braces"),)},
        "interventions.0",
        "therapies",
    ),
    (
        "recommendations",
        "south-2018-spasticity-zine",
        {"intervention": Ref.parse("drug_classes/zines")},
        "intervention",
        "drug_classes",
    ),
    (
        "recommendations",
        "south-2018-spasticity-zine",
        {"symptom": "spasticities"},
        "symptom",
        "symptoms",
    ),
]


@pytest.mark.parametrize(("kind", "id_", "fields", "path", "wanted"), DANGLING)
def test_every_id_is_that_of_a_record(  # noqa: PLR0917 (the columns of the table)
    toy: KnowledgeBase, kind: str, id_: str, fields: dict[str, Any], path: str, wanted: str
) -> None:
    """An id that no record of the kind has is reported where it stands, with the near one."""
    found = only(changed(toy, kind, id_, **fields))
    assert (kind, id_, path) == (found.kind, found.id, found.path)
    assert f"is not in {wanted}; did you mean '" in found.message


def test_through_is_the_id_of_a_class(toy: KnowledgeBase) -> None:
    """A class that an indication rests on is a record like any other."""
    use = attrs.evolve(OFF_LABEL, symptom="sialorrhea", through="toxin")
    found = violations(changed(toy, "medications", "deltatoxin", indications=(use,)))
    message = "'toxin' is not in drug_classes; did you mean 'toxins'?"
    assert Violation("medications", "deltatoxin", "indications.0.through", message) in found


def test_a_reference_names_the_kind_too(toy: KnowledgeBase) -> None:
    """An id that stands in another kind does not count, and nothing like it brings no hint."""
    refs = (Ref.parse("therapies/alphazine"),)
    found = only(changed(toy, "evidence", "series-2010", interventions=refs))
    expected = "'alphazine' is not in therapies"
    assert expected == found.message


IDS_OF_OTHERS = {"agency", "applies_to", "form", "jurisdiction"}
"""Fields that hold words of the same form as an id, and name no record."""


def is_id(field: Any) -> bool:
    """Whether a field's validator asks for ids."""
    checks = list(getattr(field.validator, "_validators", [field.validator]))
    while checks:
        check = checks.pop()
        if check is slug:
            return True
        closure = inspect.getclosurevars(check).nonlocals if inspect.isfunction(check) else {}
        checks += [closure["check"]] if "check" in closure else []
    return False


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_of_ids_names_the_kind(kind: str) -> None:
    """Every field that takes an id says which kind it names; what names a kind is one of ours."""
    found = {(cls, f) for cls in classes_of(KINDS[kind].cls) for f in attrs.fields(cls)}
    assert all(f.metadata["ref"] in KINDS for _, f in found if "ref" in f.metadata)
    silent = {f.name for _, f in found if is_id(f) and "ref" not in f.metadata}
    assert {"id"} <= silent <= {"id", *IDS_OF_OTHERS}
    parents = [f.metadata["ref"] for _, f in found if f.name == "parents"]
    assert parents in ([], [kind])


def test_facts_about_kinds_follow_from_their_classes() -> None:
    """Which kinds form trees, can be used, or have names is what their fields say."""
    assert TREES == ("symptoms", "drug_classes", "mechanisms", "agents")
    assert INTERVENTIONS == ("medications", "drug_classes", "therapies")
    assert {*KINDS} - {*TERMS} == {"sources", "evidence", "recommendations"}


@pytest.mark.parametrize("kind", ["drug_classes", "medications", "sources", "symptoms"])
def test_what_is_taken_away_dangles(toy: KnowledgeBase, kind: str) -> None:
    """Without a record that others name, each of them is reported."""
    for record in getattr(toy, kind):
        message = f"{record.id!r} is not in {kind}"
        naming = {
            other.id
            for _, held in toy.records.kinds()
            for other in held
            if other is not record and mentions(other, kind, record.id)
        }
        naming |= {p.name for p in toy.records.products if mentions(p, kind, record.id)}
        found = {d.id for d in violations(without(toy, kind, record.id)) if message in d.message}
        assert naming == found


def mentions(value: Any, kind: str, id_: str, named: str = "") -> bool:
    """Whether a record names another in a field of such ids, or by reference, however deep."""
    if isinstance(value, tuple):
        return any(mentions(member, kind, id_, named) for member in value)
    if isinstance(value, Ref):
        return f"{kind}/{id_}" == str(value)
    if attrs.has(type(value)):
        own = attrs.fields(type(value))
        return any(
            mentions(getattr(value, f.name), kind, id_, f.metadata.get("ref", "")) for f in own
        )
    return value == id_ and named == kind


@pytest.mark.parametrize(
    ("kind", "top", "bottom"),
    [
        ("symptoms", "muscle-symptoms", "night-cramps"),
        ("drug_classes", "relaxants", "zine"),
        ("mechanisms", "blocker", "slow-blocker"),
        ("agents", "mao-inhibitors", "toyegiline"),
    ],
)
def test_nothing_is_above_itself(toy: KnowledgeBase, kind: str, top: str, bottom: str) -> None:
    """A cycle is reported once, as the way around."""
    found = only(changed(toy, kind, top, parents=(bottom,)))
    around = found.message.removeprefix("is above itself: ").split(" -> ")
    parents = {r.id: r.parents for r in getattr(toy.records, kind)} | {top: (bottom,)}
    assert Violation(kind, around[0], "parents", found.message) == found
    assert around[0] == around[-1]
    assert all(up in parents[down] for down, up in pairwise(around))


def test_a_cycle_hides_none_of_another_kind(toy: KnowledgeBase) -> None:
    """What stands above itself in one kind leaves the other kinds checked."""
    records = changed(toy, "symptoms", "muscle-symptoms", parents=("night-cramps",))
    looped = attrs.evolve(toy.agents["mao-inhibitors"], parents=("toyegiline",))
    agents = tuple(looped if agent.id == looped.id else agent for agent in records.agents)
    found = violations(attrs.evolve(records, agents=agents))
    assert ["symptoms", "agents"] == [defect.kind for defect in found]


def test_parents_that_others_imply(toy: KnowledgeBase) -> None:
    """A parent that stands above another parent is one too many."""
    parents = ("muscle-cramps", "muscle-symptoms")
    assert [
        Violation(
            "symptoms", "night-cramps", "parents", "'muscle-symptoms' is implied by another parent"
        )
    ] == violations(changed(toy, "symptoms", "night-cramps", parents=parents))


@pytest.mark.parametrize(
    ("field", "held", "implied", "by"),
    [
        ("drug_classes", ("zine", "relaxants"), 1, "zine"),
        ("drug_classes", ("relaxants", "zine"), 0, "zine"),
        ("mechanisms", ("blocker", "cooling", "slow-blocker"), 0, "slow-blocker"),
    ],
)
def test_members_name_the_lowest_node(
    toy: KnowledgeBase, field: str, held: tuple[str, ...], implied: int, by: str
) -> None:
    """A class or mechanism above another of the same medication is one too many."""
    message = f"{held[implied]!r} is implied by {by!r}"
    expected = Violation("medications", "alphazine", f"{field}.{implied}", message)
    assert expected == only(changed(toy, "medications", "alphazine", **{field: held}))


def article(**fields: Any) -> Source:
    """A source that nothing else is known of."""
    return Source(
        **{"id": "more", "kind": SourceKind.ARTICLE, "title": "More", "reviewed": DAY, **fields}
    )


@pytest.mark.parametrize(
    "shared", ["DOI:10.5555/toy.1", "DOI:10.5555/TOY.1", "PMID:99000001", "PMCID:PMC1"]
)
def test_a_publication_is_one_source(toy: KnowledgeBase, shared: str) -> None:
    """A PMID, PMCID or DOI, in whatever case, is that of one source."""
    own = changed(
        toy,
        "sources",
        "trial-2015",
        xrefs=tuple(
            Xref(id=Curie.parse(text))
            for text in ("DOI:10.5555/toy.1", "PMID:99000001", "PMCID:PMC1")
        ),
    )
    other = article(xrefs=(Xref(id=Curie.parse(shared)),))
    message = f"{shared} is an identifier of 'trial-2015' already"
    expected = Violation("sources", "more", "xrefs.0.id", message)
    assert expected == only(attrs.evolve(own, sources=(*own.sources, other)))


def test_a_trial_may_have_several_publications(toy: KnowledgeBase) -> None:
    """The number of a registered trial may stand on each article about it."""
    xrefs = tuple(
        Xref(id=Curie.parse(text), match=MatchKind.EXACT)
        for text in ("NCT:NCT99000001", "DOI:10.5555/toy.9")
    )
    expected = []
    assert expected == violations(added(toy, "sources", article(xrefs=xrefs)))


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({}, 1),
        ({"url": "https://example.org"}, 0),
        ({"xrefs": (Xref(id=Curie.parse("PMID:7")),)}, 0),
        ({"xrefs": (Xref(id=Curie.parse("PMID:7"), match=MatchKind.RELATED),)}, 1),
        ({"year": 1999, "published_in": "J", "locator": "1"}, 0),
        ({"published_in": "J", "locator": "1"}, 1),
        ({"year": 1999, "locator": "1"}, 1),
        ({"year": 1999, "published_in": "J"}, 1),
        ({"kind": SourceKind.LABEL}, 0),
    ],
)
def test_an_article_can_be_found(toy: KnowledgeBase, fields: dict[str, Any], count: int) -> None:
    """An article has an identifier, an address, or journal, year and pages."""
    message = "an article needs an identifier or url, or journal, year and locator"
    expected = [Violation("sources", "more", "", message)] * count
    assert expected == violations(added(toy, "sources", article(**fields)))


def test_an_indication_stands_on_a_source(toy: KnowledgeBase) -> None:
    """An indication that no statement, finding or approval bears is reported at its place."""
    bare = attrs.evolve(OFF_LABEL, symptom="sialorrhea")
    message = (
        "sialorrhea: stands on no source; add a recommendation or evidence record under sources/, "
        "or an approval"
    )
    expected = Violation("medications", "betamol", "indications.1", message)
    assert expected == only(changed(toy, "medications", "betamol", indications=(OFF_LABEL, bare)))


@pytest.mark.parametrize(("kind", "id_"), [("drug_classes", "relaxants"), ("therapies", "brace")])
def test_classes_and_therapies_stand_on_sources_too(
    toy: KnowledgeBase, kind: str, id_: str
) -> None:
    """The rule holds for every kind of intervention."""
    bare = (Indication(symptom="sialorrhea", summary="Used."),)
    found = only(changed(toy, kind, id_, indications=bare))
    assert (kind, id_, "indications.0") == (found.kind, found.id, found.path)


@pytest.mark.parametrize(
    ("kind", "id_", "symptom", "through"),
    [
        ("medications", "alphazine", "muscle-cramps", None),
        ("medications", "alphazine-betamol", "spasticity", None),
        ("medications", "alphazine", "spasticity", "zine"),
        ("drug_classes", "zine", "spasticity", None),
        ("therapies", "brace", "spasticity", None),
    ],
)
def test_what_an_indication_may_stand_on(
    toy: KnowledgeBase, kind: str, id_: str, symptom: str, through: str | None
) -> None:
    """A statement, a finding, or what is said of a class that is named will do."""
    said = Indication(symptom=symptom, through=through, summary="Used.")
    expected = []
    assert expected == violations(changed(toy, kind, id_, indications=(said,)))


def test_what_is_said_of_a_class_does_not_spread(toy: KnowledgeBase) -> None:
    """A member's indication does not stand on its class unless it says so."""
    silent = attrs.evolve(OFF_LABEL, symptom="spasticity")
    expected = "indications.0"
    assert expected == only(changed(toy, "medications", "alphazine", indications=(silent,))).path


def test_through_names_a_class_of_the_medication(toy: KnowledgeBase) -> None:
    """An indication rests on a class above the medication, however far, and on no other."""
    far = attrs.evolve(
        toy.recommendations["south-2018-spasticity-zine"],
        intervention=Ref.parse("drug_classes/relaxants"),
    )
    base = added(toy, "recommendations", attrs.evolve(far, id="south-2018-more"))
    uses = (attrs.evolve(OFF_LABEL, symptom="spasticity", through="relaxants"),)
    medications = tuple(
        attrs.evolve(m, indications=uses) if m.id == "alphazine" else m for m in base.medications
    )
    expected = []
    assert expected == violations(attrs.evolve(base, medications=medications))
    foreign = attrs.evolve(OFF_LABEL, symptom="sialorrhea", through="toxins")
    message = "'toxins' is no class of betamol"
    expected = Violation("medications", "betamol", "indications.1.through", message)
    assert expected == only(
        changed(toy, "medications", "betamol", indications=(OFF_LABEL, foreign))
    )


def test_through_is_found_by_any_way_up(toy: KnowledgeBase) -> None:
    """A class above the medication counts, where several ways lead up to it and beyond."""
    twin = attrs.evolve(toy.drug_classes["zine"], id="zone", name="Zone", synonyms=(), xrefs=())
    uses = (attrs.evolve(OFF_LABEL, through="relaxants"),)
    base = changed(toy, "medications", "alphazine", drug_classes=("zine", "zone"), indications=uses)
    expected = []
    assert expected == violations(attrs.evolve(base, drug_classes=(*base.drug_classes, twin)))


def test_nothing_supersedes_itself(toy: KnowledgeBase) -> None:
    """A chain of later versions that comes around is reported once, as the way around."""
    around = changed(toy, "sources", "review-2022", superseded_by="series-2010")
    later = [
        attrs.evolve(s, superseded_by="review-2022") if s.id == "series-2010" else s
        for s in around.sources
    ]
    found = only(attrs.evolve(around, sources=tuple(later)))
    assert found.path == "superseded_by"
    assert found.message == "supersedes itself: review-2022 -> series-2010 -> review-2022"


@pytest.mark.parametrize(
    ("trial", "is_good"),
    [
        ("trial-2015", True),
        ("Toyman 1999", True),
        ("van der Toy 1999b", True),
        ("Årø et al. 2004", True),
        ("Toyman", False),
        ("Toyman 99", False),
        ("- 1999", False),
        ("Trial-2015", False),
    ],
)
def test_trials_without_a_record_are_author_and_year(
    toy: KnowledgeBase, trial: str, *, is_good: bool
) -> None:
    """What a finding rests on is a source, or what a review prints of it."""
    message = f"{trial!r} is not the id of a source, nor author and year: 'Weiss 2016'"
    expected = [Violation("evidence", "review-2022-cramps", "rests_on.0", message)]
    records = changed(toy, "evidence", "review-2022-cramps", rests_on=(trial,))
    assert violations(records) == ([] if is_good else expected)


def test_a_finding_does_not_rest_on_itself(toy: KnowledgeBase) -> None:
    """The source of a finding is none of the trials that it rests on."""
    found = only(changed(toy, "evidence", "review-2022-cramps", rests_on=("review-2022",)))
    assert found.path == "rests_on.0"
    assert found.message == "'review-2022' is the source of the finding itself"


def test_a_label_that_was_read_is_a_label(toy: KnowledgeBase) -> None:
    """An article or guideline is not what the makers of a medicine say of it."""
    read = attrs.evolve(READ, source="north-2020")
    found = only(changed(toy, "medications", "alphazine", labels_read=(READ, read)))
    assert found.path == "labels_read.1.source"
    assert found.message == "'north-2020' is not a label but of kind guideline"


def test_a_broken_tree_does_not_hide_other_defects(toy: KnowledgeBase) -> None:
    """Every rule is applied, whatever the others find."""
    broken = changed(toy, "drug_classes", "relaxants", parents=("zine", "nobody"), name="Toxins")
    assert {"parents", "parents.1", "name"} == {d.path for d in violations(broken)}
