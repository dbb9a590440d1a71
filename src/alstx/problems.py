"""One defect of a data folder: where it is, and what would be right."""

import attrs


def _escaped(text: str) -> str:
    """Escapes what would break a line or a terminal, as a file's name or a key may hold it."""
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
        """Renders ``file:line: path: message``, which editors turn into a link."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.path}: {self.message}" if self.path else f"{where}: {self.message}"
