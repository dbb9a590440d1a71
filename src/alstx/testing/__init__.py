"""Hypothesis strategies for every record and value of alstx: for our tests, and for yours.

Where Hypothesis is installed they are registered, so that ``st.from_type(alstx.Medication)``
works without a word. What the strategies give can be built; what `records` and
`knowledge_bases` give also holds together, as the records of one base do.

The strategy of a record takes strategies for single fields, in place of the usual ones.

Example:
    >>> from hypothesis import given, strategies as st
    >>> from alstx.model import Brand
    >>> from alstx.testing import medications
    >>> @given(medications(brands=st.just((Brand("Example"),))))
    ... def a_brand_is_a_name(medication):
    ...     assert "Example" in medication.names
    >>> a_brand_is_a_name()
"""

from importlib.util import find_spec

from alstx.errors import MissingExtraError

if find_spec("hypothesis") is None:
    raise MissingExtraError(feature="alstx.testing", extra="testing")

from alstx.testing.bases import (
    knowledge_bases,
    records,
)
from alstx.testing.literature import (
    arms,
    estimates,
    evidence,
    grades,
    recommendations,
    sources,
    studies,
)
from alstx.testing.scaling import scaled
from alstx.testing.single import (
    agency_labels,
    agents,
    disagreements,
    diseases,
    drug_classes,
    key_findings,
    mechanisms,
    medications,
    symptoms,
    therapies,
    treatments,
)
from alstx.testing.values import (
    approvals,
    brands,
    cautions,
    curies,
    elsewhere,
    forms,
    frequencies,
    indications,
    interactions,
    labels_read,
    members,
    named_members,
    names,
    products,
    proteins,
    refs,
    searches,
    slugs,
    targets,
    texts,
    translations,
    xrefs,
)

__all__ = [
    "agency_labels",
    "agents",
    "approvals",
    "arms",
    "brands",
    "cautions",
    "curies",
    "disagreements",
    "diseases",
    "drug_classes",
    "elsewhere",
    "estimates",
    "evidence",
    "forms",
    "frequencies",
    "grades",
    "indications",
    "interactions",
    "key_findings",
    "knowledge_bases",
    "labels_read",
    "mechanisms",
    "medications",
    "members",
    "named_members",
    "names",
    "products",
    "proteins",
    "recommendations",
    "records",
    "refs",
    "scaled",
    "searches",
    "slugs",
    "sources",
    "studies",
    "symptoms",
    "targets",
    "texts",
    "therapies",
    "translations",
    "treatments",
    "xrefs",
]
