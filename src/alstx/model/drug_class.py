"""Classes of medicines."""

import attrs

from alstx.ids import Ref
from alstx.model import fields
from alstx.model.indication import Indication, one_per_symptom, unlabelled
from alstx.model.record import Term


@attrs.frozen(kw_only=True, eq=False, repr=False)
class DrugClass(Term):
    """A therapeutic or chemical class of medicines.

    Attributes:
        parents: Ids of the classes directly above.
        indications: What sources say of the class as such; members do not inherit it silently.
    """

    parents: tuple[str, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.slug)
    )
    indications: tuple[Indication, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Indication)), one_per_symptom, unlabelled],
    )

    @property
    def ref(self) -> Ref:
        """How evidence and recommendations name it."""
        return Ref.parse(f"drug_classes/{self.id}")
