"""The snapshot: that it equals the base it was made of, and is read only where asked for."""

import pickle
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

import alstx
from alstx import (
    AlstxError,
    Curie,
    DataError,
    InvalidArgumentError,
    KnowledgeBase,
    NotFoundError,
)
from alstx.io import load as loading
from alstx.io import loader
from alstx.kb import snapshot, snapshot_writer
from alstx.model import Xref
from alstx.model.records import KINDS, Records
from alstx.testing import records as any_records

DATA = Path(__file__).parent.parent / "src" / "alstx" / "data"  # which a wheel has not
CATALOGS = (*KINDS, "treatments")
_numbers = count()


@contextmanager
def made_of(records: Records) -> Iterator[KnowledgeBase]:
    """The base that is read back from a snapshot of some records."""
    name = f"snapshot_{next(_numbers)}"
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        snapshot_writer.write(records, Path(folder, name))
        patch.syspath_prepend(folder)
        patch.setattr(snapshot, "SNAPSHOT", name)
        yield KnowledgeBase.of_index(snapshot.SnapshotIndex())
        for module in [module for module in sys.modules if module.startswith(name)]:
            del sys.modules[module]


@pytest.fixture(scope="module")
def read_back(toy: KnowledgeBase) -> Iterator[KnowledgeBase]:
    """The toy base, by way of a snapshot."""
    with made_of(toy.records) as base:
        yield base


# the two bases are equal


def answer(catalog: Any, name: str) -> object:
    """The record that has a name, or what is said where there are none or several."""
    try:
        return catalog.find(name)
    except AlstxError as error:
        return type(error), str(error)


def same_answers(one: KnowledgeBase, other: KnowledgeBase) -> None:
    """Both hold equal records in one order, under the same names, nodes and years."""
    assert one == other
    assert (one.version, one.disease) == (other.version, other.disease)
    assert tuple(one._index.treatments) == tuple(other._index.treatments)
    for kind in CATALOGS:
        mine, theirs = getattr(one, kind), getattr(other, kind)
        assert mine.ids == theirs.ids
        assert tuple(mine) == tuple(theirs)
        for record in mine:
            for name in (*record.names, record.id, *map(str, record.identifiers)):
                for written in (name, name.upper(), f" {name}."):
                    assert answer(mine, written) == answer(theirs, written)
        mine, theirs = mine._table, theirs._table
        assert dict(mine.years) == dict(theirs.years)
        assert mine.names.tables == theirs.names.tables
        assert list(mine.filters) == list(theirs.filters)
        for name, made in mine.filters.items():
            twin = theirs.filters[name]
            assert made.nodes == twin.nodes
            assert {k: set(v) for k, v in made.members.items()} == {
                k: set(v) for k, v in twin.members.items()
            }


def test_a_snapshot_of_the_bundled_base_is_the_bundled_base() -> None:
    """What stands in the YAML, all of it, is what the snapshot gives."""
    authored = KnowledgeBase(loader.read(DATA))
    with made_of(authored.records) as base:
        same_answers(authored, base)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(any_records())
def test_a_snapshot_of_any_base_is_that_base(records: Records) -> None:
    """Whatever records hold together come back as they were, with the same treatments."""
    with made_of(records) as base:
        same_answers(KnowledgeBase(records), base)


def test_an_identifier_may_hold_what_parts_it_from_its_prefix(toy: KnowledgeBase) -> None:
    """An old DOI, which has colons in it, comes back as it was."""
    doi = Curie.parse("DOI:10.1002/1097-4598(200011)23:11<1773::AID-MUS14>3.0.CO;2-4")
    source = attrs.evolve(toy.sources["review-2022"], xrefs=(Xref(id=doi),))
    kept = tuple(source if s.id == source.id else s for s in toy.records.sources)
    with made_of(attrs.evolve(toy.records, sources=kept)) as base:
        assert base.sources["review-2022"] == source
        assert base.sources.find(str(doi)) == source


def test_a_snapshot_is_the_same_at_every_run(toy: KnowledgeBase) -> None:
    """Two snapshots of one base are the same text, so that a wheel can be built twice."""
    assert list(snapshot_writer.files(toy.records)) == list(snapshot_writer.files(toy.records))


def test_a_base_read_back_is_pickled_as_any_other(
    toy: KnowledgeBase, read_back: KnowledgeBase
) -> None:
    """Base and catalogs travel to a process that has another snapshot, or none."""
    assert pickle.loads(pickle.dumps(read_back)) == toy  # noqa: S301 (our own)
    cut = read_back.medications.filter(symptom="cramps")
    assert pickle.loads(pickle.dumps(cut)) == toy.medications.filter(symptom="cramps")  # noqa: S301


def test_views_and_interactions_are_those_of_the_base(
    toy: KnowledgeBase, read_back: KnowledgeBase
) -> None:
    """What is built from many kinds at once comes out the same."""
    assert read_back._repr_html_() == toy._repr_html_()
    assert read_back.treatments._repr_html_() == toy.treatments._repr_html_()
    pair = ["alphazine", "MAOI"]
    assert read_back.interactions(pair).alerts == toy.interactions(pair).alerts
    assert repr(read_back) == repr(toy)


# nothing is made that nobody asked for, and nothing twice


def test_only_what_is_asked_for_is_made(toy: KnowledgeBase) -> None:
    """One record is made for one id or name, none for a count or a list of ids."""
    with made_of(toy.records) as base:
        rows = base._index.of_kind("medications")
        assert isinstance(rows, snapshot.Rows)
        assert (len(base.medications), base.medications.ids) == (4, toy.medications.ids)
        assert base.medications.filter(symptom="cramps").ids
        assert not rows._made
        assert base.medications.find("Alpha-line").id == "alphazine"
        assert base.medications["alphazine"] == toy.medications["alphazine"]
        assert len(rows._made) == 1


def test_rows_are_a_sequence(read_back: KnowledgeBase) -> None:
    """Positions and iteration give the same objects, each made once."""
    rows = read_back._index.of_kind("medications")
    assert [rows[at] for at in range(len(rows))] == list(rows)
    assert all(one is other for one, other in zip(rows, list(rows), strict=True))
    with pytest.raises(IndexError):
        rows[len(rows)]


def test_bad_names_are_the_same_errors(toy: KnowledgeBase, read_back: KnowledgeBase) -> None:
    """What is no name of a record is refused as by any base."""
    for name in ("alphazin", "nope", "", None, 3):
        for ask in (
            lambda base, name=name: base.medications.find(name),
            lambda base, name=name: base.medications.filter(symptom=name or ""),
        ):
            with pytest.raises((NotFoundError, InvalidArgumentError)) as mine:
                ask(read_back)
            with pytest.raises((NotFoundError, InvalidArgumentError)) as theirs:
                ask(toy)
            assert (type(mine.value), str(mine.value)) == (type(theirs.value), str(theirs.value))


def test_what_another_thread_made_meanwhile_is_taken(
    toy: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two threads that read one record at once both get the object of the first."""
    meanwhile: list[object] = []

    class Overtaken(snapshot._Unpickler):
        """Reads a record after another thread has read it."""

        def load(self) -> object:
            if not meanwhile:
                meanwhile.append(None)
                meanwhile[0] = rows[0]
            return super().load()

    with made_of(toy.records) as base:
        rows = base._index.of_kind("medications")
        monkeypatch.setattr(snapshot, "_Unpickler", Overtaken)
        assert rows[0] is meanwhile[0]
        assert rows[0] is meanwhile[0]
        assert base._index.of_kind("medications") is rows


# where the bundled base comes from


def test_the_bundled_base_is_the_compiled_one_where_there_is_one(
    toy: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed package answers from its snapshot."""
    with made_of(toy.records):
        monkeypatch.setattr(loading, "_bundled", loading._Bundled())
        assert alstx.load() == toy
        assert alstx.load() is alstx.load()


def test_a_broken_snapshot_is_no_missing_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where something else is missing, the YAML is not taken silently in its place."""
    (tmp_path / "broken_snapshot.py").write_text("import what_is_not_there\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(snapshot, "SNAPSHOT", "broken_snapshot")
    monkeypatch.setattr(loading, "_bundled", loading._Bundled())
    with pytest.raises(ModuleNotFoundError, match="what_is_not_there"):
        alstx.load()


@pytest.mark.parametrize("part", ["medications.py", "medications.pickles"])
def test_a_part_that_was_left_out_is_named(toy: KnowledgeBase, part: str) -> None:
    """Who bundles the library without its data is told what is missing."""
    with made_of(toy.records) as base:
        home = Path(str(sys.modules[snapshot.SNAPSHOT].__file__)).parent
        (home / part).unlink()
        for compiled in home.glob("__pycache__/medications.*"):
            compiled.unlink()
        with pytest.raises(DataError, match=f"{home.name}/medications.* is missing: who bundles"):
            base.medications.find("alphazine")


def test_data_that_were_left_out_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a snapshot and without a folder of YAML there is a message, and no traceback."""
    monkeypatch.setattr(snapshot, "SNAPSHOT", "no_such_snapshot")
    monkeypatch.setattr(loading, "SNAPSHOT", "no_such_snapshot")
    monkeypatch.setattr("importlib.resources.files", lambda package: tmp_path / package)
    monkeypatch.setattr(loading, "_bundled", loading._Bundled())
    with pytest.raises(DataError, match="alstx/data: is missing: who bundles alstx"):
        alstx.load()


def test_preload_makes_everything(toy: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """After ``preload`` no question makes a record, an index or a set of positions."""
    with made_of(toy.records):
        monkeypatch.setattr(loading, "_bundled", loading._Bundled())
        base = alstx.preload()
        assert base is alstx.load()
        monkeypatch.setattr(snapshot, "_Unpickler", None)
        monkeypatch.setattr(snapshot, "_part", None)
        for kind in CATALOGS:
            catalog = getattr(base, kind)
            for made in catalog._table.filters.values():
                monkeypatch.setattr(made, "members", None)
            assert [catalog[id_] for id_ in catalog.ids] == list(catalog)
        assert base.medications.find("Alphaline").id == "alphazine"
        assert base.treatments.filter(symptom="cramps", role=None)
        assert base.medications.search("alphazin")
