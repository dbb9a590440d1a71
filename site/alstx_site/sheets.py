"""Treatments of a symptom as CSV, row by row, as scripts that load when somebody copies them."""

import json
from collections.abc import Iterator

from alstx.cli import json as answers
from alstx.cli.ask import as_csv
from alstx_site.base import Base


def scripts(base: Base) -> Iterator[tuple[str, str]]:
    """Yield path and text of the script of each symptom that has treatments."""
    for symptom, own in base.by_symptom.items():
        header, rows = answers.table("treatments", own)
        names = list(header)
        head = as_csv(names, [])
        lines = [as_csv(names, [row]).removeprefix(head) for row in rows]
        by_id = dict(zip((t.id for t in own), lines, strict=True))
        text = json.dumps([head, by_id], ensure_ascii=False, separators=(",", ":"))
        yield f"csv/{symptom}.js", f"alstxSheet(...{text});\n".replace("</", "<\\/")
