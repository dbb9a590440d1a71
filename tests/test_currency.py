"""The tool that asks registers, on answers as they give them, none of them from the network."""

import io
import json
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from email.message import Message
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import IO, Any

import attrs
import pytest

import alstx
from alstx.ids import Curie
from alstx.io.loader import read
from alstx.model import Source, Xref
from alstx.vocab import SourceKind

ROOT = Path(__file__).parent.parent
TOOL = ROOT / "tools" / "currency"
DAY = date(2026, 12, 1)
DOI = "10.1000/trial.1"


def _loaded(name: str, file: Path) -> Any:
    spec = spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    sys.modules[name] = made
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module", name="tool")
def _tool() -> Iterator[Any]:
    """Import the tool's modules from its folder."""
    sys.path.insert(0, str(TOOL))
    try:
        command = _loaded("currency_command", TOOL / "__main__.py")
        command.changes_ = import_module("changes")
        command.registers_ = import_module("registers")
        command.web_ = import_module("web")
        yield command
    finally:
        sys.path.remove(str(TOOL))


def source(id_: str, *xrefs: str, **fields: Any) -> Source:
    """Make a source with identifiers."""
    usual: dict[str, Any] = {"kind": "article", "title": "A trial", "reviewed": date(2026, 1, 1)}
    usual |= fields
    kind = SourceKind(usual.pop("kind"))
    made = tuple(Xref(id=Curie.parse(text)) for text in xrefs)
    return Source(id=id_, xrefs=made, kind=kind, **usual)


class Register:
    """Answers by a part of the address; every other address is not found."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.slept: list[float] = []

    def __call__(self, request: urllib.request.Request, timeout: int) -> IO[bytes]:
        assert timeout > 0
        self.asked.append(request.full_url)
        for part, answer in self.answers.items():
            if part in request.full_url:
                return _answer(answer)
        raise status(404)


def _answer(answer: Any) -> IO[bytes]:
    """Give an answer; of several the next one, and the last one for ever."""
    if isinstance(answer, list):
        return _answer(answer.pop(0) if len(answer) > 1 else answer[0])
    if isinstance(answer, Exception):
        raise answer
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return io.BytesIO(text.encode())


def status(code: int, **headers: str) -> urllib.error.HTTPError:
    """Make the error of a status."""
    found = Message()
    for name, value in headers.items():
        found[name.replace("_", "-")] = value
    return urllib.error.HTTPError("https://example.org", code, "no", found, None)


def notices(*updates: Mapping[str, Any], doi: str = "10.1000/notice.9") -> Mapping[str, Any]:
    """Answer as Crossref does when it is asked for the notices on a DOI."""
    items = [{"DOI": doi, "title": ["A notice"], "update-to": list(updates)}]
    return {"status": "ok", "message": {"total-results": 1, "items": items}}


NONE = {"status": "ok", "message": {"total-results": 0, "items": []}}
RETRACTION = {
    "DOI": DOI.upper(),
    "type": "retraction",
    "label": "Retraction",
    "source": "retraction-watch",
    "updated": {"date-parts": [[2026, 4, 2]]},
    "record-id": "1",
}
PUBMED = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN"
 "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
  <PubmedArticle><MedlineCitation><PMID Version="1">111</PMID><Article>
    <PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList>
    </Article><CommentsCorrectionsList>
      <CommentsCorrections RefType="ErratumIn"><RefSource>J. 2026;1:2</RefSource>
        <PMID Version="1">222</PMID></CommentsCorrections>
      <CommentsCorrections RefType="UpdateIn"><RefSource>J. 2026;9:1</RefSource>
        </CommentsCorrections>
      <CommentsCorrections RefType="Cites"><RefSource>K.</RefSource></CommentsCorrections>
    </CommentsCorrectionsList></MedlineCitation></PubmedArticle>
  <PubmedArticle><MedlineCitation><PMID Version="1">333</PMID><Article>
    <PublicationTypeList><PublicationType>Retracted Publication</PublicationType>
    </PublicationTypeList></Article></MedlineCitation></PubmedArticle>
</PubmedArticleSet>"""


def asking(tool: Any, answers: Mapping[str, Any]) -> tuple[Any, Register]:
    """Return a web of answers, and what was asked of it."""
    register = Register(answers)
    return tool.web_.Web("tests", open_=register, sleep=register.slept.append), register


def said(found: Iterator[Any]) -> list[tuple[str, str]]:
    """Return the kinds and words of notices."""
    return [(notice.kind.value, notice.words) for notice in found]


def test_crossref_tells_of_retractions_and_corrections(tool: Any) -> None:
    """Notices on this very DOI count, whoever deposited them; their kind is told apart."""
    concern = {"DOI": DOI, "type": "expression_of_concern", "source": "publisher", "updated": {}}
    newer = {"DOI": DOI, "type": "new_version", "label": "New version"}
    other = {"DOI": "10.1000/other", "type": "retraction", "label": "Retraction"}
    web, register = asking(tool, {"filter=updates": notices(RETRACTION, concern, newer, other)})
    found = list(tool.registers_.crossref(web, source("a", f"DOI:{DOI}")))
    assert said(iter(found)) == [
        ("retracted", "retraction DOI:10.1000/notice.9 of 2026-04-02"),
        ("corrected", "expression of concern DOI:10.1000/notice.9"),
        ("newer version", "new version DOI:10.1000/notice.9"),
    ]
    assert [n.register for n in found][:2] == ["Crossref, Retraction Watch", "Crossref"]
    expected = "https://api.crossref.org/works?filter=updates:10.1000%2Ftrial.1&rows=50"
    assert expected == register.asked[0]
    assert list(tool.registers_.crossref(web, source("b"))) == []


def test_pubmed_links_notices(tool: Any) -> None:
    """Errata, updates and retracted publications are told; an article it lacks is named."""
    web, register = asking(tool, {"efetch.fcgi": PUBMED})
    some = [source("a", "PMID:111"), source("b", "PMID:333"), source("c", "PMID:444")]
    found = list(tool.registers_.pubmed(web, [*some, source("d")]))
    assert [(n.source, n.kind.value, n.words) for n in found] == [
        ("a", "corrected", "erratum PMID:222"),
        ("a", "newer version", "update J. 2026;9:1"),
        ("b", "retracted", "marked as a retracted publication"),
        ("c", "unknown to the register", "PMID:444 is not in PubMed"),
    ]
    assert register.asked[0].endswith("?db=pubmed&retmode=xml&id=111%2C333%2C444")


def test_cochrane_versions(tool: Any) -> None:
    """The newest version beyond ours is named; ours is the first where it has no number."""
    review = "10.1002/14651858.CD001234"
    web, register = asking(tool, {f"{'CD001234.pub2'}": {"message": {}}, "pub3": {"message": {}}})
    ours = source("a", f"DOI:{review}")
    found = said(tool.registers_.cochrane(web, ours))
    assert found == [("newer version", f"version DOI:{review}.pub3")]
    assert [url[-4:] for url in register.asked] == ["pub2", "pub3", "pub4"]
    later = source("b", f"DOI:{review}.pub3")
    assert said(tool.registers_.cochrane(web, later)) == []
    replaced = attrs.evolve(ours, superseded_by="b")
    assert said(tool.registers_.cochrane(web, replaced)) == []
    assert said(tool.registers_.cochrane(web, source("c", f"DOI:{DOI}"))) == []


STUDY = {
    "protocolSection": {
        "statusModule": {
            "overallStatus": "ACTIVE_NOT_RECRUITING",
            "lastUpdatePostDateStruct": {"date": "2026-10-05", "type": "ACTUAL"},
        }
    },
    "hasResults": True,
}


def test_trial_registry(tool: Any) -> None:
    """A registry entry is told with its status; news is what changed since it was asked."""
    entry = source("a", "NCT:NCT01234567", kind="registry-entry")
    web, _ = asking(tool, {"studies/NCT01234567": STUDY})
    (found,) = tool.registers_.trials(web, entry)
    assert found.words == "active not recruiting, with results, last changed 2026-10-05"
    is_news = tool.changes_.is_news
    assert is_news(found, entry)
    assert is_news(found, attrs.evolve(entry, checked_on=date(2026, 10, 4)))
    assert not is_news(found, attrs.evolve(entry, checked_on=date(2026, 10, 5)))
    gone, _ = asking(tool, {})
    assert said(tool.registers_.trials(gone, entry)) == [
        ("unknown to the register", "NCT:NCT01234567 is not in the registry")
    ]
    assert said(tool.registers_.trials(web, source("b", "NCT:NCT01234567"))) == []


def test_own_dates(tool: Any) -> None:
    """What has run out, or will soon, is told, unless it was replaced already."""
    dates = tool.registers_.own_dates
    past = source("a", valid_until=date(2026, 8, 12))
    soon = source("b", valid_until=date(2026, 12, 31))
    later = source("c", valid_until=date(2030, 1, 1))
    gone = attrs.evolve(past, id="d", superseded_by="b")
    assert [n.words for n in dates([past, soon, later, gone, source("e")], DAY)] == [
        "ran out on 2026-08-12: look for a later edition",
        "is valid until 2026-12-31: look for a later edition",
    ]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"updates": "<html>"}, "does not answer with a JSON object"),
        ({"updates": "[]"}, "does not answer with a JSON object"),
        ({"updates": {"message": "busy"}}, "answers without a list of notices"),
        ({}, "answers without a list of notices"),
        ({"updates": status(403)}, "refused with status 403"),
    ],
)
def test_odd_answers_are_errors(tool: Any, answers: Mapping[str, Any], words: str) -> None:
    """What a register does not document is an error that names the address."""
    web, _ = asking(tool, answers)
    with pytest.raises(tool.web_.RegisterError, match=words) as caught:
        list(tool.registers_.crossref(web, source("a", f"DOI:{DOI}")))
    assert "https://api.crossref.org/works" in str(caught.value)


def test_odd_answers_of_others(tool: Any) -> None:
    """No XML, and a study without a status, are errors too."""
    web, _ = asking(tool, {"efetch": "busy", "studies": {}})
    with pytest.raises(tool.web_.RegisterError, match="does not answer with XML"):
        list(tool.registers_.pubmed(web, [source("a", "PMID:1")]))
    with pytest.raises(tool.web_.RegisterError, match="answers without a status"):
        list(tool.registers_.trials(web, source("a", "NCT:NCT01234567", kind="registry-entry")))


def test_a_busy_register_is_asked_again(tool: Any) -> None:
    """It waits longer each time, or as long as the register says, and gives up in the end."""
    busy = [status(503), status(429, Retry_After="7"), urllib.error.URLError("no route"), NONE]
    web, register = asking(tool, {"updates": busy})
    assert web.get("https://api.crossref.org/works?filter=updates:x") == json.dumps(NONE).encode()
    assert register.slept == [0.4, 1.6, 7.0, 28.0]
    web, register = asking(tool, {"updates": TimeoutError()})
    with pytest.raises(tool.web_.RegisterError, match=r"no answer after 4 tries \(TimeoutError\)"):
        web.get("https://api.crossref.org/works?filter=updates:x")
    assert len(register.asked) == 4
    assert max(register.slept) <= 60


def test_too_much_is_refused(tool: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer beyond all bounds is not read to its end."""
    monkeypatch.setattr(tool.web_, "_MOST_BYTES", 10)
    web, _ = asking(tool, {"x": "a" * 11})
    with pytest.raises(tool.web_.RegisterError, match="more than 10 bytes"):
        web.get("https://x.example.org/x")


# the whole command, on a copy of a folder


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """Copy the toy data, with identifiers, a registry entry and a guideline that ran out."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "tests" / "toy", folder)
    return folder


def run(tool: Any, folder: Path, answers: Mapping[str, Any], *more: str) -> tuple[int, Register]:
    """Run the command on a folder."""
    web, register = asking(tool, answers)
    argv = ["--data", str(folder), "--day", str(DAY), *more]
    return tool.run(tool.parser().parse_args(argv), web), register


def with_doi(folder: Path) -> Source:
    """Return a source of the toy data that has a DOI."""
    return next(s for s in read(folder).sources if any(c.prefix == "DOI" for c in s.identifiers))


def files(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_a_retraction_is_written(tool: Any, folder: Path, tmp_path: Path) -> None:
    """The record says it, the day is noted, the folder stays valid, and a second run is quiet."""
    ours = with_doi(folder)
    doi = next(c.local for c in ours.identifiers if c.prefix == "DOI")
    answer = notices({**RETRACTION, "DOI": doi})
    answers = {"filter=updates": answer, "efetch": "<PubmedArticleSet/>"}
    report = tmp_path / "report.md"
    code, _ = run(tool, folder, answers, "--only", ours.id, "--write", "--report", str(report))
    after = next(s for s in read(folder).sources if s.id == ours.id)
    told = "Retraction DOI:10.1000/notice.9 of 2026-04-02 (Crossref, Retraction Watch)"
    assert (code, after.retracted, after.checked_on) == (0, told, DAY)
    assert not alstx.load(folder).sources[ours.id].is_current
    assert "## Retracted (1)" in report.read_text(encoding="utf-8")
    before = files(folder)
    run(tool, folder, answers, "--only", ours.id, "--write", "--report", str(report))
    assert before == files(folder)
    assert "## Retracted" not in report.read_text(encoding="utf-8")


def test_without_write_nothing_changes(
    tool: Any, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --write the report is all there is."""
    before = files(folder)
    code, _ = run(tool, folder, {"filter=updates": NONE, "efetch": "<PubmedArticleSet/>"})
    assert (code, files(folder)) == (0, before)
    assert capsys.readouterr().out.startswith("# Currency of the sources on 2026-12-01\n")


def test_a_failing_register_leaves_its_sources(
    tool: Any, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A source that a register did not answer on keeps its day, and the report says so."""
    ours = with_doi(folder)
    before = files(folder)
    code, _ = run(tool, folder, {"updates": status(403)}, "--only", ours.id, "--write")
    assert (code, files(folder)) == (0, before)
    assert "## Not answered (1)" in capsys.readouterr().out


def test_many_failures_stop_it(
    tool: Any,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where registers fail too often nothing is written, not even what was answered."""
    monkeypatch.setattr(tool, "MOST_FAILURES", 1)
    before = files(folder)
    code, _ = run(tool, folder, {"updates": status(500)}, "--write")
    assert (code, files(folder)) == (1, before)
    assert "nothing was written" in capsys.readouterr().err


def test_an_unknown_source_is_named(
    tool: Any, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A misspelled id is an error before anything is asked."""
    code, register = run(tool, folder, {}, "--only", "nobody")
    assert (code, register.asked) == (1, [])
    assert capsys.readouterr().err == "no source nobody\n"


def test_all_files_are_written_or_none(
    tool: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails on the second file leaves the first one as it was."""
    records, before = read(folder), files(folder)
    made = {s.id: attrs.evolve(s, checked_on=DAY) for s in records.sources}
    real: Callable[[Path, Path], Path] = Path.replace
    done: list[Path] = []

    def failing(self: Path, target: Path) -> Path:
        if done:
            msg = "the disk is full"
            raise OSError(msg)
        done.append(target)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="disk is full"):
        tool.changes_.write(folder, records, made)
    assert len(done) == 1
    assert before == files(folder)


def test_a_broken_rule_writes_nothing(tool: Any, folder: Path) -> None:
    """Changes that break a rule are refused before any file is touched."""
    records, before = read(folder), files(folder)
    ours = records.sources[0]
    with pytest.raises(ValueError, match="nobody"):
        tool.changes_.write(folder, records, {ours.id: attrs.evolve(ours, superseded_by="nobody")})
    assert before == files(folder)


def test_the_agent_says_who_asks(tool: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address of whoever asks goes to the registers only where it is given."""
    seen: list[str] = []
    monkeypatch.setattr(tool, "run", lambda _, web: seen.append(web.agent) or 0)
    assert tool.main([]) == 0
    assert tool.main(["--mailto", "me@example.org"]) == 0
    assert "mailto" not in seen[0]
    assert seen[1].endswith("; mailto:me@example.org)")
