"""Files written whole or not at all: to a temporary name beside the target, then moved onto it."""

import os
import secrets
import shutil
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from alstx.errors import InvalidArgumentError, WriteError, shown


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
        raise WriteError(os.fspath(path), reason.lower()) from error


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole, in place of an older one.

    Raises:
        WriteError: If that fails; then the old file is as it was.
    """
    with told(path):
        if path.is_dir():
            raise WriteError(str(path), "is a folder")
        if path.exists() and not path.is_file():
            raise WriteError(str(path), "is no regular file")
        fresh = _beside(path)
        try:
            _fill(fresh, data)
            if path.exists():
                shutil.copymode(path, fresh)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def write_folder(path: Path, files: Mapping[str, bytes], replaceable: Collection[str]) -> None:
    """Write a folder whole, in place of an empty one or of one that holds only our files.

    Args:
        path: The folder.
        files: Contents by file name, or by path below a folder.
        replaceable: Names of the files that an older folder may hold.

    Raises:
        WriteError: If that fails; then the old folder is as it was.
    """
    with told(path):
        _refuse_foreign(path, replaceable)
        fresh, old = _beside(path), _beside(path)
        try:
            fresh.mkdir()
            for name, data in files.items():
                (fresh / name).parent.mkdir(exist_ok=True)
                _fill(fresh / name, data)
            if path.exists():
                shutil.copymode(path, fresh)
            _swap(path, fresh, old)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
            if path.exists():
                shutil.rmtree(old, ignore_errors=True)


def _swap(path: Path, fresh: Path, old: Path) -> None:
    """Move the old folder away and the fresh one to its place, or put the old one back."""
    try:
        with suppress(FileNotFoundError):
            path.rename(old)
        fresh.rename(path)
    except BaseException:
        with suppress(FileNotFoundError):  # there was none
            old.rename(path)
        raise


def _refuse_foreign(path: Path, replaceable: Collection[str]) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise WriteError(str(path), "is a file; this format writes a folder")
    foreign = sorted({entry.name for entry in path.iterdir()} - set(replaceable))
    if foreign:
        reason = f"the folder holds {shown(foreign[0])}, which is not ours to replace"
        raise WriteError(str(path), reason)


def _beside(path: Path) -> Path:
    return path.parent / f".alstx-{secrets.token_hex(8)}.tmp"


def _fill(path: Path, data: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
