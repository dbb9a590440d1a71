"""The disease whose symptoms a base is about."""

import attrs

from alstx.model.record import Term


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Disease(Term):
    """The disease whose symptoms a base is about."""
