"""The parts that pages share: tables of treatments, findings, statements and cautions.

What is said of a treatment is written by `alstx.display.summary`; these functions only draw it.
"""

from collections.abc import Callable, Iterable, Sequence

from alstx.display import answer, findings, safety, signs, summary
from alstx.display.words import counted, phrase
from alstx.model import (
    Caution,
    Evidence,
    KeyFinding,
    Medication,
    Recommendation,
    Source,
    Treatment,
)
from alstx.vocab import BoxedWarning, CautionKind, Level, Role
from alstx_site import markdown as md
from alstx_site.base import Base

ROLES = {
    Role.USED: "In use",
    Role.ADVISED_AGAINST: "Advised against",
    Role.STUDIED: "Only studied",
}
LEVELS = {
    Level.REVIEW: "Level 1: systematic reviews of several randomised trials",
    Level.RANDOMIZED: "Level 2: randomised trials",
    Level.CONTROLLED: "Level 3: controlled without randomisation, and cohorts",
    Level.UNCONTROLLED: "Level 4: without a control group",
    Level.OPINION: "Level 5: narrative reviews and opinion",
    None: "No data: searched for, or not measured",
}

_BOXED = md.pill(f"{signs.BOXED} boxed warning", "boxed")

Name = Callable[[Treatment], str]


def by_role(base: Base, treatments: Sequence[Treatment], name: Name, first: str) -> str:
    """Write a table of treatments for each role, members below their class."""
    head = (first, "Who says so", "Best finding for it", "Other findings", "Label")
    sections = []
    for role, title in ROLES.items():
        rows = []
        for treatment, members in answer.grouped(t for t in treatments if t.role is role):
            rows.append(_treatment(base, treatment, name))
            rows += [_treatment(base, member, name, is_member=True) for member in members]
        shown = md.table(head, rows, f"records .treatments .{role}")
        sections.append(md.section(title, shown, depth=3))
    return "\n\n".join(section for section in sections if section)


def _treatment(
    base: Base, treatment: Treatment, name: Name, *, is_member: bool = False
) -> tuple[str, ...]:
    title = [name(treatment)]
    if safety.is_boxed(treatment):
        title.append(_BOXED)
    if treatment.contested:
        title.append(md.pill(f"{signs.CONTESTED} contested", "contested"))
    role = summary.role(treatment)
    lines = [" ".join(title)]
    if role != Role.USED:
        lines.append(f"[{md.text(role)}]{{.aside}}")
    first = md.lines(lines)
    said = _statement_lines(base, summary.statements(treatment), is_below_class=is_member)
    for_ = [f for f in treatment.key_findings if f.is_for]
    other = [f for f in treatment.key_findings if not f.is_for]
    survival = [_survival(base, e) for e in summary.survival(treatment)]
    return (
        f"[{first}]{{.member}}" if is_member else first,
        md.lines(said),
        md.lines(_finding_line(base, treatment, f) for f in for_),
        md.lines([*(_finding_line(base, treatment, f) for f in other), *survival]),
        md.lines(md.text(label) for label in summary.labels(treatment)),
    )


def medicine(base: Base, medication: Medication) -> str:
    """Write a link to a medicine, marked where its label carries a boxed warning."""
    link = base.to("medications", medication.id)
    return f"{link} {_BOXED}" if medication.boxed_warning is BoxedWarning.PRESENT else link


def _statement_lines(
    base: Base, said: Iterable[summary.Statement], *, is_below_class: bool
) -> list[str]:
    """Write a line for each source; below its class, one for all that speak of the class only."""
    if not is_below_class:
        return [_statement_line(base, s) for s in said]
    own = [_statement_line(base, s) for s in said if not s.is_of_class]
    of_class = [base.to("sources", s.source.id) for s in said if s.is_of_class]
    as_class = f"[as its class: {md.listed(of_class)}]{{.aside}}"
    return [*own, as_class] if of_class else own


def _statement_line(base: Base, said: summary.Statement) -> str:
    stance = said.shown.stance
    kind = "of-class" if said.is_of_class else stance.value if stance else ""
    sign = f"[{md.text(said.sign)}]{{.sign .{kind}}}"
    wider = "" if said.is_on_als else " (not on ALS)"
    return f"{sign}&nbsp;{base.to('sources', said.source.id)}{wider}: {md.text(said.words)}"


def _finding_line(base: Base, treatment: Treatment, found: KeyFinding) -> str:
    mark = md.pill(summary.finding(treatment, found), found.evidence.direction.value)
    return f"{mark} {base.to('sources', found.evidence.source)}"


def _survival(base: Base, found: Evidence) -> str:
    mark = md.pill(f"survival: {summary.direction(found)}", found.direction.value)
    return f"{mark} {base.to('sources', found.source)}"


def intervention(base: Base) -> Name:
    """Return a function that names a treatment by its intervention."""
    return lambda treatment: base.to_ref(treatment.intervention)


def symptom(base: Base) -> Name:
    """Return a function that names a treatment by its symptom, with the curated sentence."""

    def name(treatment: Treatment) -> str:
        said = treatment.indication
        text = f": {md.sentence(said.summary)}" if said else ""
        return base.to("symptoms", treatment.symptom) + text

    return name


def disagreements(treatments: Iterable[Treatment], name: Name) -> str:
    """Write each way in which sources disagree, with the sources on both sides."""
    lines = [
        f"{name(treatment)}:<br>{md.lines(map(md.sentence, map(_capital, said)))}"
        for treatment in treatments
        if (said := summary.disagreements(treatment))
    ]
    return md.section("Where sources disagree", md.bullets(lines)) if lines else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def evidence(base: Base, found: Iterable[Evidence], *, own: bool = False) -> str:
    """Write findings as a table for each level, folded; those in other diseases come last.

    Args:
        base: The knowledge base.
        found: The findings.
        own: Whether the page is that of the source, which need not be named again.
    """
    ordered = sorted(set(found), key=lambda e: (not e.in_als, e.id))
    head = ("Source", "Studied", "Says", "Found", "How")
    kind = "records .own-findings" if own else "records .findings"
    folds = []
    for level, title in LEVELS.items():
        rows = [_finding(base, e)[own:] for e in ordered if e.level is level]
        folds.append(md.fold(f"{title} ({len(rows)})", md.table(head[own:], rows, kind)))
    return md.section("Evidence by level", *folds)


def _finding(base: Base, found: Evidence) -> tuple[str, ...]:
    what = md.listed(base.to_ref(ref) for ref in found.interventions)
    why = md.listed(base.to("symptoms", id_) for id_ in found.symptoms)
    versus = f" against {md.text(found.comparator)}" if found.comparator else ""
    detail = found.population_detail
    return (
        base.cite(found.source),
        f"{what}{versus}, for {why}",
        md.pill(summary.direction(found), found.direction.value),
        md.lines(_told(base.kb.sources[found.source], found)),
        md.text(findings.how(found)) + (f" ({md.text(detail)})" if detail else ""),
    )


def _told(source: Source, found: Evidence) -> list[str]:
    """Return the finding in words, with all that a reader needs beside it."""
    pairs = [
        ("Measured", found.outcome),
        ("Numbers", found.effect),
        ("Regimen studied", found.regimen),
        ("Harms", found.adverse_events),
        ("Limits", found.limits),
        ("Rests on", ", ".join(found.rests_on)),
        *_of_study(source),
    ]
    return [
        md.sentence(found.finding),
        *(f"*{title}:* {md.sentence(words)}" for title, words in pairs if words),
    ]


def _of_study(source: Source) -> list[tuple[str, str | None]]:
    """Return what holds for the study as a whole."""
    if source.study is None:
        return []
    outcome = source.study.primary_outcome
    fate = phrase(source.study.primary_met)
    primary = f"{fate} ({outcome})" if outcome else fate
    return [("Primary endpoint of the study", primary), ("Harms in the study", source.study.harms)]


def study(base: Base, source: Source) -> str:
    """Write what holds for a study as a whole; nothing for other sources."""
    if source.study is None:
        return ""
    found = source.study
    symptom_ = found.primary_symptom
    return md.section(
        "The study",
        md.facts(
            [
                ("Primary outcome", md.text(found.primary_outcome or "")),
                ("Primary endpoint", md.text(phrase(found.primary_met))),
                (
                    "Compared with",
                    md.text(phrase(found.primary_versus)) if found.primary_versus else "",
                ),
                ("Symptom", base.to("symptoms", symptom_) if symptom_ else ""),
                ("People enrolled", "" if found.enrolled is None else str(found.enrolled)),
                ("Registered as", md.text(found.registration or "")),
                ("Harms", md.text(found.harms or "")),
            ]
        ),
    )


def statements(base: Base, said: Iterable[Recommendation], *, own: bool = False) -> str:
    """Write what guidelines and pages state, the strongest stance first, folded.

    Args:
        base: The knowledge base.
        said: The statements.
        own: Whether the page is that of the source, which need not be named again.
    """
    ordered = sorted(dict.fromkeys(said), key=lambda r: (-r.rank, r.source, r.id))
    head = ("Source", "On", "Stance", "Statement")
    rows = []
    for r in ordered:
        on = f"{base.to_ref(r.intervention)} for {base.to('symptoms', r.symptom)}"
        stance = md.pill(summary.advice(r), r.stance.value if r.stance else "")
        rows.append((base.cite(r.source), on, stance, _statement(r)))
    if own:
        return md.table(head[1:], [row[1:] for row in rows])
    title = f"{counted(len(rows), 'statement')} in full"
    return md.section(
        "What guidelines and pages state", md.fold(title, md.table(head, rows)) if rows else ""
    )


def _statement(said: Recommendation) -> str:
    pairs = [
        ("When", said.conditions),
        ("Strength", said.strength),
        ("About", phrase(said.population)),
        ("Read", phrase(said.read)),
    ]
    told = [f"*{title}:* {md.sentence(words)}" for title, words in pairs if words]
    return " ".join([md.sentence(said.statement), *told])


def cautions(base: Base, found: Iterable[Caution]) -> str:
    """Write cautions, boxed warnings first."""
    rows = []
    for caution in sorted(found, key=lambda c: -c.kind.rank):
        kind = "boxed" if caution.kind is CautionKind.BOXED_WARNING else ""
        matters = (
            f" *In ALS:* {md.sentence(caution.matters_in_als)}" if caution.matters_in_als else ""
        )
        rows.append(
            (
                md.pill(phrase(caution.kind), kind),
                md.text(_topic(caution)),
                md.sentence(caution.text) + matters,
                base.cite(caution.source),
            )
        )
    return md.section("Cautions", md.table(("Kind", "About", "What", "Source"), rows))


def _topic(caution: Caution) -> str:
    """Return the topic of a caution, abbreviations in capitals."""
    words = caution.topic.value.split("-")
    return " ".join(word.upper() if word in ("cns", "qt") else word for word in words)
