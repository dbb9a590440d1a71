"""The answer to "what is used?": a table of treatments with who says so and on what evidence."""

from collections.abc import Iterator, Sequence

from alstx.cli.pages.blocks import (
    ALARM,
    GLUE,
    MUTED,
    STRONG,
    Column,
    Grid,
    Line,
)
from alstx.cli.pages.notes import Notes, is_boxed
from alstx.cli.pages.words import (
    DIRECTIONS,
    STATUSES,
    advice,
    counted,
    finding,
    glued,
    listed,
    phrase,
    symptom_name,
)
from alstx.kb.base import KnowledgeBase
from alstx.model import Caution, DrugClass, Evidence, Recommendation, Therapy, Treatment
from alstx.vocab import CautionKind, Direction, LabelStatus, Population, Role, SourceKind

_MOST_VOICES = 4
_MOST_TOPICS = 3

_SIGNS = {
    "level": "Level of evidence of a finding, after Oxford CEBM 2011: 1 review of randomised "
    "trials, 2 randomised trial, 3 controlled study, 4 uncontrolled study, 5 opinion. It follows "
    "from the design alone. Shown are the best findings in ALS or MND for and against; "
    "where there are none, the best of the others.",
    "class": "Said of the class that it belongs to, not of the medicine itself.",
    "not only ALS": "A guideline on another or a wider population.",
    "superseded": "A guideline that has been replaced; it decides nothing here.",
    "second hand": "Read in somebody's summary, not in the guideline's own text.",
    "other disease": "Not studied in ALS or MND; does not count for the level.",
    "label": "Labelled says that a drug label names the symptom, for whomever; off-label that a "
    "label was seen and does not; label not seen that none was read.",
    "warnings": "A contraindication is named in the table where it matters in ALS; show and --json "
    "give all. No warning shown means that none is recorded here, not that there is none.",
}


class Answer:
    """Makes the cells of treatment tables.

    Args:
        notes: Takes what must be said below the table.
        is_wide: Whether warnings have a column of their own.
        of_one: Whether all rows are about one intervention, so that they are told by symptom.
        many_symptoms: Whether rows about several interventions need their symptom told too.
        warns_below: Whether boxed warnings are told in full below the table.
    """

    def __init__(
        self,
        notes: Notes,
        *,
        is_wide: bool,
        of_one: bool = False,
        many_symptoms: bool = False,
        warns_below: bool = True,
    ) -> None:
        """Keeps what the cells depend on."""
        self.notes = notes
        self.kb: KnowledgeBase = notes.kb
        self.is_wide = is_wide
        self.of_one = of_one
        self.many_symptoms = many_symptoms
        self.warns_below = warns_below

    def grid(self, treatments: Sequence[Treatment]) -> Grid:
        """A table of treatments, in their order."""
        columns = [
            Column("Symptom" if self.of_one else "Treatment", 3, 18),
            Column("Label", 1, 9),
            Column("Who says so", 4, 23),
            Column("Best evidence", 3, 20),
        ]
        if self.is_wide and not self.of_one:
            columns.append(Column("Warnings", 3, 20))
        self._sign("level", "label", *([] if self.of_one else ["warnings"]))
        # first the cells that cite, so that sources are numbered as they are read
        said = [(list(self._voices(t)), list(self._findings(t))) for t in treatments]
        rows = [self._row(t, *cells) for t, cells in zip(treatments, said, strict=True)]
        return Grid(columns, rows)

    def _sign(self, *signs: str) -> str:
        for sign in signs:
            self.notes.sign(sign, _SIGNS[sign])
        return glued(signs[0])

    def _row(self, treatment: Treatment, who: list[Line], evidence: list[Line]) -> list[list[Line]]:
        name, label = list(self._name(treatment)), list(self._label(treatment))
        if self.of_one:  # the card of the one has its warnings
            return [name, label, who, evidence]
        warnings = list(self._warnings(treatment))
        if self.is_wide:
            return [name, label, who, evidence, warnings or [Line("-")]]
        return [[*name, *warnings], label, who, evidence]

    def _name(self, treatment: Treatment) -> Iterator[Line]:
        """The intervention, its kind if it is no drug, and whether it is contested."""
        symptom = self.kb.symptoms[treatment.symptom]
        if self.of_one:
            yield Line(symptom_name(symptom), STRONG)
            yield Line(treatment.role, ALARM if treatment.role is Role.DISCOURAGED else MUTED)
        else:
            yield from self._intervention(treatment)
        if self.many_symptoms:
            yield Line(f"for {symptom.plain_name}", MUTED)
        if treatment.contested:
            yield Line(f"CONTESTED, note{GLUE}{self.notes.dispute(treatment)}", ALARM)

    def _intervention(self, treatment: Treatment) -> Iterator[Line]:
        held = self.kb.resolve(treatment.intervention)
        yield Line(held.label, STRONG)
        if isinstance(held, DrugClass):
            yield Line("drug class", MUTED)
        elif isinstance(held, Therapy):
            yield Line(phrase(held.kind), MUTED)

    def _warnings(self, treatment: Treatment) -> Iterator[Line]:
        """What forbids it in ALS, boxed warnings, what else matters in ALS; the rest counted."""
        if self.warns_below:
            self.notes.warning(treatment)
        held = self.kb.resolve(treatment.intervention)
        cautions = treatment.cautions
        boxed = [c for c in cautions if c.kind is CautionKind.BOXED_WARNING]
        forbidden = [c for c in cautions if c.rules_out]
        if forbidden:
            yield Line(f"CONTRAINDICATION: {_topics(forbidden)}", ALARM)
        topics = _topics(boxed)
        if boxed or is_boxed(held):
            yield Line(f"BOXED WARNING: {topics}" if topics else "BOXED WARNING", ALARM)
        grave = [*forbidden, *boxed]
        rest = [c for c in cautions if c not in grave and c.matters_in_als and c.topic != "other"]
        shown = list(dict.fromkeys(phrase(c.topic) for c in rest))
        if shown:
            yield Line(f"matters in ALS: {listed(shown, most=self.notes.most(_MOST_TOPICS))}")
        if others := len(cautions) - len(grave) - len(rest):
            yield Line(counted(others, "more caution" if grave or rest else "caution"), MUTED)
        if isinstance(held, DrugClass):
            yield from self._members(held)

    def _members(self, held: DrugClass) -> Iterator[Line]:
        """Which members of a class carry a boxed warning: a class has no label of its own."""
        members = [m.name for m in self.kb.medications.filter(drug_class=held) if is_boxed(m)]
        if members:
            names = listed(members, most=self.notes.most(_MOST_TOPICS))
            yield Line(f"BOXED WARNING on members: {names}", ALARM)

    def _label(self, treatment: Treatment) -> Iterator[Line]:
        self.notes.label(treatment)
        yield Line(STATUSES[treatment.status or LabelStatus.NOT_APPLICABLE])
        for approval in treatment.indication.approvals if treatment.indication else ():
            year = f" {approval.year}" if approval.year else ""
            yield Line(f"{approval.agency.upper()}{year}")

    def _voices(self, treatment: Treatment) -> Iterator[Line]:
        """Each source that speaks of the treatment, the firmest first; no opponent is left out."""
        by_source: dict[str, list[Recommendation]] = {}
        for recommendation in sorted(treatment.recommendations, key=lambda r: -r.stance.rank):
            by_source.setdefault(recommendation.source, []).append(recommendation)
        current = {r.source for r in treatment.current}
        order = sorted(by_source.items(), key=lambda item: self._weight(*item))
        most = self.notes.most(_MOST_VOICES)
        shown = [
            item
            for at, item in enumerate(order)
            if most is None or at < most or any(r.is_against for r in item[1])
        ]
        for source, said in shown:
            yield Line(self._voice(treatment, source, said, is_current=source in current))
        if more := len(order) - len(shown):
            yield Line(f"+{GLUE}{counted(more, 'more source')}", MUTED)
        if not order:
            yield Line("none recorded", MUTED)

    def _weight(self, source: str, said: Sequence[Recommendation]) -> tuple[int, int, str]:
        """Sorts guidelines on ALS first, then by stance; what is superseded comes last."""
        held = self.kb.sources[source]
        page = held.kind is not SourceKind.GUIDELINE
        place = 3 * (not held.is_current) + (2 if page else held.population is Population.OTHER)
        return (place, -said[0].stance.rank, source)

    def _voice(
        self, treatment: Treatment, source: str, said: Sequence[Recommendation], *, is_current: bool
    ) -> str:
        stances = list(dict.fromkeys(map(advice, said)))
        kept = [
            stances[0],
            *(advice(r) for r in said[1:] if r.is_against and not said[0].is_against),
        ]
        signs = [
            self._sign(sign)
            for sign, holds in (
                ("class", all(r.intervention != treatment.intervention for r in said)),
                ("not only ALS", self.kb.sources[source].population is Population.OTHER),
                ("superseded", not is_current),
                ("second hand", all(r.verification == "secondary" for r in said)),
            )
            if holds
        ]
        aside = f" ({listed(signs)})" if signs else ""
        return f"{self.notes.named(source)}: {'; also '.join(kept)}{aside}"

    def _findings(self, treatment: Treatment) -> Iterator[Line]:
        """The best finding for, the best against, else the best of the rest; and how many more."""
        chosen = [
            found
            for found in (
                self._best(treatment, [e for e in treatment.evidence if e.supports]),
                self._best(treatment, [e for e in treatment.evidence if e.opposes]),
            )
            if found
        ]
        rest = [e for e in treatment.evidence if e.in_als] or treatment.evidence
        if not chosen and (found := self._best(treatment, rest)):
            chosen = [found]
        for evidence in chosen:
            yield Line(self._finding(treatment, evidence))
        if more := len(treatment.evidence) - len(chosen):
            yield Line(f"+{GLUE}{counted(more, 'more finding')}", MUTED)
        if not chosen:
            yield Line("none recorded", MUTED)

    def _best(self, treatment: Treatment, evidence: Sequence[Evidence]) -> Evidence | None:
        """The finding of the best level; among equals a clear, own and recent one."""

        def weight(e: Evidence) -> tuple[int, bool, bool, int, str]:
            own = treatment.intervention in e.interventions
            year = self.kb.sources[e.source].year or 0
            return (e.level, e.direction is Direction.MIXED, not own, -year, e.id)

        return min(evidence, key=weight, default=None)

    def _finding(self, treatment: Treatment, evidence: Evidence) -> str:
        said = f"{finding(evidence)}, {self.notes.named(evidence.source)}"
        if not evidence.in_als:
            named = self.notes.named(evidence.source)
            said = (
                f"{glued(DIRECTIONS[evidence.direction])}, {named} ({self._sign('other disease')})"
            )
        if evidence.certainty:
            said += f", {phrase(evidence.certainty)} certainty"
        if treatment.intervention not in evidence.interventions:
            said += f" ({self._sign('class')})"
        return said


def _topics(cautions: Sequence[Caution]) -> str:
    """What cautions are about, each topic once."""
    return listed(list(dict.fromkeys(phrase(c.topic) for c in cautions)))


ROLE_TITLES = {
    Role.USED: "Used",
    Role.INVESTIGATIONAL: "Investigational: only studied, or without enough evidence",
    Role.DISCOURAGED: "Discouraged: advised against, or failed in the best studies",
}
