"""The commands that list, search, check, annotate and export."""

import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

import alstx
from alstx import DISCLAIMER, KnowledgeBase
from alstx.cli import tables
from alstx.cli.app import app
from alstx.cli.export import FormatChoice
from alstx.cli.options import RoleChoice
from alstx.cli.pages import interactions as interactions_page
from alstx.cli.pages.blocks import Column, Grid, Line
from alstx.cli.pages.screen import Screen
from alstx.cli.pages.symptoms import page as symptoms_page
from alstx.cli.pages.words import short_name
from alstx.cli.search import KindChoice
from alstx.cli.searching import NAMED_KINDS, find
from alstx.export import FOLDERS, FORMATS, render
from alstx.kb.interactions import Alert
from alstx.vocab import Direction, MedicationKind, Population, Role, Severity, StudyDesign

Run = Callable[..., Result]

TOY = str(Path(__file__).parent / "toy")
ROOT = Path(__file__).parent.parent
DOCS, README = ROOT / "docs" / "command-line.md", ROOT / "README.md"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the application in this process, 100 columns wide unless told otherwise."""

    def runner(*args: str, columns: int = 100) -> Result:
        monkeypatch.setenv("COLUMNS", str(columns))
        return CliRunner().invoke(app, list(args))

    return runner


def joined(text: str) -> str:
    """A text without the line breaks and indents of its layout."""
    return " ".join(text.split())


def firsts(output: str, title: str) -> list[str]:
    """The first cells of a table, each as it starts."""
    lines = output.splitlines()
    head = next(at for at, line in enumerate(lines) if line.startswith(f"{title}  "))
    found: list[str] = []
    fresh = True
    for line in lines[head + 2 :]:
        if fresh and line:
            if "   " not in line:
                break
            found.append(line.partition("   ")[0].strip())
        fresh = not line
    return found


PAGES = [
    ("medications", "--class", "SSRI"),
    ("medications", "-s", "drooling", "--role", "all"),
    ("medications", "--mechanism", "muscarinic antagonist", "--all"),
    ("symptoms",),
    ("symptoms", "--group", "bulbar symptoms"),
    ("evidence", "-s", "PBA"),
    ("evidence", "--class", "antidepressant", "--all"),
    ("interactions", "Zanaflex", "fluvoxamine", "Elavil", "Robinul", "alcohol"),
    ("search", "sialorhea"),
]


@pytest.mark.parametrize("columns", [40, 80, 120, 160])
@pytest.mark.parametrize("args", PAGES, ids=" ".join)
def test_no_line_is_wider_than_the_screen(run: Run, args: tuple[str, ...], columns: int) -> None:
    """Every line fits, and carries no blank at its end and no escape sequence."""
    result = run(*args, columns=columns)
    assert result.exit_code == 0
    for line in result.stdout.splitlines():
        assert cell_len(line) <= columns
        assert line == line.rstrip()
        assert line.isprintable()


@pytest.mark.parametrize("args", PAGES, ids=" ".join)
def test_json_says_the_same_at_any_width(run: Run, args: tuple[str, ...]) -> None:
    """JSON has sorted keys, a count that is right, the disclaimer, and every source it names."""
    first = run(*args, "--json") if "--all" not in args else run(*args[:-1], "--json")
    document = json.loads(first.stdout)
    assert first.stdout == json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert document["disclaimer"] == DISCLAIMER
    (listed,) = [
        document[key]
        for key in ("medications", "symptoms", "evidence", "alerts", "matches")
        if key in document
    ]
    assert document["count"] == len(listed) > 0
    named = set(re.findall(r'"source": "([^"]+)"', first.stdout))
    assert named <= set(document.get("sources", {}))


@pytest.mark.parametrize("args", PAGES[:-1], ids=" ".join)
def test_disclaimer_is_on_every_page(run: Run, args: tuple[str, ...]) -> None:
    """Every page that speaks of treatments ends with the disclaimer."""
    assert DISCLAIMER in joined(run(*args).stdout)


# medications


def test_medications_of_a_class(run: Run, kb: KnowledgeBase) -> None:
    """The members of a class and its subclasses are listed, boxed warnings marked."""
    expected = list(kb.medications.filter(drug_class="SSRI"))
    result = run("medications", "--class", "SSRIs", "--all", columns=160)
    assert [m.name for m in expected] == firsts(result.stdout, "Medication")
    assert f"{len(expected)} medications." in result.stdout
    warned = [m for m in expected if m.boxed_warning == "present"]
    assert result.stdout.count("\nBOXED WARNING ") == len(warned) + 1  # and its meaning
    assert "alstx treatments --class ssri" in result.stdout


@pytest.mark.parametrize("role", [*Role, None])
def test_medications_for_a_symptom(run: Run, kb: KnowledgeBase, role: Role | None) -> None:
    """The medicines in a role for a symptom are listed; without a role, those that are used."""
    expected = kb.medications.filter(symptom="muscle cramps", role=role)
    word = "all" if role is None else role.value
    result = run("medications", "-s", "cramps", "--role", word, "--all", columns=160)
    assert [m.name for m in expected] == firsts(result.stdout, "Medication")
    document = json.loads(run("medications", "-s", "cramps", "--role", word, "--json").stdout)
    assert list(expected.ids) == [m["id"] for m in document["medications"]]
    assert document["question"]["role"] == word
    assert document["question"]["symptom"] == "muscle-cramps"
    if role is Role.USED:
        assert result.stdout == run("medications", "-s", "cramps", "--all", columns=160).stdout
    else:
        assert f"--symptom muscle-cramps --role {word}" in result.stdout


def test_medications_with_a_mechanism(run: Run, kb: KnowledgeBase) -> None:
    """A mechanism stands for itself and what is below it; it can be joined with a class."""
    args = ("medications", "--mechanism", "muscarinic antagonist")
    expected = kb.medications.filter(mechanism="muscarinic antagonist")
    result = run(*args, "--all", columns=160)
    assert [m.name for m in expected] == firsts(result.stdout, "Medication")
    assert "that act as Muscarinic antagonist" in result.stdout
    both = json.loads(run(*args, "--class", "TCA", "--json").stdout)
    cut = kb.medications.filter(mechanism="muscarinic antagonist", drug_class="TCA")
    assert list(cut.ids) == [m["id"] for m in both["medications"]]


def test_medications_without_a_question(run: Run, kb: KnowledgeBase) -> None:
    """All medicines are listed; a long list is cut, counted, and says how to see one."""
    cut = joined(run("medications").stdout)
    assert f"{len(kb.medications)} medications." in cut
    assert "more medications, shown with --all:" in cut
    assert "alstx show NAME" in cut
    full = run("medications", "--all", columns=160).stdout
    assert [m.name for m in kb.medications] == firsts(full, "Medication")
    kinds = [m.kind for m in kb.medications if m.kind is not MedicationKind.INGREDIENT]
    assert len(re.findall(r"^(?:combination|product group)", full, re.MULTILINE)) == len(kinds)


def test_no_medication_is_said(run: Run) -> None:
    """An answer without medicines says so, and is no failure."""
    result = run("medications", "--class", "SSRI", "-s", "muscle cramps")
    assert result.exit_code == 0
    assert "None recorded as used." in result.stdout
    assert (
        "None recorded."
        in run("medications", "--class", "SSRI", "--mechanism", "acid neutralisation").stdout
    )


def test_a_medicine_without_mechanism_or_use(run: Run) -> None:
    """What is not recorded of a medicine is a dash."""
    page = run("medications", "--data", TOY, "--all", columns=160).stdout
    assert re.search(r"   -(?:   |$)", page, re.MULTILINE)


# symptoms


def test_symptoms_are_a_tree(run: Run, kb: KnowledgeBase) -> None:
    """Every symptom is listed, deeper than the group before it, with its treatments counted."""
    lines = run("symptoms", columns=160).stdout.splitlines()
    for symptom in kb.symptoms:
        start = f"{symptom.name} ({symptom.plain_name})"
        shown = [line for line in lines if line.lstrip().startswith(start)]
        places = {p for p in symptom.parents if p in kb.symptoms}
        assert len(shown) == max(len(places), 1), symptom.id
        (said,) = [line for line in shown if "see above" not in line]
        used = len(kb.treatments.filter(symptom=symptom))
        assert f"{used} used" in said if used else " used" not in said.removeprefix(start)
        if symptom.parents:
            assert said.startswith("  ")


def test_symptoms_of_a_group(run: Run, kb: KnowledgeBase) -> None:
    """A group stands at the edge, and all that is below it follows."""
    group = kb.symptoms.find("muscle symptoms")
    found = kb.symptoms.filter(group=group)
    result = run("symptoms", "-g", "muscle symptoms")
    assert result.stdout.startswith(f"Symptoms: {group.name}")
    assert f"{len(found)} symptoms, groups included. {group.description}"[:60] in joined(
        result.stdout
    )
    document = json.loads(run("symptoms", "-g", "muscle symptoms", "--json").stdout)
    assert list(found.ids) == [s["id"] for s in document["symptoms"]]
    assert document["question"] == {"group": group.id}
    for plain in document["symptoms"]:
        for role in Role:
            count = len(kb.treatments.filter(symptom=plain["id"], role=role))
            assert plain["treatments"][role.value] == count


def test_symptoms_without_frequencies(run: Run, toy: KnowledgeBase) -> None:
    """Where nothing is known of how often, nothing is said of it; a leaf is a tree too."""
    leaf = next(s for s in toy.symptoms if not s.frequency and s.parents)
    result = run("symptoms", "--data", TOY, "-g", leaf.id)
    assert result.stdout.startswith("Symptoms: ")
    assert "Share of people" not in result.stdout
    assert symptoms_page(toy, leaf)


# evidence


def test_evidence_is_complete_and_sorted(run: Run, kb: KnowledgeBase) -> None:
    """Every finding is listed, the best level first; the ways they point are counted."""
    document = json.loads(run("evidence", "-s", "cramps", "--json").stdout)
    found = kb.evidence.filter(symptom="muscle cramps")
    assert {e["id"] for e in document["evidence"]} == set(found.ids)
    levels = [e["level"] for e in document["evidence"]]
    assert levels == sorted(levels)
    page = run("evidence", "-s", "cramps", "--all", columns=160).stdout
    assert f"{len(found)} findings, the best level first: " in page
    for direction in Direction:
        if count := sum(e.direction is direction for e in found):
            assert f"{count} {direction.value.replace('-', ' ')}" in joined(page)
    for evidence in found:
        assert short_name(kb.sources[evidence.source]) in joined(page)


@pytest.mark.parametrize(
    ("option", "value", "wanted"),
    [
        ("--medication", "Mexitil", {"medication": "mexiletine"}),
        ("--class", "SSRI", {"drug_class": "ssri"}),
        ("--therapy", "BiPAP", {"therapy": "BiPAP"}),
        ("--symptom", "drooling", {"symptom": "sialorrhea"}),
        ("--direction", "no-benefit", {"direction": Direction.NO_BENEFIT}),
        ("--design", "case-series", {"design": StudyDesign.CASE_SERIES}),
        ("--population", "mnd", {"population": Population.MND}),
        ("--level", "1", {"level": 1}),
        ("--since", "2020", {"since": 2020}),
    ],
)
def test_evidence_filters(
    run: Run, kb: KnowledgeBase, option: str, value: str, wanted: dict[str, Any]
) -> None:
    """Each option keeps what the filter of that name keeps, on the page and as JSON."""
    expected = kb.evidence.filter(**wanted)
    assert 0 < len(expected) < len(kb.evidence)
    document = json.loads(run("evidence", option, value, "--json").stdout)
    assert {e["id"] for e in document["evidence"]} == set(expected.ids)
    page = joined(run("evidence", option, value, columns=160).stdout)
    assert f"{len(expected)} finding" in page


def test_evidence_says_what_was_asked(run: Run) -> None:
    """The page names the limits of the question; JSON has them word by word."""
    args = ("evidence", "--medication", "baclofen", "--direction", "no-benefit", "--level", "2")
    more = ("--population", "als", "--since", "1970", "--design", "randomized-crossover-trial")
    page = joined(run(*args, *more).stdout)
    assert "Evidence on Baclofen" in page
    assert "(no benefit, randomized crossover trial, in ALS, level 2 or better, since 1970)" in page
    question = json.loads(run(*args, *more, "--json").stdout)["question"]
    assert question["medication"] == "baclofen"
    assert question["design"] == "randomized-crossover-trial"
    assert question["level"] == 2
    assert question["symptom"] is None


def test_no_evidence_is_said(run: Run) -> None:
    """An answer without findings says that this does not mean that there are none."""
    result = run("evidence", "--since", "2999")
    assert result.exit_code == 0
    assert "No finding is recorded (since 2999), which does not mean" in result.stdout


def test_long_evidence_is_cut_and_numbers_come_with_all(run: Run, kb: KnowledgeBase) -> None:
    """Without --all the table is cut and counted, with it numbers and limits stand in it."""
    cut = run("evidence", "--level", "2").stdout
    assert "more findings, shown with --all:" in joined(cut)
    assert "Numbers:" not in cut
    full = joined(run("evidence", "--medication", "mexiletine", "--all", columns=160).stdout)
    assert "Numbers:" in full
    assert "Limits:" in full
    assert "other disease" in run("evidence", "--population", "other").stdout
    assert any(e.participants is None for e in kb.evidence.filter(population="mnd"))
    assert "motor neuron diseases" in joined(run("evidence", "--population", "mnd").stdout)


# search


def test_search_finds_what_was_meant(run: Run, kb: KnowledgeBase) -> None:
    """A misspelled name finds its record first, with a score."""
    result = run("search", "amytriptilin")
    best = kb.medications.search("amytriptilin")[0]
    assert firsts(result.stdout, "Found")[0] == "Amitriptyline"
    assert f"{best.score:.2f}" in result.stdout
    assert "medications/amitriptyline" in result.stdout
    match = json.loads(run("search", "amytriptilin", "--json").stdout)["matches"][0]
    assert match["id"] == "amitriptyline"
    assert match["kind"] == "medications"
    assert match["score"] == pytest.approx(best.score, abs=1e-4)


@pytest.mark.parametrize("kind", list(KindChoice))
def test_search_keeps_to_a_kind(run: Run, kb: KnowledgeBase, kind: KindChoice) -> None:
    """With --kind only records of that kind are found, in the order of the catalog's search."""
    name = getattr(kb, kind.value)[0].id
    matches = json.loads(run("search", name, "-k", kind.value, "--json").stdout)["matches"]
    assert {m["kind"] for m in matches} == {kind.value}
    assert [m.record.id for m in getattr(kb, kind.value).search(name, limit=10)] == [
        m["id"] for m in matches
    ]


def test_search_limits_but_hides_no_tie(kb: KnowledgeBase) -> None:
    """The limit cuts the list by score; what fits as well as the last one stays."""
    everything = find(kb, "botulinum", NAMED_KINDS, 1000)
    for limit in range(1, 8):
        some = find(kb, "botulinum", NAMED_KINDS, limit)
        least = everything[min(limit, len(everything)) - 1].match.score
        assert {h.key for h in everything if h.match.score >= least} == {h.key for h in some}
    scores = [hit.match.score for hit in everything]
    assert scores == sorted(scores, reverse=True)


def test_search_that_finds_nothing_exits_with_1(run: Run) -> None:
    """Where nothing resembles the text, the exit code says so, and one line."""
    result = run("search", "qqqqqqqq")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "no name that resembles 'qqqqqqqq'\n"


# interactions


def test_interactions_tell_everything(run: Run, kb: KnowledgeBase) -> None:
    """Alerts come most severe first with their labels, then burdens, what was checked, the note."""
    names = ("Zanaflex", "fluvoxamine", "Elavil", "alcohol")
    report = kb.interactions(names)
    result = run("interactions", *names, "--all")
    assert result.exit_code == 0
    page = joined(result.stdout)
    for alert in report:
        assert f"{alert.first.name} + {alert.second.name}: {joined(alert.effect)}" in page
        assert joined(kb.sources[alert.source].title) in page
    for burden in report.burdens:
        assert ", ".join(medicine.name for medicine in burden.medicines) in page
    for name, held in zip(names, report.checked, strict=True):
        assert f"{name} {held.name}, " in page
    assert report.note in page
    assert page.index("Contraindicated:") < page.index("Caution:")
    assert page.index(report.note) < page.index(DISCLAIMER)


def test_interactions_as_json(run: Run, kb: KnowledgeBase) -> None:
    """JSON holds every alert and burden, how each name was understood, and the note."""
    names = ("Zanaflex", "fluvoxamine", "Elavil", "SSRI")
    report = kb.interactions(names)
    document = json.loads(run("interactions", *names, "--json").stdout)
    assert [a.effect for a in report] == [a["effect"] for a in document["alerts"]]
    assert [a.severity.value for a in report] == [a["severity"] for a in document["alerts"]]
    assert [b.name for b in report.burdens] == [b["name"] for b in document["burdens"]]
    assert [c["asked"] for c in document["checked"]] == list(names)
    assert [c["id"] for c in document["checked"]] == [c.id for c in report.checked]
    assert document["checked"][-1]["kind"] == "drug_classes"
    assert document["note"] == report.note
    named = {a.source for a in report} | {s for b in report.burdens for s in b.sources}
    assert named == set(document["sources"])


def test_an_empty_answer_is_no_clearance(run: Run, kb: KnowledgeBase) -> None:
    """Without alerts the exit code is 0, and the page says that it clears nothing."""
    silent = [m.id for m in kb.medications if not m.interactions and not m.ingredients]
    report = kb.interactions(silent)
    assert len(report.unrecorded) > 1
    result = run("interactions", *silent)
    assert result.exit_code == 0
    page = joined(result.stdout)
    assert "No recorded label speaks of any pair of them. That is no clearance." in page
    assert "nothing could be found for them." in page
    assert report.note in page
    assert f"Interactions: {report.checked[0].name} and {len(silent) - 1} others" in page
    one = joined(run("interactions", silent[0], "alcohol").stdout)
    assert "nothing could be found for it." in one
    document = json.loads(run("interactions", *silent, "--json").stdout)
    assert [m["id"] for m in document["unrecorded"]] == [m.id for m in report.unrecorded]


def test_one_medicine_under_two_names(run: Run) -> None:
    """Two names of one medicine are no pair, and the page says so."""
    page = joined(run("interactions", "Elavil", "amitriptyline").stdout)
    assert "All names are those of one medicine" in page
    assert "Elavil Amitriptyline, medication" in page


def test_grave_alerts_are_never_cut(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only cautions are left out of a long list, and they are counted."""
    monkeypatch.setattr(interactions_page, "_MOST_ALERTS", 1)
    names = [m.id for m in kb.medications if m.interactions][:25]
    report = kb.interactions(names)
    stream = io.StringIO()
    page = interactions_page.page(kb, report, [], in_full=False)
    Screen(stream, 160, unicode=True).show(page)
    text = joined(stream.getvalue())
    for alert in report:
        if alert.severity is not Severity.CAUTION:
            assert joined(alert.effect) in text
    assert re.search(r"\d+ more, shown with --all", text)


def test_a_class_does_not_speak_for_all_of_its_members(run: Run) -> None:
    """Where a member's label speaks for a class, the page and the document name the member."""
    names = ("interactions", "tizanidine", "SSRIs")
    said = joined(run(*names).stdout)
    assert "Tizanidine + Selective serotonin reuptake inhibitor (said of Fluvoxamine): " in said
    (alert,) = json.loads(run(*names, "--json").stdout)["alerts"]
    assert alert["said_of"] == {"id": "fluvoxamine", "kind": "medications", "name": "Fluvoxamine"}


def test_same_words_of_several_labels_are_said_once(kb: KnowledgeBase) -> None:
    """An alert that two labels give in the same words is one line with two sources."""
    one, other = kb.medications["baclofen"], kb.medications["tizanidine"]
    said = {
        "first": one,
        "second": other,
        "severity": Severity.AVOID,
        "effect": "x",
        "mechanism": None,
        "said_of": one,
    }
    alerts = [Alert(source=source, **said) for source in kb.sources.ids[:2]]
    told = interactions_page._told(alerts)
    assert list(told.values()) == [dict.fromkeys(kb.sources.ids[:2])]


# names, usage, hostile text


@pytest.mark.parametrize(
    ("args", "near"),
    [
        (("medications", "--class", "benzodiazepin"), "enzodiazepine"),
        (("medications", "--mechanism", "muscarinic antagonst"), "uscarinic antagonist"),
        (("medications", "-s", "droolling"), "drooling"),
        (("symptoms", "--group", "bulbar symptom"), "ulbar symptoms"),
        (("evidence", "--medication", "mexilitine"), "exiletine"),
        (("evidence", "--therapy", "gastrostomi"), "astrostomy"),
        (("interactions", "baklofen", "quinine"), "aclofen"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[-1],
)
def test_unknown_names_are_answered_with_near_ones(
    run: Run, args: tuple[str, ...], near: str
) -> None:
    """An unknown name ends with exit code 1 and near names, in one line of the standard error."""
    for more in ((), ("--json",)):
        result = run(*args, *more)
        assert result.exit_code == 1
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1
        assert "did you mean" in result.stderr
        assert near in result.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("medications", "--role", "used"),
        ("medications", "--class", " "),
        ("evidence", "--direction", "up"),
        ("evidence", "--level", "0"),
        ("evidence", "--level", "6"),
        ("evidence", "--since", "lately"),
        ("evidence", "--design", "guess"),
        ("search",),
        ("search", " "),
        ("search", "x", "--limit", "0"),
        ("search", "x", "--kind", "treatments"),
        ("interactions",),
        ("interactions", "baclofen"),
        ("interactions", "baclofen", " "),
        ("export",),
        ("export", "--format", "docx"),
        ("export", "--format", "csv"),
        ("annotate", "x.csv"),
        ("annotate", "x.csv", "-c", "drug", "-o", "x.xlsx"),
    ],
    ids=" ".join,
)
def test_usage_errors_exit_with_2(run: Run, args: tuple[str, ...]) -> None:
    """What cannot be understood ends with exit code 2, and never with a traceback."""
    if args[0] == "annotate":
        pytest.importorskip("narwhals")
    result = run(*args)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert result.stderr.strip()


HOSTILE = ["\x1b[31mred", "[red]x[/red]", "a\nb", "\u202eevil", "\x00", "\udc80", "x" * 5000]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:8]))
@pytest.mark.parametrize(
    "args",
    [
        ("medications", "--class"),
        ("medications", "--role"),
        ("symptoms", "--group"),
        ("evidence", "--direction"),
        ("evidence", "--since"),
        ("evidence", "-s"),
        ("search",),
        ("search", "--kind"),
        ("interactions", "baclofen"),
        ("export", "--format"),
        ("annotate", "-c", "x", "-o", "x.csv"),
        ("annotate", "x.csv", "-c", "x", "-o"),
    ],
    ids=" ".join,
)
def test_hostile_arguments_are_told_literally(run: Run, args: tuple[str, ...], text: str) -> None:
    """Control characters and markup in an argument never reach the terminal as such."""
    result = run(*args, text)
    if args != ("search",) or result.exit_code:
        assert result.exit_code in (1, 2)
    for line in result.output.splitlines():
        assert line.isprintable()


def test_search_shows_what_was_typed_literally(run: Run) -> None:
    """A text with markup that still finds something is shown as it was typed."""
    result = run("search", "baclofen \x1b[1m")
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert r"'baclofen \x1b[1m'" in result.stdout


# narrow screens

TREE = Grid(
    [Column("A", 1, 30), Column("Long title", 1, 20), Column("C", 1, 10)],
    [
        [[Line("top", "bold")], [], [Line("x"), Line("y")]],
        [[Line("below", "", 1)], [Line("once upon a time there was")], [Line("z")]],
    ],
    is_dense=True,
)


def drawn(grid: Grid, width: int) -> list[str]:
    """The lines of a table."""
    stream = io.StringIO()
    Screen(stream, width, unicode=True).show([grid])
    return stream.getvalue().rstrip("\n").split("\n")


def test_a_table_without_room_is_stacked() -> None:
    """Where the columns do not fit, cells stand below each other beside their titles."""
    assert drawn(TREE, 40) == [
        "top",
        "  C           x",
        "              y",
        "  below",
        "    Long title  once upon a time there",
        "                  was",
        "    C           z",
    ]


def test_stacked_rows_stand_apart() -> None:
    """The rows of a stack are parted by a blank line, unless the table is dense."""
    grid = Grid(TREE.columns, [[[Line("a")], [], []], [[Line("b")], [], []]])
    assert drawn(grid, 40) == ["a", "", "b"]


def test_a_dense_table_has_no_blank_lines() -> None:
    """Where there is room, rows of a dense table follow each other, deeper ones indented."""
    lines = drawn(TREE, 80)
    assert "" not in lines
    assert any(line.startswith("  below ") for line in lines)


# export and schema


def test_every_format_can_be_chosen() -> None:
    """The choices of the command are the formats of the library, kinds and roles likewise."""
    assert [f.value for f in FormatChoice] == list(FORMATS)
    assert tuple(kind.value for kind in KindChoice) == NAMED_KINDS
    assert [choice.role for choice in RoleChoice] == [*Role, None]


@pytest.mark.parametrize("name", sorted(set(FORMATS) - FOLDERS))
def test_one_document_goes_to_standard_output(run: Run, kb: KnowledgeBase, name: str) -> None:
    """A format of one document is printed as the library renders it, to the last character."""
    result = run("export", "--format", name)
    assert result.exit_code == 0
    assert result.stdout_bytes.decode("utf-8") == render(kb, name)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_is_written(run: Run, tmp_path: Path, name: str) -> None:
    """Every format is written to a path, over an older one too, and the path is named."""
    if name == "parquet":
        pytest.importorskip("pyarrow")
    goal = tmp_path / "out"
    for _ in range(2):
        result = run("export", "-f", name, "-o", str(goal), "--data", TOY)
        assert result.exit_code == 0
        assert result.stdout == f"written: {goal}\n"
    assert goal.is_dir() == (name in FOLDERS)
    assert [goal] == list(tmp_path.iterdir())


def test_an_export_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    """A folder that is not there or is a file is told in one line, with exit code 1."""
    file = tmp_path / "file"
    file.write_text("kept", "utf-8")
    for args in (("json", str(tmp_path / "none" / "x")), ("csv", str(file))):
        result = run("export", "-f", args[0], "-o", args[1])
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1
    assert file.read_text("utf-8") == "kept"


def test_schema_is_the_schema_of_the_export(run: Run, kb: KnowledgeBase) -> None:
    """The command schema prints what the format json-schema holds, and the export fits it."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(run("schema").stdout)
    assert schema == json.loads(render(kb, "json-schema"))
    document = json.loads(run("export", "-f", "json", "--data", TOY).stdout)
    jsonschema.Draft202012Validator(schema).validate(document)


def test_a_document_is_utf8_whatever_the_encoding(kb: KnowledgeBase) -> None:
    """An export has every character, where the encoding of the stream has not."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONUTF8"}
    done = subprocess.run(
        [sys.executable, "-m", "alstx", "export", "--format", "json"],
        capture_output=True,
        env={**kept, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        check=True,
    )
    assert done.stdout == render(kb, "json").encode("utf-8")


def test_a_stream_of_text_gets_the_document_as_text() -> None:
    """A stream that has no bytes below it takes the text; no stream takes nothing."""
    stream = io.StringIO()
    Screen(stream, 80, unicode=False).document("\u00e9\n")
    assert stream.getvalue() == "\u00e9\n"
    Screen(None, 80, unicode=False).document("x")


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX pipe")
def test_a_broken_pipe_ends_quietly() -> None:
    """A reader that goes away early is no error, and nothing is complained of."""
    for args in (("export", "-f", "json"), ("symptoms",), ("evidence", "--all", "--json")):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            [sys.executable, "-m", "alstx", *args],
            stdout=write,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(write)
        assert done.stderr == b"", args
        assert done.returncode == 0, args


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("args", [("export", "-f", "json"), ("schema",), ("symptoms",)])
def test_a_full_disk_is_told(args: tuple[str, ...]) -> None:
    """What cannot be written is told in one line, with exit code 1."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "alstx", *args],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"the output cannot be written: ")
    assert len(done.stderr.splitlines()) == 1


# annotate

CSV = (
    "id,drug,note\n"
    '007,"ELAVIL 25MG TAB, baclofin 10",NA\n'
    "1.50,,2020-01-01\n"
    'x,"riluzole, ""daily""",\n'
    "y,none,true\n"
)
TEXTS = [line.partition(",")[0] for line in CSV.splitlines()[1:]]


@pytest.fixture(params=["polars", "pandas"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A library that reads CSV, while the other one is not there."""
    pytest.importorskip("narwhals")
    pytest.importorskip("pyarrow")
    wanted: str = request.param
    pytest.importorskip(wanted)
    if wanted == "pandas":
        monkeypatch.setitem(sys.modules, "polars", None)
    return wanted


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A small table of medicines."""
    path = tmp_path / "table.csv"
    path.write_text(CSV, "utf-8", newline="")
    return path


def annotate(run: Run, file: Path, output: Path, column: str = "drug") -> Result:
    """Runs the command."""
    return run("annotate", str(file), "--column", column, "-o", str(output))


def test_csv_is_annotated_and_otherwise_unchanged(
    run: Run, table: Path, tmp_path: Path, library: str
) -> None:
    """Five columns are added; every cell that was there stands as it was written."""
    del library
    out = tmp_path / "out.csv"
    result = annotate(run, table, out)
    assert result.exit_code == 0
    assert result.stdout == f"4 rows, 2 with a medicine, 1 of them misspelled; written: {out}\n"
    lines = out.read_text("utf-8").splitlines()
    for line, before in zip(lines, CSV.splitlines(), strict=True):
        assert line.startswith(before)
    assert "amitriptyline; baclofen" in lines[1]
    assert lines[1].endswith(",baclofen")
    assert lines[0].count(",") == CSV.splitlines()[0].count(",") + 5
    assert {table, out} == set(tmp_path.iterdir())


def test_forms_can_be_changed_and_annotated_again(
    run: Run, table: Path, tmp_path: Path, library: str
) -> None:
    """CSV to Parquet and back gives the same table; annotating it again changes nothing."""
    del library
    direct, middle, back = tmp_path / "a.csv", tmp_path / "b.PARQUET", tmp_path / "c.csv"
    for file, output in ((table, direct), (table, middle), (middle, middle), (middle, back)):
        assert annotate(run, file, output).exit_code == 0
    cells = [path.read_text("utf-8").replace('"', "").splitlines() for path in (direct, back)]
    assert cells[0] == cells[1]
    before = direct.read_bytes()
    assert annotate(run, direct, direct).exit_code == 0
    assert direct.read_bytes() == before


def test_the_base_can_be_another(run: Run, tmp_path: Path, library: str) -> None:
    """With --data the medicines are those of the folder."""
    del library
    file, out = tmp_path / "t.csv", tmp_path / "o.csv"
    file.write_text("drug\nAlphazine 5 mg\n", "utf-8")
    result = run("annotate", str(file), "-c", "drug", "-o", str(out), "--data", TOY)
    assert result.stdout.startswith("1 row, 1 with a medicine, 0 of them misspelled")
    assert "alphazine" in out.read_text("utf-8")


BAD = {
    "ragged.csv": b"drug,b\n1,2,3\n",
    "twice.csv": b"drug,drug\n1,2\n",
    "empty.csv": b"",
    "blank.csv": b"\n\n",
    "latin.csv": b"drug\xe9,b\n1,2\n",
    "late.csv": b"drug,b\n1,2\n\xff,3\n",
    "wide.csv": b"drug," + b"x" * 200_000 + b"\n1,2\n",
    "noise.parquet": b"PAR1 no parquet PAR1",
    "short.parquet": b"",
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_table_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, name: str
) -> None:
    """A file that is no table ends in one line, with exit code 1; the old output stays."""
    del library
    monkeypatch.chdir(tmp_path)  # a long path would be shortened in the message
    file, out = tmp_path / name, tmp_path / "out.csv"
    file.write_bytes(BAD[name])
    out.write_text("kept", "utf-8")
    result = annotate(run, Path(name), out)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert "is not a table in the form" in line
    assert name in line
    assert out.read_text("utf-8") == "kept"
    assert {file, out} == set(tmp_path.iterdir())


def test_files_that_are_not_there_are_told(run: Run, tmp_path: Path, library: str) -> None:
    """A missing file, a folder, a path that cannot be: one line each, with exit code 1."""
    del library
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    out = tmp_path / "out.csv"
    for file in (tmp_path / "none.csv", folder, Path("\0.csv")):
        result = annotate(run, file, out)
        assert result.exit_code == 1
        assert "cannot be read: " in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert not out.exists()


def test_a_wrong_column_is_answered_with_near_ones(
    run: Run, table: Path, tmp_path: Path, library: str
) -> None:
    """A column that is not there is answered with the near one, or else with those there are."""
    del library
    for column, hint in (("durg", "'drug'"), ("qqqqq", "'id' or 'drug' or 'note'")):
        result = annotate(run, table, tmp_path / "out.csv", column)
        assert result.exit_code == 1
        assert result.stderr == f"no column '{column}'; did you mean {hint}?\n"
    assert not (tmp_path / "out.csv").exists()


def test_an_output_that_cannot_be_written_is_told(
    run: Run, table: Path, tmp_path: Path, library: str
) -> None:
    """An output without folder, or that is one, is told in one line, with exit code 1."""
    del library
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    for out in (tmp_path / "none" / "x.csv", folder):
        result = annotate(run, table, out)
        assert result.exit_code == 1
        assert "cannot be written: " in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_lists_do_not_fit_into_csv(run: Run, tmp_path: Path, library: str) -> None:
    """A table whose cells are lists is not written as CSV, and the old file stays."""
    del library
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    file, out = tmp_path / "t.parquet", tmp_path / "out.csv"
    out.write_text("kept", "utf-8")
    parquet.write_table(arrow.table({"drug": ["baclofen"], "more": [["a", "b"]]}), file)
    result = annotate(run, file, out)
    assert result.exit_code == 1
    assert result.stderr.startswith("the table cannot be written in the form .csv: ")
    assert out.read_text("utf-8") == "kept"
    assert annotate(run, file, tmp_path / "out.parquet").exit_code == 0


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_without_a_library_the_extra_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """Where no library reads the file, one line names an extra that does."""
    pytest.importorskip("narwhals")
    for module in ("polars", "pandas", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, module, None)
    file = tmp_path / f"t{suffix}"
    file.write_bytes(b"drug\nx\n")
    result = annotate(run, file, tmp_path / "out.csv")
    assert result.exit_code == 1
    assert (
        result.stderr == "reading a table needs the extra 'polars': pip install 'alstx[polars]'\n"
    )


def test_without_narwhals_the_extra_is_named(
    run: Run, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where narwhals is not there, one line names the extra that brings it."""
    monkeypatch.setitem(sys.modules, "narwhals", None)
    result = annotate(run, table, tmp_path / "out.csv")
    assert result.exit_code == 1
    assert "needs the extra 'frames'" in result.stderr


def test_parquet_of_pandas_needs_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that cannot write the form is told by the extra that helps."""

    def fail(*_: object) -> None:
        raise ImportError

    monkeypatch.setitem(tables._PARQUET_WRITERS, "builtins", fail)
    with pytest.raises(alstx.MissingExtraError, match="needs the extra 'arrow'"):
        tables.to_bytes(0, ".parquet")


def test_a_reason_is_one_short_line() -> None:
    """What a library says is cut to its first line; where it says nothing, the kind is told."""
    assert tables._reason(ValueError("\n a \nb")) == "a"
    assert tables._reason(ValueError()) == "ValueError"


def test_progress_is_for_terminals(
    run: Run, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    """A bar is asked for on a terminal only."""
    del library
    asked: list[bool] = []

    def watched(frame: Any, *_: Any, progress: bool, **more: Any) -> Any:
        asked.append(progress)
        return alstx.frames.annotate(frame, "drug", progress=False, **more)

    module = sys.modules["alstx.cli.annotate"]
    monkeypatch.setattr(module, "add_columns", watched)
    annotate(run, table, tmp_path / "out.csv")
    monkeypatch.setattr(module, "_is_terminal", lambda: True)
    annotate(run, table, tmp_path / "out.csv")
    assert asked == [False, True]


def test_a_process_without_standard_error_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no standard error, there is no terminal."""
    from alstx.cli.annotate import _is_terminal  # noqa: PLC0415 (reads like the others)

    monkeypatch.setattr(sys, "stderr", None)
    assert not _is_terminal()


# docs


def blocks(page: str) -> list[tuple[str, list[str]]]:
    """The examples of the page: each command, and the lines that the page shows of its output."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.rstrip("\n").split("\n")
            found.append((command, lines))
    return found


EXAMPLES = [example for page in (DOCS, README) for example in blocks(page.read_text("utf-8"))]


def test_the_page_names_every_command(run: Run) -> None:
    """The page has a heading and an example for each command of the help, in its order."""
    listed = run("--help").stdout.partition("Commands:")[2]
    commands = re.findall(r"^  (\w+) ", listed, re.MULTILINE)
    assert "..." not in listed
    headings = re.findall(r"^## `(\w+)`", DOCS.read_text("utf-8"), re.MULTILINE)
    assert commands == headings
    shown = {command.split()[1] for command, _ in EXAMPLES if command.startswith("alstx ")}
    assert set(commands) <= shown
    for command in commands:
        assert run(command, "--help").exit_code == 0


@pytest.mark.parametrize(("command", "lines"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_the_examples_of_the_page_are_true(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    lines: list[str],
) -> None:
    """Each example is a command that runs and prints what the page shows, line after line."""
    _, *args = shlex.split(command)
    if args[0] == "annotate":
        pytest.importorskip("narwhals")
        pytest.importorskip("polars")
    monkeypatch.chdir(tmp_path)
    (file,) = re.findall(r"```text\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    Path("medicines.csv").write_text(file, "utf-8")
    Path("german.csv").write_text("person;medicine\n1;Lioresal 10 mg\n2;keine\n", "utf-8")
    Path("my-formulary").symlink_to(TOY)
    result = run(*args, columns=80)
    assert "Usage:" not in result.output
    parts = "\n".join(lines).split("\u2026\n" if "\u2026" in lines else "\0")
    place = 0
    for part in parts:  # in order, with gaps only where the page says that something is cut
        shown = part.removesuffix("\u2026").rstrip("\n")
        place = result.output.find(shown, place)
        assert place >= 0, shown
