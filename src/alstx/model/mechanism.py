"""Ways in which medicines act, and what they act on."""

import attrs

from alstx.ids import Curie
from alstx.model import fields
from alstx.model.record import Term
from alstx.value import Value
from alstx.vocab import Action, Confidence


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Protein(Value):
    """A protein that a medicine acts on.

    Attributes:
        gene: HGNC symbol.
        uniprot: UniProt accession.
    """

    gene: str = attrs.field(validator=fields.name)
    uniprot: Curie = attrs.field(validator=fields.is_a(Curie))


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Target(Value):
    """What a mechanism acts on.

    Attributes:
        name: The target in words.
        proteins: Its proteins, where a source names them.
    """

    name: str = attrs.field(validator=fields.name)
    proteins: tuple[Protein, ...] = attrs.field(
        default=(),
        converter=fields.as_tuple,
        validator=[fields.each(fields.is_a(Protein)), fields.one_per("gene")],
    )


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Mechanism(Term):
    """How a drug acts.

    Attributes:
        parents: Ids of the mechanisms directly above.
        action: How it touches its target.
        target: What it acts on, where that is a molecule or a structure.
        confidence: How sure the field is.
    """

    parents: tuple[str, ...] = attrs.field(
        default=(), converter=fields.as_tuple, validator=fields.each(fields.slug)
    )
    action: Action = attrs.field(validator=fields.is_a(Action))
    target: Target | None = attrs.field(default=None, validator=fields.maybe(fields.is_a(Target)))
    confidence: Confidence = attrs.field(validator=fields.is_a(Confidence))
