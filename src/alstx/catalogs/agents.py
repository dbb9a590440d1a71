"""The catalog of outside drugs and substances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from alstx.catalog import Catalog

if TYPE_CHECKING:
    from alstx.model import Agent


class Agents(Catalog["Agent"]):
    """Outside drugs and substances that interactions name."""

    __slots__ = ()

    def filter(self, *, group: Agent | str | None = None) -> Self:
        """Cuts to the agents below a group, the group included.

        Args:
            group: An agent such as ``MAO inhibitors``.
        """
        return self._filtered(group=group)
