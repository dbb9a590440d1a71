"""Files written whole or not at all: to a temporary name beside the target, then moved onto it.

A run that is killed, at whatever instant, leaves under the target what stood there before or what
it wrote, whole. What it leaves under a temporary name is removed by the next run.
"""

import errno
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from alstx.errors import InvalidArgumentError, WriteError, shown
from alstx.export.exchange import exchange, hold

_LEFT = re.compile(r"\.alstx-[0-9a-f]{16}\.tmp|\.(?P<target>.+)\.alstx-old", re.DOTALL)
_A_DAY = 86_400
"""Seconds after which a run has ended, where no lock tells."""
_REASONS = {errno.EBUSY: "is in use, as a mount point is; name a place within it"}


def target(path: str | os.PathLike[str]) -> Path:
    """Return the path that a caller named, with links followed.

    Raises:
        InvalidArgumentError: If it is blank or no path.
        WriteError: If there is no folder to write it in.
    """
    if not isinstance(path, str | os.PathLike) or not isinstance(os.fspath(path), str):
        msg = f"expected the path of a file or folder, got {shown(path)}"
        raise InvalidArgumentError(msg)
    if not os.fspath(path).strip():
        msg = f"expected a path that is not blank, got {shown(os.fspath(path))}"
        raise InvalidArgumentError(msg)
    with told(path):
        found = Path(os.path.realpath(path))
        if not found.parent.is_dir():
            raise WriteError(os.fspath(path), f"there is no folder {shown(str(found.parent))}")
    return found


@contextmanager
def told(path: str | os.PathLike[str]) -> Generator[None]:
    """Turn what the operating system says of a path into an error of ours."""
    try:
        yield
    except WriteError:
        raise
    except (OSError, ValueError) as error:  # a path with a NUL character is a ValueError
        reason = getattr(error, "strerror", None) or str(error)
        reason = _REASONS.get(getattr(error, "errno", None) or 0, reason.lower())
        raise WriteError(os.fspath(path), reason) from error


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole, in place of an older one, whose mode and owner it keeps.

    Raises:
        WriteError: If that fails; then the old file is as it was.
    """
    with told(path):
        if path.is_dir():
            raise WriteError(str(path), "is a folder")
        if path.exists() and not path.is_file():
            raise WriteError(str(path), "is no regular file")
        with _beside(path) as fresh:
            _fill(fresh, data)
            _keep(path, fresh)
            fresh.replace(path)


def write_folder(path: Path, files: Mapping[str, bytes], replaceable: Collection[str]) -> None:
    """Write a folder whole, in place of an empty one or of one that holds only our files.

    Where the system can exchange two names at one instant, the path names the old folder or the
    new one at every instant; elsewhere it names none for a moment. A run that is killed in that
    moment leaves the old folder under another name, from which the next run brings it back.

    Args:
        path: The folder.
        files: Contents by file name, or by path below a folder.
        replaceable: Names of the files that an older folder may hold.

    Raises:
        WriteError: If that fails; then the old folder is as it was.
    """
    with told(path):
        _refuse_place(path)
        _bring_back(path)
        _refuse_foreign(path, path, replaceable)
        with _beside(path, folder=True) as fresh:
            for name, data in files.items():
                (fresh / name).parent.mkdir(exist_ok=True)
                _fill(fresh / name, data)
                _keep(path / name, fresh / name)
            _keep(path, fresh)
            if not path.exists():
                fresh.rename(path)
                return
            _swap(path, fresh)
            try:  # was a file added in the meantime, it is not ours to remove
                _refuse_foreign(path, fresh, replaceable)
            except WriteError:
                _swap(path, fresh)
                raise


def _refuse_place(path: Path) -> None:
    """Refuse a folder that cannot be exchanged, or from under whoever works in it."""
    if path.is_dir():
        if path.samefile("."):
            raise WriteError(str(path), "is the current folder; name a folder within it")
        if path.is_mount():
            raise WriteError(str(path), "is a mount point; name a folder within it")


def _refuse_foreign(path: Path, held: Path, replaceable: Collection[str]) -> None:
    """Refuse to replace what holds more than our files."""
    try:
        foreign = sorted({entry.name for entry in held.iterdir()} - set(replaceable))
    except FileNotFoundError:
        return
    except NotADirectoryError as error:
        raise WriteError(str(path), "is a file; this format writes a folder") from error
    if foreign:
        reason = f"the folder holds {shown(foreign[0])}, which is not ours to replace"
        raise WriteError(str(path), reason)


def _swap(path: Path, fresh: Path) -> None:
    """Exchange two folders, by three renames where the system has no better."""
    if exchange(path, fresh):
        return
    old = _aside(path)
    path.rename(old)
    try:
        fresh.rename(path)
    except BaseException:
        old.rename(path)
        raise
    with suppress(FileNotFoundError):  # where another run has just removed it
        old.rename(fresh)


def _aside(path: Path) -> Path:
    """Return the name that a folder has between two renames."""
    return path.with_name(f".{path.name}.alstx-old")


def _bring_back(path: Path) -> None:
    """Move a folder back that a killed run moved aside."""
    old = _aside(path)
    if old.is_dir() and not path.exists():
        old.rename(path)


@contextmanager
def _beside(path: Path, *, folder: bool = False) -> Generator[Path]:
    """Make an empty file or folder under a temporary name, and remove what has it in the end."""
    for left in _left(path.parent):
        _remove(left)
    fresh, descriptor = _made(path, folder=folder)
    try:
        yield fresh
    finally:
        _remove(fresh)
        _release(descriptor)


def _made(path: Path, *, folder: bool) -> tuple[Path, int | None]:
    """Make an empty file or folder, and hold the lock that tells other runs that it is in use.

    Where something is to be replaced, nobody else may read the new one before it has the mode of
    the old one.
    """
    private = path.exists()
    while True:
        fresh = path.with_name(f".alstx-{secrets.token_hex(8)}.tmp")
        if folder:
            fresh.mkdir(0o700 if private else 0o777)
        else:
            fresh.touch(0o600 if private else 0o666, exist_ok=False)
        with suppress(BlockingIOError, FileNotFoundError):
            descriptor = hold(fresh)
            if fresh.exists():  # else another run has just taken it for one that was left
                return fresh, descriptor
            _release(descriptor)


def _release(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)


def _left(folder: Path) -> Iterator[Path]:
    """Find what killed runs of this user left, each held while it is looked at."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _is_left(folder, entry.name) and _is_own(entry):
                with suppress(OSError):
                    descriptor = hold(Path(entry.path))
                    if descriptor is not None or time.time() - entry.stat().st_mtime > _A_DAY:
                        yield Path(entry.path)
                    _release(descriptor)


def _is_left(folder: Path, name: str) -> bool:
    """Return whether it is a temporary name, or an old folder's whose place is taken."""
    found = _LEFT.fullmatch(name)
    target = found["target"] if found else None
    return found is not None and (target is None or (folder / target).exists())


def _is_own(entry: "os.DirEntry[str]") -> bool:
    """Return whether it is a file or folder of this user, and no link."""
    found = entry.stat(follow_symlinks=False)
    ours = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return ours and (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode))


def _remove(path: Path) -> None:
    """Remove a file or folder of ours, as far as that goes."""
    with suppress(OSError):
        if path.is_dir():
            path.chmod(0o700)
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _keep(old: Path, fresh: Path) -> None:
    """Give a fresh file or folder the owner, group and mode of the one that it is to replace."""
    if not old.exists():
        return
    there, here = old.stat(), fresh.stat()
    if (there.st_uid, there.st_gid) != (here.st_uid, here.st_gid):
        try:
            os.chown(fresh, there.st_uid, there.st_gid)
        except PermissionError as error:
            reason = "belongs to another user or group, which a new one could not keep; remove it"
            raise WriteError(str(old), reason) from error
    fresh.chmod(stat.S_IMODE(there.st_mode))


def _fill(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
