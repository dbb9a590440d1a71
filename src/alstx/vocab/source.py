"""Words for sources."""

from alstx.vocab.base import Vocabulary


class SourceKind(Vocabulary):
    """What a source is."""

    ARTICLE = "article"
    GUIDELINE = "guideline"
    LABEL = "label"
    REGISTRY_ENTRY = "registry-entry"
    INFORMATION_PAGE = "information-page"


class SourceStatus(Vocabulary):
    """Whether a guideline is in force. A superseded one never decides a role.

    ``unknown`` says that nobody saw whether a later edition exists; it counts as current.
    """

    CURRENT = "current"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"
