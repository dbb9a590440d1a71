"""Options and arguments that several commands share, and what they stand for."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

import typer

from alstx.io.load import load
from alstx.kb.base import KnowledgeBase
from alstx.vocab import Role


class RoleChoice(StrEnum):
    """The roles to choose from, and all of them."""

    USED = "used"
    INVESTIGATIONAL = "investigational"
    DISCOURAGED = "discouraged"
    ALL = "all"

    @property
    def role(self) -> Role | None:
        """The role; None for all of them."""
        return None if self is RoleChoice.ALL else Role(self.value)


def choices(words: Iterable[str]) -> str:
    """Names what can be chosen, in the help of an option: its metavar would be wider than a screen.

    Example:
        >>> choices(["a", "b", "c"])
        'a, b or c'
    """
    *most, last = words
    return f"{', '.join(most)} or {last}"


Symptom = Annotated[
    str | None,
    typer.Option("--symptom", "-s", metavar="NAME", help="What is to be treated."),
]
DrugClass = Annotated[
    str | None,
    typer.Option("--class", metavar="NAME", help="Only this class and its medicines."),
]
Contested = Annotated[
    bool, typer.Option("--contested", help="Only those on which sources disagree.")
]
Data = Annotated[
    str | None,
    typer.Option("--data", metavar="DIR", help="Answer from this folder, not the bundled base."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, complete, with ids and links.")]
JsonAlready = Annotated[
    bool, typer.Option("--json", help="Nothing more: what this prints is JSON already.")
]
Full = Annotated[bool, typer.Option("--all", help="Show long lists whole.")]


def base(data: str | None) -> KnowledgeBase:
    """The base that a command answers from."""
    return load() if data is None else load(data)
