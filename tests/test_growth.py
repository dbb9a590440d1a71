"""Whatever is read or written takes steps by its length, counted at 1, 2, 4 and 8 times a size."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

import alstx
from alstx import AlstxError, DataError, KnowledgeBase
from alstx.export import package, render
from alstx.testing import scaled
from counting import growth, steps
from texts import SHAPES

LENGTH = 400
MOST = 2.6
"""How many times the steps twice the length may take: 2 is linear, 4 its square."""
FEW = 2000
"""Steps that a text may take more: a name that is too long is refused in few steps."""

READERS: dict[str, Callable[[KnowledgeBase, str], object]] = {
    "medicines in a text": lambda kb, text: kb.medications.find_in(text),
    "symptoms in a text": lambda kb, text: kb.symptoms.find_in(text),
    "search": lambda kb, text: kb.symptoms.search(text),
    "find": lambda kb, text: kb.medications.find(text),
    "filter": lambda kb, text: kb.treatments.filter(symptom=text),
    "interactions": lambda kb, text: kb.interactions([text], unknown="report"),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS.keys())
def test_text_of_any_shape_takes_steps_by_its_length(
    kb: KnowledgeBase, read: Callable[[KnowledgeBase, str], object]
) -> None:
    """Of nearly fifty shapes of text none takes more than its length allows."""
    assert len(SHAPES) >= 40
    with suppress(AlstxError):
        read(kb, "baclofen")  # builds what is built once
    for name, shape in SHAPES.items():

        def taken(times: int, shape: Callable[[int], str] = shape) -> int:
            text = shape(LENGTH * times)

            def ask() -> None:
                with suppress(AlstxError):
                    read(kb, text)

            return steps(ask)

        counted = [taken(times) for times in (1, 2, 4, 8)]
        assert counted[3] <= MOST * max(counted[:3]) + FEW, (name, counted)


WRITERS: dict[str, Callable[[KnowledgeBase], object]] = {
    **{form: lambda kb, form=form: render(kb, form) for form in ("json", "fhir", "sssom")},
    "csv": package.csv_package,
}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS.keys())
def test_an_export_takes_steps_by_the_size_of_the_base(
    toy: KnowledgeBase, write: Callable[[KnowledgeBase], object]
) -> None:
    """A base of eight times the size takes eight times the steps to export."""

    def taken(times: int) -> int:
        base = KnowledgeBase(scaled(toy.records, times))
        base.prepare()
        return steps(lambda: write(base))

    taken(1)
    assert growth(taken) < 2.2


def test_preparing_a_base_takes_steps_by_its_size(toy: KnowledgeBase) -> None:
    """A base of eight times the size takes eight times the steps to prepare, and no more."""

    def prepared(times: int) -> int:
        return steps(KnowledgeBase(scaled(toy.records, times)).prepare)

    prepared(1)  # what is prepared once for all bases
    assert 1.9 < growth(prepared) < 2.1


def test_a_document_takes_steps_by_its_size(toy: KnowledgeBase, tmp_path: Path) -> None:
    """A document of eight times the records takes eight times the steps to read and check."""

    def taken(times: int) -> int:
        path = tmp_path / f"{times}.json"
        path.write_text(render(KnowledgeBase(scaled(toy.records, times)), "json"), "utf-8")

        def load() -> None:
            with suppress(DataError):  # ids of copies do not start with those of their sources
                alstx.load(path)

        return steps(load)

    taken(1)
    assert 1.9 < growth(taken) < 2.2
