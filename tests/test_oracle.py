"""Every filter argument of every catalog: what it keeps, and what it says where it is misused.

What it keeps is that of a loop that knows no index: the oracle reads the bare records and walks
parents by recursion. It knows no name index, no hierarchy and no facet; of the joined treatments
it takes the parts that other tests check.
"""

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alstx import InvalidArgumentError, KnowledgeBase, NotFoundError, Ref, vocab
from alstx.testing import knowledge_bases

Arguments = dict[str, Any]
Holds = Callable[[KnowledgeBase, Any, Any, Arguments], bool]


def under(base: KnowledgeBase, kind: str, node: str, other: str) -> bool:
    """Whether a node is another or stands below it."""
    parents = next(r.parents for r in getattr(base.records, kind) if r.id == node)
    return node == other or any(under(base, kind, parent, other) for parent in parents)


def any_under(base: KnowledgeBase, kind: str, nodes: Iterable[str], other: str) -> bool:
    """Whether one of some nodes is another or stands below it."""
    return any(under(base, kind, node, other) for node in nodes)


def medication(base: KnowledgeBase, ref: Ref) -> Any:
    """The medication that a reference names, or None if it names something else."""
    return next((m for m in base.records.medications if f"medications/{m.id}" == str(ref)), None)


def in_class(base: KnowledgeBase, ref: Ref, node: str) -> bool:
    """Whether a reference names a class, a subclass of it or a member of either."""
    found = medication(base, ref)
    if found is not None:
        return any_under(base, "drug_classes", found.drug_classes, node)
    return ref.kind == "drug_classes" and under(base, "drug_classes", ref.id, node)


def acts_by(base: KnowledgeBase, ref: Ref, node: str) -> bool:
    """Whether a reference names a medication with a mechanism or one below it."""
    found = medication(base, ref)
    return found is not None and any_under(base, "mechanisms", found.mechanisms, node)


def treats(base: KnowledgeBase, ref: str, symptom: str, role: str | None) -> bool:
    """Whether an intervention treats a symptom, or one below it, in a role."""
    return any(
        str(t.intervention) == ref
        and under(base, "symptoms", t.symptom, symptom)
        and role in (None, t.role.value)
        for t in base.treatments
    )


def source(base: KnowledgeBase, id_: str) -> Any:
    """A source by its id."""
    return next(s for s in base.records.sources if s.id == id_)


def about(base: KnowledgeBase, id_: str) -> set[str]:
    """Symptoms that a source's findings and statements name."""
    found = {s for e in base.records.evidence if e.source == id_ for s in e.symptoms}
    return found | {r.symptom for r in base.records.recommendations if r.source == id_}


def year_in(base: KnowledgeBase, id_: str, arguments: Arguments) -> bool:
    """Whether a source has a year, and one between the years that are asked for."""
    year = source(base, id_).year
    first, last = arguments.get("since"), arguments.get("until")
    return year is not None and (first is None or first <= year) and (last is None or year <= last)


def group(kind: str) -> Holds:
    """Keeps a node and all below it."""
    return lambda base, record, value, _: under(base, kind, record.id, value)


def treated(kind: str) -> Holds:
    """Keeps the interventions that treat a symptom in the role that is asked for."""
    return lambda base, record, value, arguments: treats(
        base, f"{kind}/{record.id}", value, arguments.get("role", "used")
    )


def named(kind: str, field: str) -> Holds:
    """Keeps the records that name an intervention."""

    def holds(_: KnowledgeBase, record: Any, value: Any, __: Arguments) -> bool:
        held = getattr(record, field)
        return f"{kind}/{value}" in map(str, held if isinstance(held, tuple) else (held,))

    return holds


def is_(field: str) -> Holds:
    """Keeps the records whose field has a value."""
    return lambda _, record, value, __: getattr(record, field) == value


def always(*_: object) -> bool:
    """Keeps everything: an argument that only tunes another."""
    return True


def spoken_by(treatment: Any) -> set[str]:
    """The sources of what is said of a treatment."""
    approvals = treatment.indication.approvals if treatment.indication else ()
    return {x.source for x in (*treatment.recommendations, *treatment.evidence, *approvals)}


ORACLE: dict[str, dict[str, Holds]] = {
    "agents": {"group": group("agents")},
    "drug_classes": {
        "group": group("drug_classes"),
        "symptom": treated("drug_classes"),
        "role": always,
    },
    "evidence": {
        "medication": named("medications", "interventions"),
        "therapy": named("therapies", "interventions"),
        "drug_class": lambda b, r, v, _: any(in_class(b, ref, v) for ref in r.interventions),
        "symptom": lambda b, r, v, _: any_under(b, "symptoms", r.symptoms, v),
        "direction": is_("direction"),
        "design": is_("design"),
        "population": is_("population"),
        "certainty": is_("certainty"),
        "source": is_("source"),
        "endpoint": is_("endpoint"),
        "versus": is_("versus"),
        "domain": lambda _, r, v, __: v in r.domain,
        "level": lambda _, r, v, __: r.level is not None and r.level <= v,
        "since": lambda b, r, _, a: year_in(b, r.source, a),
        "until": lambda b, r, _, a: year_in(b, r.source, a),
    },
    "mechanisms": {
        "group": group("mechanisms"),
        "medication": lambda b, r, v, _: acts_by(b, Ref.parse(f"medications/{v}"), r.id),
    },
    "medications": {
        "symptom": treated("medications"),
        "role": always,
        "drug_class": lambda b, r, v, _: in_class(b, r.ref, v),
        "mechanism": lambda b, r, v, _: acts_by(b, r.ref, v),
        "kind": is_("kind"),
    },
    "recommendations": {
        "medication": named("medications", "intervention"),
        "therapy": named("therapies", "intervention"),
        "drug_class": lambda b, r, v, _: in_class(b, r.intervention, v),
        "symptom": lambda b, r, v, _: under(b, "symptoms", r.symptom, v),
        "stance": is_("stance"),
        "source": is_("source"),
        "line": is_("line"),
        "population": is_("population"),
        "current": lambda b, r, v, _: (source(b, r.source).is_current) == v,
        "since": lambda b, r, _, a: year_in(b, r.source, a),
        "until": lambda b, r, _, a: year_in(b, r.source, a),
    },
    "sources": {
        "kind": is_("kind"),
        "symptom": lambda b, r, v, _: any_under(b, "symptoms", about(b, r.id), v),
        "population": is_("population"),
        "current": lambda _, r, v, __: r.is_current == v,
        "expired": lambda b, r, v, _: r.is_expired_on(b.day) == v,
        "since": lambda b, r, _, a: year_in(b, r.id, a),
        "until": lambda b, r, _, a: year_in(b, r.id, a),
    },
    "symptoms": {
        "group": group("symptoms"),
        "medication": lambda b, r, v, _: any(
            str(t.intervention) == f"medications/{v}" and t.symptom == r.id and t.role == "used"
            for t in b.treatments
        ),
    },
    "therapies": {"symptom": treated("therapies"), "role": always, "kind": is_("kind")},
    "treatments": {
        "symptom": lambda b, r, v, _: under(b, "symptoms", r.symptom, v),
        "role": is_("role"),
        "medication": named("medications", "intervention"),
        "therapy": named("therapies", "intervention"),
        "drug_class": lambda b, r, v, _: in_class(b, r.intervention, v),
        "mechanism": lambda b, r, v, _: acts_by(b, r.intervention, v),
        "source": lambda _, r, v, __: v in spoken_by(r),
        "basis": is_("basis"),
        "status": is_("status"),
        "contested": lambda _, r, v, __: r.contested == v,
        "level": lambda _, r, v, __: (
            r.best_supporting_level is not None and r.best_supporting_level <= v
        ),
    },
}
ARGUMENTS = [(kind, argument) for kind, found in ORACLE.items() for argument in found]
NODES = {
    "symptom": "symptoms",
    "medication": "medications",
    "drug_class": "drug_classes",
    "mechanism": "mechanisms",
    "therapy": "therapies",
    "source": "sources",
}
WORDS = {
    "role": vocab.Role,
    "direction": vocab.Direction,
    "design": vocab.StudyDesign,
    "population": vocab.Population,
    "certainty": vocab.Certainty,
    "stance": vocab.Stance,
    "line": vocab.Line,
    "basis": vocab.Basis,
    "endpoint": vocab.Endpoint,
    "versus": vocab.Versus,
    "domain": vocab.Domain,
    "status": vocab.LabelStatus,
}
KINDS = {
    "medications": vocab.MedicationKind,
    "sources": vocab.SourceKind,
    "therapies": vocab.TherapyKind,
}

YEARS = ("since", "until")
FLAGS = ("current", "contested", "expired")
SINGULAR = {
    "agents": "agent",
    "drug_classes": "drug class",
    "mechanisms": "mechanism",
    "medications": "medication",
    "sources": "source",
    "symptoms": "symptom",
    "therapies": "therapy",
}


def options(base: KnowledgeBase, kind: str, argument: str) -> list[Any]:
    """Every value that an argument takes in a base."""
    if argument == "group" or argument in NODES:
        nodes = kind if argument == "group" else NODES[argument]
        return [record.id for record in getattr(base.records, nodes)]
    if argument in YEARS:
        years = {s.year for s in base.records.sources if s.year}
        return sorted({year + more for year in years for more in (-1, 0, 1)})
    if argument in FLAGS:
        return [True, False]
    if argument == "level":
        return [1, 2, 3, 4, 5]
    return words(kind, argument)


def words(kind: str, argument: str) -> list[str]:
    """The words that an argument takes."""
    if argument in FLAGS:
        return ["true", "false"]
    if argument == "level":
        return ["1", "2", "3", "4", "5"]
    if argument == "population" and kind == "recommendations":
        return [word.value for word in vocab.Audience]
    return [word.value for word in (KINDS[kind] if argument == "kind" else WORDS[argument])]


def expected(base: KnowledgeBase, kind: str, arguments: Arguments) -> list[str]:
    """Ids of the records for which every argument holds."""
    asked = {**({"role": "used"} if kind == "treatments" else {}), **arguments}
    tests = [(ORACLE[kind][name], value) for name, value in asked.items() if value is not None]
    return [
        record.id
        for record in getattr(base, kind)
        if all(holds(base, record, value, arguments) for holds, value in tests)
    ]


FORMS = {"tube", "form", "liquid", "by_mouth"}


def test_the_oracle_knows_every_argument(toy: KnowledgeBase) -> None:
    """No filter of any catalog is without its oracle; those by form are tested with forms."""
    signatures = {
        kind: set(inspect.signature(getattr(toy, kind).filter).parameters) - FORMS
        for kind in ORACLE
    }
    assert {kind: set(found) for kind, found in ORACLE.items()} == signatures
    assert {kind for kind, _ in toy.records.kinds()} | {"treatments"} == set(ORACLE)


@pytest.mark.parametrize(("kind", "argument"), ARGUMENTS)
def test_each_argument_equals_brute_force(toy: KnowledgeBase, kind: str, argument: str) -> None:
    """On the toy base, every value of every argument keeps what the oracle keeps."""
    for value in options(toy, kind, argument):
        asked = dict.fromkeys(YEARS, value) if argument in YEARS else {}
        for arguments in ({argument: value}, {argument: value, **asked}):
            found: Any = getattr(toy, kind).filter(**arguments)
            assert expected(toy, kind, arguments) == list(found.ids)


@pytest.mark.parametrize("kind", ["evidence", "recommendations"])
def test_a_source_bears_on_all_that_it_says(toy: KnowledgeBase, kind: str) -> None:
    """Where one source says everything, it is about every symptom of which anything is said."""
    said = tuple(attrs.evolve(record, source="south-2018") for record in getattr(toy, kind))
    nothing: dict[str, Any] = {"evidence": (), "recommendations": ()}
    base = KnowledgeBase(attrs.evolve(toy.records, **{**nothing, kind: said}))
    for symptom in options(base, "sources", "symptom"):
        found = base.sources.filter(symptom=symptom)
        assert expected(base, "sources", {"symptom": symptom}) == list(found.ids)


@st.composite
def questions(draw: st.DrawFn, base: KnowledgeBase) -> tuple[str, Arguments]:
    """A catalog, and some arguments of its filter."""
    kind = draw(st.sampled_from(sorted(ORACLE)))
    possible = {name: options(base, kind, name) for name in ORACLE[kind]}
    arguments = {
        name: draw(st.sampled_from(values))
        for name, values in possible.items()
        if values and draw(st.booleans())
    }
    if arguments.keys() >= {"since", "until"}:
        arguments["since"], arguments["until"] = sorted((arguments["since"], arguments["until"]))
    if "role" in ORACLE[kind] and draw(st.booleans()):
        arguments["role"] = None
    return kind, arguments


@given(knowledge_bases(), st.data())
def test_filters_equal_brute_force(base: KnowledgeBase, data: st.DataObject) -> None:
    """On any valid base, indexes agree with a loop that recurses over parents."""
    for _ in range(5):
        kind, arguments = data.draw(questions(base))
        found: Any = getattr(base, kind).filter(**arguments)
        assert expected(base, kind, arguments) == list(found.ids)


@given(st.data())
def test_bundled_filters_equal_brute_force(kb: KnowledgeBase, data: st.DataObject) -> None:
    """On the bundled base, too, one argument keeps what the oracle keeps."""
    kind, argument = data.draw(st.sampled_from(ARGUMENTS))
    value = data.draw(st.sampled_from(options(kb, kind, argument)))
    found: Any = getattr(kb, kind).filter(**{argument: value})
    assert expected(kb, kind, {argument: value}) == list(found.ids)


def refusals(kind: str, argument: str) -> dict[object, str]:
    """What is said of some values that an argument does not take."""
    if argument in YEARS:
        told = "InvalidArgumentError: a year is a whole number such as 2015, not"
        return {"qqqq": f"{told} 'qqqq'", 2015.0: f"{told} 2015.0", True: f"{told} True"}
    if argument == "group" or argument in NODES:
        node = SINGULAR[kind if argument == "group" else NODES[argument]]
        told = f"InvalidArgumentError: a {node} is named by a text"
        return {
            "qqqq": f"NotFoundError: no {node} 'qqqq'",
            " ": f"{told} that is not blank, got ' '",
            0.5: f"{told} or a record, not by 0.5",
        }
    known = words(kind, argument)
    unknown = f"; did you mean {' or '.join(map(repr, known))}?"
    told = f"InvalidArgumentError: a {argument} is one of {', '.join(known)}; got"
    written = argument == "level" or argument in FLAGS  # which are no texts
    return {
        "qqqq": f"NotFoundError: no {argument} 'qqqq'{unknown}",
        " ": f"{told} ' '",
        0.5: f"NotFoundError: no {argument} '0.5'{unknown}" if written else f"{told} 0.5",
    }


@pytest.mark.parametrize(("kind", "argument"), ARGUMENTS)
def test_each_argument_says_what_it_takes(toy: KnowledgeBase, kind: str, argument: str) -> None:
    """What an argument does not take is refused, with what it is and what would be right."""
    whole: Any = getattr(toy, kind)
    for value, told in refusals(kind, argument).items():
        with pytest.raises((InvalidArgumentError, NotFoundError)) as caught:
            whole.filter(**{argument: value})
        assert f"{caught.type.__name__}: {caught.value}" == told


@pytest.mark.parametrize("kind", ORACLE)
def test_none_filters_nothing(toy: KnowledgeBase, kind: str) -> None:
    """Where every argument is None, the catalog itself is the answer."""
    whole: Any = getattr(toy, kind)
    assert whole is whole.filter(**dict.fromkeys(ORACLE[kind]))


@pytest.mark.parametrize("kind", ["evidence", "recommendations", "sources"])
def test_years_stand_in_their_order(toy: KnowledgeBase, kind: str) -> None:
    """A span that ends before it begins is an error and no empty answer."""
    whole: Any = getattr(toy, kind)
    with pytest.raises(InvalidArgumentError, match=r"^since 2016 is after until 2015$"):
        whole.filter(since=2016, until=2015)
