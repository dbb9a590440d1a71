"""Words on whether a source still stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alstx.model.sources import Source


def standing(source: Source, *, is_expired: bool) -> str:
    """Return in words that a source was retracted, replaced or corrected, or has run out.

    Args:
        source: The source.
        is_expired: Whether it had run out on the day of the data version.

    Returns:
        The words, joined by commas; nothing where it stands.

    Example:
        >>> import alstx
        >>> standing(alstx.sources["cochrane-2011-sialorrhea"], is_expired=False)
        'superseded'
    """
    parts = ["retracted"] if source.retracted else [] if source.is_current else ["superseded"]
    parts += [f"expired {source.valid_until}"] if is_expired else []
    parts += ["corrected"] if source.correction else []
    return ", ".join(parts)


def marked(name: str, standing_words: str) -> str:
    """Return a name with the words on its standing in brackets, where there are any."""
    return f"{name} ({standing_words})" if standing_words else name
