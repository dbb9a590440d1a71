"""Where a command writes: a terminal with its width and pager, a pipe, or a file."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, TextIO

import attrs

from alstx.display.blocks import Page, clean

_NARROWEST, _WITHOUT_TERMINAL, _WIDEST = 40, 100, 160
_MOST_DIGITS = 9
_PAGER = "less -FRX"
"""It starts at the top, where the answer stands, and leaves a page that fits on the screen."""


@attrs.frozen
class Screen:
    """The standard output.

    Attributes:
        stream: The stream, if the process has one.
        width: Characters in a line.
        height: Lines on a terminal; None elsewhere.
    """

    stream: TextIO | None
    width: int
    height: int | None

    @classmethod
    def of_process(cls) -> Screen:
        """Return the standard output: as wide as the terminal, else 100 characters."""
        stream: TextIO | None = sys.stdout  # None under pythonw
        columns, lines = size_of(stream)
        return cls(stream, min(max(columns, _NARROWEST), _WIDEST), lines)

    def show(self, page: Page) -> None:
        """Draw a page; on a terminal that it does not fit, in a pager."""
        from alstx.cli.render import draw  # noqa: PLC0415 (rich, which only a drawn page needs)

        if self.stream is None:
            return
        text = draw(page, self.stream, self.width, is_terminal=self.height is not None)
        is_long = self.height is not None and text.count("\n") >= self.height
        if not (is_long and _paged(self._encoded(text).encode(self._encoding))):
            self.text(text)

    def lines(self, *lines: str) -> None:
        """Write lines as they are, for other programs to read: nothing is broken or indented."""
        self.text("".join(f"{clean(line)}\n" for line in lines))

    def json(self, value: Any) -> None:
        """Write a JSON document with sorted keys; what could steer a terminal is escaped."""
        text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)
        self.text(re.sub(r"[^\n -~]", lambda found: self._escaped(found[0]), text) + "\n")

    def _escaped(self, char: str) -> str:
        if char.isprintable() and self._encoded(char) == char:
            return char
        return json.dumps(char)[1:-1]

    def document(self, text: str) -> None:
        """Write a document for other programs to read: in UTF-8, to the last character."""
        raw: BinaryIO | None = getattr(self.stream, "buffer", None)
        if self.height is not None:
            self.lines(*text.removesuffix("\n").split("\n"))
        elif raw is None:
            self.text(text)
        else:
            self.text("")
            self._at_one_go(lambda: (raw.write(text.encode("utf-8")), raw.flush()))

    def text(self, text: str) -> None:
        """Write a text at one go."""
        stream = self.stream
        if stream is not None:
            self._at_one_go(lambda: (stream.write(self._encoded(text)), stream.flush()))

    def _encoded(self, text: str) -> str:
        """Escape what the encoding of the stream has no character for."""
        return text.encode(self._encoding, "backslashreplace").decode(self._encoding)

    @property
    def _encoding(self) -> str:
        return getattr(self.stream, "encoding", None) or "utf-8"

    def _at_one_go(self, write: Callable[[], object]) -> None:
        """Write; a reader that has gone away does not matter, a full disk does."""
        assert self.stream is not None
        try:
            write()
        except OSError as error:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.stream.fileno())  # what is left to write goes into nothing
            os.close(nowhere)
            if not isinstance(error, BrokenPipeError):
                raise


def size_of(stream: TextIO | None) -> tuple[int, int | None]:
    """Return columns and lines of a terminal; 100 columns and None where it is not one."""
    try:
        columns, lines = os.get_terminal_size(stream.fileno() if stream else -1)
        height: int | None = _given("LINES") or lines
    except (AttributeError, OSError, ValueError):  # a stream in memory has no number
        columns, height = _WITHOUT_TERMINAL, None
    return _given("COLUMNS") or columns or _WITHOUT_TERMINAL, height


def _given(name: str) -> int:
    """Return the size that the environment gives, or 0."""
    text = os.environ.get(name, "")
    return int(text) if text.isdecimal() and len(text) < _MOST_DIGITS else 0


def _paged(text: bytes) -> bool:
    """Show a text in the pager that the user chose, or in less; return whether that was done."""
    import shlex  # noqa: PLC0415 (these only where something is paged)
    import shutil  # noqa: PLC0415
    import subprocess  # noqa: PLC0415

    try:
        command = shlex.split(os.environ.get("PAGER", _PAGER))
    except ValueError:  # a quote without its end
        return False
    if not command or shutil.which(command[0]) is None:
        return False
    with subprocess.Popen(command, stdin=subprocess.PIPE) as pager:  # noqa: S603 (the user's own)
        try:
            pager.communicate(text)
        except KeyboardInterrupt:
            pager.wait()
    return True
