"""What the catalogs of a base know of each other: names, identifiers and the words around them."""

from itertools import permutations
from typing import Any

import attrs
import pytest

from alstx import Curie, KnowledgeBase, NotFoundError
from alstx.model import Xref

SUBSTANCES = ("medications", "drug_classes", "mechanisms", "agents")
LABELS = {
    "symptoms": "symptom",
    "medications": "medication",
    "drug_classes": "drug class",
    "mechanisms": "mechanism",
    "agents": "agent",
    "therapies": "therapy",
    "sources": "source",
}
"""The kinds that have names, in the order in which messages list them."""


def with_first(base: KnowledgeBase, kind: str, **changes: Any) -> KnowledgeBase:
    """A base in which the first record of a kind is changed."""
    first, *rest = getattr(base.records, kind)
    changed: dict[str, Any] = {kind: (attrs.evolve(first, **changes), *rest)}
    return KnowledgeBase(attrs.evolve(base.records, **changed))


@pytest.mark.parametrize(
    ("kind", "other"),
    [(kind, other) for kind, other in permutations(LABELS, 2) if other != "sources"],
)
def test_a_text_means_the_longer_name(toy: KnowledgeBase, kind: str, other: str) -> None:
    """Substances hide the symptoms and therapies in their names, symptoms hide therapies."""
    record = next(found for found in getattr(toy, kind) if found.names)
    longer = f"{record.names[0]} xyzzy"
    whole: Any = getattr(with_first(toy, other, name=longer), kind)
    hidden = (kind in ("symptoms", "therapies") and other in SUBSTANCES) or (
        (kind, other) == ("therapies", "symptoms")
    )
    assert [m.record.id for m in whole.find_in(f"{longer} today")] == (
        [] if hidden else [record.id]
    )
    assert [m.record.id for m in whole.find_in(record.names[0])] == [record.id]


def test_an_identifier_of_others_is_told(toy: KnowledgeBase) -> None:
    """Who asks the wrong catalog for an identifier is told of everything that has it."""
    base = toy
    xref = Xref(id=Curie.parse("MESH:D000001"))
    for kind in LABELS:
        base = with_first(base, kind, xrefs=(xref,))
    for kind in LABELS:
        assert getattr(base, kind).find("MESH:D000001") == getattr(base, kind)[0]
    bearers = [f"the {label} {getattr(base, kind)[0].id!r}" for kind, label in LABELS.items()]
    with pytest.raises(NotFoundError) as caught:
        base.evidence.find("MESH:D000001")
    assert str(caught.value) == (
        "no evidence record has the identifier 'MESH:D000001'; it is that of "
        + " and ".join(bearers)
    )


def test_a_salt_follows_medicines_only(toy: KnowledgeBase) -> None:
    """The name of a salt changes no medicine; other names have no such ending."""
    assert toy.medications.find("Betamol sodium").id == "betamol"
    for catalog, name in ((toy.agents, "Toyhol"), (toy.symptoms, "Spasticity")):
        assert catalog.find(name)
        with pytest.raises(NotFoundError):
            catalog.find(f"{name} sodium")
