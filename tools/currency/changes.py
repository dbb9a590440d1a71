"""From notices to what is news, to changed records and their files."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import attrs
from registers import Kind, Notice

from alstx.io.writer import source_plain, to_yaml
from alstx.kb.rules import violations
from alstx.model import Source
from alstx.model.records import Records


def is_news(notice: Notice, source: Source) -> bool:
    """Return whether a record does not hold what a notice says already."""
    told = f"{source.retracted or ''} {source.correction or ''}".casefold()
    if notice.kind is Kind.NEWER:
        return source.superseded_by is None
    if notice.kind is Kind.TRIAL:
        return source.checked_on is None or notice.day > source.checked_on.isoformat()
    return notice.key.casefold() not in told


def changed(source: Source, notices: Iterable[Notice], day: date) -> Source:
    """Return a source with the notices on it, as asked about on a day.

    A newer version, a trial's status and an own date are for people to act on: only retractions
    and corrections are written.
    """
    news = [notice for notice in notices if is_news(notice, source)]
    texts = {
        "retracted": _joined(source.retracted, news, Kind.RETRACTED),
        "correction": _joined(source.correction, news, Kind.CORRECTED),
    }
    return attrs.evolve(source, checked_on=day, **texts)


def _joined(told: str | None, news: Sequence[Notice], kind: Kind) -> str | None:
    said = [f"{n.words} ({n.register})" for n in news if n.kind is kind]
    text = "; ".join(dict.fromkeys([*([told] if told else []), *said]))
    return f"{text[0].upper()}{text[1:]}" if text else None


def write(folder: Path, records: Records, sources: Mapping[str, Source]) -> list[Path]:
    """Write changed sources, all or none.

    Every file is written beside the one it replaces first, and none is replaced before all are
    there and the records still satisfy every rule.

    Returns:
        The files that were changed.

    Raises:
        ValueError: If the changed records break a rule; then nothing is written.
    """
    made = tuple(sources.get(source.id, source) for source in records.sources)
    whole = attrs.evolve(records, sources=made)
    if broken := violations(whole):
        raise ValueError("; ".join(f"{v.id}: {v.path}: {v.message}" for v in broken))
    texts = {
        folder / "sources" / f"{source.id}.yaml": to_yaml(source_plain(source, whole))
        for source, was in zip(whole.sources, records.sources, strict=True)
        if source != was
    }
    beside = {file: file.with_suffix(".yaml.new") for file in texts}
    before = {file: file.read_bytes() for file in texts}
    try:
        for file, text in texts.items():
            beside[file].write_text(text, encoding="utf-8")
        for file, new in beside.items():
            new.replace(file)
    except OSError:
        for file, content in before.items():
            file.write_bytes(content)
        raise
    finally:
        for new in beside.values():
            new.unlink(missing_ok=True)
    return list(texts)
