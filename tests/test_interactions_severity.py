"""How strongly a sentence of a label speaks of a medicine, by what limits the sentence."""

from typing import Any

import attrs
import pytest

from alstx import KnowledgeBase, Ref
from alstx.model.uses import Interaction, Member, Named
from alstx.vocab import Severity, Strength

GROUP = Ref.parse("agents/mao-inhibitors")
BETAMOL = Ref.parse("medications/betamol")
WEAK, MODERATE, STRONG = Strength.WEAK, Strength.MODERATE, Strength.STRONG


NOWHERE = "nowhere"
"""What is no member of the group."""


def said(
    toy: KnowledgeBase,
    strength: Strength | str | None,
    other: str = "betamol",
    asked: str = "alphazine",
    **sentence: Any,
) -> list[str]:
    """Severities of the alerts on alphazine, whose label says something of a group.

    Args:
        toy: The base to change.
        strength: How strong a member of the group betamol is; None where no source says so.
        other: What is taken with it.
        asked: Alphazine, or a combination with it.
        sentence: What limits the sentence.
    """
    sentence = {"partner": GROUP, "severity": Severity.AVOID, "effect": "Sleep.", **sentence}
    label = "label-us-alphazine"
    members = (
        () if strength == NOWHERE else (Member(member=BETAMOL, strength=strength, source=label),)  # type: ignore[arg-type]
    )
    records = attrs.evolve(
        toy.records,
        agents=[
            attrs.evolve(a, members=members) if a.id == GROUP.id else a for a in toy.records.agents
        ],
        medications=[
            attrs.evolve(m, interactions=(Interaction(**sentence, source=label),))
            if m.id == "alphazine"
            else attrs.evolve(m, interactions=())
            for m in toy.records.medications
        ],
    )
    found = KnowledgeBase(records).interactions([asked, other])
    return [alert.severity.value for alert in found]


@pytest.mark.parametrize(
    ("strength", "only", "severity"),
    [
        (NOWHERE, (), None),
        (None, (), "avoid"),
        (STRONG, (), "avoid"),
        (WEAK, (), "caution"),
        (STRONG, (STRONG,), "avoid"),
        (STRONG, (MODERATE, STRONG), "avoid"),
        (MODERATE, (STRONG,), None),
        (WEAK, (STRONG,), None),
        (None, (STRONG,), "caution"),
    ],
)
def test_a_sentence_reaches_members_by_their_strength(
    toy: KnowledgeBase,
    strength: Strength | str | None,
    only: tuple[Strength, ...],
    severity: str | None,
) -> None:
    """A strength that is not known is at the lowest severity where the sentence is on some."""
    assert said(toy, strength, strengths=only) == ([severity] if severity else [])


def test_named_members_win_and_exceptions_win_over_all(toy: KnowledgeBase) -> None:
    """The label's own word on a member, stronger or weaker; and that it is not about one."""
    named = (Named(member=BETAMOL, severity=Severity.CAUTION),)
    assert said(toy, STRONG, named=named) == ["caution"]
    assert said(toy, NOWHERE, named=named) == ["caution"]
    assert said(toy, NOWHERE, named=named, closed=True) == ["caution"]
    other = (Named(member=Ref.parse("agents/toyhol"), severity=Severity.CAUTION),)
    assert said(toy, STRONG, named=other) == ["avoid"]
    assert said(toy, STRONG, named=other, closed=True) == []
    assert said(toy, STRONG, excepted=(BETAMOL,)) == []


def test_a_sentence_on_the_medicine_itself(toy: KnowledgeBase) -> None:
    """What is said of one medicine needs no strength."""
    assert said(toy, NOWHERE, partner=BETAMOL, severity=Severity.CONTRAINDICATED) == [
        "contraindicated"
    ]


@pytest.mark.parametrize(
    ("asked", "forms", "severities"),
    [
        ("alphazine", (), ["avoid"]),
        ("alphazine", ("tablet",), ["avoid"]),
        ("alphazine-betamol", (), ["avoid"]),
        ("alphazine-betamol", ("tablet",), []),
    ],
)
def test_what_is_said_of_a_form_is_not_of_the_combination(
    toy: KnowledgeBase, asked: str, forms: tuple[str, ...], severities: list[str]
) -> None:
    """An ingredient's label speaks for a combination only where it is about the substance."""
    toyhol = Ref.parse("agents/toyhol")
    assert said(toy, NOWHERE, "toyhol", asked, partner=toyhol, applies_to=forms) == severities
