"""The commands that answer: what they say, in every form, on the bundled and the toy data."""

import csv
import io
import json
import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from rich.cells import cell_len

import alstx
from alstx import DISCLAIMER, KnowledgeBase, Treatment
from alstx.about import NOTICE
from alstx.cli.options import FORMS
from alstx.cli.question import Question
from alstx.display import answer, brief, safety, signs, summary
from alstx.display.words import first_up
from alstx.export import schema
from alstx.kb.filters import RULES
from alstx.kb.lookup import NAMED_KINDS, key_of, kind_of, lookup, nodes_of, search
from alstx.model.records import LABELS
from alstx.tables.parts import TABLES
from alstx.vocab import Role, Severity

Run = Callable[..., Result]

TOY = str(Path(__file__).parent / "toy")
WIDTHS = [40, 60, 80, 120, 160]
ON_BUNDLED: list[tuple[str, ...]] = [
    ("treatments", "drooling"),
    ("treatments", "drooling", "--role", "all", "--long"),
    ("treatments", "baclofen"),
    ("treatments", "SSRIs"),
    ("treatments", "bulbar symptoms"),
    ("treatments", "--contested"),
    ("treatments", "slurred speech"),
    ("medications", "SSRI"),
    ("medications", "drooling", "--role", "all", "--long"),
    ("symptoms",),
    ("symptoms", "bulbar symptoms"),
    ("evidence", "mexiletine"),
    ("evidence", "PBA", "--long"),
    ("interactions", "Zanaflex", "fluvoxamine", "Elavil", "SSRIs", "alcohol"),
    ("interactions", "Zanaflex", "fluvoxamine", "--long"),
    ("search", "sialorhea"),
    ("show", "quinine"),
    ("show", "drooling", "--long"),
    ("show", "ean-2024"),
    ("show", "quinine-for-muscle-cramps"),
    ("info",),
    ("info", "--signs"),
]
ON_TOY = [
    (*args, "--data", TOY)
    for args in (
        ("treatments",),
        ("treatments", "--role", "all", "--long"),
        ("treatments", "--level", "1"),
        ("medications",),
        ("symptoms",),
        ("evidence", "--long"),
        ("interactions", "alphazine", "betamol", "toyegiline"),
        ("interactions", "betamol", "Betamol"),
        ("search", "alfazine"),
        ("show", "alphazine"),
        ("info",),
    )
]
PAGES = [*ON_BUNDLED, *ON_TOY]


def named(args: Sequence[str]) -> str:
    """A command without the folders of this machine."""
    return " ".join("toy" if arg == TOY else arg for arg in args)


def joined(text: str) -> str:
    """A text without the line breaks and indents of its layout."""
    return " ".join(text.split())


def rows(markdown: str) -> Iterator[dict[str, str]]:
    """The rows of the tables of a page of Markdown, by title of the column."""
    titles: list[str] = []
    for line in markdown.splitlines():
        cells = [cell.strip().replace("\\", "") for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            titles = []
        elif not titles:
            titles = cells
        elif set(cells) != {"---"}:
            yield dict(zip(titles, cells, strict=True))


# every command, in every form, at every width


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("args", PAGES, ids=named)
def test_pages_fit_the_terminal(run: Run, args: tuple[str, ...], columns: int) -> None:
    """Every line fits, has no blank at its end and no escape, and the page ends as it must."""
    result = run(*args, columns=columns)
    assert result.exit_code == 0
    for line in result.stdout.splitlines():
        assert cell_len(line) <= columns
        assert line == line.rstrip()
        assert line.isprintable()
    if "--signs" not in args:
        whole = "--long" in args or args[0] == "info"
        assert (DISCLAIMER if whole else NOTICE) in joined(result.stdout)


@pytest.mark.parametrize("args", PAGES, ids=named)
def test_markdown_says_what_the_page_says(run: Run, args: tuple[str, ...]) -> None:
    """Markdown has the words of the widest page, in tables whose rows have all cells."""
    page = joined(run(*args, columns=160).stdout)
    result = run(*args, "--format", "markdown")
    assert result.exit_code == 0
    text = result.stdout.replace("\\", "")
    assert list(rows(text)) or "\n|" not in text
    words = set(re.findall(r"[^\W\d_]{4,}", page)) - {"Says"}
    assert words - set(re.findall(r"[^\W\d_]{4,}", text)) == set()


@pytest.mark.parametrize("args", PAGES, ids=named)
def test_json_is_one_envelope(run: Run, args: tuple[str, ...]) -> None:
    """JSON has the same keys at every width, sorted, a right count, and every source it names."""
    first, again = run(*args, "--json"), run(*args, "--format", "json", columns=40)
    assert first.exit_code == 0
    assert first.stdout == again.stdout
    document = json.loads(first.stdout)
    assert first.stdout == json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    keys = {"alstx", "data", "disclaimer", "question", "count", "results", "sources"}
    assert keys <= set(document)
    assert document["disclaimer"] == DISCLAIMER
    assert document["alstx"] == alstx.__version__
    assert document["count"] == len(document["results"])
    cited = set(re.findall(r'"source": "([^"]+)"', first.stdout))
    assert cited <= set(document["sources"])


@pytest.mark.parametrize("args", PAGES, ids=named)
def test_csv_is_a_table(run: Run, args: tuple[str, ...]) -> None:
    """CSV has a header, and as many cells in every row; as many rows as JSON has results."""
    result = run(*args, "--format", "csv")
    assert result.exit_code == 0
    header, *body = csv.reader(io.StringIO(result.stdout, newline=""))
    assert all(len(row) == len(header) for row in body)
    assert len(body) == json.loads(run(*args, "--json").stdout)["count"]
    if args[0] in FILTERS:
        assert header == [column.name for column in TABLES[args[0]].columns]


def test_csv_of_several_kinds_is_refused(run: Run) -> None:
    """Records whose tables have other columns are no CSV file; the message names them."""
    result = run("show", "sodium channel blocker", "--format", "csv")
    assert result.exit_code == 2
    assert "drug_classes/sodium-channel-blocker, mechanisms/sodium-channel-blocker" in result.stderr
    assert run("show", "ALS", "--format", "csv").exit_code == 2


# treatments


@pytest.mark.parametrize("symptom", ["drooling", "muscle cramps", "PBA", "constipation"])
def test_each_treatment_is_a_line_as_summary_has_it(
    run: Run, kb: KnowledgeBase, symptom: str
) -> None:
    """A line has every statement's sign, the key findings, the labels and the marks."""
    found = kb.treatments.filter(symptom=symptom, role=None)
    page = run("treatments", symptom, "--role", "all", "--format", "markdown").stdout
    told = [row for row in rows(page) if not next(iter(row.values())).startswith("**")]
    assert len(found) == len(told)
    names = {t.id: kb.resolve(t.intervention).label for t in found}
    by_name = {re.sub("^&emsp;", "", next(iter(row.values()))): row for row in told}
    codes = brief.codes(brief.sources(s for t in found for s in summary.statements(t)))
    for t in found:
        (row,) = [row for name, row in by_name.items() if re.fullmatch(
            re.escape(names[t.id]) + r"( [*!X]+)?( \[[bsdtw]+\])?( \(.*\))?", name)]  # fmt: skip
        said = {codes[s.source.id]: brief.sign(s) for s in summary.statements(t)}
        assert said == {code: row[code] for code in codes.values() if row[code]}
        best, other = brief.findings(t, words=True)
        assert row["Best for it, n"] == ", ".join(best)
        assert row["Other, harm"] == ", ".join(other)
        assert row["Label"] == brief.label(t, words=True)
        name = next(iter(row.values()))
        assert t.contested == (signs.CONTESTED in name)
        assert not safety.is_boxed(t) or signs.BOXED in name
        assert safety.touched(t) == "".join(re.findall(r" \[([bsdtw]+)\]", name))


def test_the_answer_comes_first(run: Run, kb: KnowledgeBase) -> None:
    """The page of a symptom starts with how many there are, and which is tried first."""
    symptom, found = kb.symptoms["sialorrhea"], kb.treatments.filter(symptom="drooling", role=None)
    page = joined(run("treatments", "drooling").stdout)
    first = f"{answer.headline(symptom, found)} {answer.order(found, kb.treatments.labels)}"
    assert page.startswith(first)


def test_members_are_under_their_class(run: Run, kb: KnowledgeBase) -> None:
    """What a class carries is indented below it; what it does not carry is not."""
    page = run("treatments", "drooling", columns=120).stdout
    for top, carried in answer.grouped(kb.treatments.filter(symptom="drooling")):
        start = page.index(f"\n{kb.resolve(top.intervention).label}"[:16])
        for t in carried:
            start = page.index(f"\n  {kb.resolve(t.intervention).label}"[:16], start)


def test_long_says_everything(run: Run, kb: KnowledgeBase) -> None:
    """With --long every statement, finding, label, disagreement and caution is told in full."""
    page = joined(run("treatments", "drooling", "--role", "all", "--long", columns=160).stdout)
    for t in kb.treatments.filter(symptom="drooling", role=None):
        assert summary.role(t) in page
        for words in (*summary.labels(t), *summary.disagreements(t)):
            assert words in page
        for found in t.key_findings:
            assert summary.finding(t, found) in page
        for r in t.recommendations:
            assert joined(r.statement) in page
            assert summary.advice(r) in page
        for e in t.evidence:
            assert joined(e.finding) in page
            assert joined(e.effect or "") in page
        for caution in t.cautions:
            assert joined(caution.text) in page
            assert joined(caution.matters_in_als or "") in page


@pytest.mark.parametrize("symptom", ["drooling", "cramps", "respiratory symptoms", "depression"])
def test_cited_sources_are_listed_without_a_gap(run: Run, kb: KnowledgeBase, symptom: str) -> None:
    """The numbers of the list of sources are those that the page cites; each has its citation."""
    page = run("treatments", symptom, "--role", "all", "--long").stdout
    body, _, listed = page.partition("\nSources\n")
    numbers = [int(n) for n in re.findall(r"^\[(\d+)\]", listed, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert set(numbers) == {int(n) for n in re.findall(r"\[(\d{1,3})\]", joined(body))}
    found = kb.treatments.filter(symptom=symptom, role=None)
    cited = {r.source for t in found for r in t.recommendations}
    for id_ in cited:
        assert joined(kb.sources[id_].citation) in joined(listed)


@pytest.mark.parametrize("role", [*Role, None])
def test_role_chooses(run: Run, kb: KnowledgeBase, role: Role | None) -> None:
    """The option --role keeps that role; without it those that are only studied are counted."""
    expected = kb.treatments.filter(symptom="cramps", role=role)
    word = "all" if role is None else role.value
    document = json.loads(run("treatments", "cramps", "--role", word, "--json").stdout)
    assert list(expected.ids) == [t["id"] for t in document["results"]]
    assert document["question"] == {"symptom": "muscle-cramps", "role": word}
    plain = json.loads(run("treatments", "cramps", "--json").stdout)
    assert {t["role"] for t in plain["results"]} == {"used", "advised-against"}
    studied = len(kb.treatments.filter(symptom="cramps", role="studied"))
    command = "alstx treatments cramps --role all"
    assert f"{studied} more only studied: {command}" in run("treatments", "cramps").stdout


@pytest.mark.parametrize("columns", [80, 120])
def test_what_rules_out_and_what_harms_is_never_left_out(
    run: Run, kb: KnowledgeBase, columns: int
) -> None:
    """Boxes, contraindications, harms and advice against stand in the short page too."""
    page = run("treatments", "cramps", columns=columns).stdout
    line = next(line for line in page.splitlines() if line.startswith("Quinine"))
    assert line.startswith("Quinine *!X")
    assert "-r" in line
    assert "warned FDA" in line
    quinine = kb.treatments["quinine-for-muscle-cramps"]
    harms = [k for k in quinine.key_findings if k.evidence.direction == "harm"]
    assert bool(harms) == ("harm" in joined(page.partition("Quinine")[2][:400]))


def test_a_class_is_boxed_where_a_member_is(run: Run, kb: KnowledgeBase) -> None:
    """A class has no label of its own: its mark is that of its members."""
    page = run("treatments", "cramps", "--role", "all", columns=120).stdout
    assert any(
        m.boxed_warning == "present" for m in kb.medications.filter(drug_class="benzodiazepine")
    )
    assert "Benzodiazepine !" in page


def test_json_says_what_summary_says(run: Run, kb: KnowledgeBase) -> None:
    """Role, labels, statements, findings and disagreements in JSON are those of summary."""
    document = json.loads(run("treatments", "drooling", "--role", "all", "--json").stdout)
    for plain in document["results"]:
        t = kb.treatments[plain["id"]]
        assert plain["role_words"] == summary.role(t)
        assert plain["labels"] == list(summary.labels(t))
        assert plain["status"] == t.status
        assert plain["contested"] == t.contested
        assert plain["best_supporting_level"] == t.best_supporting_level
        assert [s["words"] for s in plain["statements"]] == [s.words for s in summary.statements(t)]
        assert [d["words"] for d in plain["disagreements"]] == list(summary.disagreements(t))
        assert [k["words"] for k in plain["key_findings"]] == [
            summary.finding(t, found) for found in t.key_findings
        ]
        assert [e["id"] for e in plain["evidence"]] == [e.id for e in t.evidence]
        assert [r["id"] for r in plain["recommendations"]] == [r.id for r in t.recommendations]
        assert plain["intervention_name"] == kb.resolve(t.intervention).name
    for id_, plain in document["sources"].items():
        assert plain["citation"] == kb.sources[id_].citation
        assert plain["link"] == kb.sources[id_].link


# names and filters

FILTERS: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "treatments": [
        ("--symptom", "drooling", {"symptom": "sialorrhea"}),
        ("-s", "HP:0002307", {"symptom": "sialorrhea"}),
        ("--medication", "Elavil", {"medication": "amitriptyline"}),
        ("-m", "Elavil", {"medication": "amitriptyline"}),
        ("--class", "SSRI", {"drug_class": "ssri"}),
        ("--mechanism", "muscarinic antagonist", {"mechanism": "muscarinic-antagonist"}),
        ("--therapy", "BiPAP", {"therapy": "BiPAP"}),
        ("--source", "EAN 2024", {"source": "ean-2024"}),
        ("--basis", "page", {"basis": "page"}),
        ("--status", "on-label", {"status": "on-label"}),
        ("--level", "2", {"level": 2}),
        ("--contested", "", {"contested": True}),
        ("--tube", "with-care", {"tube": "with-care"}),
        ("--form", "patch", {"form": "patch"}),
        ("--liquid", "true", {"liquid": True}),
        ("--by-mouth", "false", {"by_mouth": False}),
    ],
    "medications": [
        ("--symptom", "drooling", {"symptom": "drooling"}),
        ("--class", "SSRI", {"drug_class": "ssri"}),
        ("--mechanism", "muscarinic antagonist", {"mechanism": "muscarinic-antagonist"}),
        ("--kind", "combination", {"kind": "combination"}),
        ("--tube", "true", {"tube": True}),
        ("--form", "oral solution", {"form": "oral solution"}),
        ("--liquid", "true", {"liquid": True}),
        ("--by-mouth", "false", {"by_mouth": False}),
    ],
    "symptoms": [
        ("--group", "bulbar symptoms", {"group": "bulbar-symptoms"}),
        ("--medication", "baclofen", {"medication": "baclofen"}),
    ],
    "evidence": [
        ("--symptom", "drooling", {"symptom": "sialorrhea"}),
        ("--medication", "Mexitil", {"medication": "mexiletine"}),
        ("--class", "SSRI", {"drug_class": "ssri"}),
        ("--therapy", "BiPAP", {"therapy": "BiPAP"}),
        ("--direction", "no-difference", {"direction": "no-difference"}),
        ("--endpoint", "primary", {"endpoint": "primary"}),
        ("--versus", "placebo", {"versus": "placebo"}),
        ("--domain", "survival", {"domain": "survival"}),
        ("--design", "case-series", {"design": "case-series"}),
        ("--population", "mnd", {"population": "mnd"}),
        ("--certainty", "low", {"certainty": "low"}),
        ("--source", "weiss-2016-mexiletine", {"source": "weiss-2016-mexiletine"}),
        ("--level", "1", {"level": 1}),
        ("--since", "2020", {"since": 2020}),
        ("--until", "1999", {"until": 1999}),
    ],
}


def given(*args: str) -> list[str]:
    """Arguments without the empty ones."""
    return [arg for arg in args if arg]


@pytest.mark.parametrize(
    ("command", "asked", "wanted"),
    [(command, (o, v), wanted) for command, some in FILTERS.items() for o, v, wanted in some],
)
def test_each_option_is_the_filter_of_that_name(
    run: Run, kb: KnowledgeBase, command: str, asked: tuple[str, str], wanted: dict[str, Any]
) -> None:
    """An option keeps what the filter of the library keeps, and no less than something."""
    more = {"role": None} if command == "treatments" else {}
    expected = getattr(kb, command).filter(**wanted, **more)
    assert 0 < len(expected) < len(getattr(kb, command))
    role = ["--role", "all"] if command == "treatments" else []
    document = json.loads(run(command, *given(*asked), *role, "--json").stdout)
    assert set(expected.ids) == {result["id"] for result in document["results"]}


def test_a_question_on_forms_names_them_and_what_is_unknown(run: Run, kb: KnowledgeBase) -> None:
    """The forms that may and those that must not stand together; the unknown are counted."""
    for command in ("treatments", "medications"):
        text = " ".join(run(command, "cramps", "--tube", "true").stdout.split())
        assert "may: oral granules (Lyvispah); must not: solution for intrathecal use" in text
        note = kb.medications.filter(symptom="cramps", tube=True).note
        assert "unknown is not no" in str(note)
        assert "left out, for what was read does not tell; unknown is not no" in text
        assert "No form is called safe to swallow" in text
    document = json.loads(run("medications", "cramps", "--tube", "true", "--json").stdout)
    assert document["note"] == note
    long = " ".join(run("treatments", "cramps", "--tube", "true", "--long").stdout.split())
    assert "unknown is not no" in long
    patch = " ".join(run("medications", "drooling", "--form", "patch").stdout.split())
    assert "Scopolamine Other forms: patch" in patch
    assert "note" not in json.loads(run("medications", "cramps", "--json").stdout)


def test_an_empty_answer_on_forms_counts_the_unknown(run: Run) -> None:
    """None that may is not none that might: what nothing tells of is counted."""
    text = " ".join(run("treatments", "constipation", "--tube", "true").stdout.split())
    assert "no treatment is recorded that fits" in text
    assert "unknown is not no" in text


def test_an_unknown_form_is_an_error(run: Run) -> None:
    """A form that no record has is refused, with a near one."""
    done = run("medications", "--form", "tablett")
    assert done.exit_code == 1
    assert "no form 'tablett'; did you mean 'tablet'?" in done.stderr


def test_one_use_is_named_by_its_medicine(run: Run) -> None:
    """A row of one treatment names the medicine, not the symptom that the title names."""
    assert "\nGlycopyrronium " in run("treatments", "drooling", "glycopyrronium").stdout


def test_each_row_has_medicine_and_symptom(run: Run, kb: KnowledgeBase) -> None:
    """What the title leaves open, the row or a heading names: the symptom, or the medicine."""
    of_one = Counter(t.intervention for t in kb.treatments.filter(role=None))
    lone = next(
        t for t in kb.treatments.filter(role=Role.STUDIED)
        if of_one[t.intervention] == 1 and t.intervention.kind == "medications"
    )  # fmt: skip
    name = first_up(kb.symptoms[lone.symptom].plain_name)
    for args in (
        ("show", lone.intervention.id),
        ("treatments", lone.intervention.id, "--role", "all"),
    ):
        assert f"\n{name} " in run(*args).stdout  # its only one, and no heading
    page = run("treatments", "H2 antagonist").stdout
    for t in kb.treatments.filter(drug_class="H2 antagonist"):  # one medicine, two symptoms
        heading = f"\n{first_up(kb.symptoms[t.symptom].plain_name)}\nIn use "
        assert "\nFamotidine " in page.partition(heading)[2]
    assert "\nCramps\nIn use" in run("treatments", "oskarsson-2018-mexiletine").stdout


def test_titles_say_for_what(run: Run, kb: KnowledgeBase) -> None:
    """Names stand before the symptom, in whatever order they were typed."""
    for names in (("gabapentin", "cramps"), ("cramps", "gabapentin")):
        found = kb.treatments.filter(medication="gabapentin", symptom="cramps", role=None)
        page = joined(run("treatments", *names).stdout)
        assert page.startswith(f"Gabapentin for cramps: {brief.counts(found)}")
    every = kb.treatments.filter(medication="quinine", role=None)
    title = f"Quinine: {brief.counts(every, 'use')}"
    assert joined(run("treatments", "quinine").stdout).startswith(title)


def test_a_source_is_no_subject(run: Run, kb: KnowledgeBase) -> None:
    """Beside another name a source stands in brackets, so that it does not read as a treatment."""
    trial = kb.sources["oskarsson-2018-mexiletine"]
    page = run("evidence", trial.id, "cramps", "mexiletine").stdout
    assert page.startswith(f"Mexiletine for cramps ({trial.label}): ")
    assert run("evidence", trial.id).stdout.startswith(f"{trial.label}: ")


def test_every_filter_has_an_option() -> None:
    """The filters of the library and the options of the commands are the same."""
    for command, some in FILTERS.items():
        tried = {name for _, _, wanted in some for name in wanted}
        filters = {n for n in RULES[command] if " " not in n}
        assert filters - {"role"} == tried - {"since", "until"}


@pytest.mark.parametrize(
    ("args", "same"),
    [
        (("treatments", "drooling"), ("treatments", "-s", "drooling")),
        (("treatments", "Elavil"), ("treatments", "--medication", "amitriptyline")),
        (("treatments", "SSRI"), ("treatments", "--class", "SSRI")),
        (("treatments", "BiPAP"), ("treatments", "--therapy", "BiPAP")),
        (("treatments", "EAN 2024"), ("treatments", "--source", "ean-2024")),
        (("treatments", "drooling", "TCA"), ("treatments", "--class", "TCA", "-s", "drooling")),
        (("treatments", "muscle", "cramps", "quinine"), ("treatments", "muscle cramps", "quinine")),
        (("treatments", "muscle-cramps"), ("treatments", "muscle cramps")),
        (("treatments", "symptoms/sialorrhea"), ("treatments", "drooling")),
        (("treatments", "HP:0002307"), ("treatments", "drooling")),
        (("medications", "SSRI"), ("medications", "--class", "SSRI")),
        (("symptoms", "bulbar symptoms"), ("symptoms", "-g", "bulbar symptoms")),
        (("symptoms", "baclofen"), ("symptoms", "-m", "baclofen")),
        (("evidence", "cramps", "Mexitil"), ("evidence", "-s", "cramps", "-m", "mexiletine")),
        (("show", "muscle", "cramps"), ("show", "muscle cramps")),
        (("search", "muscle", "cramps"), ("search", "muscle cramps")),
    ],
    ids=named,
)
def test_names_are_plain_arguments(run: Run, args: tuple[str, ...], same: tuple[str, ...]) -> None:
    """A name without an option is resolved by kind; words of one name need no quotes."""
    first, second = (json.loads(run(*each, "--json").stdout) for each in (args, same))
    assert first["results"] == second["results"]


def test_a_name_of_two_kinds_is_ambiguous(run: Run, toy_folder: Path) -> None:
    """A name that is both a symptom and a medicine is an error that says how to write each."""
    file = toy_folder / "medications" / "betamol.yaml"
    file.write_text(file.read_text("utf-8").replace("name: Betamol", "name: Drooling"), "utf-8")
    folder = str(toy_folder)
    result = run("treatments", "drooling", "--data", folder)
    assert result.exit_code == 1
    assert "'symptoms/sialorrhea'" in result.stderr
    assert "'medications/betamol'" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    for name in ("symptoms/sialorrhea", "medications/betamol"):
        assert run("treatments", name, "--data", folder).exit_code == 0
    page = run("treatments", "-m", "betamol", "--data", folder, "--role", "all").stdout
    assert "alstx treatments --medication betamol" in page
    both = run("show", "drooling", "--data", folder).stdout
    assert "2 have this name: symptoms/sialorrhea, medications/betamol." in joined(both)


def test_every_spelling_leads_back(kb: KnowledgeBase) -> None:
    """The command that names a record asks for that record, whatever its kind."""
    for filter_, kind in nodes_of("treatments").items():
        for record in getattr(kb, kind):
            command = Question("treatments", {filter_: record}).as_command(kb)
            _, _, *words = shlex.split(command)
            name = words[-1]
            assert len(words) <= 2
            kinds = [kind] if len(words) == 2 else list(nodes_of("treatments").values())
            assert lookup(kb, name, kinds) == [record], command


def commands(page: str) -> list[str]:
    """The commands that a page tells to copy, but for those with a word in capitals."""
    found = re.findall(r"alstx (?:treatments|medications|evidence|symptoms|show) [^;\n]*", page)
    return [command for command in found if not re.search(r" [A-Z/]{4,}$", command)]


@pytest.mark.parametrize(
    "args",
    [
        *(args for args in ON_BUNDLED if args[0] in FILTERS),
        ("treatments", "bruxism"),
        ("treatments", "cachexia", "--contested"),
        ("treatments", "drooling", "--level", "1"),
        ("treatments", "baclofen", "drooling"),
        ("treatments", "slurred speech", "--role", "used"),
        ("medications", "shoulder pain", "--role", "all"),
        ("medications", "bruxism"),
        ("medications", "cramps", "SSRI"),
        ("evidence", "slurred speech"),
        ("evidence", "drooling", "--level", "1"),
        ("symptoms", "-m", "guaifenesin", "-g", "muscle symptoms"),
    ],
    ids=named,
)
def test_commands_to_copy_are_answered(run: Run, args: tuple[str, ...]) -> None:
    """Every command that a page offers runs, and has an answer."""
    page = run(*args, columns=160).stdout
    offered = commands(page)
    assert (
        offered
        or args == ("symptoms",)
        or "--long" in args
        or args[:2] == ("symptoms", "bulbar symptoms")
    )
    for command in offered:
        _, *words = shlex.split(command)
        result = run(*words, "--json")
        assert result.exit_code == 0, command
        assert json.loads(result.stdout)["count"] > 0, command


def test_an_empty_answer_says_why(run: Run, kb: KnowledgeBase) -> None:
    """Other roles, fewer filters, and broader or related symptoms are named with their counts."""
    studied = len(kb.treatments.filter(symptom="bruxism", role="studied"))
    page = joined(run("treatments", "bruxism").stdout)
    assert "no treatment is recorded." in page
    assert f"Only studied, {studied}: alstx treatments bruxism --role all" in page
    note = kb.treatments.filter(symptom="slurred speech").note
    page = joined(run("treatments", "slurred speech").stdout)
    assert note
    assert first_up(note) in page
    assert 'alstx treatments "difficulty speaking"' in page
    page = joined(run("treatments", "drooling", "--level", "1").stdout)
    assert "that fits" in page
    assert "Without level 1" in page
    page = joined(run("treatments", "jaw clenching").stdout)
    assert "searched on" in page
    assert ".." not in page
    page = joined(run("treatments", "baclofen", "drooling").stdout)
    assert "Without Baclofen" in page
    assert "Without drooling" in page


def test_a_medicine_without_treatments_is_described(run: Run, kb: KnowledgeBase) -> None:
    """A medicine that is used for nothing says what it is, and how to see what was studied."""
    given = {t.intervention for t in kb.treatments.filter(role=None)}
    used = {t.intervention for t in kb.treatments if t.role is not Role.STUDIED}
    without = next(m for m in kb.medications if m.ref not in given)
    studied = next(m for m in kb.medications if m.ref in given - used)
    for m, is_studied in ((without, False), (studied, True)):
        page = joined(run("treatments", m.id).stdout)
        assert f"{m.name}: {joined(m.description)}" in page
        assert ("Only studied, " in page) == is_studied


def test_related_symptoms_are_named(run: Run, toy_folder: Path) -> None:
    """Where nothing is recorded, what is recorded for a related symptom is named."""
    file = toy_folder / "symptoms" / "sleep-symptoms.yaml"
    bare = file.read_text("utf-8").replace("sleep-symptoms", "lone").replace("Sleep", "Lone")
    bare = re.sub(r"^(synonyms|xrefs):.*\n(?:[ -].*\n)*", "", bare, flags=re.MULTILINE)
    bare = re.sub(r"^plain_name:.*", "plain_name: lone things", bare, flags=re.MULTILINE)
    bare = re.sub(r"^see_also:.*", "see_also: [sialorrhea]", bare, flags=re.MULTILINE)
    (toy_folder / "symptoms" / "lone.yaml").write_text(bare, "utf-8")
    page = joined(run("treatments", "lone", "--data", str(toy_folder)).stdout)
    assert "For the related drooling, 2: alstx treatments drooling" in page


# medications, symptoms, evidence


def test_medicines_are_listed_with_their_uses(run: Run, kb: KnowledgeBase) -> None:
    """Each medicine has its classes, mechanisms, uses and box; a long list of uses is counted."""
    found = kb.medications.filter(drug_class="SSRI")
    told = list(rows(run("medications", "SSRI", "--long", "--format", "markdown").stdout))
    assert [m.name for m in found] == [row["Medicine"].split(" !")[0] for row in told]
    for m, row in zip(found, told, strict=True):
        assert ("!" in row["Medicine"]) == (m.boxed_warning == "present")
        assert row["Class"] == ", ".join(kb.drug_classes[c].name for c in m.drug_classes)
        assert row["Used for"] == ", ".join(
            kb.symptoms[i.symptom].plain_name for i in m.indications
        )
    short = run("medications", "--format", "markdown").stdout
    assert re.search(r"\d+ more", short)
    assert "(combination)" in run("medications", "--format", "markdown").stdout


def test_symptoms_are_a_tree(run: Run, kb: KnowledgeBase) -> None:
    """Every symptom stands once, deeper than the group before it, with its treatments counted."""
    lines = run("symptoms", columns=160).stdout.splitlines()
    for symptom in kb.symptoms:
        start = f"{first_up(symptom.plain_name)} ({symptom.name.lower()})"
        (line,) = [line for line in lines if line.strip().startswith(start)]
        used = len(kb.treatments.filter(symptom=symptom))
        assert (f"{used} in use" in line) == bool(used)
        assert line.startswith("  ") == bool(symptom.parents)


def test_evidence_is_complete_and_sorted(run: Run, kb: KnowledgeBase) -> None:
    """The best level comes first; with --long each finding has its numbers and limits."""
    found = kb.evidence.filter(symptom="cramps")
    page = joined(run("evidence", "cramps", "--long", columns=160).stdout)
    for e in found:
        for text in (e.finding, e.effect, e.limits):
            assert joined(text or "") in page
    levels = re.findall(r"^(\d|-)  \S", run("evidence", "cramps", "--long").stdout, re.MULTILINE)
    assert len(levels) == len(found)
    assert levels == sorted(levels, key=lambda level: int(level.replace("-", "9")))
    short = run("evidence", "cramps")
    assert f"{len(found) - 20} more, and the numbers: alstx evidence cramps --long" in short.stdout


# interactions


def test_interactions_begin_with_the_answer(run: Run, kb: KnowledgeBase) -> None:
    """Severities and unread labels stand in the first line; each pair once, the worst first."""
    names = ("tizanidine", "fluvoxamine", "methadone")
    report = kb.interactions(names)
    page = run("interactions", *names).stdout
    assert page.startswith(f"{brief.interactions(report)}.")
    assert "; no label read of Methadone." in page
    for alert in report:
        assert page.count(f"{alert.first.name} + {alert.second.name}") == 1
        assert joined(alert.effect) in joined(page)
    assert page.index("CONTRAINDICATED") < page.index("caution\n")
    assert "alstx" not in page.partition("Whose label was read")[0]


def test_interactions_tell_everything(run: Run, kb: KnowledgeBase) -> None:
    """What is shared, how each name was understood, whose label was read, and the note."""
    names = ("Zanaflex", "fluvoxamine", "Elavil", "SSRI", "alcohol")
    report = kb.interactions(names)
    page = joined(run("interactions", *names, "--long", columns=160).stdout)
    for effect in report.shared:
        assert ", ".join(medicine.name for medicine in effect.medicines) in page
    for name, medicine in zip(names, report.checked, strict=True):
        assert name in page
        assert medicine.name.split()[0] in page
    assert "known from the labels of its members" in page
    assert "NO alcohol Alcohol known only from the labels of others" in page
    assert report.note in page
    document = json.loads(run("interactions", *names, "--json").stdout)
    told = report.to_dict()
    assert document["results"] == told.pop("alerts") != []
    assert {key: document[key] for key in told} == told
    assert [(c["asked"], c["key"]) for c in document["asked"]] == [
        (name, str(medicine.ref)) for name, medicine in zip(names, report.checked, strict=True)
    ]
    assert document["question"] == {"names": list(names)}


def test_what_was_read_is_what_the_report_covers(run: Run, kb: KnowledgeBase) -> None:
    """The first line and the table say of each entry what its coverage says."""
    entries = [*kb.medications, *kb.agents, *kb.drug_classes][::5]
    report = kb.interactions(entries)
    page = run("interactions", *(m.id for m in entries), "--format", "markdown").stdout
    unread = {found.entry.name for found in report.coverage if found.read == "none"}
    table = list(rows(page[page.index("| Read") :]))
    assert {row["Medicine"] for row in table if row["Read"] == "NO"} == unread
    assert f"; no label read of {', '.join(brief.unread(report))}; no label read for " in joined(
        page
    )
    assert {*brief.unread(report)} == unread
    words = {"yes": "whole", "in part": "in-part", "NO": "none"}
    for row, found in zip(table, report.coverage, strict=True):
        assert row["Labels"]
        assert found.read == words.get(row["Read"], found.read)


def test_a_list_may_be_pasted(run: Run) -> None:
    """What was typed as one list is answered as its names are."""
    one = run("interactions", "riluzole 50 mg bd, Elavil 2,5 mg;baclofen,", "--json").stdout
    names = ["riluzole 50 mg bd", "Elavil 2,5 mg", "baclofen"]
    assert json.loads(one)["question"] == {"names": names}
    assert one == run("interactions", *names, "--json").stdout


def test_each_ingredient_of_a_product_is_told(run: Run) -> None:
    """Percocet is oxycodone and paracetamol: how far the label of either was read is told."""
    page = run("interactions", "Percocet", "baclofen").stdout
    assert re.findall(r"Percocet +(\w+)", page) == ["Oxycodone", "Paracetamol"]


def test_an_unknown_medicine_leaves_the_others_answered(run: Run) -> None:
    """The first line names what is not known, and each name of it is an error with its hints."""
    names = ("tizanidine", "qqqq", "fluvoxamine", "tramadoll", "qqqq")
    done = run("interactions", *names)
    assert done.exit_code == 1
    first = joined(done.stdout.partition("\n\n")[0])
    assert first.endswith("; not known, so not checked: qqqq, tramadoll.")
    assert "CONTRAINDICATED" in done.stdout
    one, two = done.stderr.splitlines()
    assert one.startswith("no medicine 'qqqq'; alstx symptoms and ")
    assert two.startswith("no medicine 'tramadoll'; did you mean 'Tramadol'")
    for layout in ("json", "csv", "markdown"):
        other = run("interactions", *names, "--format", layout)
        assert (other.exit_code, other.stderr) == (1, done.stderr)
        assert ("tramadoll" in other.stdout) == (layout != "csv")


@pytest.mark.parametrize(
    ("names", "lines"),
    [(("qqqq", "rrrr", "baclofen"), 2), (("qqqq", "baclofen"), 1), (("Percocet", "qqqq"), 1)],
)
def test_two_names_have_to_be_known(run: Run, names: tuple[str, ...], lines: int) -> None:
    """A product of two substances is one name: with an unknown one there is no pair to look up."""
    done = run("interactions", *names)
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == lines


def test_an_unknown_ingredient_is_told_with_its_product(run: Run, kb: KnowledgeBase) -> None:
    """Who wrote Triavil reads what of it is not known, in the answer and in the error."""
    product = kb._index.products_of["triavil"]
    (told,) = (f"{name} (in Triavil)" for name in product.others)
    done = run("interactions", "Triavil", "riluzole")
    assert told in joined(done.stdout.partition("\n\n")[0])
    assert done.stderr.startswith(f"no medicine '{told}'")
    assert json.loads(run("interactions", "Triavil", "riluzole", "--json").stdout)["unknown"] == [
        told
    ]


def test_a_milder_word_on_a_pair_is_told(kb: KnowledgeBase, run: Run) -> None:
    """Where two labels speak of a pair, the severer word leads and the milder one is marked."""
    medicines = [m for m in kb.medications if m.interactions]
    pairs: dict[tuple[str, str], set[Severity]] = {}
    for alert in kb.interactions(medicines):
        pairs.setdefault((alert.first.id, alert.second.id), set()).add(alert.severity)
    (first, second), words = next((p, s) for p, s in pairs.items() if len(s) > 1)
    page = run("interactions", f"{first}", f"{second}").stdout
    assert f"{max(words).value.upper()}\n" in page
    assert f"{min(words).value.capitalize()}: " in page


def test_no_alert_is_no_clearance(run: Run) -> None:
    """Without a pair that labels speak of, the answer says so and the note stands below."""
    page = run("interactions", "baclofen", "guaifenesin").stdout
    assert page.startswith("No recorded label speaks of any pair, among 1 pair")
    assert "ask a pharmacist or doctor" in joined(page)
    assert run("interactions", "Elavil", "amitriptyline").stdout.startswith("One medicine: ")


# search, show, info


def test_search_finds_what_was_meant(run: Run, kb: KnowledgeBase) -> None:
    """A misspelled name finds its record first, with a score; --kind and --limit cut the list."""
    first, *_ = json.loads(run("search", "amytriptilin", "--json").stdout)["results"]
    best = kb.medications.search("amytriptilin")[0]
    assert (first["kind"], first["id"]) == ("medications", "amitriptyline")
    assert first["score"] == best.score
    assert "medications/amitriptyline" in run("search", "amytriptilin").stdout
    for kind in NAMED_KINDS:
        name = getattr(kb, kind)[0].id
        found = json.loads(run("search", name, "-k", kind, "--json").stdout)["results"]
        assert {hit["kind"] for hit in found} == {kind}
    everything = search(kb, "botulinum", NAMED_KINDS, 1000)
    for limit in range(1, 8):
        some = search(kb, "botulinum", NAMED_KINDS, limit)
        least = everything[min(limit, len(everything)) - 1].score
        assert [hit for hit in everything if hit.score >= least] == some
    nothing = run("search", "qqqqqqqq")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert nothing.stderr.startswith("no name that resembles 'qqqqqqqq'; ")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Elavil", "Amitriptyline: medication"),
        ("drooling", "Sialorrhea: symptom"),
        ("SSRIs", "Selective serotonin reuptake inhibitor: drug class"),
        ("muscarinic antagonist", "Muscarinic antagonist: mechanism"),
        ("BiPAP", "Non-invasive ventilation: therapy"),
        ("MAO inhibitors", "MAO inhibitors: agent"),
        ("PMID:26911633", "Weiss 2016: source"),
        ("weiss-2016-mexiletine-cramps", "weiss-2016-mexiletine-cramps: evidence record"),
        ("quinine-for-muscle-cramps", "Quinine for cramps: treatment"),
        ("ALS", "Amyotrophic lateral sclerosis: disease"),
        ("MONDO:0004976", "Amyotrophic lateral sclerosis: disease"),
        ("medications/Elavil", "Amitriptyline: medication"),
        ("amitriptyline hcl", "Amitriptyline: medication"),
    ],
)
def test_show_shows_records_of_any_kind(run: Run, name: str, title: str) -> None:
    """A record of any kind is found by any of its names, on the page and as JSON."""
    assert run("show", name).stdout.startswith(f"{title}\n")
    document = json.loads(run("show", name, "--json").stdout)
    assert document["count"] == 1
    assert document["question"] == {"name": name}


def test_an_identifier_of_several_records_shows_all(run: Run, toy_folder: Path) -> None:
    """An identifier that two records of one kind have shows both, and says how to pick one."""
    file = toy_folder / "medications" / "betamol.yaml"
    text = file.read_text("utf-8").replace("reviewed:", "xrefs:\n  - id: RXCUI:9900001\nreviewed:")
    file.write_text(text, "utf-8")
    result = run("show", "rxcui:9900001", "--data", str(toy_folder))
    assert result.exit_code == 0
    assert "2 have this name: medications/alphazine, medications/betamol." in joined(result.stdout)
    two = run("treatments", "rxcui:9900001", "--data", str(toy_folder))
    assert two.exit_code == 1
    assert "'medications/alphazine', 'medications/betamol'" in two.stderr


def test_show_tells_every_field(run: Run, kb: KnowledgeBase) -> None:
    """Every record of every kind has a card that tells its words; JSON has the whole record."""
    definitions = schema.schema()["$defs"]
    jsonschema = pytest.importorskip("jsonschema")
    for kind in LABELS:
        for record in list(getattr(kb, kind))[::40]:
            page = joined(run("show", key_of(record), "--long", columns=160).stdout)
            for name in (
                "description",
                "finding",
                "statement",
                "title",
                "name",
                "effect",
                "limits",
            ):
                assert joined(str(getattr(record, name, None) or "")) in page
            (found,) = json.loads(run("show", key_of(record), "--json").stdout)["results"]
            assert found["kind"] == kind_of(record) == kind
            if kind != "treatments":
                computed = ("treatments", "level", "current", "standing")
                plain = {k: v for k, v in found["record"].items() if k not in computed}
                rule = {**definitions[type(record).__name__], "$defs": definitions}
                jsonschema.Draft202012Validator(rule).validate(plain)


def test_a_card_has_what_a_reader_needs(run: Run, kb: KnowledgeBase) -> None:
    """Brands, classes, mechanisms, identifiers, cautions, interactions and uses are told."""
    page = joined(run("show", "amitriptyline", "--long", columns=160).stdout)
    record = kb.medications["amitriptyline"]
    for words in (
        *(brand.name for brand in record.brands),
        *record.synonyms,
        *map(str, record.identifiers),
    ):
        assert words in page
    for id_ in record.drug_classes:
        assert kb.drug_classes[id_].name in page
    for id_ in record.mechanisms:
        assert kb.mechanisms[id_].name in page
    for caution in record.cautions:
        assert joined(caution.text) in page
    for interaction in record.interactions:
        assert kb.resolve(interaction.partner).label in page
    for indication in record.indications:
        name = first_up(kb.symptoms[indication.symptom].plain_name)
        assert name in run("show", "amitriptyline", "--format", "markdown").stdout
    cut = run("show", max(kb.medications, key=lambda m: len(m.interactions)).id).stdout
    assert re.search(r"\d+ more, shown with --long", cut)


def test_cards_say_what_stands_around(run: Run, kb: KnowledgeBase) -> None:
    """A group names what it includes, a class its medicines, an agent the labels that name it."""
    assert "Medicines" in run("show", "SSRI").stdout
    assert "Includes" in run("show", "MAO inhibitors").stdout
    page = run("show", "MAO inhibitors", "--long").stdout
    naming = [m for m in kb.medications for i in m.interactions if i.partner.id == "mao-inhibitors"]
    assert all(medicine.name in page for medicine in naming)
    nothing = next(s for s in kb.symptoms if not len(kb.treatments.filter(symptom=s, role=None)))
    assert "None is recorded." in run("show", nothing.id).stdout
    unused = next(t for t in kb.drug_classes if not any(
        x.intervention == t.ref for x in kb.treatments))  # fmt: skip
    assert "None is recorded." in run("show", unused.id).stdout


def test_info_counts(run: Run, kb: KnowledgeBase) -> None:
    """Versions, the disease, the records of each kind and the treatments of each role."""
    page = joined(run("info").stdout)
    assert f"alstx {alstx.__version__}, data {kb.version}" in page
    document = json.loads(run("info", "--json").stdout)
    for kind in LABELS:
        assert f"{kind.replace('_', ' ').capitalize()} {len(getattr(kb, kind))}" in page
    counts = {row["kind"]: row["count"] for row in document["results"]}
    assert counts == {kind: len(getattr(kb, kind)) for kind in LABELS}
    assert sum(document["treatments"][role.value] for role in Role) == counts["treatments"]
    assert document["disease"]["id"] == kb.disease.id


def test_all_signs_are_explained(run: Run) -> None:
    """Every sign of stance, line, mark and severity has its meaning."""
    page = run("info", "--signs").stdout
    for sign in (*signs.STANCES.values(), *signs.SEVERITIES.values()):
        assert f"{sign.text} {sign.meaning}" in page
    for mark in (signs.OF_CLASS, signs.CONTESTED, signs.BOXED, brief.RULED_OUT, brief.RESTRICTED):
        assert f"{mark} " in page
    assert all(f"{line}" in page for line in signs.LINES.values())
    for word in ("on", "off", "other", "warned"):  # before the agency, in the column of labels
        assert re.search(rf"Label: .*\b{word}\b", joined(page))
    assert "compared: " in page


def test_every_form_is_offered(run: Run) -> None:
    """The forms of an answer are named in its help."""
    text = joined(run("treatments", "--help").stdout)
    assert "table, markdown, csv or json" in text
    assert FORMS == ("table", "markdown", "csv", "json")


def test_treatments_are_what_is_typed(kb: KnowledgeBase) -> None:
    """A question keeps how names were typed, and writes others anew."""
    question = Question("treatments", {"symptom": kb.symptoms["sialorrhea"]}, {"symptom": "X"})
    assert question.as_command(kb) == "alstx treatments X"
    other = question.having(symptom=kb.symptoms["dry-mouth"], contested=True)
    assert other.as_command(kb) == 'alstx treatments "dry mouth" --contested'
    assert isinstance(next(iter(question.answer(kb))), Treatment)
