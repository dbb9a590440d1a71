"""The gap map and the guideline matrix by matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alstx.plot import gap_map, matrix, parts
from alstx.plot.arguments import checked_base

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

    from alstx.kb.base import KnowledgeBase
    from alstx.model.symptoms import Symptom


def evidence_map(
    kb: KnowledgeBase,
    *,
    symptoms: Iterable[Symptom | str] | None = None,
    most: int = gap_map.MOST_ROWS,
    ax: Axes | None = None,
) -> Axes:
    """Draw which treatments are advised for which symptoms, and where nobody studied them.

    A tile says that somebody advises the treatment for the symptom. The mark is its strongest
    finding in ALS or MND, of equals the less favourable, with its level; in brackets where it does
    not count, such as a single case. A small mark was found for its class or a member only. A ring
    is a gap: advised, and no study in ALS or MND is recorded; it says nothing against the
    treatment. What is said of no treatment in particular, such as of any medicine, is not shown.

    Args:
        kb: The knowledge base.
        symptoms: Columns of the map, by id, name or record; a group stands for all below it. By
            default the symptoms with most uses.
        most: Rows of the map at most: the treatments with most to show.
        ax: Where to draw; by default a new figure.

    Raises:
        NotFoundError: If a symptom is unknown.
        InvalidArgumentError: If an argument is of the wrong type, or `most` is below 1.
        MissingExtraError: If matplotlib is not installed.
    """
    return parts.draw(gap_map.board(checked_base(kb), symptoms, most), ax)


def guideline_matrix(kb: KnowledgeBase, symptom: Symptom | str, *, ax: Axes | None = None) -> Axes:
    """Draw which current guideline or page says what of each treatment for one symptom.

    A cell shows a stance by colour and sign, with the line of treatment: the strongest statement on
    the treatment itself. Another statement of the source follows a stroke; brackets say that a
    statement is limited, to some people or as in "not routinely". A dot is said of the class only,
    which stands above its members. An empty place is silence, not opposition.

    Args:
        kb: The knowledge base.
        symptom: The symptom, by id, name or record.
        ax: Where to draw; by default a new figure.

    Raises:
        NotFoundError: If the symptom is unknown.
        InvalidArgumentError: If no current source speaks of it, or an argument is of the wrong
            type.
        MissingExtraError: If matplotlib is not installed.
    """
    return parts.draw(matrix.board(checked_base(kb), symptom), ax)
