"""Pictures of the knowledge base with Altair (extra ``plot``): point at a mark to read it.

`evidence_map`, `guideline_matrix` and `forest` show what their namesakes in `alstx.plot` show, with
the same colours and signs. What a cell says is in its tooltip; a click leads to its source, or
to the page of the treatment where the address of a site is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alstx.errors import InvalidArgumentError, shown
from alstx.plot import gap_map, matrix
from alstx.plot.arguments import checked_base
from alstx.plot.vega import boards, forests

if TYPE_CHECKING:
    from collections.abc import Iterable

    from altair import ConcatChart

    from alstx.kb.base import KnowledgeBase
    from alstx.model.symptoms import Symptom

__all__ = ["evidence_map", "forest", "guideline_matrix"]


def __dir__() -> list[str]:
    return __all__


def evidence_map(
    kb: KnowledgeBase,
    *,
    symptoms: Iterable[Symptom | str] | None = None,
    most: int = gap_map.MOST_ROWS,
    address: str | None = None,
    dark: bool = False,
) -> ConcatChart:
    """Draw which treatments are advised for which symptoms, and where nobody studied them.

    It shows what `alstx.plot.evidence_map` shows. The tooltip of a cell says who advises the
    treatment, what was found and who disagrees; a click opens the source of the finding.

    Args:
        kb: The knowledge base.
        symptoms: Columns of the map, by id, name or record; a group stands for all below it. By
            default the symptoms with most uses.
        most: Rows of the map at most: the treatments with most to show.
        address: Address of a site of this knowledge base; a click then opens the page there.
        dark: Whether the picture is for a dark page.

    Raises:
        NotFoundError: If a symptom is unknown.
        InvalidArgumentError: If an argument is of the wrong type, or `most` is below 1.
        MissingExtraError: If Altair is not installed.

    Example:
        >>> import alstx
        >>> chart = alstx.plot.interactive.evidence_map(alstx.load(), symptoms=["muscle cramps"])
        >>> chart.to_dict()["concat"][0]["title"]["text"]
        'No study in ALS or MND for 12 of 19 uses'
    """
    board = gap_map.board(checked_base(kb), symptoms, most)
    return boards.draw(board, _checked(address), is_dark=dark)


def guideline_matrix(
    kb: KnowledgeBase, symptom: Symptom | str, *, address: str | None = None, dark: bool = False
) -> ConcatChart:
    """Draw which current guideline or page says what of each treatment for one symptom.

    It shows what `alstx.plot.guideline_matrix` shows. The tooltip of a cell has the statement; a
    click opens its source.

    Args:
        kb: The knowledge base.
        symptom: The symptom, by id, name or record.
        address: Address of a site of this knowledge base; a click then opens the page there.
        dark: Whether the picture is for a dark page.

    Raises:
        NotFoundError: If the symptom is unknown.
        InvalidArgumentError: If no current source speaks of it, or an argument is of the wrong
            type.
        MissingExtraError: If Altair is not installed.
    """
    board = matrix.board(checked_base(kb), symptom)
    return boards.draw(board, _checked(address), is_dark=dark)


def forest(kb: KnowledgeBase, symptom: Symptom | str, *, dark: bool = False) -> ConcatChart:
    """Draw the numbers that are recorded on a symptom, side by side only where they may be.

    It shows what `alstx.plot.forest` shows. A text that is cut is whole in its tooltip; a click
    opens the source.

    Args:
        kb: The knowledge base.
        symptom: The symptom, by id, name or record.
        dark: Whether the picture is for a dark page.

    Raises:
        NotFoundError: If the symptom is unknown.
        InvalidArgumentError: If an argument is of the wrong type.
        MissingExtraError: If Altair is not installed.

    Example:
        >>> import alstx
        >>> chart = alstx.plot.interactive.forest(alstx.load(), "weight loss")
        >>> chart.to_dict()["concat"][0]["title"]["text"]
        'Weight loss: the numbers, side by side'
    """
    record = checked_base(kb).symptoms.find(symptom)
    return forests.draw(kb, record, is_dark=dark)


def _checked(address: object) -> str | None:
    """Return the address of a site without a slash at its end, or refuse another value."""
    if address is None:
        return None
    if not isinstance(address, str) or not address.startswith(("https://", "http://", ".", "/")):
        example = "https://example.org/als"
        msg = f"address takes the address of a site, such as {example!r}, not {shown(address)}"
        raise InvalidArgumentError(msg)
    return address.rstrip("/")
