"""What to be careful about: cautions and interactions, each from a label or guideline."""

import attrs

from alstx.ids import Ref, RefKind
from alstx.model import fields
from alstx.value import Value
from alstx.vocab.drug import CautionKind, CautionTopic, Severity

_partner = fields.refers_to(RefKind.MEDICATIONS, RefKind.DRUG_CLASSES, RefKind.AGENTS)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Caution(Value):
    """One thing that a label or guideline warns of.

    Attributes:
        kind: Boxed warning, contraindication or warning.
        topic: What it is about.
        text: The caution in our words.
        matters_in_als: Why it matters in ALS, where a guideline or trial gives a reason.
        source: Id of the label or guideline.
    """

    kind: CautionKind = attrs.field(validator=fields.is_a(CautionKind))
    topic: CautionTopic = attrs.field(validator=fields.is_a(CautionTopic))
    text: str = attrs.field(validator=fields.text)
    matters_in_als: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    source: str = attrs.field(validator=fields.slug)

    @property
    def rules_out(self) -> bool:
        """Whether a label or guideline forbids it for a reason that matters in ALS."""
        return self.kind is CautionKind.CONTRAINDICATION and self.matters_in_als is not None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Interaction(Value):
    """What a label says of taking a medicine together with something else.

    Attributes:
        partner: The other medicine, class or agent.
        severity: How strongly the label speaks.
        effect: What may happen, in our words.
        mechanism: Why, where the label says so.
        source: Id of the label or guideline.
    """

    partner: Ref = attrs.field(validator=_partner)
    severity: Severity = attrs.field(validator=fields.is_a(Severity))
    effect: str = attrs.field(validator=fields.text)
    mechanism: str | None = attrs.field(default=None, validator=fields.maybe(fields.text))
    source: str = attrs.field(validator=fields.slug)
