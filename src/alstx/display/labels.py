"""What a view needs to show ids as names and links."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from alstx.ids import Ref
from alstx.model import Source
from alstx.model.records import Records


def _read_only(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(dict(mapping))


@attrs.frozen
class Labels:
    """What a view needs to show ids as names and links.

    Attributes:
        names: Names of interventions, by reference.
        symptoms: Names of symptoms, by id.
        classes: Names of drug classes, by id.
        mechanisms: Names of mechanisms, by id.
        sources: Sources, by id.
        plain: Plain names of symptoms, by id.
    """

    names: Mapping[Ref, str] = attrs.field(factory=dict[Ref, str], converter=_read_only)
    symptoms: Mapping[str, str] = attrs.field(factory=dict[str, str], converter=_read_only)
    classes: Mapping[str, str] = attrs.field(factory=dict[str, str], converter=_read_only)
    mechanisms: Mapping[str, str] = attrs.field(factory=dict[str, str], converter=_read_only)
    sources: Mapping[str, Source] = attrs.field(factory=dict[str, Source], converter=_read_only)
    plain: Mapping[str, str] = attrs.field(factory=dict[str, str], converter=_read_only)

    def __reduce__(self) -> tuple[type["Labels"], tuple[dict[Any, Any], ...]]:
        """Pickles what the mappings hold: a view of a mapping cannot be pickled."""
        return Labels, tuple(dict(getattr(self, f.name)) for f in attrs.fields(Labels))

    def name_of(self, ref: Ref) -> str:
        """The name of an intervention, or its id where it is not known."""
        return self.names.get(ref, ref.id)


def labels_of(records: Records) -> Labels:
    """Return the labels of a set of records."""
    named = (*records.medications, *records.drug_classes, *records.therapies, *records.agents)
    return Labels(
        names={record.ref: record.name for record in named},
        symptoms={symptom.id: symptom.name for symptom in records.symptoms},
        classes={found.id: found.name for found in records.drug_classes},
        mechanisms={found.id: found.name for found in records.mechanisms},
        sources={source.id: source for source in records.sources},
        plain={symptom.id: symptom.plain_name for symptom in records.symptoms},
    )
