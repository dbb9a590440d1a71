"""Names and links that views show in the place of ids."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from alstx.ids import Ref
    from alstx.model.sources import Source


def _view(found: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(dict(found))


@attrs.frozen(kw_only=True)
class Labels:
    """Names and links that views show in the place of ids.

    Attributes:
        names: Names of interventions, by reference.
        symptoms: Names of symptoms, by id.
        classes: Names of drug classes, by id.
        mechanisms: Names of mechanisms, by id.
        sources: Sources, by id.
        plain: Plain names of symptoms, by id.
        day: Day of the data version, by which sources are judged to have run out.
    """

    names: Mapping[Ref, str] = attrs.field(factory=dict["Ref", str], converter=_view)
    symptoms: Mapping[str, str] = attrs.field(factory=dict[str, str], converter=_view)
    classes: Mapping[str, str] = attrs.field(factory=dict[str, str], converter=_view)
    mechanisms: Mapping[str, str] = attrs.field(factory=dict[str, str], converter=_view)
    sources: Mapping[str, Source] = attrs.field(factory=dict[str, "Source"], converter=_view)
    plain: Mapping[str, str] = attrs.field(factory=dict[str, str], converter=_view)
    day: date | None = None

    def __reduce__(self) -> tuple[object, ...]:
        # Python cannot pickle a view of a mapping
        copies = {
            field.name: dict(getattr(self, field.name))
            for field in attrs.fields(Labels)
            if field.name != "day"
        }
        return _made, (copies, self.day)

    def name_of(self, ref: Ref) -> str:
        """Return the name of an intervention, or its id where it is not known."""
        return self.names.get(ref, ref.id)


def _made(fields: dict[str, Mapping[Any, Any]], day: date | None) -> Labels:
    return Labels(**fields, day=day)


def labels_of(of_kind: Callable[[str], Sequence[Any]], day: date | None) -> Labels:
    """Return the labels of a knowledge base, for which findings and statements are not needed.

    Args:
        of_kind: Returns all records of a kind.
        day: Day of the data version.
    """
    symptoms, classes = of_kind("symptoms"), of_kind("drug_classes")
    named = (*of_kind("medications"), *classes, *of_kind("therapies"), *of_kind("agents"))
    return Labels(
        names={record.ref: record.name for record in named},
        symptoms={symptom.id: symptom.name for symptom in symptoms},
        classes={found.id: found.name for found in classes},
        mechanisms={found.id: found.name for found in of_kind("mechanisms")},
        sources={source.id: source for source in of_kind("sources")},
        plain={symptom.id: symptom.plain_name for symptom in symptoms},
        day=day,
    )
