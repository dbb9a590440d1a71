"""Writes the golden answers for assistants: what each tool says on a small knowledge base.

``python tools/answers.py`` writes ``tests/golden/answers/``. Read the diff: it is what assistants
read. Each call is answered in whole, and again with little room, so that something is cut.
"""

import json
from pathlib import Path
from unittest import mock

from alstx import KnowledgeBase, load
from alstx.display import fit
from alstx.display.documents import document
from alstx.errors import AlstxError
from alstx.mcp import Tools

TESTS = Path(__file__).parent.parent / "tests"
FOLDER = TESTS / "golden" / "answers"
NARROW = 1_200
MEDICINES = [
    *("gammaglow", "betamol", "alphazine", "toyegiline", "toyazole", "Duozine"),
    *("toxins", "alphazene", "qqqq", "glow blockers"),
]
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
        {
            "text": "alphazine, betamol, deltatoxin, gammaglow, brace, stretching, cramps, talks, "
            "ventilator, drooping, toyazole, zine, glows, toxins"
        },
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
    "cramps-talks": ("treatments", {"symptom": "muscle symptoms", "intervention": "talks"}),
    "opening-two-locks": ("treatments", {"intervention": "two locks", "role": "advised-against"}),
    "evidence-three": (
        "evidence",
        {"symptom": "cramps", "intervention": "alphazine", "source": "trial-2015"},
    ),
    "evidence-drooping": ("evidence", {"symptom": "drooping"}),
    "interactions-many": ("interactions", {"medicines": MEDICINES}),
    "interactions-shared": (
        "interactions",
        {"medicines": ["alphazine", "betamol", "Duozine"], "part": "shared", "start": 1},
    ),
    "interactions-past": (
        "interactions",
        {"medicines": ["gammaglow", "betamol"], "part": "shared", "start": 9},
    ),
    "interactions-one": ("interactions", {"medicines": ["gammaglow"]}),
    "find-country": ("find", {"text": "cramps on Alphaline, and cramps", "country": "PH"}),
    "find-brand": ("find", {"text": "Alphaline", "country": "PH"}),
    "find-elsewhere": ("find", {"text": "Alphaline", "country": "NZ"}),
    "find-alike": ("find", {"text": "glow"}),
    "find-disease": ("find", {"text": "toy disease"}),
    "find-product": ("find", {"text": "Duozine Forte"}),
    "product": ("record", {"name": "Duozine Forte"}),
    "disease": ("record", {"name": "toy DISEASE!"}),
    "disease-code": ("record", {"name": "MONDO:0000001"}),
    "agent": ("record", {"name": "glow blockers"}),
    "class": ("record", {"name": "drug_classes/glows"}),
    "mechanism": ("record", {"name": "two locks"}),
    "therapy": ("record", {"name": "MAXO:0000506"}),
    "finding": ("record", {"name": "evidence/study-2019-drooping-talks"}),
    "recommendation": ("record", {"name": "recommendations/east-2023-drooping-gammaglow"}),
    "medication-cautions": ("record", {"name": "gammaglow"}),
    "treatment-labelled": ("record", {"name": "treatments/gammaglow-for-drooping"}),
    "source-replaced": ("source", {"name": "old-2001"}),
    "source-study": ("source", {"name": "99000002"}),
    "source-retracted": ("source", {"name": "registry-2020"}),
}
"""Name of file: the tool and its arguments."""
REFUSED: tuple[tuple[str, dict[str, object]], ...] = (
    ("treatments", {"symptom": " "}),
    ("treatments", {"symptom": "alphazine"}),
    ("treatments", {"intervention": "alphazin x"}),
    ("treatments", {"intervention": "Duozine Forte"}),
    ("evidence", {"intervention": "qqqq"}),
    ("evidence", {"source": "trial-2016"}),
    ("source", {"name": "medications/alphazine"}),
    ("source", {"name": "toy trial"}),
    ("find", {"text": "qqqq"}),
    ("find", {"text": "RXCUI:9900002"}),
    ("find", {"text": "Alphaline", "country": "UK"}),
    ("record", {"name": "qqqq"}),
    ("record", {"name": "glowz"}),
    ("record", {"name": "alphazin"}),
    ("record", {"name": "medications"}),
    ("record", {"name": "salts/alphazine"}),
    ("record", {"name": "medications/alphazin"}),
    ("record", {"name": "medications/alphazine/x"}),
    ("record", {"name": "ICD10CM:R25.2"}),
    ("record", {"name": "MAXO:0009015"}),
    ("record", {"name": "Betatoyhol"}),
    ("record", {"name": "alphazine", "start": 1}),
    ("find", {"text": "Alphaline", "country": "AU"}),
)
"""Calls that are refused."""
WHOLE = {
    "treatments": (
        *("alphazine-for-muscle-cramps", "gammaglow-for-drooping", "zine-for-spasticity"),
        *("alphazine-betamol-for-spasticity", "ventilator-for-drooping", "talks-for-drooping"),
    ),
    "sources": ("old-2001", "registry-2020", "north-2020"),
    "agents": ("glow-blockers",),
}
"""Records that are written whole, as `to_dict` and ``--json`` give them."""


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
        made[f"{name}.json"] = written(found)
    refused = [
        {"call": {tool: given}, "error": answer(tools, tool, given)} for tool, given in REFUSED
    ]
    return {**made, "refused.json": written(refused), "whole.json": written(whole_documents(kb))}


def whole_documents(kb: KnowledgeBase) -> dict[str, object]:
    """Returns some records and a report as dicts."""
    labels = kb.sources.labels
    made: dict[str, object] = {
        f"{kind}/{id_}": document(getattr(kb, kind)[id_], labels)
        for kind, ids in WHOLE.items()
        for id_ in ids
    }
    return {**made, "report": document(kb.interactions(MEDICINES, unknown="report"), labels)}


def written(found: object) -> str:
    """Returns the text of a file."""
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, text in goldens(small()).items():
        (FOLDER / path).write_text(text, encoding="utf-8", newline="\n")
