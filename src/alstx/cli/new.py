"""The command that starts a record of one's own: ``new``."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from alstx.cli.json import envelope
from alstx.cli.options import JSON
from alstx.cli.screen import Screen
from alstx.errors import InvalidArgumentError, WriteError, shown
from alstx.export.files import target, told, write_file
from alstx.ids import is_slug
from alstx.io.load import load
from alstx.io.template import WRITTEN, template
from alstx.model.records import INTERVENTIONS, LABELS
from alstx.names.near import word

if TYPE_CHECKING:  # handed in, never made here
    from alstx.kb.base import KnowledgeBase


@click.command()
@click.argument("kind", metavar="KIND")
@click.argument("id_", metavar="ID")
@click.option("--output", "-o", metavar="DIR", default=".", help="The folder of your records.")
@JSON
def new(kind: str, id_: str, output: str, as_json: bool) -> None:
    """Write a template of a record of your own into a folder.

    KIND is medication, symptom, therapy or source. The file has every key, with what it means. Fill
    in what has no value; alstx validate DIR --extends-bundled lists what is still to be said.
    """
    label = word("kind", WRITTEN, kind)
    kb, screen = load(), Screen.of_process()
    _refuse_taken(kb, WRITTEN[label], id_)
    folder = Path(output) / WRITTEN[label]
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{id_}.yaml"
    if path.exists():
        raise WriteError(str(path), "is there already")
    write_file(target(path), template(label, id_).encode())
    if as_json:
        screen.json(envelope(kb, {"kind": label, "id": id_}, [], written=str(path)))
    else:
        adds = "" if (Path(output) / "manifest.yaml").exists() else " --extends-bundled"
        screen.lines(f"written: {path}", f"fill it in, then: alstx validate {quote(output)}{adds}")


def _refuse_taken(kb: KnowledgeBase, kind: str, id_: str) -> None:
    """Refuse what is not an id, and the id of a bundled record."""
    if not is_slug(id_):
        msg = f"{shown(id_)} is not an id: small letters, digits and hyphens, such as 'my-medicine'"
        raise InvalidArgumentError(msg)
    for other in INTERVENTIONS if kind in INTERVENTIONS else (kind,):
        if id_ in getattr(kb, other):
            msg = f"{shown(id_)} is a {LABELS[other]} already"
            raise InvalidArgumentError(msg)
