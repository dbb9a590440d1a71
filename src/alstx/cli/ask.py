"""The commands that answer: names and filters in, one answer out, in one of four forms."""

from __future__ import annotations

import csv
import io
import json as plain_json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

import attrs
import click

from alstx.cli import json, pages
from alstx.cli.options import ANSWER, Name, chosen, filters, names
from alstx.cli.question import read
from alstx.cli.screen import Screen
from alstx.cli.show import Show
from alstx.display.blocks import Page, markdown
from alstx.errors import InvalidArgumentError, NotFoundError, shown
from alstx.io.load import load
from alstx.kb.groups import KINDS
from alstx.kb.lookup import NAMED_KINDS, lookup
from alstx.kb.lookup import search as resembling
from alstx.names.folding import fold
from alstx.vocab import Role

if TYPE_CHECKING:  # handed in, never made here
    from alstx.kb.base import KnowledgeBase

_MARKDOWN_WIDTH = 160
_PAIR = 2


@attrs.frozen
class Ask:
    """A request: the knowledge base, how much is wanted, and in which form.

    Attributes:
        kb: The knowledge base.
        is_long: Whether everything is wanted.
        layout: How to print it.
    """

    kb: KnowledgeBase
    is_long: bool
    layout: str

    def put(
        self,
        page: Callable[[int], Page],
        document: Callable[[], json.Json],
        table: Callable[[], json.Table],
    ) -> None:
        """Print an answer; of page, document and table only what is needed is made.

        Args:
            page: Makes the page for a width.
            document: Makes the JSON document.
            table: Makes header and rows of a CSV file.
        """
        screen = Screen.of_process()
        if self.layout == "json":
            screen.json(document())
        elif self.layout == "csv":
            screen.document(as_csv(*table()))
        elif self.layout == "markdown":
            screen.document(markdown(page(_MARKDOWN_WIDTH)))
        else:
            screen.show(page(screen.width))

    def list(
        self,
        kind: str,
        words: Sequence[str],
        given: Mapping[str, Any],
        page: Callable[..., Page],
    ) -> None:
        """Answer a question of a catalog."""
        kb = self.kb
        try:
            question = read(kb, kind, words, given)
        except NotFoundError as error:
            meant = _option_for(error.key) if error.key in words else None
            if meant is None:
                raise
            msg = f"{shown(error.key)} is not a name: write {meant}"
            raise InvalidArgumentError(msg) from None
        if kind == "medications" and "role" in question.filters and question.symptom is None:
            msg = "--role says what a medicine is for a symptom: name one"
            raise InvalidArgumentError(msg)

        def told(width: int) -> Page:
            if not question.answer(kb):
                return pages.empty(kb, question)
            return page(kb, question, width=width, is_long=self.is_long)

        table = partial(json.table, kind, question.answer(kb))
        self.put(told, partial(json.answer, kb, question), table)


def as_csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Write rows as CSV: lists and flags as in JSON, nothing for None, as exports have them."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(
            plain_json.dumps(cell, ensure_ascii=False) if isinstance(cell, list | bool) else cell
            for cell in row
        )
    return stream.getvalue()


def _option_for(text: str) -> str | None:
    """Return the option of this command that a word belongs to."""
    for option in click.get_current_context().command.params:
        choices = option.type.choices if isinstance(option.type, click.Choice) else ()
        word = next((choice for choice in choices if fold(choice) == fold(text)), None)
        if word is not None:
            return f"{option.opts[0]} {word}"
        if option.opts[0].startswith("--") and fold(option.opts[0]) == fold(text):
            return option.opts[0]
    return None


def answering(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that all answers share, and their values as an `Ask`."""

    @wraps(function)
    def command(
        *, data: str | None, is_long: bool, layout: str, as_json: bool, **typed: Any
    ) -> None:
        function(Ask(load(data), is_long, "json" if as_json else layout), **typed)

    for option in ANSWER:
        option(command)
    return command


@click.command()
@names("treatments")
@filters("treatments")
@answering
def treatments(ask: Ask, names: Sequence[str], **given: Any) -> None:
    """Show what is used, who says so, and on what evidence.

    NAMEs are symptoms, medicines, classes, therapies, mechanisms or sources, as people write them:
    drooling, sialorrhea, HP:0002307, Elavil, SSRI. A symptom, class or mechanism includes
    everything below it.
    """
    ask.list("treatments", names, given, pages.treatments)


@click.command()
@names("medications")
@filters("medications", role=Role)
@answering
def medications(ask: Ask, names: Sequence[str], **given: Any) -> None:
    """List medicines by class, mechanism or symptom.

    For a symptom those are listed that are used for it; --role chooses others.
    """
    ask.list("medications", names, given, pages.medications)


@click.command()
@names("symptoms")
@filters("symptoms")
@answering
def symptoms(ask: Ask, names: Sequence[str], **given: Any) -> None:
    """List symptoms as a tree, and how much treats them.

    NAME is a group of symptoms, or a medicine: then the symptoms that it is used for.
    """
    ask.list("symptoms", names, given, pages.symptoms)


@click.command()
@names("evidence")
@filters("evidence", since=int, until=int)
@answering
def evidence(ask: Ask, names: Sequence[str], **given: Any) -> None:
    """List what studies found, the best level first, whichever way it points.

    NAMEs are symptoms, medicines, classes, therapies or sources.
    """
    ask.list("evidence", names, given, pages.evidence)


@click.command()
@click.argument("names", type=Name(KINDS), nargs=-1, required=True, metavar="NAME NAME...")
@answering
def interactions(ask: Ask, names: Sequence[str]) -> None:
    """Show what labels say of taking medicines together.

    NAMEs are medicines, classes, or such as alcohol; a list with commas and doses goes in quotes.
    The exit code is 0 whether there are alerts or not; an answer without any does not clear them.
    It is 1 if a name is unknown: the answer is then about the others.
    """
    from alstx.display import documents  # noqa: PLC0415 (2 ms, and most commands do without)
    from alstx.kb.interactions import parted  # noqa: PLC0415 (as above)
    from alstx.kb.interactions import read as read_entry  # noqa: PLC0415 (as above)

    kb, index = ask.kb, ask.kb._index
    names = [name for text in names for name in parted(index, text)]
    if len(names) < _PAIR:
        msg = "interactions are looked up between medicines: name at least two"
        raise InvalidArgumentError(msg)
    found = [(name, *read_entry(index, name)) for name in names]
    asked = [(name, medicine) for name, known, _ in found for medicine in known]
    unknown = {error.key: error for _, _, errors in found for error in errors}
    if sum(bool(known) for _, known, _ in found) >= _PAIR:
        report = kb.interactions(names, unknown="report")
        told = documents.report(report)
        alerts = told.pop("alerts")
        meant = [{"asked": name, "key": str(m.ref), "name": m.name} for name, m in asked]
        ask.put(
            lambda _: pages.interactions(kb, report, asked, is_long=ask.is_long),
            lambda: json.envelope(kb, {"names": names}, alerts, **told, asked=meant),
            lambda: json.flat(documents.ALERT, alerts),
        )
    if unknown:
        msg = "unknown names"
        raise ExceptionGroup(msg, [*unknown.values()])


@click.command()
@click.argument("words", type=Name(NAMED_KINDS), nargs=-1, required=True, metavar="TEXT...")
@chosen("--kind", "-k", NAMED_KINDS, "Only records of this kind")
@click.option(
    "--limit",
    "-n",
    type=click.IntRange(min=1),
    default=10,
    metavar="COUNT",
    help="How many; more where the last ones fit equally well.",
)
@answering
def search(ask: Ask, words: Sequence[str], kind: str | None, limit: int) -> None:
    """Search all names, more or less as they are written.

    Typing errors, beginnings of names and lay words are fine. The exit code is 1 if nothing
    resembles the text.
    """
    text = " ".join(words)
    hits = resembling(ask.kb, text, [kind] if kind else NAMED_KINDS, limit)
    rows = json.hits(hits)
    ask.put(
        lambda _: pages.search(ask.kb, text, hits, is_long=ask.is_long),
        lambda: json.envelope(ask.kb, {"text": text}, rows),
        lambda: json.flat(rows[0], rows),
    )


@click.command()
@click.argument("words", type=Name(NAMED_KINDS), nargs=-1, required=True, metavar="NAME")
@answering
def show(ask: Ask, words: Sequence[str]) -> None:
    """Show one record of any kind, by any of its names.

    NAME is a name, id or identifier, or KIND/ID, such as medications/baclofen. Where records of
    several kinds have the name, all of them are shown.
    """
    kb, name = ask.kb, " ".join(words)
    found = lookup(kb, name)
    ask.put(
        lambda width: Show(kb, is_long=ask.is_long, width=width).page(found),
        lambda: json.show(kb, name, found),
        lambda: json.table_of(found),
    )


@click.command()
@click.option("--signs", is_flag=True, help="Only what the signs of tables stand for.")
@answering
def info(ask: Ask, signs: bool) -> None:
    """Show the versions of library and data, and what they hold."""
    kb, rows = ask.kb, json.counts(ask.kb)
    more = {"disease": kb.disease.to_dict(), "treatments": json.roles(kb)}
    ask.put(
        lambda width: pages.signs_page(width) if signs else pages.info(kb),
        lambda: json.envelope(kb, {}, rows, **more),
        lambda: json.flat(rows[0], rows),
    )
