"""The page of the command ``info``."""

from alstx.about import DISCLAIMER
from alstx.cli.pages.blocks import STRONG, Heading, Items, Page, Paragraph
from alstx.cli.pages.words import first_up, listed, phrase
from alstx.kb.base import KnowledgeBase
from alstx.vocab import Role


def page(kb: KnowledgeBase, version: str) -> Page:
    """Makes the page.

    Args:
        kb: The base.
        version: Version of the library.
    """
    roles = {role: len(kb.treatments.filter(role=role)) for role in Role}
    contested = len(kb.treatments.filter(role=None, contested=True))
    counts = [(first_up(phrase(kind)), str(len(held))) for kind, held in kb.records.kinds()]
    by_role = listed([f"{count} {role}" for role, count in roles.items()])
    disease = kb.disease
    return [
        Heading(f"alstx {version}, data {kb.version}", 1),
        Items([("Disease", disease.name), *_identifiers(kb)]),
        Paragraph(disease.description),
        Heading("Records"),
        Items(
            [*counts, ("Treatments", f"{sum(roles.values())}: {by_role}; {contested} contested")]
        ),
        Paragraph(DISCLAIMER, STRONG),
    ]


def _identifiers(kb: KnowledgeBase) -> list[tuple[str, str]]:
    ids = listed([str(curie) for curie in kb.disease.identifiers])
    names = listed(list(kb.disease.synonyms))
    return [(mark, text) for mark, text in (("Also called", names), ("Identifiers", ids)) if text]
