"""Kin of interventions: the classes above, and what is below a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from alstx.ids import Ref, RefKind

if TYPE_CHECKING:
    from alstx.kb.base import KnowledgeBase


def kin(kb: KnowledgeBase) -> Mapping[Ref, Sequence[Ref]]:
    """Return the classes above each medication and class, and what is below each class.

    Example:
        >>> import alstx
        >>> kb = alstx.load()
        >>> [str(ref) for ref in kin(kb)[kb.medications["mexiletine"].ref]][:1]
        ['drug_classes/antiarrhythmic']
    """
    tree = kb.hierarchies["drug_classes"]
    above = {record.ref: tree.ancestors(record.id) for record in kb.drug_classes}
    for medication in kb.medications:
        above[medication.ref] = frozenset[str]().union(*map(tree.lineage, medication.drug_classes))
    found: dict[Ref, list[Ref]] = defaultdict(list)
    for ref, ids in above.items():
        for class_ in (Ref(RefKind.DRUG_CLASSES, id_) for id_ in sorted(ids)):
            found[ref].append(class_)
            found[class_].append(ref)
    return found
