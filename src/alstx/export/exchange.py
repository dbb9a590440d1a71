"""Two names exchanged at one instant, and locks on files, where the system offers them."""

import errno
import os
from pathlib import Path

from alstx.lock import importing

_HERE = -100
"""``AT_FDCWD`` of Linux: names are relative to the current folder."""
_EXCHANGE = 2
"""``RENAME_EXCHANGE`` of Linux, and ``RENAME_SWAP`` of macOS."""
_NOT_OFFERED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}
"""Error codes of a system that cannot exchange names, or not on this file system."""


def exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two files or folders at one instant.

    Returns:
        Whether the system offers that here; if it does not, nothing was changed.

    Raises:
        OSError: If it offers that and it fails.
    """
    try:
        with importing("ctypes"):
            import ctypes  # noqa: PLC0415 (6 ms, and only a folder needs it)

            library = ctypes.CDLL(None, use_errno=True)
    except (ImportError, OSError, TypeError):  # Pyodide has no ctypes, Windows no such library
        return False
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        failed = library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)
    elif hasattr(library, "renamex_np"):
        failed = library.renamex_np(*names, _EXCHANGE)
    else:
        return False
    reason = ctypes.get_errno()
    if failed and reason not in _NOT_OFFERED:
        raise OSError(reason, os.strerror(reason))
    return not failed


def hold(path: Path) -> int | None:
    """Hold the lock of a file or folder, which ends with the process whatever ends that.

    Returns:
        A descriptor to close, or None where there are no such locks.

    Raises:
        BlockingIOError: If another process, or another part of this one, holds the lock.
        OSError: If it cannot be opened.
    """
    try:
        with importing("fcntl"):
            import fcntl  # noqa: PLC0415 (not on Windows)
    except ImportError:
        return None
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    except OSError:  # a file system without locks
        os.close(descriptor)
        return None
    return descriptor
