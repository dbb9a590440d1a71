"""What is read, imported and built on first use, and what is said where a part is missing."""

import importlib
import sys
from types import SimpleNamespace

import pytest

from alstx.errors import DataError, MissingExtraError, Problem
from alstx.lazy import import_optional, left_out, once, prepare, read_packaged
from alstx.lock import importing

SAYS = "is missing: who bundles alstx takes along every module and file of it"


class Base:
    """Parts that are built on first use, counted."""

    def __init__(self) -> None:
        """Starts with nothing built."""
        self.built: list[str] = []

    @once
    def inherited(self) -> str:
        """One part."""
        self.built.append("inherited")
        return "made by the base"

    @property
    def asked(self) -> str:
        """No part: made anew each time."""
        self.built.append("asked")
        return "asked"


class Whole(Base):
    """One part more."""

    @once
    def own(self) -> list[str]:
        """The other part."""
        self.built.append("own")
        return ["made"]


def test_a_part_is_built_at_first_touch_and_kept() -> None:
    """Each object has parts of its own, each built once; the class has what builds them."""
    one, other = Whole(), Whole()
    assert one.built == []
    assert (one.own, one.inherited) == (["made"], "made by the base")
    assert one.own is one.own
    assert one.own is not other.own
    assert (one.built, other.built) == (["own", "inherited"], ["own"])
    assert isinstance(Whole.own, once)


def test_a_part_that_another_thread_has_just_built_is_taken() -> None:
    """Who waited for the lock takes what is there."""
    one = Whole()
    vars(one)["own"] = made = ["made elsewhere"]
    assert vars(Whole)["own"].__get__(one, Whole) is made
    assert one.built == []


def test_all_parts_can_be_built_beforehand() -> None:
    """The inherited ones too, and nothing but what is built once."""
    whole = Whole()
    prepare(whole)
    assert sorted(whole.built) == ["inherited", "own"]
    prepare(whole)
    assert (whole.own, whole.inherited) == (["made"], "made by the base")
    assert sorted(whole.built) == ["inherited", "own"]


@pytest.mark.parametrize(
    ("package", "name", "file"),
    [
        ("alstx", "data", "alstx/data"),
        ("alstx.names", "no-such.txt", "alstx/names/no-such.txt"),
        ("alstx.kb", "hpo/x.txt", "alstx/kb/hpo/x.txt"),
    ],
)
def test_who_left_a_file_out_is_told_which(package: str, name: str, file: str) -> None:
    """The error has one problem: the file as a path, no line and no place in it."""
    problem = Problem(file, None, "", SAYS)
    assert left_out(package, name).problems == (problem,)
    with pytest.raises(DataError) as caught:
        read_packaged(package, f"{name}.gone")
    assert caught.value.problems == (Problem(f"{file}.gone", None, "", SAYS),)
    assert isinstance(caught.value.__cause__, OSError)


def test_a_file_of_the_package_is_read_whole() -> None:
    """Its bytes are those that stand beside the package's modules."""
    home = importlib.import_module("alstx.names")
    with open(f"{home.__path__[0]}/ordinary.txt", "rb") as file:  # noqa: PTH123
        assert read_packaged("alstx.names", "ordinary.txt") == file.read()


def test_an_optional_library_is_imported_or_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The module itself is given; a missing one is told with the feature and the extra."""
    library = SimpleNamespace()
    monkeypatch.setitem(sys.modules, "some_library", library)
    monkeypatch.setattr("alstx.lock._imported", set())
    assert import_optional("some_library", "drawing", "plot") is library
    assert importing("some_library")._lock is None  # imported once, it takes no lock any more
    with pytest.raises(MissingExtraError) as caught:
        import_optional("no_such_library", "drawing", "plot")
    assert (caught.value.feature, caught.value.extra) == ("drawing", "plot")
    assert isinstance(caught.value.__cause__, ImportError)
