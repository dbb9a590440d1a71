"""The explorer: one page that holds its data, style and script, and fetches nothing.

Its data are those of the JSON Lines export, cut down to what it filters by and shows.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alstx import DISCLAIMER, export
from alstx.ids import Ref
from alstx_site import parts
from alstx_site.base import FOLDER, Base

Row = dict[str, Any]


def page(base: Base, folder: Path) -> str:
    """Fills the template of the explorer."""
    text = (folder / "template.html").read_text(encoding="utf-8")
    data = json.dumps(document(base), ensure_ascii=False, separators=(",", ":"))
    for mark, value in {
        "/*STYLE*/": (folder / "explorer.css").read_text(encoding="utf-8"),
        "/*SCRIPT*/": (folder / "explorer.js").read_text(encoding="utf-8"),
        "DISCLAIMER": DISCLAIMER,
        "VERSION": base.kb.version,
        "/*DATA*/": data.replace("<", "\\u003c"),
    }.items():
        text = text.replace(mark, value, 1)
    return text


def exported(base: Base) -> dict[str, dict[str, Row]]:
    """The records of the JSON Lines export, by kind and id."""
    with TemporaryDirectory() as folder:
        package = export.write(base.kb, "jsonl", Path(folder) / "base")
        files = {path.stem: path.read_text("utf-8") for path in package.glob("*.jsonl")}
    rows = {kind: map(json.loads, text.splitlines()) for kind, text in files.items()}
    return {kind: {row["id"]: row for row in held} for kind, held in rows.items()}


def document(base: Base) -> Row:
    """What the explorer filters: treatments, and the names of what they are filtered by."""
    kb, held = base.kb, exported(base)
    return {
        "version": kb.version,
        "symptoms": _tree(held["symptoms"], "plain_name"),
        "classes": _tree(held["drug_classes"]),
        "mechanisms": _tree(held["mechanisms"]),
        "guidelines": [
            [id_, base.label(kb.sources[id_]), [row["title"]], []]
            for id_, row in held["sources"].items()
            if row["kind"] == "guideline"
        ],
        "reasons": {reason.value: words for reason, words in parts.REASONS.items()},
        "sources": {s.id: [base.label(s), s.citation, s.link] for s in kb.sources},
        "treatments": [_treatment(base, held, row) for row in held["treatments"].values()],
    }


def _tree(rows: dict[str, Row], *more: str) -> list[list[Any]]:
    """Names and parents of the nodes of a tree."""
    return [
        [id_, row["name"], [*(row[key] for key in more), *row["synonyms"]], row["parents"]]
        for id_, row in rows.items()
    ]


def _treatment(base: Base, held: dict[str, dict[str, Row]], row: Row) -> Row:
    ref = Ref.parse(row["intervention"])
    record = held[ref.kind.value][ref.id]
    own_class = [ref.id] if ref.kind == "drug_classes" else []
    superseded = base.kb.treatments[row["id"]].superseded
    said = [held["recommendations"][id_] for id_ in row["recommendations"]]
    found = [(base.kb.evidence[id_], held["evidence"][id_]) for id_ in row["evidence"]]
    return {
        "id": row["id"],
        "name": record["name"],
        "names": [*record["synonyms"], *record.get("brand_names", ())],
        "page": f"../{FOLDER}/{ref}.html",
        "kind": ref.kind.value,
        "symptom": row["symptom"],
        "classes": own_class or record.get("drug_classes", []),
        "mechanisms": record.get("mechanisms", []),
        "role": row["role"],
        "level": row["best_level"],
        "status": row["status"],
        "boxed": base.boxed(ref),
        "summary": row["summary"],
        "contested": row["disagreements"],
        "said": [
            [r["source"], r["stance"], r["statement"], r["id"] in superseded]
            for r in sorted(said, key=lambda r: -base.kb.recommendations[r["id"]].stance.rank)
        ],
        "found": [
            [e["source"], int(record.level), e["direction"], e["population"], e["finding"]]
            for record, e in sorted(found, key=lambda pair: (not pair[0].in_als, pair[0].level))
        ],
    }
