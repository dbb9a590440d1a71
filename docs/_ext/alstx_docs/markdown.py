"""Pieces of Markdown pages: bullets, sections and pages."""

from collections.abc import Iterable


def bullets(items: Iterable[str]) -> str:
    """Write a list with one line for each part."""
    return "\n".join(f"- {item}" for item in items)


def page(title: str, *parts: str) -> str:
    """Write a whole page; empty parts are left out."""
    top = "---\nhide-toc: true\n---"
    return "\n\n".join([top, f"# {title}", *(part for part in parts if part)]) + "\n"


def section(title: str, *parts: str, depth: int = 2) -> str:
    """Write a section, or nothing where all its parts are empty."""
    filled = [part for part in parts if part]
    return "\n\n".join([f"{'#' * depth} {title}", *filled]) if filled else ""
