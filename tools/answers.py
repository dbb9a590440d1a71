"""Writes the golden answers for assistants: what each tool says on a small knowledge base.

``python tools/answers.py`` writes ``tests/golden/answers/``. Read the diff: it is what assistants
read. Each call is answered in whole, and again with little room, so that something is cut.
"""

import json
from pathlib import Path
from unittest import mock

from alstx import KnowledgeBase, load
from alstx.display import fit
from alstx.errors import AlstxError
from alstx.mcp import Tools

TESTS = Path(__file__).parent.parent / "tests"
FOLDER = TESTS / "golden" / "answers"
NARROW = 1_200
CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "cramps": ("treatments", {"symptom": "cramps"}),
    "cramps-all": ("treatments", {"symptom": "muscle symptoms", "role": "all"}),
    "cramps-studied": ("treatments", {"symptom": "cramps", "role": "studied"}),
    "cramps-on": ("treatments", {"symptom": "muscle symptoms", "role": "all", "start": 1}),
    "alphazine-for": ("treatments", {"intervention": "Alphazine"}),
    "alphazine-for-cramps": ("treatments", {"symptom": "cramps", "intervention": "alphazine"}),
    "sleep": ("treatments", {"symptom": "sleep symptoms"}),
    "past-the-end": ("treatments", {"symptom": "cramps", "start": 99}),
    "evidence": ("evidence", {"symptom": "cramps"}),
    "evidence-harm": ("evidence", {"intervention": "alphazine", "direction": "harm"}),
    "evidence-source": ("evidence", {"source": "trial-2015"}),
    "evidence-on": ("evidence", {"symptom": "cramps", "start": 1}),
    "interactions": ("interactions", {"medicines": ["alphazine", "betamol", "deltatoxin", "xyz"]}),
    "interactions-on": (
        "interactions",
        {"medicines": ["alphazine", "betamol", "deltatoxin"], "part": "results", "start": 1},
    ),
    "interactions-start": ("interactions", {"medicines": ["alphazine", "betamol"], "start": 1}),
    "find": ("find", {"text": "betamol"}),
    "find-text": ("find", {"text": "alphazine 10 mg for cramps, betamoll"}),
    "find-many": (
        "find",
        {"text": "alphazine, betamol, deltatoxin, gammaglow, brace, stretching, cramps"},
    ),
    "find-on": ("find", {"text": "alphazine, deltatoxin for cramps", "start": 1}),
    "find-near": ("find", {"text": "alphaz"}),
    "medication": ("record", {"name": "alphazine"}),
    "medication-part": ("record", {"name": "alphazine", "part": "cautions", "start": 0}),
    "no-part": ("record", {"name": "alphazine", "part": "nonsense"}),
    "symptom": ("record", {"name": "symptoms/muscle-cramps"}),
    "treatment": ("record", {"name": "treatments/alphazine-for-muscle-cramps"}),
    "source": ("source", {"name": "north-2020"}),
    "source-part": ("source", {"name": "north-2020", "part": "recommendations", "start": 1}),
    "unknown": ("treatments", {"symptom": "crampz"}),
    "nothing-asked": ("evidence", {}),
}
"""Name of file: the tool and its arguments."""


def small() -> KnowledgeBase:
    """Returns the knowledge base that is asked."""
    return load(TESTS / "toy_more", extends=load(TESTS / "toy"))


def answer(tools: Tools, tool: str, arguments: dict[str, object]) -> object:
    """Returns the answer to a call, or the words of its error."""
    try:
        return getattr(tools, tool)(**arguments)
    except AlstxError as error:
        return str(error)


def goldens(kb: KnowledgeBase) -> dict[str, str]:
    """Returns the files, each with the whole answer and the one cut short."""
    tools = Tools(kb)
    made: dict[str, str] = {}
    for name, (tool, arguments) in CALLS.items():
        whole = answer(tools, tool, arguments)
        with mock.patch.object(fit, "LIMIT", NARROW):
            narrow = answer(tools, tool, arguments)
        found = {"call": {tool: arguments}, "answer": whole}
        found |= {} if narrow == whole else {"narrow": narrow}
        made[f"{name}.json"] = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    return made


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, text in goldens(small()).items():
        (FOLDER / path).write_text(text, encoding="utf-8", newline="\n")
