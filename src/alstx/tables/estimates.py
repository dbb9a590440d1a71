"""The table of estimates: one row for each number, with all that a reader needs to compute with it.

Numbers stand as their sources print them: nothing is pooled, converted or chosen. What must not be
counted twice can be seen from `is_current` and `rests_on`.
"""

from collections.abc import Iterable, Iterator, Mapping

import attrs

from alstx.model import Estimate, Evidence, Source
from alstx.tables.columns import Column, computed, field
from alstx.tables.docs import types
from alstx.tables.layout import Table
from alstx.vocab import PrimaryMet


@attrs.frozen
class EstimateRow:
    """One estimate with the finding and the source that it belongs to.

    Attributes:
        evidence: The finding.
        source: Where it stands.
        estimate: The number.
    """

    evidence: Evidence
    source: Source
    estimate: Estimate

    def people_in(self, label: str | None) -> int | None:
        """Return the number of people in an arm, where it is printed."""
        return next((arm.n for arm in self.evidence.arms if arm.label == label), None)


def estimate_rows(
    evidence: Iterable[Evidence], sources: Mapping[str, Source]
) -> Iterator[EstimateRow]:
    """Yield the rows of some findings, in order."""
    for e in evidence:
        for estimate in e.estimates:
            yield EstimateRow(e, sources[e.source], estimate)


def _finding(*names: str) -> Iterator[Column]:
    links = {"symptoms": "symptoms", "source": "sources"}
    for name in names:
        yield field(Evidence, name, within="evidence", table=links.get(name))


def _primary_met(row: EstimateRow) -> PrimaryMet | None:
    return None if row.source.study is None else row.source.study.primary_met


def _arm(name: str, which: str) -> Column:
    def people(row: EstimateRow) -> int | None:
        return row.people_in(getattr(row.estimate, which))

    about = f"Number of people in `{which}`, as printed."
    return computed(name, int, about, people, required=False)


_ESTIMATE = {name: field(Estimate, name, within="estimate") for name in types(Estimate)}
_FIRST = ("arm", "versus_arm", "measure", "value")
ESTIMATES = Table(
    name="estimates",
    about="A printed number of a study.",
    columns=(
        field(Evidence, "id", rename="evidence", within="evidence", table="evidence"),
        *_finding("source"),
        computed("source_label", str, "What to call the source.", lambda row: row.source.label),
        computed("citation", str, "The citation in one line.", lambda row: row.source.citation),
        field(Source, "year", within="source"),
        computed(
            "is_current",
            bool,
            "False where the source is superseded or retracted: such numbers count for nothing.",
            lambda row: row.source.is_current,
        ),
        *_finding("interventions", "symptoms", "population", "population_detail", "participants"),
        *_finding("design"),
        computed(
            "level",
            int,
            "Level of evidence after Oxford CEBM 2011, 1 the best; empty where there are no data.",
            lambda row: row.evidence.level,
            required=False,
        ),
        *_finding("rests_on", "outcome", "domain", "endpoint"),
        computed(
            "primary_met",
            PrimaryMet,
            "Fate of the primary endpoint of the whole study, where it is recorded.",
            _primary_met,
            required=False,
        ),
        *_finding("versus", "comparator", "direction", "certainty"),
        _ESTIMATE["arm"],
        _arm("arm_n", "arm"),
        _ESTIMATE["versus_arm"],
        _arm("versus_arm_n", "versus_arm"),
        _ESTIMATE["measure"],
        _ESTIMATE["value"],
        *(column for name, column in _ESTIMATE.items() if name not in _FIRST),
        *_finding("effect", "read"),
    ),
    rows=lambda kb: estimate_rows(kb.evidence, kb.evidence.labels.sources),
)
"""The table; `EvidenceCatalog.to_estimates` gives its rows."""
