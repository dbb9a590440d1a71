"""Write what is said of twenty-five treatments, to be read aloud against their sources.

``python tools/aloud.py`` writes ``tests/golden/aloud.txt``; a test compares it. Read the diff.
"""

from collections.abc import Iterator
from pathlib import Path

import alstx
from alstx.display import answer, safety, summary
from alstx.model import Treatment

GOLDEN = Path(__file__).parent.parent / "tests" / "golden" / "aloud.txt"
ALOUD = (
    "quinine-for-muscle-cramps",
    "mexiletine-for-muscle-cramps",
    "baclofen-for-spasticity",
    "intrathecal-baclofen-for-spasticity",
    "nabiximols-for-spasticity",
    "botulinum-toxin-a-for-sialorrhea",
    "botulinum-toxin-b-for-sialorrhea",
    "glycopyrronium-for-sialorrhea",
    "amitriptyline-for-sialorrhea",
    "dextromethorphan-quinidine-for-pseudobulbar-affect",
    "ssri-for-pseudobulbar-affect",
    "opioid-for-dyspnea",
    "benzodiazepine-for-dyspnea",
    "non-invasive-ventilation-for-respiratory-insufficiency",
    "gastrostomy-for-dysphagia",
    "diaphragm-pacing-for-respiratory-insufficiency",
    "oxygen-therapy-for-respiratory-insufficiency",
    "pausing-riluzole-for-fatigue",
    "high-calorie-diet-for-weight-loss",
    "exercise-programme-for-muscle-weakness",
    "exercise-programme-for-spasticity",
    "modafinil-for-fatigue",
    "dronabinol-for-muscle-cramps",
    "alpha-tocopherol-for-muscle-weakness",
    "tirasemtiv-for-muscle-weakness",
    "levosimendan-for-respiratory-muscle-weakness",
    "dantrolene-for-spasticity",
    "carbocisteine-for-thick-secretions",
    "salivary-gland-radiotherapy-for-sialorrhea",
)
SYMPTOMS = ("muscle-cramps", "sialorrhea", "spasticity", "dyspnea", "pseudobulbar-affect")


def lines(treatment: Treatment) -> Iterator[str]:
    """Yield what is said of a treatment, a line each."""
    sources = {source.id: source.label for source in treatment.sources}
    level = treatment.best_supporting_level
    yield f"## {treatment.id}"
    yield f"role: {summary.role(treatment)}"
    yield f"best supporting level: {'none' if level is None else int(level)}"
    for said in summary.statements(treatment):
        yield f"says: {said.source.label} {said.sign} {said.words}"
    for found in treatment.key_findings:
        told = summary.finding(treatment, found)
        yield f"found: {sources[found.evidence.source]}: {told}: {found.evidence.outcome}"
    for evidence in treatment.survival_findings:
        yield f"survival: {sources[evidence.source]}: {summary.direction(evidence)}"
    for text in summary.labels(treatment):
        yield f"label: {text}"
    for text in summary.disagreements(treatment):
        yield f"disagreement: {text}"
    if safety.is_boxed(treatment):
        yield "boxed warning"


def golden(kb: alstx.KnowledgeBase) -> str:
    """Return the text of the golden file."""
    parts: list[str] = []
    for id_ in SYMPTOMS:
        treatments = [t for t in kb.treatments.filter(symptom=id_, role=None) if t.symptom == id_]
        parts += [answer.headline(kb.symptoms[id_], treatments)]
        parts += [answer.order(treatments, kb.treatments.labels), ""]
    for id_ in ALOUD:
        parts += [*lines(kb.treatments[id_]), ""]
    return "\n".join(parts)


if __name__ == "__main__":
    GOLDEN.write_text(golden(alstx.load()), encoding="utf-8")
