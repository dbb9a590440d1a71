"""The one lock: taken while a part is built, a module imported, or the process forks.

A child of fork has only the thread that forked. What another thread had half built or half
imported stays so for ever in it, and a lock that the other thread had is never given back. So
a fork waits until no thread is at it, and the child gets a lock of its own. A part that is there
already is reached without the lock.
"""

import os
from _thread import RLock

LONGEST_WAIT = 60.0
"""Seconds that a fork waits for a thread that builds or imports; then it goes ahead."""


class _Building:
    """The lock, which the child of a fork makes again."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Make a lock that nobody holds."""
        self.lock: RLock = RLock()

    def wait(self) -> None:
        """Take the lock before a fork, so that nothing is half made in the child."""
        self.lock.acquire(timeout=LONGEST_WAIT)

    def resume(self) -> None:
        """Give the lock back after a fork, unless the fork waited in vain."""
        try:  # noqa: SIM105 (contextlib costs 1 ms at import)
            self.lock.release()
        except RuntimeError:  # it is another thread's
            pass


building: _Building = _Building()
_imported: set[str] = set()
if hasattr(os, "register_at_fork"):  # pragma: no branch (Windows has no fork)
    os.register_at_fork(
        before=building.wait, after_in_parent=building.resume, after_in_child=building.renew
    )


class importing:  # noqa: N801 (read as a keyword)
    """A block that imports a module when first needed, so that no fork finds it half imported.

    The block holds the lock until it has once gone through, and takes none from then on.

    Args:
        module: The module that the block imports.

    Example:
        >>> with importing("difflib"):
        ...     import difflib
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = None if module in _imported else building.lock

    def __enter__(self) -> None:
        if self._lock is not None:
            self._lock.acquire()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._lock is not None:
            if kind is None:
                _imported.add(self._module)
            self._lock.release()
