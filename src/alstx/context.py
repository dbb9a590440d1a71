"""What a view needs to show ids as names and links."""

from collections.abc import Mapping

import attrs

from alstx.ids import Ref
from alstx.model import Source


@attrs.frozen
class Context:
    """What a view needs to show ids as names and links.

    Attributes:
        names: Names of interventions, by reference.
        symptoms: Names of symptoms, by id.
        classes: Names of drug classes, by id.
        sources: Sources, by id.
    """

    names: Mapping[Ref, str] = attrs.field(factory=dict[Ref, str])
    symptoms: Mapping[str, str] = attrs.field(factory=dict[str, str])
    classes: Mapping[str, str] = attrs.field(factory=dict[str, str])
    sources: Mapping[str, Source] = attrs.field(factory=dict[str, Source])

    def name_of(self, ref: Ref) -> str:
        """The name of an intervention, or its id where it is not known."""
        return self.names.get(ref, ref.id)
