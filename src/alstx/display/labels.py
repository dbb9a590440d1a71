"""Names and links that views show in the place of ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from alstx.ids import Ref
from alstx.model.literature import Source
from alstx.model.terms import Agent, DrugClass, Medication, Therapy

if TYPE_CHECKING:
    from alstx.model.records import Records


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
    """

    names: Mapping[Ref, str] = attrs.field(factory=dict[Ref, str])
    symptoms: Mapping[str, str] = attrs.field(factory=dict[str, str])
    classes: Mapping[str, str] = attrs.field(factory=dict[str, str])
    mechanisms: Mapping[str, str] = attrs.field(factory=dict[str, str])
    sources: Mapping[str, Source] = attrs.field(factory=dict[str, Source])
    plain: Mapping[str, str] = attrs.field(factory=dict[str, str])

    def name_of(self, ref: Ref) -> str:
        """Return the name of an intervention, or its id where it is not known."""
        return self.names.get(ref, ref.id)


def labels_of(records: Records) -> Labels:
    """Return the labels of a set of records."""
    named: tuple[Medication | DrugClass | Therapy | Agent, ...] = (
        *records.medications,
        *records.drug_classes,
        *records.therapies,
        *records.agents,
    )
    return Labels(
        names={record.ref: record.name for record in named},
        symptoms={symptom.id: symptom.name for symptom in records.symptoms},
        classes={found.id: found.name for found in records.drug_classes},
        mechanisms={found.id: found.name for found in records.mechanisms},
        sources={source.id: source for source in records.sources},
        plain={symptom.id: symptom.plain_name for symptom in records.symptoms},
    )
