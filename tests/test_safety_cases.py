"""Lists of medicines with what labels say of them: what must come, and what must not."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import alstx
from alstx.model.interaction import Alert, InteractionReport, SharedKind
from alstx.vocab import Severity

KB = alstx.load()
CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "reference" / "safety_cases.yaml").read_text(encoding="utf-8")
)


@cache
def report(case: str) -> InteractionReport:
    """Return the report on the list of a case."""
    return KB.interactions(list(CASES[case]["entries"]))


def alerts(case: str, pair: list[str]) -> list[Alert]:
    """Return the alerts on two entries, as they were typed."""
    wanted = {CASES[case]["entries"][name] for name in pair}
    return [a for a in report(case) if {str(a.first.ref), str(a.second.ref)} == wanted]


def each(key: str) -> list[Any]:
    """Return a test for each expectation of one kind."""
    told = [(case, found.get(key, [])) for case, found in CASES.items()]
    return [
        pytest.param(case, item, id=f"{case}-{at}")
        for case, expected in told
        for at, item in enumerate(expected.items() if isinstance(expected, dict) else expected)
    ]


@pytest.mark.parametrize("case", CASES)
def test_every_entry_is_understood(case: str) -> None:
    """Each name is that of the record that is meant."""
    assert [str(e.ref) for e in report(case).checked] == list(CASES[case]["entries"].values())


@pytest.mark.parametrize(("case", "expected"), each("alerts"))
def test_what_labels_warn_of_is_said(case: str, expected: dict[str, Any]) -> None:
    """A pair that a label warns of has an alert that is at least as severe."""
    found = [alert.severity for alert in alerts(case, expected["pair"])]
    assert max(found, key=lambda severity: severity.rank) >= Severity(expected["at_least"])


@pytest.mark.parametrize(("case", "expected"), each("at_most"))
def test_no_more_is_said(case: str, expected: dict[str, Any]) -> None:
    """A pair of which labels say little or nothing has no alert above that."""
    found = [alert.severity for alert in alerts(case, expected["pair"])]
    if expected["severity"] == "none":
        assert found == []
    else:
        assert all(severity <= Severity(expected["severity"]) for severity in found)


@pytest.mark.parametrize(("case", "expected"), each("one_alert"))
def test_one_meaning_is_one_alert(case: str, expected: dict[str, Any]) -> None:
    """What several labels say of a pair is one alert, with all of them and the strongest word."""
    meaning = expected["meaning"]
    (alert,) = [a for a in alerts(case, expected["pair"]) if meaning in (a.topic, a.mechanism)]
    assert {*expected.get("sources", ())} <= {*alert.sources}
    if "severity" in expected:
        assert alert.severity == expected["severity"]


@pytest.mark.parametrize(("case", "expected"), each("shared"))
def test_what_adds_up_is_said(case: str, expected: tuple[str, list[str]]) -> None:
    """What several medicines do is named with all of them."""
    topic, names = expected
    wanted = {CASES[case]["entries"][name] for name in names}
    assert wanted <= sharing(case).get(topic, set())


def sharing(case: str) -> dict[str, set[str]]:
    """Return the entries that share each topic."""
    effects = [e for e in report(case).shared if e.kind is SharedKind.ADDITIVE_EFFECT]
    return {effect.topic: {str(m.ref) for m in effect.medicines} for effect in effects}


@pytest.mark.parametrize(("case", "topic"), each("not_shared"))
def test_what_does_not_add_up_is_not_said(case: str, topic: str) -> None:
    """A mention of something is no property."""
    assert topic not in sharing(case)


@pytest.mark.parametrize(("case", "expected"), each("not_in_shared"))
def test_who_does_not_share_is_not_named(case: str, expected: tuple[str, list[str]]) -> None:
    """Nor are medicines named that do not add to it."""
    topic, names = expected
    assert sharing(case).get(topic, set()).isdisjoint(CASES[case]["entries"][n] for n in names)


@pytest.mark.parametrize(("case", "text"), each("no_text"))
def test_what_is_about_others_is_not_said(case: str, text: str) -> None:
    """A sentence that leaves a medicine out is not shown for it."""
    assert all(text not in alert.effect for alert in report(case))


@pytest.mark.parametrize(("case", "expected"), each("coverage"))
def test_what_was_read_is_told(case: str, expected: tuple[str, str]) -> None:
    """The report tells whether labels of an entry were read."""
    name, read = expected
    found = {str(c.entry.ref): c.read for c in report(case).coverage}
    told = found[CASES[case]["entries"][name]]
    assert told != "none" if read == "not none" else told == read
