"""The page of the command ``search``: what resembles a text, best first."""

from collections.abc import Sequence

from alstx.cli.pages.blocks import MUTED, STRONG, Column, Grid, Heading, Line, Page, Paragraph
from alstx.cli.pages.words import counted
from alstx.cli.searching import Hit
from alstx.errors import shown


def page(text: str, hits: Sequence[Hit]) -> Page:
    """Makes the page.

    Args:
        text: What was looked for.
        hits: What resembles it, best first; at least one.
    """
    return [
        Heading(f"Search for {shown(text)}", 1),
        Paragraph(f"{counted(len(hits), 'match', 'matches')}, the best first."),
        Grid(
            [
                Column("Found", 4, 22),
                Column("By the name", 4, 18),
                Column("Score", 0, 5),
                Column("Kind/id", 4, 26),
            ],
            [_row(hit) for hit in hits],
            is_dense=True,
        ),
        Paragraph("A score of 1 is that very name. To see one: alstx show KIND/ID", MUTED),
    ]


def _row(hit: Hit) -> list[list[Line]]:
    record = hit.match.record
    names = {record.label: "the same", record.id: "its id"}
    name = names.get(hit.match.name, hit.match.name)
    return [
        [Line(record.label, STRONG)],
        [Line(name)],
        [Line(f"{hit.match.score:.2f}")],
        [Line(hit.key)],
    ]
