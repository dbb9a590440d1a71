"""Answers for assistants: what is cut, what never is, and that what was left out can be had."""

import difflib
import json
import re
import runpy
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, cast
from unittest import mock

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alstx import KnowledgeBase, Treatment
from alstx.display import documents, fit
from alstx.display.fit import LIMIT, Answer, Part, Row, fitted, size
from alstx.display.labels import Labels
from alstx.display.words import standing
from alstx.errors import (
    AlstxError,
    AmbiguousNameError,
    InvalidArgumentError,
    NotFoundError,
)
from alstx.export import answers
from alstx.kb.lookup import (
    NAMED_KINDS,
    catalog,
    filters,
    key_of,
    lookup,
    mentioned,
    nodes_of,
    search,
    treatments_about,
)
from alstx.mcp import Tools
from alstx.model.records import KINDS, LABELS
from alstx.names.folding import fold
from alstx.vocab import Direction, Role
from calls import Call, call, check_answer

SEED = 20
ROOT = Path(__file__).parent.parent
RECORD = ROOT / "tests" / "golden" / "answers"
FILES = sorted(path.name for path in RECORD.iterdir())


@pytest.fixture(scope="module")
def tools(kb: KnowledgeBase) -> Tools:
    return Tools(kb)


# as recorded


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    written = runpy.run_path(str(ROOT / "tools" / "answers.py"))
    return dict(written["goldens"](written["small"]()))


def test_every_answer_is_recorded(found: dict[str, str]) -> None:
    """Every call has its file, and no other file is there."""
    assert sorted(found) == FILES


@pytest.mark.parametrize("file", FILES)
def test_the_answer_is_the_recorded_one(found: dict[str, str], file: str) -> None:
    """The answers are those that reviewers saw; `python tools/answers.py` writes new ones."""
    recorded = (RECORD / file).read_text(encoding="utf-8")
    if recorded != found[file]:
        old, new = recorded.splitlines(), found[file].splitlines()
        changes = difflib.unified_diff(old, new, "recorded", "found", lineterm="", n=1)
        pytest.fail("\n".join(changes), pytrace=False)


# what is cut


def rows(count: int, length: int, **more: Any) -> list[Row]:
    """Rows that may be cut, each with an id and a text."""
    return [Row(({"id": str(n), "text": "x" * length, **more},)) for n in range(count)]


def fit_rows(*parts: Part) -> Answer:
    """An answer of nothing but some parts."""
    return fitted({"question": {}, "notice": "n"}, parts, Labels())


def part(found: list[Row], key: str = "results", start: int | None = None) -> Part:
    return Part((key,), "rows", found, "tool", {"name": "n"}, start)


@given(st.integers(0, 60), st.integers(0, 400))
def test_as_much_is_shown_as_there_is_room_for(count: int, length: int) -> None:
    """All rows, or as many from the first as the limit holds; one more would pass it."""
    whole = rows(count, length)
    answer = fit_rows(part(whole))
    shown = answer["results"]
    assert shown == [row.forms[0] for row in whole[: len(shown)]]
    if len(shown) == count:
        assert "left_out" not in answer
        return
    assert size(answer) <= LIMIT
    (left,) = answer["left_out"]
    assert left == {
        "what": f"{count - len(shown)} of {count} rows",
        "tool": "tool",
        "arguments": {"name": "n", "start": len(shown)},
    }
    more = {**answer, "results": [*shown, whole[len(shown)].forms[0]]}
    if len(shown) + 1 == count:
        del more["left_out"]
    assert size(more) > LIMIT


def test_the_limit_is_held_to_the_character() -> None:
    """An answer of exactly as many characters is whole; one more, and a row goes."""
    empty = size(fit_rows(part(rows(2, 0))))
    assert size(fit_rows(part(rows(1, LIMIT)))) < LIMIT
    half, odd = divmod(LIMIT - empty, 2)
    exact = [*rows(1, half), *rows(1, half + odd)]
    assert size(fit_rows(part(exact))) == LIMIT
    assert len(fit_rows(part(exact))["results"]) == 2
    over = [*rows(1, half + 1), *rows(1, half + odd)]
    assert len(fit_rows(part(over))["results"]) == 1


@pytest.mark.parametrize(
    "grave",
    [
        {"direction": "harm"},
        {"kind": "contraindication"},
        {"kind": "boxed-warning"},
        {"role": "advised-against"},
        {"severity": "contraindicated"},
        {"severity": "avoid"},
        {"key_findings": [{"direction": "benefit"}, {"direction": "harm"}]},
        {"inside": {"severity": "avoid"}},
    ],
)
def test_what_is_grave_is_never_cut(grave: dict[str, Any]) -> None:
    """A row that holds a harm or what is forbidden stays, wherever it stands, and others go."""
    found = [*rows(30, 400), *rows(3, 400, **grave), *rows(10, 400)]
    answer = fit_rows(part(found))
    assert [row for row in answer["results"] if len(row) > 2] == [r.forms[0] for r in found[30:33]]
    assert "over_limit" not in answer
    assert size(answer) <= LIMIT


@pytest.mark.parametrize(
    "light",
    [{"direction": "benefit"}, {"kind": "warning"}, {"severity": "caution"}, {"text2": "harm"}],
)
def test_what_is_not_grave_may_be_cut(light: dict[str, Any]) -> None:
    """A benefit, a warning and a caution are cut, from the last to the first."""
    found = [*rows(30, 400), *rows(3, 400, **light)]
    assert all(len(row) == 2 for row in fit_rows(part(found))["results"])


def test_the_limit_gives_way_and_the_answer_says_so() -> None:
    """Where what is grave alone passes the limit, all of it is there, and the answer says so."""
    found = [*rows(30, 400, direction="harm"), *rows(5, 400)]
    answer = fit_rows(part(found))
    assert answer["results"] == [row.forms[0] for row in found[:30]]
    assert answer["over_limit"] == (
        "longer than 8000 characters: harms, contraindications and what to avoid are never cut, "
        "and with their sources they pass the limit"
    )
    assert answer["left_out"][0]["what"] == "5 of 35 rows"
    assert size(answer) > LIMIT


def test_where_an_answer_goes_on_every_row_may_be_cut() -> None:
    """What is grave stood in the first answer; the answer that goes on keeps to the limit."""
    found = [*rows(5, 400), *rows(40, 400, direction="harm")]
    answer = fit_rows(part(found, start=3))
    assert answer["results"][:2] == [row.forms[0] for row in found[3:5]]
    assert size(answer) <= LIMIT
    assert answer["left_out"][0]["arguments"]["start"] == 3 + len(answer["results"])


def test_rows_become_short_before_they_go() -> None:
    """From the last to the first rows lose their details; only then rows are lost."""
    found = [Row(({"id": n, "text": "x" * 900}, {"id": n})) for n in range(20)]
    answer = fit_rows(part(found))
    short = [row for row in answer["results"] if "text" not in row]
    assert [row["id"] for row in answer["results"]] == [*range(20)]
    assert [row["id"] for row in short] == [*range(20 - len(short), 20)]
    (left,) = answer["left_out"]
    assert left["what"] == f"details of {len(short)} of 20 rows"
    assert left["arguments"]["start"] == 20 - len(short)


def test_what_was_cut_to_the_bone_is_told() -> None:
    """Where rows are short and others gone, both are told, and the call starts at the first."""
    found = [Row(({"id": n, "text": "x" * 900}, {"id": n, "text": "x" * 300})) for n in range(60)]
    answer = fit_rows(part(found))
    shown = len(answer["results"])
    (left,) = answer["left_out"]
    assert left["what"] == f"{60 - shown} of 60 rows, details of {shown - 1} more"
    assert left["arguments"]["start"] == 1
    assert answer["results"][0] == found[0].forms[0]


def test_the_longest_list_loses_first() -> None:
    """Of two lists the longer one is cut until it is the shorter."""
    answer = fit_rows(part(rows(60, 100)), part(rows(10, 100), "shared"))
    assert len(answer["shared"]) == 10
    assert len(answer["results"]) < 60
    answer = fit_rows(part(rows(10, 100)), part(rows(60, 100), "shared"))
    assert len(answer["results"]) == 10
    both = fit_rows(part(rows(60, 100)), part(rows(60, 100), "shared"))
    assert abs(len(both["results"]) - len(both["shared"])) <= 1


def test_a_list_stands_where_its_path_says(kb: KnowledgeBase) -> None:
    """A part inside another dict does not change the dict that was given."""
    head: dict[str, Any] = {"question": {}, "record": {"id": "x"}}
    lists = Part(("record", "brands"), "brands", rows(1, 1), "record", {})
    answer = fitted(head, [lists], kb.sources.labels)
    assert answer["record"] == {"id": "x", "brands": [{"id": "0", "text": "x"}]}
    assert head == {"question": {}, "record": {"id": "x"}}


def test_sources_are_numbered_as_they_are_named(kb: KnowledgeBase) -> None:
    """Each source has one number, in the order of the answer; other words are no sources."""
    first, second = "ean-2024", "nice-ng42-2016"
    row = {"source": second, "sources": [first, second], "against": ["no such"], "text": first}
    question = {"source": first}
    head = {"question": question, "for": [first]}
    answer = fitted(head, [part([Row((row,))])], kb.sources.labels)
    assert cast("Any", answer)["for"] == [1]
    (shown,) = answer["results"]
    assert shown == {"source": 2, "sources": [1, 2], "against": ["no such"], "text": first}
    assert answer["question"] == question
    assert answer["sources"] == {
        str(n): {"id": id_, "name": kb.sources[id_].label, "link": kb.sources[id_].link}
        for n, id_ in ((1, first), (2, second))
    }


def test_sources_that_no_longer_stand_are_marked(kb: KnowledgeBase) -> None:
    """A source that was replaced, retracted or corrected, or has run out, says so in its words."""
    words: set[str] = set()
    for source in kb.sources:
        answer = fitted({"question": {}, "source": source.id}, [], kb.sources.labels)
        told = answer["sources"]["1"]
        expected = standing(source, is_expired=source.is_expired_on(kb.day))
        assert told.get("standing", "") == expected == (source.to_dict()["standing"] or "")
        assert told.get("link") == source.link
        assert ("link" in told) == (source.link is not None)
        words.add(expected.partition(" ")[0])
    assert words >= {"", "superseded", "expired"}


# on the bundled knowledge base


def every_call(answer: Answer, tools: Tools) -> Iterator[Answer]:
    """An answer, and all that its calls and theirs bring, each once."""
    waiting, seen = [answer], set[str]()
    while waiting:
        one = waiting.pop()
        yield one
        for left in one.get("left_out", []):
            key = json.dumps([left["tool"], left["arguments"]])
            if key not in seen:
                seen.add(key)
                waiting.append(getattr(tools, left["tool"])(**left["arguments"]))


@pytest.mark.parametrize(
    "symptom", ["sialorrhea", "muscle-symptoms", "respiratory-insufficiency", "hiccups"]
)
def test_what_was_left_out_can_be_had(kb: KnowledgeBase, tools: Tools, symptom: str) -> None:
    """Whoever follows the calls gets every treatment of every role, whole."""
    whole: set[str] = set()
    for answer in every_call(tools.treatments(symptom=symptom), tools):
        check_answer(dict(answer))
        whole |= {row["id"] for row in answer["results"] if "intervention_name" in row}
    expected = kb.treatments.filter(symptom=symptom, role=None)
    assert whole == {t.id for t in expected}


@pytest.mark.parametrize("name", ["carbamazepine", "ean-2024", "quinine-for-muscle-cramps"])
def test_lists_of_a_record_can_be_had(kb: KnowledgeBase, tools: Tools, name: str) -> None:
    """Whoever follows the calls gets each list of a record to its end."""
    first = tools.source(name) if name in kb.sources else tools.record(name)
    lengths: Counter[str] = Counter()
    for answer in every_call(first, tools):
        check_answer(dict(answer))
        for key, found in ({**answer, **answer["record"]}).items():
            if isinstance(found, list) and key != "left_out":
                lengths[key] = max(lengths[key], len(found))
    if name in kb.sources:
        assert len(kb.recommendations.filter(source=name)) > lengths["recommendations"] > 10
    assert all(lengths.values())


_CITING = ("source", "sources", "label_sources", "for", "against")
LISTS = ("results", "shared", "treatments", "evidence", "recommendations")


def lists_of(answer: Answer) -> dict[str, list[Any]]:
    """The lists of an answer that may be cut, by name, with numbers of sources as ids."""
    ids = {int(number): told["id"] for number, told in answer.get("sources", {}).items()}
    own = {k: v for k, v in answer.get("record", {}).items() if isinstance(v, list)}
    found = {key: answer[key] for key in LISTS if key in answer} | own  # type: ignore[literal-required]
    return {key: [_named(row, ids) for row in rows] for key, rows in found.items()}


def _named(value: Any, ids: dict[int, str], key: str = "") -> Any:
    """A value with ids of sources in the place of their numbers."""
    if isinstance(value, dict):
        return {name: _named(part, ids, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_named(part, ids, key) for part in value]
    return ids.get(value, value) if key in _CITING else value


def whole(tools: Tools, tool: str, given: dict[str, Any]) -> dict[str, list[Any]]:
    """The lists of an answer without a limit."""
    with mock.patch.object(fit, "LIMIT", 10**9):
        return lists_of(getattr(tools, tool)(**given))


def asks_that_are_cut(kb: KnowledgeBase) -> Iterator[Call]:
    """Calls of each tool whose answers are long, and some at random."""
    for symptom in ("sialorrhea", "muscle-symptoms", "pain"):
        yield "treatments", {"symptom": symptom, "role": "all"}
        yield "evidence", {"symptom": symptom}
    medicines = [m.id for m in kb.medications]
    for step in (3, 4, 7):
        yield "interactions", {"medicines": [*medicines[::step][:20], "alcohol"]}
    yield "find", {"text": ", ".join(medicines[:60])}
    for name in ("medications/tramadol", "symptoms/sialorrhea", "drug_classes/ssri"):
        yield "record", {"name": name}
    yield "record", {"name": "treatments/quinine-for-muscle-cramps"}
    yield "source", {"name": "ean-2024"}
    yield from (call(SEED, number) for number in range(60))


def test_every_call_that_is_told_brings_what_was_cut(kb: KnowledgeBase, tools: Tools) -> None:
    """What an answer leaves out comes with the call that it tells: each row, whole, in its place.

    The answer to such a call begins at the row that it is to begin at, which is whole, and tells
    of the rest in its turn.
    """
    cut: Counter[str] = Counter()
    for tool, given_ in asks_that_are_cut(kb):
        try:
            answer: Answer = getattr(tools, tool)(**given_)
        except AlstxError:
            continue
        for left in answer.get("left_out", []):
            arguments = left["arguments"]
            told: Answer = getattr(tools, left["tool"])(**arguments)
            check_answer(dict(told))
            if "start" not in arguments:
                assert told["count"], left
                continue
            start = arguments["start"]
            everything = whole(tools, tool, {**given_, **arguments, "start": 0})
            name = arguments.get("part", "results")
            assert list(lists_of(told)) == [name], left
            rows, shown = everything[name], lists_of(told)[name]
            first = lists_of(answer)[name]
            assert f"of {len(rows)} " in left["what"]
            assert first[: start - given_.get("start", 0)] == rows[given_.get("start", 0) : start]
            assert shown[0] == rows[start]
            assert start + len(shown) == len(rows) or told["left_out"]
            cut[f"{tool} {name}"] += 1
    assert set(cut) >= {
        *("treatments results", "evidence results", "interactions results", "interactions shared"),
        *("find results", "record interactions", "record xrefs", "source recommendations"),
    }


def test_where_a_list_goes_on_it_is_named(tools: Tools) -> None:
    """A start without the list is refused, and a list that is not there names those that are."""
    words = "part which list: give both or none"
    with pytest.raises(InvalidArgumentError, match=words):
        tools.interactions(["baclofen"], start=1)
    with pytest.raises(InvalidArgumentError, match=words):
        tools.record("baclofen", start=1)
    answer = tools.record("agents/curcumin", part="cautions")
    assert answer["note"] == "nothing is recorded under cautions; there is no list"
    answer = tools.record("alcohol", part="cautions")
    assert answer["note"].startswith("nothing is recorded under cautions; there is ")
    answer = tools.interactions(["Zanaflex", "fluvoxamine"], part="nonsense")
    assert answer["note"].endswith("; nothing is recorded under nonsense; there is results, shared")
    assert "results" not in answer
    assert answer["count"] == 2
    answer = tools.interactions(["Zanaflex", "fluvoxamine"], part="results", start=0)
    assert len(answer["results"]) == 2
    assert "shared" not in answer


def test_only_names_that_others_resemble_are_to_be_looked_for(tools: Tools) -> None:
    """Of unknown names those that nothing resembles are listed, without a call that would fail."""
    answer = tools.interactions(["baclofen", "qqqqqqq", "bacloffen"])
    assert answer["unknown"] == ["qqqqqqq", "bacloffen"]
    (left,) = answer["left_out"]
    assert left == {
        "what": "names near 'bacloffen'",
        "tool": "find",
        "arguments": {"text": "bacloffen"},
    }
    assert tools.find("bacloffen")["results"][0]["id"] == "baclofen"


def test_warnings_lose_their_details_before_they_go(kb: KnowledgeBase, tools: Tools) -> None:
    """What to heed stays: of a warning only its mechanism and topic go, and only where it is long.

    Members that a label grades itself stay with the group that they are named in.
    """
    answer = tools.record("medications/tramadol")
    assert "over_limit" in answer
    full = kb.medications["tramadol"].to_dict()
    for key in ("interactions", "cautions"):
        wholes, rows = cast("Any", full[key]), answer["record"][key]
        assert {key for row in rows[1:] for key in row}.isdisjoint(DETAILS)
        grave = [row for row in wholes if any(f'"{w}"' in json.dumps(row) for w in GRAVE)]
        assert len(rows) == len(grave)
        for row, whole_row in zip(rows, grave, strict=True):
            assert all(whole_row[k] == v for k, v in row.items() if k != "source")
            assert row.get("named", []) == whole_row.get("named", [])


DETAILS = ("mechanism", "topic", "is_effect", "closed")
GRAVE = ("contraindicated", "avoid", "contraindication", "boxed-warning")


def test_no_harm_is_left_out(kb: KnowledgeBase, tools: Tools) -> None:
    """Every symptom's answer names every harm and every treatment that is advised against."""
    for symptom in kb.symptoms:
        answer = tools.treatments(symptom=symptom.id, role="all")
        check_answer(dict(answer))
        told = {row["id"]: row for row in answer["results"]}
        for t in kb.treatments.filter(symptom=symptom, role=None):
            harms = [k for k in t.key_findings if k.evidence.direction is Direction.HARM]
            if harms or t.role is Role.ADVISED_AGAINST:
                words = [found["words"] for found in told[t.id].get("key_findings", ())]
                assert sum("harm" in said for said in words) == len(harms), t.id
            if t.id in told:
                row = told[t.id]
                assert row["role"] == t.role
                assert row["best_supporting_level"] == t.best_supporting_level
                assert row["status"] == t.status
                assert row.get("contested", False) == t.contested
                assert len(row.get("disagreements", ())) == len(t.disagreements)


def test_no_harm_of_a_finding_is_left_out(kb: KnowledgeBase, tools: Tools) -> None:
    """The first answer on evidence names every finding of harm; the first rows are whole."""
    answer = tools.evidence(symptom="muscle symptoms")
    found = kb.evidence.filter(symptom="muscle symptoms")
    harms = {e.id for e in found if e.direction is Direction.HARM}
    assert harms <= {row["id"] for row in answer["results"]}
    assert "outcome" in answer["results"][0]
    assert answer["count"] == len(found)
    assert "left_out" in answer


def test_counts_and_unread_labels_come_first(kb: KnowledgeBase, tools: Tools) -> None:
    """Severities are counted, unread labels named, and no grave pair is left out of a long list."""
    medicines = [m.id for m in islice(kb.medications, 0, 80, 4)]
    answer = tools.interactions([*medicines, "alcohol", "bacloffen"])
    report = kb.interactions([*medicines, "alcohol"])
    counted = Counter(alert.severity.value for alert in report)
    assert answer["alerts"] == {
        severity: counted[severity] for severity in ("contraindicated", "avoid", "caution")
    }
    assert [*answer["alerts"]] == ["contraindicated", "avoid", "caution"]
    assert [*answer][:3] == ["question", "answer", "count"]
    assert "Alcohol" in answer["labels_not_read"]
    unread = ", ".join(answer["labels_not_read"])
    assert f"; no label read of {unread}; " in answer["answer"]
    assert answer["answer"].endswith("; not known, so not checked: bacloffen")
    assert answer["unknown"] == ["bacloffen"]
    assert answer["note"] == report.note
    pairs = {(line["severity"], pair) for line in answer["results"] for pair in line["pairs"]}
    for alert in report:
        if alert.severity != "caution":
            assert (alert.severity.value, alert.pair) in pairs
    asked = {left["arguments"].get("part"): left["arguments"] for left in answer["left_out"]}
    assert asked[None] == {"text": "bacloffen"}
    assert asked["results"]["start"] > 0
    going_on = tools.interactions(**asked["results"])
    shown = [line["pairs"] for line in answer["results"]]
    new = [line for line in going_on["results"] if line["pairs"] not in shown]
    assert {line["severity"] for line in new} == {"caution"}
    assert "shared" not in going_on
    (first, *_) = tools.interactions(**asked["shared"])["shared"]
    assert first not in answer["shared"]


def test_where_all_labels_were_read_none_is_named(tools: Tools) -> None:
    """The first line ends with its counts."""
    answer = tools.interactions(["riluzole", "sertraline"])
    assert "labels_not_read" not in answer
    assert re.fullmatch(r"[^;]* among 1 pair", answer["answer"])


def test_used_together_on_purpose_is_told(kb: KnowledgeBase, tools: Tools) -> None:
    """An alert on two medicines that a guideline names together keeps its severity and says so."""
    for first in kb.medications:
        for interaction in first.interactions:
            report = kb.interactions([first, kb.resolve(interaction.partner)])  # type: ignore[list-item]
            purposed = [alert for alert in report if alert.together]
            if purposed:
                pair = [purposed[0].first.name, purposed[0].second.name]
                told = tools.interactions(pair)["results"]
                assert any(
                    line.get("together", "").startswith("used together on purpose: ")
                    for line in told
                )
                return
    pytest.fail("no pair is named together on purpose")


# compact treatments


def test_compact_says_what_the_whole_says(kb: KnowledgeBase) -> None:
    """Each key of a compact treatment is one of the whole, and says nothing else."""
    for t in kb.treatments:
        whole, compact = t.to_dict(), t.to_dict(compact=True)
        assert set(compact) <= set(documents.COMPACT)
        assert {"id", "intervention_name", "role", "status", "contested"} <= set(compact)
        assert "best_supporting_level" in compact
        for key, value in compact.items():
            if key == "statements":
                told = [(id_, s["words"]) for s in cast("Any", value) for id_ in s["sources"]]
                said = [(s["source"], s["words"]) for s in cast("Any", whole[key])]
                assert sorted(told) == sorted(said)
                assert len({s["words"] for s in cast("Any", value)}) == len(cast("Any", value))
            elif isinstance(value, list):
                assert all(_is_within(part, cast("list[Any]", whole[key])) for part in value)
            else:
                assert _is_within(value, [whole[key]])
        assert "role_words" in compact or whole["role_words"] == t.role
        for key, value in whole.items():
            if key in documents.COMPACT and key not in ("cautions", "role_words"):
                assert (key in compact) == (value not in (None, [], "") or "level" in key)


def _is_within(value: Any, wholes: list[Any]) -> bool:
    """Whether a value is one of some, or a dict that has only keys of one of them."""
    if isinstance(value, dict):
        return any(value.items() <= whole.items() for whole in wholes)
    return value in wholes


def test_compact_names_what_forbids(kb: KnowledgeBase) -> None:
    """What rules a treatment out in ALS stands in the compact form, once."""
    for t in kb.treatments:
        texts = [c["text"] for c in cast("Any", t.to_dict(compact=True).get("cautions", []))]
        assert {c.text for c in t.cautions if c.rules_out} <= set(texts)
        assert len(texts) == len(set(texts))


def test_a_treatment_without_words_is_refused(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no knowledge base was loaded, there are no words, and the error says what to do."""
    monkeypatch.setattr("alstx.model.base._views", [])
    with pytest.raises(ValueError, match=r"call alstx\.load\(\) first"):
        kb.treatments[0].to_dict()
    assert isinstance(kb.treatments[0], Treatment)
    assert kb.symptoms[0].to_dict()["id"] == kb.symptoms[0].id


# names


def test_filters_take_each_name_for_what_it_is(kb: KnowledgeBase) -> None:
    """A symptom, an intervention of any kind and a source become filters; two kinds are refused."""
    given = filters(kb, "evidence", symptom="cramps", intervention="SSRI", source="ean-2024")
    assert {name: record.id for name, record in given.items()} == {
        "symptom": "muscle-cramps",
        "drug_class": "ssri",
        "source": "ean-2024",
    }
    assert [*filters(kb, "treatments", intervention="muscarinic antagonist")] == ["mechanism"]
    with pytest.raises(LookupError, match="no symptom 'Elavil'"):
        filters(kb, "treatments", symptom="Elavil")
    with pytest.raises(LookupError, match="no medication, therapy, drug class or mechanism"):
        filters(kb, "treatments", intervention="ean-2024")


def test_the_disease_has_its_names(kb: KnowledgeBase, tools: Tools) -> None:
    """Who asks for ALS itself gets the disease, whatever the name or code."""
    for name in ("ALS", kb.disease.id, str(kb.disease.identifiers[0])):
        answer = tools.record(name)
        assert (answer["kind"], answer["record"]["id"]) == ("disease", kb.disease.id)


def test_a_name_of_several_is_refused(toy_folder: Path) -> None:
    """An identifier that two records have is an error that says how to write each."""
    import alstx  # noqa: PLC0415

    file = toy_folder / "medications" / "betamol.yaml"
    text = file.read_text("utf-8").replace("reviewed:", "xrefs:\n  - id: RXCUI:9900001\nreviewed:")
    file.write_text(text, "utf-8")
    kb = alstx.load(toy_folder)
    with pytest.raises(AmbiguousNameError) as refused:
        filters(kb, "treatments", intervention="RXCUI:9900001")
    assert refused.value.candidates == ("medications/alphazine", "medications/betamol")
    assert refused.value.kind == "record"
    answer = Tools(kb).record("RXCUI:9900001")
    assert [row["id"] for row in answer["results"]] == ["alphazine", "betamol"]
    assert answer["note"] == "several records have this name: ask with kind/id"


def test_the_disease_leads_those_of_its_name(toy_folder: Path) -> None:
    """Where a record has the name of the disease, both are found, the disease first."""
    import alstx  # noqa: PLC0415

    file = toy_folder / "medications" / "betamol.yaml"
    text = file.read_text("utf-8").replace("kind: ingredient", "synonyms: [TD]\nkind: ingredient")
    file.write_text(text, "utf-8")
    kb = alstx.load(toy_folder)
    assert [record.id for record in lookup(kb, "T.D.")] == ["toy-disease", "betamol"]
    assert [record.id for record in lookup(kb, "TD", ["medications", "agents"])] == ["betamol"]


def test_what_names_a_record_finds_it(kb: KnowledgeBase, tools: Tools) -> None:
    """An answer calls a record as it is to be asked for: by kind and id, the disease as well."""
    for record in [kb.disease, *(record for kind in LABELS for record in catalog(kb, kind)[::25])]:
        assert lookup(kb, key_of(record)) == [record]
        answer = tools.record(key_of(record))
        assert answer["answer"] == key_of(record)
        assert f"{answer['kind']}/{answer['record']['id']}" == key_of(record)


def test_every_id_in_an_answer_finds_its_record(kb: KnowledgeBase, tools: Tools) -> None:
    """Who asks for what an answer lists gets it, and nothing else."""
    report = tools.interactions(["tizanidine", "fluvoxamine", "alcohol", "SSRIs"])
    assert [key_of(lookup(kb, name)[0]) for name in report["checked"]] == report["checked"]
    for text in ("drooling, on Elavil 25 mg and baclofen", "muscl", "Percocet"):
        for hit in tools.find(text)["results"]:
            (record,) = lookup(kb, f"{hit['kind']}/{hit['id']}")
            assert (record.id, record.label) == (hit["id"], hit["label"])
    for symptom in ("sialorrhea", "apathy"):
        answer = tools.treatments(symptom, role="all")
        assert all(row["id"] in kb.treatments for row in answer["results"])
        assert all(row["id"] in kb.evidence for row in tools.evidence(symptom)["results"])


def test_no_more_than_ten_are_found_where_none_is_meant(kb: KnowledgeBase) -> None:
    """What only resembles a text comes best first, ten at most unless more are as good."""
    for text in ("muscl", "sleepy", "toxic"):
        assert mentioned(kb, text) == search(kb, text, NAMED_KINDS, 10)


def test_a_code_of_several_kinds_finds_all(toy_folder: Path) -> None:
    """Two records of one kind and one of another have a code: all three are found."""
    import alstx  # noqa: PLC0415

    code = "xrefs:\n  - id: ATC:M03BX99\nreviewed:"
    for name in ("medications/betamol", "symptoms/sialorrhea"):
        file = toy_folder / f"{name}.yaml"
        file.write_text(file.read_text("utf-8").replace("reviewed:", code), "utf-8")
    kb = alstx.load(toy_folder)
    found = [key_of(record) for record in lookup(kb, "ATC:M03BX99")]
    assert found == ["symptoms/sialorrhea", "medications/alphazine", "medications/betamol"]


def test_the_nearest_names_of_all_kinds_are_suggested(kb: KnowledgeBase) -> None:
    """Three at most, the nearest first; none that a kind suggests is nearer."""
    told = 0
    for name in ("cramp medicine", "glyco", "omeprazol x", "saliva", "botox spray", "ALSFSR"):
        near: set[str] = set()
        for kind in LABELS:
            with pytest.raises(NotFoundError) as refused:
                catalog(kb, kind).find(name)
            near |= set(refused.value.suggestions)
        with pytest.raises(NotFoundError) as refused:
            lookup(kb, name)
        found = refused.value.suggestions
        assert len(found) == min(3, len(near))
        assert set(found) <= near
        nearness = [_nearness(name, other) for other in found]
        assert nearness == sorted(nearness, reverse=True)
        assert all(_nearness(name, other) <= nearness[-1] for other in near - set(found))
        told += len(near) > 3
    assert told


def _nearness(name: str, other: str) -> float:
    return difflib.SequenceMatcher(None, fold(name), fold(other)).ratio()


def test_filters_that_take_names(kb: KnowledgeBase) -> None:
    """Each filter that names a record, with the kind of it; a catalog takes it under that name."""
    assert nodes_of("medications") == {
        "symptom": "symptoms",
        "drug_class": "drug_classes",
        "mechanism": "mechanisms",
    }
    for kind in KINDS:
        for name, of in nodes_of(kind).items():
            found: Any = catalog(kb, kind)
            assert len(found.filter(**{name: catalog(kb, of)[0]})) <= len(found)


def test_treatments_about_a_record_are_its_own(kb: KnowledgeBase) -> None:
    """Those for a symptom as such, or with an intervention as such; other records have none."""
    own: dict[str, list[Treatment]] = {}
    for t in kb.treatments:
        own.setdefault(f"symptoms/{t.symptom}", []).append(t)
        own.setdefault(str(t.intervention), []).append(t)
    for kind in LABELS:
        for record in catalog(kb, kind)[::25]:
            assert treatments_about(kb, record) == own.get(key_of(record), [])
    assert treatments_about(kb, kb.disease) == []


def test_a_symptom_that_nobody_named_goes_by_its_id(kb: KnowledgeBase) -> None:
    """Words come from the base that was loaded, which need not be that of the treatment."""
    found = documents.document(kb.treatments["quinine-for-muscle-cramps"], Labels())
    assert found["symptom_name"] == "muscle-cramps"
    assert documents.document(kb.symptoms[0], Labels()) == kb.symptoms[0].to_dict()


def test_free_text_is_read_in_its_order(kb: KnowledgeBase) -> None:
    """What a text names comes in the order of the text, whatever its kind; brands by country."""
    found = mentioned(kb, "drooling, on Elavil 25 mg and baclofen")
    assert [hit.record.id for hit in found] == ["sialorrhea", "amitriptyline", "baclofen"]
    both = mentioned(kb, "on a tube feed today")  # the one name of two kinds
    assert [hit.record.id for hit in both] == ["enteral-feeds", "enteral-feeding"]
    assert [hit.record.id for hit in mentioned(kb, "Elavil")] == ["amitriptyline"]
    assert [hit.record.id for hit in mentioned(kb, "Elavil", "US")] == ["amitriptyline"]
    assert [hit.record.id for hit in mentioned(kb, "drooling", "PH")] == ["sialorrhea"]
    with pytest.raises(LookupError, match="in PH it is allopurinol"):
        mentioned(kb, "Elavil", "PH")
    near = mentioned(kb, "amitript")
    assert all(hasattr(hit, "score") for hit in near)
    assert fit.LIMIT == 8_000


# their schema


@pytest.fixture(scope="module")
def rules() -> dict[str, Any]:
    return answers.schema()


def _rule(rules: dict[str, Any], name: str) -> Any:
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": rules["$defs"]})


@pytest.mark.parametrize("kind", [*KINDS, "treatments"])
def test_every_record_is_as_the_schema_says(
    kb: KnowledgeBase, rules: dict[str, Any], kind: str
) -> None:
    """The dict of each record has every key that the schema names, and no other."""
    jsonschema.Draft202012Validator.check_schema(rules)
    records = list(getattr(kb, kind))
    name = type(records[0]).__name__
    rule = _rule(rules, name)
    for record in records[::3]:
        made = record.to_dict()
        assert json.loads(json.dumps(made)) == made
        rule.validate(made)
        assert set(made) == set(rules["$defs"][name]["properties"])


def test_every_compact_treatment_is_as_the_schema_says(
    kb: KnowledgeBase, rules: dict[str, Any]
) -> None:
    """Compact treatments pass, and one with a word that is not of its vocabulary does not."""
    rule = _rule(rules, "CompactTreatment")
    for t in kb.treatments:
        rule.validate(t.to_dict(compact=True))
    made = kb.treatments[0].to_dict(compact=True)
    for spoilt in ({"role": "best"}, {"contested": "no"}, {"status": None}, {"more": 1}):
        assert not rule.is_valid({**made, **spoilt})
    for key in rules["$defs"]["CompactTreatment"]["required"]:
        assert not rule.is_valid({k: v for k, v in made.items() if k != key})


def test_every_report_is_as_the_schema_says(kb: KnowledgeBase, rules: dict[str, Any]) -> None:
    """Reports on all entries, on none and on unknown names pass; a spoilt one does not."""
    rule = _rule(rules, "InteractionReport")
    everything = [*kb.medications, *kb.agents, *kb.drug_classes]
    lists = [[], ["qqqq", "Triavil"], *(everything[at::7] for at in range(7))]
    for entries in lists:
        made = kb.interactions(entries, unknown="report").to_dict()
        rule.validate(made)
        assert set(made) == set(rules["$defs"]["InteractionReport"]["properties"])
    jsonschema.Draft202012Validator(rules).validate(made)
    for spoilt in ({"note": ""}, {"unknown": [1]}, {"checked": None}, {"more": 1}):
        assert not rule.is_valid({**made, **spoilt})
    for key, part in (("alerts", "topic"), ("coverage", "read"), ("shared", "kind")):
        for changed in ({part: "nonsense"}, {"more": 1}):
            assert not rule.is_valid({**made, key: [{**made[key][0], **changed}]})


def test_the_schema_describes_every_key(kb: KnowledgeBase, rules: dict[str, Any]) -> None:
    """Each definition and each key of a treatment says what it is; the root takes any record."""
    for name in ("Treatment", "CompactTreatment", "InteractionReport"):
        assert rules["$defs"][name]["description"]
        assert all(key["description"] for key in rules["$defs"][name]["properties"].values())
    whole = jsonschema.Draft202012Validator(rules)
    whole.validate(kb.disease.to_dict())
    whole.validate(kb.medications["baclofen"].to_dict())
    assert not whole.is_valid({"id": "x"})
    assert rules["$id"] == "urn:alstx:schema:answers:1"


def test_the_command_prints_the_schema(run: Any) -> None:
    """``alstx schema --answers`` prints it."""
    assert json.loads(run("schema", "--answers").stdout) == answers.schema()
    assert json.loads(run("schema").stdout)["$id"] == "urn:alstx:schema:base:2"
