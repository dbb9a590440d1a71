"""The command line: what it answers, how it fits the terminal, and how it fails."""

import io
import json
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from typer.testing import CliRunner, Result

import alstx
from alstx import DISCLAIMER, KnowledgeBase
from alstx.cli import main
from alstx.cli.app import app
from alstx.cli.lookup import ALL_KINDS, Found
from alstx.cli.pages import cards
from alstx.cli.pages.blocks import GLUE, Column, Grid, Heading, Items, Line, Page, Paragraph
from alstx.cli.pages.notes import _letters
from alstx.cli.pages.plain import matches_of
from alstx.cli.pages.screen import Screen, _widths, clean, to_ascii
from alstx.cli.pages.words import (
    DIRECTIONS,
    LEVELS,
    STANCES,
    STATUSES,
    advice,
    first_up,
    listed,
    phrase,
    sentence,
    short_name,
    where,
)
from alstx.cli.pages.wrapping import wrapped
from alstx.vocab import Direction, LabelStatus, Level, Role, Stance

Run = Callable[..., Result]

TOY = str(Path(__file__).parent / "toy")
WIDTHS = [80, 100, 120, 160]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the application in this process, 100 columns wide unless told otherwise."""

    def runner(*args: str, columns: int = 100) -> Result:
        monkeypatch.setenv("COLUMNS", str(columns))
        return CliRunner().invoke(app, list(args))

    return runner


def process(*args: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the command line in a process of its own."""
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "PYTHONIOENCODING")}
    return subprocess.run(
        [sys.executable, "-m", "alstx", *args],
        input=stdin.encode(),
        capture_output=True,
        env={**kept, "PYTHONUTF8": "1", **env},
        check=False,
    )


def joined(text: str) -> str:
    """A text without the line breaks and indents of its layout."""
    return " ".join(text.split())


def cells(output: str) -> Iterator[list[str]]:
    """The rows of the tables of a page, each as its cells, each cell on one line."""
    starts: list[int] = []
    row: list[str] = []
    lines = output.splitlines()
    for at, line in enumerate(lines):
        if at and re.fullmatch("-{40,}", line):
            starts = [m.start() for m in re.finditer(r"(?:(?<=   )|^)\S", lines[at - 1])]
            row = []
        elif re.match(r"Contested$|What the|Warnings$|Sources$|\d+ more treatment", line):
            starts, row = [], []
        elif starts and line.strip():
            ends = [*starts[1:], None]
            parts = [line[a:b].strip() for a, b in zip(starts, ends, strict=True)]
            row = [joined(f"{a} {b}") for a, b in zip(row or [""] * len(parts), parts, strict=True)]
        elif row:
            yield row
            row = []


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("symptom", ["drooling", "muscle cramps", "PBA", "constipation"])
def test_treatments_says_who_recommends_what_on_what_evidence(
    run: Run, kb: KnowledgeBase, symptom: str, columns: int
) -> None:
    """The table holds every treatment used, with its guidelines, best evidence and label."""
    result = run("treatments", "--symptom", symptom, "--all", columns=columns)
    assert result.exit_code == 0
    rows = list(cells(result.stdout))
    treatments = list(kb.treatments.filter(symptom=symptom))
    assert len(treatments) == len(rows)
    for treatment, row in zip(treatments, rows, strict=True):
        name, label, who, evidence, *_ = row
        compact = name.replace(" ", "")
        assert kb.resolve(treatment.intervention).label.replace(" ", "") in compact
        assert treatment.contested == ("CONTESTED" in name)
        assert label.startswith(
            {"labelled": "labelled", "off-label": "off-label"}.get(
                str(treatment.status), "label not seen" if treatment.status == "unknown" else "-"
            )
        )
        for recommendation in treatment.recommendations:
            assert short_name(kb.sources[recommendation.source]) in who
        if treatment.best_level is not None:
            assert f"level {int(treatment.best_level)}:" in evidence


@pytest.mark.parametrize("columns", [40, *WIDTHS])
@pytest.mark.parametrize(
    "args",
    [
        ("treatments", "-s", "drooling", "--role", "all", "--all"),
        ("treatments", "--class", "SSRI"),
        ("show", "quinine"),
        ("show", "ean-2024"),
        ("info",),
    ],
    ids=" ".join,
)
def test_no_line_is_wider_than_the_screen(run: Run, args: tuple[str, ...], columns: int) -> None:
    """Every line fits, and carries no blank at its end and no escape sequence."""
    result = run(*args, columns=columns)
    assert result.exit_code == 0
    for line in result.stdout.splitlines():
        assert cell_len(line) <= columns
        assert line == line.rstrip()
        assert line.isprintable()


def test_mexiletine_for_cramps(run: Run, kb: KnowledgeBase) -> None:
    """Mexiletine for cramps is off-label, considered by EAN 2024, with both trials cited."""
    page = joined(run("show", "mexiletine-for-muscle-cramps", columns=160).stdout)
    assert "off-label" in page
    assert "EAN 2024" in page
    for pmid in ("26911633", "29510461"):
        source = kb.sources.find(f"PMID:{pmid}")
        assert f"PMID {pmid}" in page
        assert short_name(source) in page
    assert "Weiss 2016" in page


def test_quinine_is_contested_and_its_boxed_warning_is_seen(run: Run) -> None:
    """Quinine for cramps is flagged as contested, says why, and shows its boxed warning."""
    result = run("treatments", "-s", "muscle cramps", "--all", columns=120)
    row = next(row for row in cells(result.stdout) if row[0].startswith("Quinine"))
    assert "CONTESTED, note" in row[0]
    assert "do not recommend" in row[2]
    assert "BOXED WARNING" in row[4]
    page = joined(result.stdout)
    assert "Quinine: Advised against by AAN" in page
    assert "! Quinine: BOXED WARNING" in page


@pytest.mark.parametrize("symptom", ["muscle cramps", "dysphagia", "weight loss"])
def test_no_opponent_is_left_out(run: Run, kb: KnowledgeBase, symptom: str) -> None:
    """However short a row is cut, whoever advises against the treatment stands in it."""
    result = run("treatments", "-s", symptom, "--role", "all", "--all")
    rows = [" ".join(row) for row in cells(result.stdout)]
    opposed = {
        kb.resolve(r.intervention).label: short_name(kb.sources[r.source])
        for r in kb.recommendations.filter(symptom=symptom, stance="do-not-recommend")
    }
    shown = [row for row in rows if row.startswith(tuple(opposed))]
    assert shown
    for row in shown:
        name = max((n for n in opposed if row.startswith(n)), key=len)
        assert opposed[name] in row
        assert "do not recommend" in row


def test_nuedexta_is_labelled_for_pba(run: Run) -> None:
    """Dextromethorphan/quinidine for PBA is labelled by the FDA in 2010."""
    result = run("treatments", "-s", "PBA", columns=160)
    row = next(row for row in cells(result.stdout) if row[0].startswith("Dextromethorphan"))
    assert row[1] == "labelled FDA 2010"
    assert "FDA 2010, pseudobulbar affect" in result.stdout


@pytest.mark.parametrize("symptom", ["drooling", "cramps", "respiratory symptoms", "depression"])
def test_only_sources_that_the_page_cites_are_listed(run: Run, symptom: str) -> None:
    """The numbers of the list of sources are those that the page cites, without a gap."""
    page = run("treatments", "-s", symptom, "--role", "all").stdout
    body, _, rest = page.partition("\nSources\n")
    listed_numbers = [int(n) for n in re.findall(r"^\[(\d+)\]", rest, re.MULTILINE)]
    cited = [int(n) for n in re.findall(r"\[(\d+)\]", body)]
    assert listed_numbers == list(range(1, len(listed_numbers) + 1))
    assert set(listed_numbers) == set(cited)


def test_every_source_of_a_page_can_be_found(run: Run, kb: KnowledgeBase) -> None:
    """A listed source has title, year and identifiers or address, where they are known."""
    page = joined(run("treatments", "-s", "drooling", "--all", columns=160).stdout)
    ean = kb.sources["ean-2024"]
    assert f"EAN 2024: {ean.title}" in page
    assert "2024. DOI 10.1111/ene.16264, PMID 38470068" in page


@pytest.mark.parametrize(
    "args",
    [("treatments", "-s", "drooling"), ("show", "baclofen"), ("show", "drooling"), ("info",)],
    ids=" ".join,
)
def test_disclaimer_is_on_every_page(run: Run, args: tuple[str, ...]) -> None:
    """Every page and every JSON document carries the disclaimer."""
    assert DISCLAIMER in joined(run(*args).stdout)
    assert json.loads(run(*args, "--json").stdout)["disclaimer"] == DISCLAIMER


@pytest.mark.parametrize("role", Role)
def test_role_chooses(run: Run, kb: KnowledgeBase, role: Role) -> None:
    """The option --role shows the treatments of that role and counts the others."""
    found = kb.treatments.filter(symptom="muscle cramps", role=role)
    result = run("treatments", "-s", "muscle cramps", "--role", role.value, "--all")
    assert len(found) == len(list(cells(result.stdout)))
    assert f"{len(found)} {role.value}, the firmest first." in joined(result.stdout)
    for other in set(Role) - {role}:
        count = len(kb.treatments.filter(symptom="muscle cramps", role=other))
        assert f"{count} {other.value}" in joined(result.stdout)


def test_all_roles_stand_apart(run: Run, kb: KnowledgeBase) -> None:
    """With --role all each role has its own table, the used ones first."""
    result = run("treatments", "-s", "muscle cramps", "--role", "all", "--all")
    heads = ["\nUsed\n", "\nInvestigational:", "\nDiscouraged:"]
    places = [result.stdout.index(head) for head in heads]
    assert places == sorted(places)
    assert len(kb.treatments.filter(symptom="muscle cramps", role=None)) == len(
        list(cells(result.stdout))
    )


def test_contested_only(run: Run, kb: KnowledgeBase) -> None:
    """The option --contested leaves the treatments on which sources disagree."""
    result = run("treatments", "-s", "muscle cramps", "--contested", "--role", "all", "--all")
    rows = list(cells(result.stdout))
    expected = kb.treatments.filter(symptom="muscle cramps", role=None, contested=True)
    assert len(expected) == len(rows)
    assert all("CONTESTED" in row[0] for row in rows)
    assert result.stdout.startswith("Contested treatments for Muscle cramps")


def test_class_is_the_class_and_its_members(run: Run, kb: KnowledgeBase) -> None:
    """The option --class shows treatments with the class and with its members, by symptom."""
    result = run("treatments", "--class", "SSRIs", "--all")
    found = kb.treatments.filter(drug_class="ssri")
    rows = list(cells(result.stdout))
    assert len(found) == len(rows)
    assert any("drug class" in row[0] for row in rows)
    assert any(row[0].startswith("Citalopram") for row in rows)
    assert all(" for " in row[0] for row in rows)


def test_long_lists_are_cut_and_counted(run: Run, kb: KnowledgeBase) -> None:
    """Without --all a long table is cut, and the rest is counted and partly named."""
    cut = run("treatments", "--symptom", "muscle symptoms")
    rows = list(cells(cut.stdout))
    total = len(kb.treatments.filter(symptom="muscle symptoms"))
    assert len(rows) < total
    assert f"{total - len(rows)} more treatments, shown with --all:" in joined(cut.stdout)


def test_nothing_found_is_said(run: Run) -> None:
    """An answer without treatments says so, and where there are some."""
    result = run("treatments", "-s", "muscle symptoms", "--class", "laxative")
    assert result.exit_code == 0
    assert "None recorded as used." in result.stdout


def test_toy_table_in_full(run: Run) -> None:
    """The toy base gives exactly the table that its files call for."""
    result = run("treatments", "--data", TOY, "-s", "muscle symptoms", "--role", "all")
    rows = {row[0]: row[1:] for row in cells(result.stdout)}
    first = next(iter(rows))
    assert first == (
        "Alphazine for painful cramps CONTESTED, note a "
        "BOXED WARNING: CNS depression 1 more caution"
    )
    label, who, evidence = rows[first]
    assert label == "off-label"
    assert who == (
        "NORTH 2020 [1]: recommend, first line SOUTH 2018 [2]: consider, second line (second hand)"
    )
    assert evidence == "level 2: benefit, Trial 2015 [3], moderate certainty + 1 more finding"
    betamol = rows["Betamol for painful cramps 1 caution"]
    assert betamol[1].startswith("NORTH 2020 [1]: do not recommend")
    assert "recommend (superseded, second hand)" in betamol[1]
    assert "Alphazine: FDA 1999, stiffness of any cause (US label" in result.stdout
    assert "benefit, A series [6] (other disease)" in " ".join(r[2] for r in rows.values())


def test_what_is_said_of_a_class_is_marked(run: Run) -> None:
    """A member that rests on its class says so."""
    result = run("treatments", "--data", TOY, "-s", "drooling")
    row = next(row for row in cells(result.stdout) if row[0].startswith("Deltatoxin"))
    assert row[2] == "NORTH 2020 [1]: recommend (class)"
    assert "class Said of the class" in joined(result.stdout)


KINDS = [
    ("medication", "Elavil", "Amitriptyline: medication"),
    ("symptom", "drooling", "Sialorrhea: symptom"),
    ("drug class", "SSRIs", "Selective serotonin reuptake inhibitor: drug class"),
    ("mechanism", "muscarinic antagonist", "Muscarinic antagonist: mechanism"),
    ("therapy", "BiPAP", "Non-invasive ventilation: therapy"),
    ("agent", "MAO inhibitors", "MAO inhibitors: outside drug or substance"),
    ("source", "PMID:26911633", "Weiss 2016 [1]: source"),
    ("evidence", "weiss-2016-mexiletine-cramps", "weiss-2016-mexiletine-cramps: evidence"),
    ("treatment", "quinine-for-muscle-cramps", "Quinine for Muscle cramps (cramps): treatment"),
    ("disease", "ALS", "Amyotrophic lateral sclerosis: disease"),
    ("disease", "MONDO:0004976", "Amyotrophic lateral sclerosis: disease"),
    ("picked", "medications/Elavil", "Amitriptyline: medication"),
]


@pytest.mark.parametrize(("kind", "name", "title"), KINDS, ids=[k[1] for k in KINDS])
def test_show_shows_records_of_any_kind(run: Run, kind: str, name: str, title: str) -> None:
    """A record of any kind is found by any of its names, on the page and as JSON."""
    del kind
    result = run("show", name)
    assert result.exit_code == 0
    assert title in result.stdout.splitlines()
    document = json.loads(run("show", name, "--json").stdout)
    assert len(document["matches"]) == 1
    assert document["name"] == name


def test_show_every_record_of_the_bundled_base(kb: KnowledgeBase) -> None:
    """Every record of every kind can be shown, each with its own words."""
    for kind in ALL_KINDS:
        for record in list(getattr(kb, kind))[::7]:
            found = [Found(kind, record)]
            blocks = cards.page(kb, found, in_full=False, is_wide=False)
            assert isinstance(blocks[0], Heading)
            assert any(isinstance(block, Paragraph | Items) for block in blocks[1:])
            assert json.dumps(matches_of(kb, record.id, found))


def test_show_medication_holds_what_a_reader_needs(run: Run, kb: KnowledgeBase) -> None:
    """A medicine's card has brands, classes, mechanisms, uses, cautions and identifiers."""
    page = joined(run("show", "amitriptyline", "--all").stdout)
    held = kb.medications["amitriptyline"]
    for words in (*(b.name for b in held.brands), *held.synonyms, *map(str, held.identifiers)):
        assert words in page
    for id_ in held.drug_classes:
        assert kb.drug_classes[id_].name in page
    for id_ in held.mechanisms:
        assert kb.mechanisms[id_].name in page
    for caution in held.cautions:
        assert joined(caution.text) in page
    for interaction in held.interactions:
        assert kb.resolve(interaction.partner).label in page


def test_interactions_of_a_card_are_bounded(run: Run, kb: KnowledgeBase) -> None:
    """A card shows the most severe interactions, and counts the others."""
    many = max(kb.medications, key=lambda m: len(m.interactions))
    cut, full = run("show", many.id), run("show", many.id, "--all")
    assert re.search(r"^\d+ more, shown with --all\.$", cut.stdout, re.MULTILINE)
    assert len(cut.stdout) < len(full.stdout)


def test_a_name_of_several_kinds_shows_all(run: Run, tmp_path: Path) -> None:
    """A name that records of two kinds have shows both, and says how to pick one."""
    toy = {**_toy_files(), "therapies/alphaline-brace.yaml": _THERAPY}
    folder = _folder(tmp_path, toy)
    result = run("show", "Alphaline", "--data", folder)
    assert "2 records have this name: medications/alphazine, therapies/alphaline-brace." in joined(
        result.stdout
    )
    assert "Alphazine: medication" in result.stdout
    assert "Alphaline: therapy" in result.stdout
    one = run("show", "therapies/alphaline-brace", "--data", folder)
    assert "Alphazine: medication" not in one.stdout


def test_an_identifier_of_several_records_shows_all(run: Run, tmp_path: Path) -> None:
    """An identifier that two records of one kind have shows both."""
    files = _toy_files()
    text = files["medications/betamol.yaml"].replace(
        "reviewed:", "xrefs:\n  - id: RXCUI:9900001\nreviewed:"
    )
    folder = _folder(tmp_path, {**files, "medications/betamol.yaml": text})
    result = run("show", "rxcui:9900001", "--data", folder)
    assert result.exit_code == 0
    assert "2 records have this name: medications/alphazine, medications/betamol." in joined(
        result.stdout
    )


def test_a_boxed_warning_without_text_is_still_flagged(run: Run, tmp_path: Path) -> None:
    """Where only the presence of a boxed warning is known, table and notes say so."""
    files = _toy_files()
    text = files["medications/betamol.yaml"].replace(
        "boxed_warning: none", "boxed_warning: present"
    )
    folder = _folder(tmp_path, {**files, "medications/betamol.yaml": text})
    result = run("treatments", "-s", "cramps", "--role", "all", "--data", folder)
    row = next(row for row in cells(result.stdout) if row[0].startswith("Betamol"))
    assert "BOXED WARNING 1 caution" in row[0]
    assert "! Betamol: the label carries a boxed warning" in joined(result.stdout)


def test_cards_leave_out_what_is_not_recorded(run: Run) -> None:
    """A record without uses, cautions or interactions says so, or is silent."""
    assert "Interactions" not in run("show", "toyegiline", "--data", TOY).stdout
    sleep = run("show", "muscle-symptoms", "--data", TOY).stdout
    assert "Part of" not in sleep
    deltatoxin = joined(run("show", "deltatoxin", "--data", TOY).stdout)
    assert "Cautions None is recorded, which does not mean that there is none." in deltatoxin
    assert "Boxed warning unknown: no label was read" in deltatoxin


@pytest.mark.parametrize(
    ("args", "near"),
    [
        (("treatments", "--symptom", "droolling"), "drooling"),
        (("treatments", "--class", "benzodiazepin"), "enzodiazepine"),
        (("show", "mexilitine"), "mexiletin"),
        (("show", "medications/baklofen"), "aclofen"),
        (("show", "ean-2023"), "EAN 2024"),
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
        ("treatments", "--symptom", ""),
        ("treatments", "--class", " "),
        ("treatments", "--role", "best"),
        ("treatments", "--no-such-option"),
        ("show", " "),
        ("show",),
        ("validate",),
        ("no-such-command",),
        (),
    ],
    ids=" ".join,
)
def test_usage_errors_exit_with_2(run: Run, args: tuple[str, ...]) -> None:
    """What cannot be understood ends with exit code 2, and never with a traceback."""
    result = run(*args)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert result.output.strip()


def test_help_and_version(run: Run) -> None:
    """The help names every command; the version is the library's."""
    result = run("--help")
    assert result.exit_code == 0
    for command in ("treatments", "show", "validate", "info"):
        assert re.search(rf"^  {command} +\S", result.stdout, re.MULTILINE)
        assert run(command, "-h").exit_code == 0
    assert "..." not in result.stdout.partition("Commands:")[2]
    assert run("--version").stdout == f"alstx {alstx.__version__}\n"


def test_info_counts(run: Run, kb: KnowledgeBase) -> None:
    """The command info tells versions, disease and the number of records of each kind."""
    page = joined(run("info").stdout)
    assert f"alstx {alstx.__version__}, data {kb.version}" in page
    assert kb.disease.name in page
    document = json.loads(run("info", "--json").stdout)
    for kind, held in kb.records.kinds():
        assert f"{first_up(phrase(kind))} {len(held)}" in page
        assert document["counts"][kind] == len(held)
    assert sum(document["roles"].values()) == document["counts"]["treatments"]


def test_info_of_a_bare_disease(run: Run, tmp_path: Path) -> None:
    """What the disease lacks is left out of the page."""
    manifest = _toy_files()["manifest.yaml"]
    bare = re.sub(r"  synonyms.*\n|  xrefs:\n.*\n", "", manifest)
    result = run("info", "--data", _folder(tmp_path, {"manifest.yaml": bare}))
    assert "Toy disease" in result.stdout
    assert "Also called" not in result.stdout


def test_json_is_complete_sorted_and_stable(run: Run, kb: KnowledgeBase) -> None:
    """JSON holds every treatment whole, with its sources, and its keys are sorted."""
    args = ("treatments", "-s", "drooling", "--role", "all", "--json")
    first, second = run(*args), run(*args, columns=40)
    assert first.stdout == second.stdout
    document = json.loads(first.stdout)
    assert first.stdout == json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    treatments = kb.treatments.filter(symptom="drooling", role=None)
    assert list(treatments.ids) == [t["id"] for t in document["treatments"]]
    assert document["count"] == len(treatments)
    assert document["question"] == {
        "contested": False,
        "drug_class": None,
        "role": "all",
        "symptom": "sialorrhea",
    }
    for treatment, plain in zip(treatments, document["treatments"], strict=True):
        assert plain["role"] == treatment.role
        assert plain["best_level"] == treatment.best_level
        assert plain["contested"] == treatment.contested
        assert [e.id for e in treatment.evidence] == [e["id"] for e in plain["evidence"]]
        assert [r.id for r in treatment.recommendations] == [
            r["id"] for r in plain["recommendations"]
        ]
        assert [e.level for e in treatment.evidence] == [e["level"] for e in plain["evidence"]]
    for id_, plain in document["sources"].items():
        assert plain["citation"] == kb.sources[id_].citation
        assert plain["link"] == kb.sources[id_].link


def test_json_names_every_source_it_speaks_of(run: Run) -> None:
    """Every source that a JSON document names stands in its list, and no other."""
    for args in (("treatments", "-s", "PBA"), ("show", "baclofen"), ("show", "ean-2024")):
        text = run(*args, "--json").stdout
        named = set(re.findall(r'"source": "([^"]+)"', text))
        assert named == set(json.loads(text)["sources"]), args


def test_json_of_a_class(run: Run) -> None:
    """The question of a class is told by its id."""
    document = json.loads(run("treatments", "--class", "SSRIs", "--json").stdout)
    assert document["question"]["drug_class"] == "ssri"
    assert document["question"]["symptom"] is None


def test_validate_a_good_folder(run: Run, toy: KnowledgeBase) -> None:
    """A valid folder is summed up in one line, with exit code 0."""
    result = run("validate", TOY)
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    assert line.startswith("valid: ")
    assert f"{len(toy.medications)} medications" in line
    assert toy.version in line


def test_validate_lists_every_problem(run: Run, toy_folder: Path) -> None:
    """Every problem is a line of file, line, place and message; then the count; exit code 1."""
    for name in ("alphazine", "betamol"):
        path = toy_folder / "medications" / f"{name}.yaml"
        path.write_text(path.read_text("utf-8").replace("kind: ingredient", "kind: syrup"), "utf-8")
    with pytest.raises(alstx.DataError) as caught:
        alstx.load(toy_folder)
    result = run("validate", str(toy_folder), columns=40)
    assert result.exit_code == 1
    *problems, count = result.stdout.splitlines()
    assert [str(problem) for problem in caught.value.problems] == problems
    assert count == f"{len(problems)} problems"
    assert any(re.match(r"medications/alphazine\.yaml:\d+: kind: 'syrup'", p) for p in problems)


@pytest.mark.parametrize("name", ["no-such-folder", "\x1b[31mred", "[red]x[/red]"])
def test_validate_what_is_no_folder(run: Run, name: str) -> None:
    """A folder that is not there is one problem, told literally."""
    result = run("validate", name)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "1 problem"
    assert "\x1b" not in result.stdout
    assert "[red]" not in name or "[red]x[/red]" in result.stdout


def test_validate_an_overlay(run: Run, tmp_path: Path) -> None:
    """With --extends-bundled a folder may refer to bundled records; only its own are counted."""
    source = (
        "id: local-2026\nkind: guideline\ntitle: Ours\nyear: 2026\nstatus: current\n"
        "population: als\nrecommendations:\n  - id: local-2026-baclofen\n"
        "    intervention: medications/baclofen\n    symptom: spasticity\n    stance: consider\n"
        "    statement: As elsewhere.\n    verification: primary\nreviewed: '2026-01-31'\n"
    )
    folder = _folder(tmp_path, {"sources/local-2026.yaml": source})
    result = run("validate", folder, "--extends-bundled")
    assert result.exit_code == 0
    assert result.stdout.startswith("valid: 1 sources, 1 recommendations (version ")
    assert run("validate", folder).exit_code == 1


def test_validate_an_empty_base(run: Run, tmp_path: Path) -> None:
    """A folder with a manifest alone is valid and holds no records."""
    folder = _folder(tmp_path, {"manifest.yaml": _toy_files()["manifest.yaml"]})
    assert run("validate", folder).stdout.startswith("valid: no records (version 2026.1.31")


def test_a_spoilt_data_folder_is_told_without_traceback(run: Run, tmp_path: Path) -> None:
    """A command that answers from an invalid folder lists its problems on the standard error."""
    folder = _folder(tmp_path, {"manifest.yaml": "version: [\n"})
    result = run("info", "--data", folder)
    assert result.exit_code == 1
    assert "manifest.yaml:" in result.stderr
    assert len(result.stderr.splitlines()) > 1


HOSTILE = ["\x1b[31mred", "[red]x[/red]", "a\nb", "\u202eevil", "\x00", "\udc80", "x" * 5000, "\t"]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:8]))
@pytest.mark.parametrize(
    "args",
    [
        ("show",),
        ("show", "--json"),
        ("treatments", "-s"),
        ("treatments", "--class"),
        ("treatments", "--role"),
        ("treatments", "--data"),
        ("validate",),
        (),
        ("show", "baclofen"),
        ("info",),
    ],
    ids=" ".join,
)
def test_hostile_arguments_are_told_literally(run: Run, args: tuple[str, ...], text: str) -> None:
    """Control characters and markup in an argument never reach the terminal as such."""
    result = run(*args, text)
    assert result.exit_code in (1, 2)
    for line in result.output.splitlines():
        assert line.isprintable()
    if text.startswith("[red]"):
        assert "[red]x[/red]" in result.output


def test_hostile_options_are_told_literally(run: Run) -> None:
    """An option with control characters is named with escapes."""
    result = run("treatments", "--\x1b[31mfoo")
    assert result.exit_code == 2
    assert r"--\x1b[31mfoo" in result.output


def test_markup_in_data_is_shown_as_written(run: Run, tmp_path: Path) -> None:
    """What looks like markup, emoji code or a link in a record is plain text on the page."""
    odd = "[bold red]Odd[/] :smile: [link=https://example.org]x[/link] [1]"
    files = _toy_files()
    text = files["medications/betamol.yaml"]
    text = text.replace("An old remedy that exists in tests only.", f"'{odd}'")
    folder = _folder(tmp_path, {**files, "medications/betamol.yaml": text})
    assert odd in run("show", "betamol", "--data", folder).stdout


def test_ascii_where_the_encoding_is_not_utf8() -> None:
    """On a stream that is not UTF-8 every answer is ASCII, and JSON still holds every name."""
    for args in (("show", "ean-2024", "--all"), ("show", "sialorrhea"), ("validate", "\u00e9")):
        done = process(*args, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
        assert done.returncode == (args[0] == "validate")
        assert done.stdout.isascii()
        assert done.stderr == b""
    done = process("show", "ean-2024", "--json", PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    assert done.stdout.isascii()
    record = json.loads(done.stdout)["matches"][0]["record"]
    assert list(alstx.load().sources["ean-2024"].authors) == record["authors"]
    missing = process("show", "n\u00f6pe", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert missing.stderr.isascii()
    assert missing.stderr.startswith(b"no record 'nope'")


def test_a_pipe_gets_100_columns_without_colours() -> None:
    """Where there is no terminal a page is 100 columns wide, without escapes or box drawing."""
    done = process("treatments", "--symptom", "drooling")
    assert done.returncode == 0
    lines = done.stdout.decode("utf-8").splitlines()
    assert max(map(cell_len, lines)) == 100
    assert b"\x1b" not in done.stdout
    assert not any("\u2500" <= ch <= "\u257f" for line in lines for ch in line)


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX pipe")
def test_a_broken_pipe_ends_quietly() -> None:
    """A reader that goes away early is no error, and nothing is complained of."""
    for args in (("treatments", "--all"), ("treatments", "--json"), ("--help",)):
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
        assert done.returncode in (0, 1), args


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_full_disk_is_told() -> None:
    """What cannot be written is told in one line, with exit code 1."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "alstx", "info"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"the output cannot be written: ")
    assert len(done.stderr.splitlines()) == 1


def test_python_m_runs_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``python -m alstx`` is the command line."""
    monkeypatch.setattr(sys, "argv", ["alstx", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("alstx", run_name="__main__")
    assert not ended.value.code
    assert capsys.readouterr().out == f"alstx {alstx.__version__}\n"


@pytest.mark.parametrize("absent", ["typer", "rich"])
def test_without_the_extra_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], absent: str
) -> None:
    """Without typer or rich the command line names the extra to install, and exits with 1."""
    for module in [m for m in sys.modules if m.startswith("alstx.cli.")]:
        monkeypatch.delitem(sys.modules, module)
    for module in [m for m in sys.modules if m.partition(".")[0] == absent]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, absent, None)
    assert main() == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "the command line needs the extra 'cli': pip install 'alstx[cli]'\n"


def test_another_missing_module_is_no_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of ours that is missing is not passed off as a missing extra."""
    monkeypatch.setitem(sys.modules, "alstx.cli.app", None)
    with pytest.raises(ModuleNotFoundError):
        main()


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"  # type: ignore[assignment]  # of a stream, not of a text

    def isatty(self) -> bool:
        """Says so."""
        return True


def drawn(page: Page, stream: io.StringIO, width: int = 60, *, unicode: bool = True) -> str:
    """What a screen draws of a page."""
    Screen(stream, width, unicode=unicode).show(page)
    return stream.getvalue()


GRID = Grid([Column("A", 1, 5), Column("B", 1, 5)], [[[Line("x")], [Line("y", "bold red")]]])


def test_a_terminal_has_colours_and_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal headings are bold and tables ruled; NO_COLOR turns colours off."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("COLORTERM", raising=False)
    page: Page = [Heading("Title", 1), GRID]
    text = drawn(page, Terminal())
    assert "\x1b[1mTitle" in text
    assert "\x1b[1;31my" in text
    assert "\u2500" in text
    assert "\u2500" not in drawn(page, Terminal(), unicode=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "31m" not in drawn(page, Terminal())
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in drawn(page, Terminal())


def test_a_file_has_neither() -> None:
    """In a file there are no escapes, and rules are hyphens."""
    text = drawn([Heading("T"), GRID, Items([("-", "z")], "bold")], io.StringIO())
    assert text.splitlines()[0] == "T"
    assert "A" in text.splitlines()[1]
    assert set(text.splitlines()[2]) == {"-"}
    assert text.splitlines()[-1] == "-  z"
    assert "\x1b" not in text


def test_a_process_without_output_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the process has no standard output nothing is written and nothing fails."""
    monkeypatch.setattr(sys, "stdout", None)
    screen = Screen.of_process()
    screen.show([Heading("T")])
    screen.lines(["x"])
    screen.json({})


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("utf-8", True), ("UTF-16", True), ("latin-1", False), ("no-such-code", False), (None, False)],
)
def test_encoding_decides(
    monkeypatch: pytest.MonkeyPatch, encoding: str | None, expected: bool
) -> None:
    """Only an encoding that has every character gets every character."""
    stream = Terminal()
    monkeypatch.setattr(Terminal, "encoding", encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    assert Screen.of_process().unicode is expected


@pytest.mark.parametrize(("columns", "width"), [("20", 40), ("90", 90), ("300", 160)])
def test_width_is_bounded(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    """A page is as wide as the terminal, but not too narrow or too wide to read."""
    monkeypatch.setenv("COLUMNS", columns)
    assert Screen.of_process().width == width


def _broken(error: OSError) -> io.StringIO:
    class Broken(io.StringIO):
        def write(self, _text: str) -> int:
            raise error

        def fileno(self) -> int:
            return nowhere

    nowhere = os.open(os.devnull, os.O_WRONLY)
    return Broken()


def test_writing_fails_quietly_only_for_a_broken_pipe() -> None:
    """A broken pipe is swallowed, any other failure is raised."""
    Screen(_broken(BrokenPipeError()), 80, unicode=True).lines(["x"])
    with pytest.raises(OSError, match="full"):
        Screen(_broken(OSError("full")), 80, unicode=True).lines(["x"])


def test_a_failure_without_a_number_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure to write is told by its reason, or by its text where it has none."""

    def fail(*_: Any) -> None:
        reason = "gone"
        raise OSError(reason)

    monkeypatch.setattr(Screen, "show", fail)
    result = run("info")
    assert result.exit_code == 1
    assert result.stderr == "the output cannot be written: gone\n"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(TEXTS, st.integers(8, 60), st.integers(0, 6))
def test_wrapping_keeps_text_and_width(text: str, width: int, indent: int) -> None:
    """Wrapped lines fit, keep every character but blanks, and are indented but for the first."""
    lines = wrapped(clean(text), width, indent)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(clean(text).split()) == "".join("".join(lines).split())
    assert all(line.startswith(" " * indent) for line in lines[1:])


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("aaa bbb", ["aaa", "bbb"]),
        ("https://a.b/c", ["https:", "//a.b/", "c"]),
        ("abcdefghij", ["abcdef", "ghij"]),
        ("", [""]),
        (f"aa{GLUE}bb cc", [f"aa{GLUE}bb", "cc"]),
    ],
)
def test_wrapping_breaks_at_good_places(text: str, lines: list[str]) -> None:
    """Lines break at blanks, long words behind a slash, and never at glue."""
    assert wrapped(text, 6) == lines


@given(st.text())
def test_clean_text_cannot_steer_a_terminal(text: str) -> None:
    """Cleaned text is printable and stays as it is when cleaned again; ASCII is ASCII."""
    assert clean(text).replace(GLUE, "").isprintable()
    assert clean(clean(text)) == clean(text)
    assert to_ascii(clean(text)).replace(GLUE, "").isascii()


def test_to_ascii_keeps_the_sense() -> None:
    """Dashes, quotes, accents and signs are written in ASCII."""
    assert to_ascii("Chi\u00f2 \u2013 \u2265 5 \u00b5g \u201cx\u201d") == 'Chio - >= 5 ug "x"'


@pytest.mark.parametrize("room", [30, 40, 100])
def test_columns_share_the_room(room: int) -> None:
    """The columns fill the room and no more, and each has what it needs."""
    columns = [Column("A", 1, 10), Column("B", 3, 12), Column("C", 0, 8)]
    widths = _widths(columns, room)
    assert room - 3 <= sum(widths) <= room
    assert all(w >= column.least for w, column in zip(widths, columns, strict=True))


def test_words() -> None:
    """The small helpers of wording say what they promise."""
    assert _letters(0), _letters(27) == ("a", "ab")
    assert phrase("qt-prolongation") == "QT prolongation"
    assert listed(["a", "b", "c"], most=2) == "a, b and 1 more"
    assert listed(["a", "b"], most=2) == "a, b"
    assert sentence("x") == "x."
    assert sentence("x?") == "x?"
    assert first_up("") == ""


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        ("ean-2024", "EAN 2024"),
        ("nice-ng42-2016", "NICE NG42"),
        ("weiss-2016-mexiletine", "Weiss 2016"),
        ("cochrane-2022-sialorrhea", "Cochrane 2022"),
        ("label-us-baclofen", "US label"),
        ("als-news-today-symptomatic-treatments", "ALS News Today"),
        ("scottish-palliative-care", "Scottish Palliative Care Guidelines"),
    ],
)
def test_short_names(kb: KnowledgeBase, id_: str, name: str) -> None:
    """Sources are called what people call them."""
    assert short_name(kb.sources[id_]) == name


def test_every_source_has_a_short_name(kb: KnowledgeBase) -> None:
    """The short name of every source is short, and its places are told once."""
    for source in kb.sources:
        assert 0 < len(short_name(source)) <= 60, source.id
        assert len(where(source)) <= 2


def test_every_word_of_a_vocabulary_has_its_wording(kb: KnowledgeBase) -> None:
    """Every stance, line and status of the base can be worded."""
    assert all(advice(r) for r in kb.recommendations)
    assert set(Stance) == set(STANCES)
    assert set(Direction) == set(DIRECTIONS)
    assert set(LabelStatus) == set(STATUSES)
    assert set(Level) == set(LEVELS)


_THERAPY = """\
id: alphaline-brace
name: Alphaline
kind: device
description: A brace with the name of a brand.
reviewed: '2026-01-31'
"""


def _toy_files() -> dict[str, str]:
    root = Path(TOY)
    return {p.relative_to(root).as_posix(): p.read_text("utf-8") for p in root.rglob("*.yaml")}


def _folder(root: Path, files: dict[str, str]) -> str:
    """Writes a folder of records."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return str(root)
