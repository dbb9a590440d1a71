"""What pages of several kinds are made of: treatments, evidence, statements, cautions."""

from collections.abc import Callable, Iterable, Sequence

from alstx.model import Caution, Evidence, Recommendation, Treatment
from alstx.vocab import CautionKind, Disagreement, LabelStatus, Level, Population, Role, Stance
from alstx_site import markdown as md
from alstx_site.base import Base

ROLES = {
    Role.USED: "A current guideline, an information page or a label is for it.",
    Role.INVESTIGATIONAL: "Only studied, or named as lacking evidence.",
    Role.DISCOURAGED: "Advised against, or without benefit in the best study.",
}
LEVELS = {
    Level.REVIEW: "systematic reviews of randomised trials",
    Level.RANDOMIZED: "randomised trials",
    Level.CONTROLLED: "controlled without randomisation, and cohorts",
    Level.UNCONTROLLED: "without a control group",
    Level.OPINION: "narrative reviews and opinion",
}
REASONS = {
    Disagreement.ADVISED_AGAINST: "a current source advises against it",
    Disagreement.NO_BENEFIT_FOUND: "a study in ALS or MND found no benefit, or harm",
    Disagreement.REVIEW_UNCONFIRMED: "a systematic review could not confirm a benefit",
    Disagreement.GUIDELINES_DIVIDED: "current guidelines name different medicines",
}
_POPULATIONS = {Population.ALS: "ALS", Population.MND: "MND", Population.OTHER: "other disease"}


def by_role(
    base: Base, treatments: Sequence[Treatment], name: Callable[[Treatment], str], first: str
) -> str:
    """Tables of treatments, one for each role."""
    head = (first, "Who says so", "Best level", "Label", "Sources disagree")
    sections = []
    for role, meaning in ROLES.items():
        held = [t for t in treatments if t.role is role]
        rows = [(name(t), _said(base, t), _level(t), _status(t), _reasons(t)) for t in held]
        if rows:
            shown = md.table(head, rows, f"records .{role}")
            sections.append(md.section(role.capitalize(), meaning, shown, depth=3))
    return "\n\n".join(sections)


def _said(base: Base, treatment: Treatment) -> str:
    """What each current source says, by its firmest stance, and the labels that name the use."""
    firmest: dict[str, Stance] = {}
    for said in sorted(treatment.current, key=lambda r: -r.stance.rank):
        firmest.setdefault(said.source, said.stance)
    by_stance: dict[Stance, list[str]] = {}
    for source, held in firmest.items():
        by_stance.setdefault(held, []).append(_source(base, source))
    groups = [f"{stance(held)} {md.listed(sources)}" for held, sources in by_stance.items()]
    if treatment.indication is not None and treatment.indication.approvals:
        labels = dict.fromkeys(a.source for a in treatment.indication.approvals)
        groups.append(f"{md.pill('label')} {md.listed(base.to('sources', s) for s in labels)}")
    studies = len(treatment.evidence)
    return md.lines(groups) or f"{studies} finding{'s' * (studies != 1)} of studies only"


def _source(base: Base, id_: str) -> str:
    """A link to a source, with a word on guidelines for wider groups of people."""
    wider = base.kb.sources[id_].population is Population.OTHER
    return base.to("sources", id_) + (" (not only ALS)" if wider else "")


def _level(treatment: Treatment) -> str:
    return "none" if treatment.best_level is None else str(int(treatment.best_level))


def _status(treatment: Treatment) -> str:
    shown = treatment.status not in (None, LabelStatus.NOT_APPLICABLE)
    unseen = treatment.status is LabelStatus.UNKNOWN
    return ("label not seen" if unseen else md.text(treatment.status)) if shown else ""


def _reasons(treatment: Treatment) -> str:
    return "; ".join(REASONS[reason] for reason in treatment.disagreements)


def stance(said: Stance) -> str:
    """A stance as a pill."""
    return md.pill(said.value.replace("-", " "), said.value)


def intervention(base: Base) -> Callable[[Treatment], str]:
    """Names a treatment by its intervention, with a word on boxed warnings."""

    def name(treatment: Treatment) -> str:
        boxed = base.boxed(treatment.intervention)
        warning = f" {md.pill('boxed warning', 'warn')}" if boxed else ""
        return base.to_ref(treatment.intervention) + warning

    return name


def symptom(base: Base) -> Callable[[Treatment], str]:
    """Names a treatment by its symptom, with the curated sentence."""

    def name(treatment: Treatment) -> str:
        said = treatment.indication
        summary = f": {md.sentence(said.summary)}" if said else ""
        return base.to("symptoms", treatment.symptom) + summary

    return name


def disagreements(
    base: Base, treatments: Iterable[Treatment], name: Callable[[Treatment], str]
) -> str:
    """For each contested treatment the reason, and who stands on which side."""
    lines = []
    for treatment in treatments:
        if not treatment.contested:
            continue
        speaks_for = [r.source for r in treatment.current if r.is_for]
        speaks_for += [e.source for e in treatment.evidence if e.supports]
        against = [r.source for r in treatment.current if r.is_against]
        against += [e.source for e in treatment.evidence if e.opposes]
        sides = [f"{name(treatment)}: {_reasons(treatment)}."]
        for side, sources in (("For", speaks_for), ("Against", against)):
            if sources:
                cited = md.listed(base.to("sources", s) for s in dict.fromkeys(sources))
                sides.append(f"{side}: {cited}.")
        lines.append(" ".join(sides))
    return md.section("Where sources disagree", md.bullets(lines)) if lines else ""


def evidence(base: Base, found: Iterable[Evidence], *, own: bool = False) -> str:
    """Findings in a table for each level; those in other diseases are marked.

    Args:
        base: The base.
        found: The findings.
        own: Whether the page is that of the source, which need not be named again.
    """
    held = sorted(set(found), key=lambda e: (e.population is Population.OTHER, e.id))
    head = ("Source", "Studied", "Points to", "Found", "How")
    kind = "records .own-findings" if own else "records .findings"
    sections = []
    for level, words in LEVELS.items():
        rows = [_finding(base, e)[own:] for e in held if e.level is level]
        title = f"Level {int(level)}: {words}"
        sections.append(md.section(title, md.table(head[own:], rows, kind), depth=3))
    return md.section("Evidence by level", *sections)


def _finding(base: Base, found: Evidence) -> tuple[str, ...]:
    what = md.listed(base.to_ref(ref) for ref in found.interventions)
    why = md.listed(base.to("symptoms", id_) for id_ in found.symptoms)
    versus = f" against {md.text(found.comparator)}" if found.comparator else ""
    said = [md.sentence(found.finding)]
    said += [
        f"*{title}:* {md.sentence(words)}"
        for title, words in (
            ("Numbers", found.effect),
            ("Regimen studied", found.regimen),
            ("Harms", found.adverse_events),
            ("Limits", found.limits),
        )
        if words
    ]
    return (
        base.cite(found.source),
        f"{what}{versus}, for {why}",
        md.pill(found.direction.value.replace("-", " "), found.direction.value),
        " ".join(said),
        _how(found),
    )


def _how(found: Evidence) -> str:
    population, detail = _POPULATIONS[found.population], found.population_detail or ""
    parts = [found.design.value.replace("-", " ")]
    parts += [] if population in detail else [population]
    parts += [detail] if detail else []
    if found.participants is not None:
        parts.append(f"{found.participants} participants")
    if found.certainty is not None:
        parts.append(f"GRADE certainty {found.certainty.value.replace('-', ' ')}")
    return md.text(", ".join(parts))


def statements(
    base: Base, said: Iterable[Recommendation], superseded: Iterable[str] = (), *, own: bool = False
) -> str:
    """What guidelines and pages state, the firmest first.

    Args:
        base: The base.
        said: The statements.
        superseded: Ids of those that no longer count.
        own: Whether the page is that of the source, which need not be named again.
    """
    held = sorted(dict.fromkeys(said), key=lambda r: (-r.stance.rank, r.source, r.id))
    old = set(superseded)
    head = ("Source", "On", "Stance", "Statement")
    rows = []
    for r in held:
        on = f"{base.to_ref(r.intervention)} for {base.to('symptoms', r.symptom)}"
        mark = f" {md.pill('superseded')}" if r.id in old else ""
        line = f" {r.line.value} line" if r.line and r.line != "adjunct" else ""
        line = " as an adjunct" if r.line == "adjunct" else line
        rows.append((base.cite(r.source), on, f"{stance(r.stance)}{line}{mark}", _statement(r)))
    if own:
        return md.table(head[1:], [row[1:] for row in rows])
    return md.section("What guidelines and pages state", md.table(head, rows))


def _statement(said: Recommendation) -> str:
    parts = [md.sentence(said.statement)]
    if said.conditions:
        parts.append(f"*When:* {md.sentence(said.conditions)}")
    if said.strength:
        parts.append(f"*Strength:* {md.sentence(said.strength)}")
    if said.verification == "secondary":
        parts.append("*Read in a summary, not in the guideline itself.*")
    return " ".join(parts)


def cautions(base: Base, held: Iterable[Caution]) -> str:
    """Cautions, boxed warnings first."""
    rows = []
    for caution in sorted(held, key=lambda c: -c.kind.rank):
        kind = caution.kind.value.replace("-", " ")
        warn = "warn" if caution.kind is CautionKind.BOXED_WARNING else ""
        matters = (
            f" *In ALS:* {md.sentence(caution.matters_in_als)}" if caution.matters_in_als else ""
        )
        rows.append(
            (
                md.pill(kind, warn),
                md.text(_topic(caution)),
                md.sentence(caution.text) + matters,
                base.cite(caution.source),
            )
        )
    return md.section("Cautions", md.table(("Kind", "About", "What", "Source"), rows))


def _topic(caution: Caution) -> str:
    """What a caution is about, abbreviations in capitals."""
    words = caution.topic.value.split("-")
    return " ".join(word.upper() if word in ("cns", "qt") else word for word in words)
