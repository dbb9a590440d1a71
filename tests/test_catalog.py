"""Catalogs: the laws of filters, sets and slices, and what a catalog is."""

import copy
import operator
import pickle
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import alstx
from alstx import InvalidArgumentError, KnowledgeBase, NotFoundError
from alstx.kb.catalog import Catalog
from alstx.kb.hierarchy import Hierarchy
from alstx.model.records import LABELS
from alstx.testing import knowledge_bases

KINDS = tuple(sorted(LABELS))
TREES = {"symptom": "symptoms", "drug_class": "drug_classes", "mechanism": "mechanisms"}
STEPS: dict[str, list[dict[str, object]]] = {
    "agents": [{"group": "MAOI"}, {"group": "toyegiline"}],
    "drug_classes": [
        {"group": "relaxants"},
        {"symptom": "spasticity", "role": None},
        {"symptom": "drooling"},
    ],
    "evidence": [
        {"medication": "alphazine"},
        {"drug_class": "zines"},
        {"therapy": "splint"},
        {"symptom": "sleep symptoms"},
        {"direction": "benefit"},
        {"endpoint": "primary"},
        {"versus": "baseline"},
        {"domain": "quality-of-life"},
        {"design": "randomized-controlled-trial"},
        {"population": "als"},
        {"certainty": "low"},
        {"source": "DOI:10.5555/toy.1"},
        {"level": 2},
        {"since": 2015},
        {"until": 2020},
    ],
    "mechanisms": [{"group": "blocker"}, {"medication": "Zinotan"}],
    "medications": [
        {"symptom": "muscle cramps"},
        {"symptom": "spasticity", "role": None},
        {"symptom": "cramps", "role": "advised-against"},
        {"drug_class": "zines"},
        {"mechanism": "blocker"},
        {"kind": "ingredient"},
    ],
    "recommendations": [
        {"symptom": "sleep symptoms"},
        {"medication": "betamol"},
        {"drug_class": "toxin"},
        {"therapy": "stretching"},
        {"stance": "recommend"},
        {"source": "north-2020"},
        {"line": "first"},
        {"population": "als"},
        {"current": True},
        {"since": 2015},
        {"until": 2019},
    ],
    "sources": [
        {"kind": "guideline"},
        {"symptom": "cramps"},
        {"population": "als"},
        {"current": False},
        {"since": 2018, "until": 2020},
    ],
    "symptoms": [{"group": "muscle-symptoms"}, {"medication": "alphazine"}],
    "therapies": [{"symptom": "cramps"}, {"kind": "device"}],
    "treatments": [
        {"symptom": "muscle symptoms", "role": None},
        {"role": "used"},
        {"medication": "betamol", "role": None},
        {"drug_class": "relaxants", "role": None},
        {"mechanism": "blocker", "role": None},
        {"therapy": "brace", "role": None},
        {"source": "trial-2015", "role": None},
        {"status": "off-label", "role": None},
        {"basis": "guideline"},
        {"contested": True, "role": None},
        {"level": 3, "role": None},
    ],
}
"""Filters of each kind in the toy base; those of treatments name their role, which defaults."""

kinds = st.sampled_from(KINDS)


def steps(kind: str) -> st.SearchStrategy[dict[str, object]]:
    """One call of a kind's filter."""
    return st.sampled_from(STEPS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_filters_obey_their_laws(toy: KnowledgeBase, kind: str) -> None:
    """Filters commute, are idempotent, only take away, and equal the intersection of their cuts."""
    whole: Any = getattr(toy, kind)
    for one in STEPS[kind]:
        cut = whole.filter(**one)
        assert cut == cut.filter(**one)
        assert set(cut.ids) <= set(whole.ids)
        for other in STEPS[kind]:
            both = cut.filter(**other)
            assert both == whole.filter(**other).filter(**one)
            assert both == cut & whole.filter(**other)


@pytest.mark.parametrize("kind", KINDS)
def test_filters_together_equal_filters_in_a_row(toy: KnowledgeBase, kind: str) -> None:
    """Arguments of one call are ANDed."""
    whole: Any = getattr(toy, kind)
    for one in STEPS[kind]:
        for other in STEPS[kind]:
            shared = one.keys() & other.keys()
            if all(one[name] == other[name] for name in shared) and (
                "role" not in one.keys() ^ other.keys() or kind == "treatments"
            ):
                assert whole.filter(**one).filter(**other) == whole.filter(**(one | other))


@pytest.mark.parametrize("kind", KINDS)
def test_every_filter_cuts_something_and_leaves_something(toy: KnowledgeBase, kind: str) -> None:
    """The filters above are no empty cases: none is trivial on the toy base."""
    whole: Any = getattr(toy, kind)
    for one in STEPS[kind]:
        assert 0 < len(whole.filter(**one)) < len(whole), one


@pytest.mark.parametrize("kind", KINDS)
def test_filtering_by_nothing_changes_nothing(toy: KnowledgeBase, kind: str) -> None:
    """None filters nothing, and a filter leaves the catalog as it was."""
    whole: Any = getattr(toy, kind)
    before = whole.ids
    every = dict.fromkeys(name for step in STEPS[kind] for name in step)
    assert whole == whole.filter(**every)
    assert before == whole.ids


@pytest.mark.parametrize("kind", KINDS)
def test_filters_take_keywords_only(toy: KnowledgeBase, kind: str) -> None:
    """A filter names what it filters by, and an unknown name is an error."""
    whole: Any = getattr(toy, kind)
    with pytest.raises(TypeError, match="positional"):
        whole.filter("cramps")
    with pytest.raises(TypeError, match="unexpected keyword"):
        whole.filter(symptoms="cramps")


@given(knowledge_bases(), st.data())
def test_filters_grow_towards_the_parent(base: KnowledgeBase, data: st.DataObject) -> None:
    """What stands under a node stands under every node above it."""
    kind = data.draw(st.sampled_from(["medications", "evidence", "recommendations", "treatments"]))
    named = [n for n in TREES if any(n in step for step in STEPS[kind])]
    argument = data.draw(st.sampled_from(named))
    tree: Hierarchy = base.hierarchies[TREES[argument]]
    role: dict[str, Any] = {"role": None} if kind in ("medications", "treatments") else {}
    whole: Any = getattr(base, kind)
    for node in tree.parents:
        cut = set(whole.filter(**{argument: node}, **role))
        for above in tree.ancestors(node):
            assert cut <= set(whole.filter(**{argument: above}, **role))


@given(knowledge_bases(), kinds)
def test_groups_hold_themselves(base: KnowledgeBase, kind: str) -> None:
    """A group stands for itself and for everything below it."""
    if kind not in base.hierarchies:
        return
    whole: Any = getattr(base, kind)
    tree = base.hierarchies[kind]
    for node in tree.parents:
        assert {node} | tree.descendants(node) == set(whole.filter(group=node).ids)


@given(knowledge_bases(), kinds, st.data())
def test_set_algebra(base: KnowledgeBase, kind: str, data: st.DataObject) -> None:
    """Union, intersection and difference are those of the sets of ids."""
    whole: Any = getattr(base, kind)
    places = st.sets(st.integers(0, len(whole) - 1)) if whole else st.just(set[int]())
    a, b = (cut(whole, data.draw(places)) for _ in range(2))
    for combine in (operator.or_, operator.and_, operator.sub):
        found = combine(a, b)
        assert type(whole) is type(found)
        assert combine(set(a.ids), set(b.ids)) == set(found.ids)
        assert [id_ for id_ in whole.ids if id_ in found] == list(found.ids)
    assert a == (a - b) | (a & b)
    assert a == (a | b) & a


def cut(whole: Any, places: Collection[int]) -> Any:
    """The records at some places."""
    found = whole[:0]
    for at in places:
        found = found | whole[at : at + 1]
    return found


@pytest.mark.parametrize("combine", [operator.or_, operator.and_, operator.sub])
def test_only_catalogs_of_a_kind_combine(
    toy: KnowledgeBase, combine: Callable[[Any, Any], Any]
) -> None:
    """Medications and symptoms, or a set of ids, do not combine."""
    for other in (toy.symptoms, set(toy.medications.ids), None):
        with pytest.raises(TypeError, match="unsupported operand"):
            combine(toy.medications, other)


@pytest.mark.parametrize("combine", [operator.or_, operator.and_, operator.sub])
def test_only_catalogs_of_a_base_combine(
    toy: KnowledgeBase, toy_folder: Path, combine: Callable[[Any, Any], Any]
) -> None:
    """Catalogs of equal bases combine, those of different ones are refused."""
    twin = alstx.load(toy_folder)
    assert combine(set(toy.medications), set(twin.medications)) == set(
        combine(toy.medications, twin.medications)
    )
    (toy_folder / "medications" / "deltatoxin.yaml").unlink()
    (toy_folder / "products.yaml").unlink()
    fewer = alstx.load(toy_folder)
    told = r"^catalogs of two knowledge bases cannot be combined$"
    with pytest.raises(InvalidArgumentError, match=told):
        combine(toy.medications, fewer.medications)


@given(kinds, st.data())
def test_slices_are_those_of_the_ids(toy: KnowledgeBase, kind: str, data: st.DataObject) -> None:
    """A slice holds the records at those places, in the order of the base."""
    whole: Any = getattr(toy, kind)
    part = whole[data.draw(st.slices(len(whole)))]
    chosen = data.draw(st.slices(len(part)))
    assert type(whole) is type(part[chosen])
    assert set(part.ids[chosen]) == set(part[chosen].ids)
    assert [id_ for id_ in whole.ids if id_ in part[chosen]] == list(part[chosen].ids)


@given(st.data())
def test_cuts_stand_in_the_order_of_the_base(kb: KnowledgeBase, data: st.DataObject) -> None:
    """Few records out of many stand in the order of the base, however they were put together."""
    places = data.draw(st.lists(st.integers(0, len(kb.medications) - 1), max_size=4, unique=True))
    found = cut(kb.medications, places)
    assert [kb.medications.ids[at] for at in sorted(places)] == list(found.ids)


@given(kinds, st.integers(-20, 20))
def test_positions_are_those_of_the_ids(toy: KnowledgeBase, kind: str, at: int) -> None:
    """A position gives the record there, and one beyond the end is an IndexError."""
    whole: Any = getattr(toy, kind)
    if -len(whole) <= at < len(whole):
        assert list(whole)[at] is whole[at]
    else:
        with pytest.raises(IndexError):
            _ = whole[at]


@pytest.mark.parametrize("kind", KINDS)
def test_a_catalog_is_a_collection(toy: KnowledgeBase, kind: str) -> None:
    """It has a length, members, and an order that is that of its ids."""
    whole: Any = getattr(toy, kind)
    assert isinstance(whole, Collection)
    assert len(list(whole)) == len(whole) == len(set(whole.ids))
    assert [record.id for record in whole] == list(whole.ids)
    assert all(record in whole and record.id in whole for record in whole)
    assert bool(whole)
    assert not whole[:0]


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"treatments"}))
def test_records_stand_in_order_of_id(toy: KnowledgeBase, kind: str) -> None:
    """All kinds but treatments, which stand in order of strength, are sorted by id."""
    whole: Any = getattr(toy, kind)
    assert sorted(whole.ids) == list(whole.ids)


@pytest.mark.parametrize("item", [None, 5, "nobody", "Alphazine", b"alphazine", ["alphazine"]])
def test_what_is_no_member(toy: KnowledgeBase, item: object) -> None:
    """Membership is by id or record; a name, or what is neither, is no member."""
    assert item not in toy.medications


def test_membership_is_of_this_record(toy: KnowledgeBase) -> None:
    """A record of another kind, a changed record, and one that was cut away are no members."""
    alphazine = toy.medications["alphazine"]
    changed = type(alphazine)(
        **{n: getattr(alphazine, n) for n in fields_of(alphazine)} | {"name": "Other"}
    )
    assert alphazine in toy.medications
    assert alphazine not in toy.symptoms
    assert changed not in toy.medications
    assert alphazine not in toy.medications - toy.medications.filter(drug_class="zine")


def fields_of(record: Any) -> list[str]:
    """Names of the fields of a record."""
    return [field.name for field in record.__attrs_attrs__]


def test_an_id_gives_its_record(toy: KnowledgeBase) -> None:
    """Brackets take ids, and get and find give the same record."""
    betamol = toy.medications["betamol"]
    assert betamol is toy.medications.get("betamol")
    assert betamol is toy.medications.find("Betamol")
    expected = "betamol"
    assert expected == betamol.id


@pytest.mark.parametrize("key", ["betamoll", "Betamol", "", "x" * 100_000, "\ud800", "\0"])
def test_an_unknown_id_is_a_key_error(toy: KnowledgeBase, key: str) -> None:
    """An unknown id is a KeyError of ours in brackets, and the default for get."""
    alphazine = toy.medications["alphazine"]
    with pytest.raises(KeyError) as caught:
        _ = toy.medications[key]
    assert isinstance(caught.value, NotFoundError)
    assert key == caught.value.key
    assert toy.medications.get(key) is None
    assert alphazine is toy.medications.get(key, alphazine)


def test_an_unknown_id_is_answered_with_near_names(toy: KnowledgeBase) -> None:
    """A misspelled id suggests the right id, which square brackets take."""
    with pytest.raises(NotFoundError, match="no medication 'betamoll'; did you mean 'betamol'"):
        _ = toy.medications["betamoll"]


def test_a_name_in_place_of_an_id_is_told(kb: KnowledgeBase) -> None:
    """A brand or synonym in square brackets says whose name it is, and what reads names."""
    for text, ids in {"Elavil": "'amitriptyline'", "Botox": "'onabotulinumtoxina'"}.items():
        with pytest.raises(NotFoundError) as caught:
            _ = kb.medications[text]
        told = f"no medication '{text}'; it is a name of {ids}, which find('{text}') gives"
        assert (str(caught.value), caught.value.suggestions) == (told, ())


@pytest.mark.parametrize("key", [None, 0.5, True, b"alphazine", ("alphazine",), ["alphazine"]])
def test_a_key_of_another_type_is_a_type_error(toy: KnowledgeBase, key: object) -> None:
    """Neither id, position nor slice is an error of ours; get gives the default."""
    whole: Any = toy.medications
    with pytest.raises(InvalidArgumentError) as caught:
        _ = whole[key]
    assert str(caught.value) == f"a catalog takes an id, a position or a slice, not {key!r}"
    assert whole.get(key) is None


def test_what_was_cut_away_is_not_found(toy: KnowledgeBase) -> None:
    """A cut knows no records but its own, by whatever way one asks."""
    rest = toy.medications.filter(drug_class="toxins")
    assert toy.medications["alphazine"]  # asked for before, but of the whole
    assert rest.get("alphazine") is None
    with pytest.raises(NotFoundError, match="no medication 'alphazine'"):
        _ = rest["alphazine"]
    with pytest.raises(NotFoundError, match=r"^\"?no medication 'Zinotan'\"?$"):
        rest.find("Zinotan")


@given(knowledge_bases(most=2), kinds, st.data())
def test_equality_is_of_records(base: KnowledgeBase, kind: str, data: st.DataObject) -> None:
    """Equal records make equal catalogs with one hash, whatever base they were cut from."""
    one: Any = getattr(base, kind)
    other: Any = getattr(KnowledgeBase(base.records), kind)
    places = data.draw(st.sets(st.integers(0, len(one) - 1))) if one else set[int]()
    assert cut(one, places) == cut(other, places)
    assert hash(cut(one, places)) == hash(cut(other, places))
    assert (cut(one, places) == other) == (len(places) == len(one))


@pytest.mark.parametrize("kind", KINDS)
def test_a_catalog_equals_nothing_else(toy: KnowledgeBase, kind: str) -> None:
    """It equals neither a list of its records nor another kind, empty or not."""
    whole: Any = getattr(toy, kind)
    assert whole != list(whole)
    assert whole != whole[1:]
    others = [getattr(toy, other)[:0] for other in KINDS if other != kind]
    assert all(whole[:0] != other for other in others)
    assert len({hash(empty) for empty in (whole[:0], *others)}) == len(KINDS)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("kind", KINDS)
def test_catalogs_survive_pickle(toy: KnowledgeBase, kind: str, protocol: int) -> None:
    """Every protocol gives an equal catalog that filters and finds as before."""
    whole: Any = getattr(toy, kind)
    for part in (whole, whole[1:], whole[:0]):
        back = pickle.loads(pickle.dumps(part, protocol))  # noqa: S301 (our own)
        assert part == back
        assert [part.filter(**step).ids for step in STEPS[kind]] == [
            back.filter(**step).ids for step in STEPS[kind]
        ]
        assert all(record == back.find(record.id) for record in part)


@pytest.mark.parametrize("kind", KINDS)
def test_a_catalog_is_its_own_copy(toy: KnowledgeBase, kind: str) -> None:
    """What cannot change need not be copied."""
    whole: Any = getattr(toy, kind)
    assert whole is copy.copy(whole)
    assert whole is copy.deepcopy(whole)


@pytest.mark.parametrize("kind", KINDS)
def test_a_catalog_is_immutable(toy: KnowledgeBase, kind: str) -> None:
    """Nothing can be set, deleted or added."""
    whole: Any = getattr(toy, kind)
    told = f"^{type(whole).__name__} is immutable$"
    for name in ("_keep", "_table", "ids", "nonsense"):
        with pytest.raises(AttributeError, match=told):
            setattr(whole, name, None)
        with pytest.raises(AttributeError, match=told):
            delattr(whole, name)
    with pytest.raises(TypeError):
        whole["alphazine"] = None


def test_repr_says_what_and_how_many(toy: KnowledgeBase) -> None:
    """The repr names type, count and the first ids."""
    expected = "<Medications of 4: alphazine, alphazine-betamol, betamol, deltatoxin>"
    assert expected == repr(toy.medications)
    expected = "<Symptoms of 6: muscle-cramps, muscle-symptoms, night-cramps, sialorrhea, …>"
    assert expected == repr(toy.symptoms)
    expected = "<Medications, empty>"
    assert expected == repr(toy.medications[:0])


def test_what_a_notebook_completes(toy: KnowledgeBase) -> None:
    """After an opening bracket come the ids of the records, those of a cut for a cut."""
    for catalog in (toy.medications, toy.medications[1:3]):
        assert catalog._ipython_key_completions_() == list(catalog.ids)


ARGUMENTS = [
    (kind, name) for kind, found in STEPS.items() for name in sorted({n for s in found for n in s})
]
FLAGS = ("contested", "current")
YEARS = ("since", "until")


@pytest.mark.parametrize(("kind", "name"), ARGUMENTS)
def test_an_unknown_name_is_an_error_and_no_empty_answer(
    toy: KnowledgeBase, kind: str, name: str
) -> None:
    """A filter by what there is not raises, whatever the argument."""
    whole: Any = getattr(toy, kind)
    wanted: list[object] = ["nobody at all", "x" * 100_000, "\ud800", "\0"]
    for value in wanted:
        with pytest.raises((NotFoundError, InvalidArgumentError)) as caught:
            whole.filter(**{name: value})
        assert len(str(caught.value)) < 1000


@pytest.mark.parametrize(("kind", "name"), ARGUMENTS)
def test_a_blank_or_foreign_value_is_an_error(toy: KnowledgeBase, kind: str, name: str) -> None:
    """A blank text, and a value of another type, is an error of ours in every argument."""
    whole: Any = getattr(toy, kind)
    for value in ("", "  ", 0.5, b"cramps", ["cramps"], object()):
        with pytest.raises((InvalidArgumentError, NotFoundError)):
            whole.filter(**{name: value})


@pytest.mark.parametrize(("kind", "name"), [(k, n) for k, n in ARGUMENTS if n in YEARS])
def test_years_are_whole_numbers(toy: KnowledgeBase, kind: str, name: str) -> None:
    """A year is an int and nothing that looks like one."""
    whole: Any = getattr(toy, kind)
    for value in ("2015", 2015.0, True):
        with pytest.raises(InvalidArgumentError, match="a year is a whole number"):
            whole.filter(**{name: value})


def test_a_word_out_of_a_vocabulary_is_answered_with_the_near_one(toy: KnowledgeBase) -> None:
    """A misspelled word suggests the right one, any other lists them all."""
    with pytest.raises(NotFoundError, match=r"no direction 'benefits'; did you mean 'benefit'\?"):
        toy.evidence.filter(direction="benefits")
    with pytest.raises(NotFoundError, match="'als' or 'mnd' or 'mixed' or 'other'"):
        toy.evidence.filter(population="zzz")
    with pytest.raises(NotFoundError, match=r"no population 'ALS'; did you mean 'als'\?"):
        toy.evidence.filter(population="ALS")


def test_several_names_are_told_how_to_be_asked_for(toy: KnowledgeBase) -> None:
    """A list is not a name; the error says what "any of" is."""
    with pytest.raises(InvalidArgumentError, match=r"not by \['a', 'b'\]; for several, join"):
        toy.treatments.filter(symptom=["a", "b"])  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["treatments", "evidence", "recommendations"])
def test_who_asks_for_a_symptom_in_place_of_an_id_is_told_what_does(
    kb: KnowledgeBase, kind: str
) -> None:
    """What has no name of its own is found by those of symptoms and medicines."""
    catalog = getattr(kb, kind)
    for ask in (catalog.find, catalog.__getitem__):
        with pytest.raises(
            NotFoundError, match=r"'drooling'; it is found by its symptom or medicine"
        ):
            ask("drooling")
    assert catalog.filter(symptom="drooling", medication="botulinum toxin type B")
    with pytest.raises(NotFoundError, match=r"no medication 'qqqq'$"):
        kb.medications.find("qqqq")


def test_a_bare_number_is_told_what_it_lacks(kb: KnowledgeBase) -> None:
    """A number may be of several registers; with the one that is meant, it is found."""
    with pytest.raises(NotFoundError, match="'704'; a number needs its register, such as RXNORM:"):
        kb.medications.find("704")
    assert kb.medications.find("RXNORM:704").id == "amitriptyline"


def test_filters_take_records_and_members(toy: KnowledgeBase) -> None:
    """A record or a member of a vocabulary does as well as its id or word."""
    cramps = toy.symptoms["muscle-cramps"]
    expected = toy.treatments.filter(symptom="muscle-cramps", role="advised-against")
    assert expected == toy.treatments.filter(symptom=cramps, role=alstx.vocab.Role.ADVISED_AGAINST)
    by_number = toy.evidence.filter(level=2)
    assert by_number == toy.evidence.filter(level=alstx.vocab.Level.RANDOMIZED)


def test_a_role_is_checked_without_a_symptom(toy: KnowledgeBase) -> None:
    """The role of a medicine is a word of the vocabulary, asked for or not."""
    with pytest.raises(NotFoundError, match="no role 'usd'; did you mean 'used'"):
        toy.medications.filter(role="usd")
    assert toy.medications == toy.medications.filter(role="advised-against")


def test_catalogs_are_built_once(toy: KnowledgeBase) -> None:
    """A base gives the same catalog every time."""
    assert all(getattr(toy, kind) is getattr(toy, kind) for kind in KINDS)
    assert all(isinstance(getattr(toy, kind), Catalog) for kind in KINDS)
