"""MyST markup: escaped text, links, pills, tables and sections. Knows nothing of medicine."""

import re
from collections.abc import Iterable, Sequence
from html import escape

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$#&^@!])")
_LEADING = re.compile(r"^(?:([-+=:])|(\d+)([.)]))")


def text(value: object) -> str:
    """Escape a text so that MyST shows it as it is, on one line."""
    escaped = _SPECIAL.sub(r"\\\1", " ".join(str(value).split()))
    return _LEADING.sub(
        lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}",
        escaped,
    )


def link(address: str | None, shown: object) -> str:
    """Write a link to an address or, from ``/``, a page; the bare text where there is none."""
    name = text(shown).replace("/", "/<wbr>")  # a line may break there, and not within a word
    if address is None:
        return name
    return f"[{name}](<{address.replace('<', '%3C').replace('>', '%3E')}>)"


def pill(shown: object, kind: str = "") -> str:
    """Write a word in a rounded frame."""
    return f"[{text(shown)}]{{.pill{f' .{kind}' if kind else ''}}}"


def sentence(value: str) -> str:
    """Escape a text and end it with a full stop."""
    return text(value if value.endswith((".", "!", "?", "…")) else f"{value}.")


def listed(items: Iterable[str]) -> str:
    """Join parts that are MyST already."""
    return ", ".join(items)


def lines(items: Iterable[str]) -> str:
    """Join parts that are MyST already, each on a line of its own within a table cell."""
    return "<br>".join(items)


def bullets(items: Iterable[str]) -> str:
    """Write a list with one line for each part."""
    return "\n".join(f"- {item}" for item in items)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "records") -> str:
    """Write a table of cells that are MyST already; nothing where there is no row."""
    written = ["| " + " | ".join(cell or " " for cell in row) + " |" for row in rows]
    if not written:
        return ""
    rule = "|" + " --- |" * len(head)
    return "\n".join([f"{{.{kind}}}", f"| {' | '.join(head)} |", rule, *written])


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Write a list of names and values; empty ones are left out."""
    return "\n".join(f":{name}: {what}" for name, what in pairs if what)


def page(title: str, *parts: str, orphan: bool = True) -> str:
    """Write a whole page; empty parts are left out."""
    top = ["---", *(["orphan: true"] if orphan else []), "hide-toc: true", "---"]  # tables are wide
    return (
        "\n\n".join(["\n".join(top), f"# {text(title)}", *(part for part in parts if part)]) + "\n"
    )


def section(title: str, *parts: str, depth: int = 2) -> str:
    """Write a section, or nothing where all its parts are empty."""
    filled = [part for part in parts if part]
    return "\n\n".join([f"{'#' * depth} {text(title)}", *filled]) if filled else ""


def fold(title: str, body: str) -> str:
    """Write a body that opens at a click; nothing where it is empty.

    The HTML is written around Markdown, so its blank lines matter.
    """
    if not body:
        return ""
    return f"<details>\n<summary>{escape(title)}</summary>\n\n{body}\n\n</details>"


def index(names: Iterable[str]) -> str:
    """Write entries of the general index, by which the search finds a page first."""
    entries = [name.replace(";", ",").replace("!", "").strip() for name in names]
    lines = "\n".join(f"   ! single: {entry}" for entry in dict.fromkeys(entries) if entry)
    return f"```{{eval-rst}}\n.. index::\n{lines}\n```" if lines else ""
