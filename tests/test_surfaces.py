"""Every surface says the same of every treatment: what `alstx.display.summary` says."""

import json
import re

import pytest
from click.testing import CliRunner

from alstx import KnowledgeBase
from alstx.cli.app import app
from alstx.display import summary
from alstx.model import Treatment


def flat(text: str) -> str:
    """A text without white space, brackets of numbered sources and escapes, which layout moves."""
    return re.sub(r"\s+|\x1b\[[0-9;]*m", "", text)


def printed(*arguments: str) -> str:
    """What the command line prints."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output[-500:]
    return result.output


def sayings(treatment: Treatment) -> list[str]:
    """All that the summary says of a treatment."""
    return [
        summary.role(treatment),
        *summary.labels(treatment),
        *(
            summary.advice(recommendation)
            for said in summary.statements(treatment)
            for recommendation in (said.shown, *said.also)
        ),
        *(summary.finding(treatment, found) for found in treatment.key_findings),
        *summary.disagreements(treatment),
    ]


@pytest.mark.parametrize("symptom", ["muscle-cramps", "sialorrhea", "respiratory-insufficiency"])
def test_terminal_and_notebook_say_the_same(kb: KnowledgeBase, symptom: str) -> None:
    """Each saying stands in the long answer of the terminal and in the notebook's record."""
    terminal = flat(printed("treatments", symptom, "--role", "all", "--long"))
    for treatment in kb.treatments.filter(symptom=symptom, role=None):
        html = re.sub(r"<[^>]+>", "", treatment._repr_html_() or "")
        notebook = flat(re.sub("&quot;", '"', html.replace("&#x27;", "'").replace("&amp;", "&")))
        for words in sayings(treatment):
            assert flat(words) in terminal, (treatment.id, words)
        firm = [said.words for said in summary.statements(treatment)][:4]
        found = [summary.finding(treatment, told) for told in treatment.key_findings]
        for words in (summary.role(treatment), *summary.labels(treatment), *firm, *found):
            assert flat(words) in notebook, (treatment.id, words)


def test_json_concludes_as_the_library_does(kb: KnowledgeBase) -> None:
    """Role, basis, trials, level, status and disagreements are the library's, one by one."""
    answer = json.loads(printed("treatments", "--role", "all", "--json"))
    by_id = {found["id"]: found for found in answer["results"]}
    assert list(by_id) == list(kb.treatments.ids)
    for treatment in kb.treatments:
        found = by_id[treatment.id]
        assert found["role"] == treatment.role
        assert found["basis"] == treatment.basis
        assert found["trials"] == treatment.trials
        assert found["best_supporting_level"] == treatment.best_supporting_level
        assert found["contested"] == treatment.contested
        reasons = [(d["reason"], d["for"], d["against"]) for d in found["disagreements"]]
        expected = [(d.reason, list(d.for_), list(d.against)) for d in treatment.disagreements]
        assert reasons == expected
