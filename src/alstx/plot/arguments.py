"""The knowledge base that a picture is asked of, checked."""

from alstx.errors import InvalidArgumentError, shown
from alstx.kb.base import KnowledgeBase


def checked_base(kb: object) -> KnowledgeBase:
    """Return the knowledge base, or refuse what is not one."""
    if not isinstance(kb, KnowledgeBase):
        msg = f"kb takes a KnowledgeBase, not {shown(kb)}"
        raise InvalidArgumentError(msg)
    return kb
