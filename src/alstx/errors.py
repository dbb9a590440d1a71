"""The errors of alstx, one tree.

.. code-block:: text

    AlstxError
    ├── NotFoundError (KeyError)            no record has this id or name
    ├── AmbiguousNameError (LookupError)    several records have this name
    ├── InvalidArgumentError (ValueError, TypeError)
    │                                       blank, of the wrong type, out of range
    ├── DataError (ValueError)              files that do not describe a valid base
    ├── WriteError (OSError)                a file that cannot be written
    └── MissingExtraError (ImportError)     an optional library is not installed

Facts are fields; ``str()`` renders them. Messages are lower case without a full stop.
"""

from collections.abc import Iterable

import attrs

_LONGEST_ECHO = 80
_MOST_LISTED = 200


class AlstxError(Exception):
    """Base of every error that alstx raises on purpose."""


def shown(value: object) -> str:
    """Render a value for a message, shortened so that huge input stays readable."""
    text = repr(value)
    return text if len(text) <= _LONGEST_ECHO else f"{text[: _LONGEST_ECHO - 1]}…"


class NotFoundError(AlstxError, KeyError):
    """No record has this id or name.

    Attributes:
        kind: What was looked for, for example ``medication``.
        key: The requested id or name.
        suggestions: Near names, best first.
        is_identifier: Whether the key is an identifier of another vocabulary.
        elsewhere: What has that identifier instead, for example ``symptom 'sialorrhea'``.
        note: What the name or identifier means instead, in words.
    """

    def __init__(  # noqa: PLR0917 (passed in this order when it is unpickled)
        self,
        kind: str,
        key: str,
        suggestions: tuple[str, ...] = (),
        is_identifier: bool = False,  # noqa: FBT002 (passed in this order when it is unpickled)
        elsewhere: tuple[str, ...] = (),
        note: str = "",
    ) -> None:
        super().__init__(kind, key, suggestions, is_identifier, elsewhere, note)
        self.kind = kind
        self.key = key
        self.suggestions = suggestions
        self.is_identifier = is_identifier
        self.elsewhere = elsewhere
        self.note = note

    def __str__(self) -> str:
        asked = f"{'has the identifier ' if self.is_identifier else ''}{shown(self.key)}"
        hint = " or ".join(map(repr, self.suggestions))
        other = " and ".join(f"the {what}" for what in self.elsewhere)
        return (
            f"no {self.kind} {asked}"
            + (f"; did you mean {hint}?" if hint else "")
            + (f"; it is that of {other}" if other else "")
            + (f"; {self.note}" if self.note else "")
        )


class AmbiguousNameError(AlstxError, LookupError):
    """Several records have this name.

    Attributes:
        kind: What was looked for, for example ``symptom``.
        key: The requested id or name.
        candidates: Ids of the records that have it, in order.
    """

    def __init__(self, kind: str, key: str, candidates: tuple[str, ...]) -> None:
        super().__init__(kind, key, candidates)
        self.kind = kind
        self.key = key
        self.candidates = candidates

    def __str__(self) -> str:
        rivals = ", ".join(map(repr, self.candidates))
        return f"{shown(self.key)} names more than one {self.kind}: {rivals}; use an id"


class InvalidArgumentError(AlstxError, ValueError, TypeError):
    """An argument is blank, of the wrong type or out of range.

    It is both a ``ValueError`` and a ``TypeError``, so that code that guards
    against either need not know which of the two a bad name is.
    """


def _escaped(text: str) -> str:
    """Escape what would break a line or a terminal; names of files and keys may contain it."""
    return text if text.isprintable() else repr(text)[1:-1]


@attrs.frozen
class Problem:
    """One defect of a data folder.

    Attributes:
        file: Path of the file below the folder, with forward slashes.
        line: Line in that file, counted from 1; None where no line can be named.
        path: Place in the document, such as ``indications.0.symptom``.
        message: What is wrong, and what would be right.
    """

    file: str = attrs.field(converter=_escaped)
    line: int | None
    path: str = attrs.field(converter=_escaped)
    message: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.path}: {self.message}" if self.path else f"{where}: {self.message}"


class DataError(AlstxError, ValueError):
    """A folder does not describe a valid base.

    Attributes:
        problems: Every defect that was found, in order of file and line.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            sorted(problems, key=lambda p: (p.file, p.line or 0, p.path))
        )
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        head = "1 problem in the data:" if count == 1 else f"{count} problems in the data:"
        lines = [head, *(f"  {problem}" for problem in self.problems[:_MOST_LISTED])]
        if count > _MOST_LISTED:
            lines.append(f"  … and {count - _MOST_LISTED} more")
        return "\n".join(lines)


class WriteError(AlstxError, OSError):
    """A file or folder cannot be written; an existing one is unchanged.

    Attributes:
        path: Where it was to be written.
        reason: Why that cannot be.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{shown(self.path)} cannot be written: {self.reason}"


class MissingExtraError(AlstxError, ImportError):
    """An optional library is not installed.

    Attributes:
        feature: The requested feature.
        extra: The extra of alstx that brings it.
    """

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(feature, extra)
        self.feature = feature
        self.extra = extra

    def __str__(self) -> str:
        return f"{self.feature} needs the extra {self.extra!r}: pip install 'alstx[{self.extra}]'"
