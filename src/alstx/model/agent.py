"""Outside drugs and substances: what interactions name and the base does not describe."""

import attrs

from alstx.ids import Ref
from alstx.model import fields
from alstx.model.record import Term
from alstx.vocab import CautionTopic


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Agent(Term):
    """A drug or substance outside the base that an interaction names, or a group of them.

    Attributes:
        parents: Ids of the agents directly above, such as ``mao-inhibitors`` for selegiline.
        burden: What medicines have in common whose labels warn of this group, such as
            ``cns-depression`` for sedating medicines.
    """

    parents: tuple[str, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.slug)
    )

    burden: CautionTopic | None = attrs.field(
        default=None, validator=fields.maybe(fields.is_a(CautionTopic))
    )

    @property
    def ref(self) -> Ref:
        """How interactions name it."""
        return Ref.parse(f"agents/{self.id}")
