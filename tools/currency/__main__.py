"""Asks registers whether the sources still stand, for maintainers and a monthly workflow.

    python tools/currency --report currency.md            # asks, and writes the report
    python tools/currency --report currency.md --write    # and the changed records

Crossref (with Retraction Watch), PubMed, Cochrane's versions, ClinicalTrials.gov and the dates of
guidelines are asked. Retractions and corrections are written into the records with `checked_on`;
everything else is for people to read and act on. All changed files are written or none. Exit
status 0: asked; 1: registers failed too often, and nothing was written.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import attrs

sys.path.insert(0, str(Path(__file__).parent))

import changes
import registers
from registers import Notice
from report import report
from web import RegisterError, Web

from alstx.io.loader import read
from alstx.model import Source

DATA = Path(__file__).parent.parent.parent / "src" / "alstx" / "data"
MOST_FAILURES = 10
AGENT = "alstx-currency (maintainers' check of citations"


@attrs.define
class Asked:
    """What was asked and answered.

    Attributes:
        notices: What registers said, by source.
        failures: What they did not answer, in words.
        failed: Ids of the sources that a register failed on.
        known: Ids of the sources that some register was asked about.
    """

    notices: dict[str, list[Notice]] = attrs.field(factory=dict[str, list[Notice]])
    failures: list[str] = attrs.field(factory=list[str])
    failed: set[str] = attrs.field(factory=set[str])
    known: set[str] = attrs.field(factory=set[str])

    def take(self, sources: Iterable[Source], asking: Callable[[], Iterator[Notice]]) -> None:
        """Keep what a register says of some sources; or that it failed, and on which.

        Raises:
            RegisterError: If registers have failed too often to go on.
        """
        ids = [source.id for source in sources]
        self.known |= set(ids)
        try:
            found = list(asking())
        except RegisterError as error:
            self.failures.append(str(error))
            self.failed |= set(ids)
            if len(self.failures) >= MOST_FAILURES:
                msg = f"{len(self.failures)} requests failed; the last one: {error}"
                raise RegisterError(msg) from None
            return
        for notice in found:
            self.notices.setdefault(notice.source, []).append(notice)


def ask(web: Web, sources: Sequence[Source], day: date) -> Asked:
    """Ask every register about the sources that it may know.

    Raises:
        RegisterError: If registers fail too often.
    """
    asked = Asked()
    for source in sources:
        if registers.identifier(source, "DOI"):
            asked.take([source], lambda s=source: registers.crossref(web, s))
            asked.take([source], lambda s=source: registers.cochrane(web, s))
        if registers.identifier(source, "NCT"):
            asked.take([source], lambda s=source: registers.trials(web, s))
    articles = [source for source in sources if registers.identifier(source, "PMID")]
    for start in range(0, len(articles), registers.MOST_IDS):
        some = articles[start : start + registers.MOST_IDS]
        asked.take(some, lambda s=some: registers.pubmed(web, s))
    for notice in registers.own_dates(sources, day):
        asked.notices.setdefault(notice.source, []).append(notice)
    return asked


def run(arguments: argparse.Namespace, web: Web) -> int:
    """Ask, write the report, and the changed records where that is wanted."""
    records = read(arguments.data)
    by_id = {source.id: source for source in records.sources}
    if unknown := [id_ for id_ in arguments.only or () if id_ not in by_id]:
        print(f"no source {', '.join(unknown)}", file=sys.stderr)  # noqa: T201 (a command's answer)
        return 1
    sources = [by_id[id_] for id_ in arguments.only] if arguments.only else list(records.sources)
    try:
        asked = ask(web, sources, arguments.day)
    except RegisterError as error:
        print(f"{error}; nothing was written", file=sys.stderr)  # noqa: T201 (a command's answer)
        return 1
    answered = [s for s in sources if s.id in asked.known - asked.failed]
    news = [
        notice
        for source in sources
        for notice in asked.notices.get(source.id, ())
        if changes.is_news(notice, source)
    ]
    text = report(arguments.day, by_id, news, asked.failures, asked=len(answered))
    if arguments.report:
        arguments.report.write_text(text, encoding="utf-8")
    else:
        print(text)  # noqa: T201 (a command's answer)
    if arguments.write:
        made = {
            s.id: changes.changed(s, asked.notices.get(s.id, ()), arguments.day) for s in answered
        }
        files = changes.write(arguments.data, records, made)
        print(f"{len(files)} records changed")  # noqa: T201 (a command's answer)
    return 0


def parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    made = argparse.ArgumentParser(prog="tools/currency", description=__doc__.splitlines()[0])
    made.add_argument("--data", type=Path, default=DATA, help="the data folder")
    made.add_argument("--only", nargs="*", metavar="SOURCE", help="ids of the sources to ask about")
    made.add_argument("--report", type=Path, help="where to write the report; else it is printed")
    made.add_argument("--write", action="store_true", help="change the records")
    made.add_argument("--mailto", help="your address, which Crossref answers more readily")
    made.add_argument("--day", type=date.fromisoformat, default=datetime.now(UTC).date())
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    arguments = parser().parse_args(argv)
    contact = f"; mailto:{arguments.mailto})" if arguments.mailto else ")"
    return run(arguments, Web(f"{AGENT}{contact}"))


if __name__ == "__main__":
    sys.exit(main())
