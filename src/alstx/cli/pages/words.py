"""The words for what records say: short names of sources, stances, levels, statuses."""

from alstx.cli.pages.blocks import GLUE
from alstx.model import Evidence, Recommendation, Source, Symptom
from alstx.vocab import Direction, LabelStatus, Level, Stance

_LONGEST_NAME = 60
_ACRONYMS = ("cns", "qt")
_SELF_EVIDENT = ("NBK", "NCT", "PMCID")

LEVELS = {
    Level.REVIEW: "review of randomised trials",
    Level.RANDOMIZED: "randomised trial",
    Level.CONTROLLED: "controlled study",
    Level.UNCONTROLLED: "uncontrolled study",
    Level.OPINION: "opinion",
}
STANCES = {
    Stance.RECOMMEND: "recommend",
    Stance.CONSIDER: "consider",
    Stance.INSUFFICIENT_EVIDENCE: "insufficient evidence",
    Stance.DO_NOT_RECOMMEND: "do not recommend",
}
DIRECTIONS = {
    Direction.BENEFIT: "benefit",
    Direction.NO_BENEFIT: "no benefit",
    Direction.MIXED: "mixed",
    Direction.INCONCLUSIVE: "inconclusive",
    Direction.HARM: "harm",
}
STATUSES = {
    LabelStatus.LABELLED: "labelled",
    LabelStatus.OFF_LABEL: "off-label",
    LabelStatus.UNKNOWN: "label not seen",
    LabelStatus.NOT_APPLICABLE: "-",
}


def phrase(word: str) -> str:
    """Writes a word of a vocabulary or an id as people do: without hyphens."""
    words = word.replace("_", "-").split("-")
    return " ".join(word.upper() if word in _ACRONYMS else word for word in words)


def glued(text: str) -> str:
    """Keeps a text on one line."""
    return text.replace(" ", GLUE)


def first_up(text: str) -> str:
    """Starts a text with a capital, and leaves the rest as it is."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Ends a text with a full stop where it has no end of its own."""
    return text if text.endswith((".", "!", "?", ".)", '."')) else f"{text}."


def counted(count: int, one: str, many: str | None = None) -> str:
    """Writes a number with its noun."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def listed(words: list[str], *, most: int | None = None) -> str:
    """Joins words by commas, and counts those that there is no room for."""
    if most is None or len(words) <= most:
        return ", ".join(words)
    return f"{', '.join(words[:most])} and {len(words) - most} more"


def symptom_name(symptom: Symptom) -> str:
    """The clinical name and the lay words, which always differ."""
    return f"{symptom.name} ({symptom.plain_name})"


def command(name: str, **options: object) -> str:
    """Writes a command with its options; a None asks for nothing, a True is a bare option."""
    said = [
        f"--{option.replace('drug_', '')}" + ("" if value is True else f" {value}")
        for option, value in options.items()
        if value is not None
    ]
    return " ".join(["alstx", name, *said])


def short_name(source: Source) -> str:
    """What to call a source in a table: its label, cut where a title is all there is."""
    label = source.label
    return label if len(label) <= _LONGEST_NAME else f"{label[: _LONGEST_NAME - 1].rstrip()}…"


def advice(recommendation: Recommendation) -> str:
    """The stance, and the line where the source states one."""
    said = STANCES[recommendation.stance]
    line = recommendation.line
    if line is None:
        return said
    return f"{said}, {line}" if line == "adjunct" else f"{said}, {line}{GLUE}line"


def finding(evidence: Evidence) -> str:
    """The level and which way the finding points."""
    return f"level{GLUE}{int(evidence.level)}: {glued(DIRECTIONS[evidence.direction])}"


def citation(source: Source, name: str) -> str:
    """The entry of a reference list: title, journal, year, and where to find it."""
    title = source.title.rstrip(".")
    parts = [title if title == name else f"{name}: {title}"]
    if source.published_in and source.published_in not in (name, title):
        parts.append(source.published_in)
    if source.year:
        parts.append(f"{source.year}; {source.locator}" if source.locator else str(source.year))
    if not source.is_current:
        parts.append("Superseded")
    place = ", ".join(where(source))
    return ". ".join([*parts, *([place] if place else [])]) + ("" if place else ".")


def where(source: Source) -> list[str]:
    """DOI and PMID, else another identifier, else the address."""
    by_prefix = {curie.prefix: curie.local for curie in source.identifiers}
    for prefixes in (("DOI", "PMID"), ("PMCID",), ("NCT",), ("NBK",), ("ISBN",)):
        found = [
            by_prefix[prefix] if prefix in _SELF_EVIDENT else f"{prefix}{GLUE}{by_prefix[prefix]}"
            for prefix in prefixes
            if prefix in by_prefix
        ]
        if found:
            return found
    return [source.url] if source.url else []
