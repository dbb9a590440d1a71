"""The report: what registers say, what changes, whom to ask again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from registers import Kind, Notice

from alstx.model import Source

_HEADS = {
    Kind.RETRACTED: "Retracted",
    Kind.CORRECTED: "Corrected, or of concern",
    Kind.NEWER: "A newer version exists",
    Kind.TRIAL: "Trial registry",
    Kind.DATE: "Run out, or soon to",
    Kind.UNKNOWN: "Unknown to the register",
}
_TO_DO = {
    Kind.RETRACTED: "Read the notice; `retracted` is filled in.",
    Kind.CORRECTED: "Read the notice and compare the numbers; `correction` is filled in.",
    Kind.NEWER: "Read it, add it as a source of its own, and name it in `superseded_by`.",
    Kind.TRIAL: "Where results are posted, read them.",
    Kind.DATE: "Look for a later edition; then change `valid_until` or add the edition.",
    Kind.UNKNOWN: "Look the identifier up.",
}


def report(
    day: date,
    sources: Mapping[str, Source],
    news: Sequence[Notice],
    failures: Iterable[str],
    *,
    asked: int,
) -> str:
    """Write the report as Markdown.

    Args:
        day: Day of the asking.
        sources: The sources by id.
        news: What the records do not say yet.
        failures: What registers did not answer.
        asked: Number of sources on which every register that knows them answered.
    """
    lines = [f"# Currency of the sources on {day}", "", f"{asked} of {len(sources)} were asked."]
    for kind, head in _HEADS.items():
        found = [notice for notice in news if notice.kind is kind]
        if found:
            lines += ["", f"## {head} ({len(found)})", "", _TO_DO[kind], ""]
            lines += [f"- `{n.source}` ({sources[n.source].label}): {_said(n)}" for n in found]
    lines += [] if news else ["", "No register says anything that the records do not."]
    if failed := list(failures):
        lines += ["", f"## Not answered ({len(failed)})", ""]
        lines += ["These sources keep the day on which they were last asked about.", ""]
        lines += [f"- {failure}" for failure in failed]
    return "\n".join([*lines, ""])


def _said(notice: Notice) -> str:
    return f"{notice.words} ({notice.register})"
