"""Options that commands share: a filter is one because its catalog has it."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

import click
from click.shell_completion import CompletionItem

from alstx.cli.question import names_of, option
from alstx.errors import AlstxError
from alstx.kb.filters import RULES
from alstx.kb.lookup import either, nodes_of
from alstx.model.records import LABELS

Decorator = Callable[[Any], Any]
FORMS = ("table", "markdown", "csv", "json")
_SHORT = {"symptom": ["-s"], "medication": ["-m"], "group": ["-g"], "kind": ["-k"]}
_FLAGS = ("true", "false")
_HELP = {
    "basis": "What the use rests on",
    "by_mouth": "Whether it is swallowed; false for what has a form that is not",
    "contested": "Only those on which sources disagree.",
    "form": "Only with this dosage form or route, such as patch or oral solution.",
    "group": "Only this one and all below it.",
    "liquid": "Whether there is a liquid to be swallowed or put down a tube",
    "level": "This level or better: 1, the best, to 5.",
    "role": "What sources make of them",
    "since": "First year of publication.",
    "status": "What labels say",
    "tube": "Whether a form may go down a feeding tube",
    "until": "Last year of publication.",
}


class Name(click.types.StringParamType):
    """A name of some kinds, as people write it; a shell can complete it."""

    name = "name"

    def __init__(self, kinds: Iterable[str]) -> None:
        self.kinds: tuple[str, ...] = tuple(kinds)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the names that begin with what was typed; nothing where --data is wrong."""
        del param
        with suppress(AlstxError):
            kb = ctx.obj(ctx.params.get("data"))
            return [CompletionItem(name) for name in names_of(kb, self.kinds, incomplete)]
        return []


def names(kind: str) -> Decorator:
    """Take any number of names, each of whatever kind the filters of a catalog take."""
    kinds = Name(nodes_of(kind).values())
    return click.argument("names", type=kinds, nargs=-1, metavar="[NAME]...")


def filters(kind: str, **more: Any) -> Decorator:
    """Give a command an option for each filter of a catalog, and for further arguments."""
    found = {name: of for name, (of, _) in RULES[kind].items() if " " not in name}

    def decorate(command: Any) -> Any:
        for name, of in reversed({**found, **more}.items()):
            command = _filter(name, of)(command)
        return command

    return decorate


def _filter(name: str, of: Any) -> Decorator:
    """Return the option of a filter that takes names, words, a year, or nothing."""
    spelled = [option(name), *_SHORT.get(name, []), name]
    if isinstance(of, str):
        about = _HELP.get(name, f"Only with this {LABELS[of]}.")
        return click.option(*spelled, type=Name([of]), help=about)
    if not of:  # words that only the records know
        return click.option(*spelled, metavar="TEXT", help=_HELP[name])
    if of == _FLAGS:
        return click.option(*spelled, is_flag=True, help=_HELP[name])
    if of is int:
        return click.option(*spelled, type=int, metavar="YEAR", help=_HELP[name])
    words = [str(word) for word in of] + (["all"] if name == "role" else [])
    if name == "level":
        levels = click.IntRange(1, len(words))
        return click.option(*spelled, type=levels, metavar="LEVEL", help=_HELP[name])
    return chosen(*spelled, words, _HELP.get(name, f"Only of this {name}"))


def chosen(*spelled: Any, **more: Any) -> Decorator:
    """Return an option out of its names, the words it takes, and the start of its help."""
    *names, words, about = spelled
    return click.option(
        *names,
        type=click.Choice(words),
        metavar="WORD",
        help=f"{about}: {either(words)}.",
        **more,
    )


DATA = click.option(
    "--data", metavar="DIR", is_eager=True, help="Answer from this folder of records."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
ANSWER: Sequence[Decorator] = (
    DATA,
    JSON,
    chosen("--format", "layout", FORMS, "How to print it", default="table"),
    click.option("--long", "is_long", is_flag=True, help="Everything, with every source."),
)
"""The options that all answers share."""
