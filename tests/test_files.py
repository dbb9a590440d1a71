"""Files and folders that are written: whole at every instant, and as they were in all else."""

import errno
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from alstx import WriteError
from alstx.export import exchange, files
from alstx.export.files import write_file, write_folder

OLD, NEW = {"a": b"old", "b": b"old"}, {"a": b"new" * 9, "c": b"new"}
NAMES = {"a", "b", "c"}

KILLED = """
import io, os, signal, sys
from pathlib import Path
from alstx.export import files

home, kind, offered, there = Path(sys.argv[1]), *sys.argv[2:]
if offered == "renames":
    files.exchange = lambda *_: False
OLD, NEW = {"a": b"old", "b": b"old"}, {"a": b"new" * 9, "c": b"new"}
goal = home / "out"

def write(content, goal=goal):
    if kind == "file":
        files.write_file(goal, content["a"])
    else:
        files.write_folder(goal, content, {"a", "b", "c"})

def state():
    if goal.is_dir():
        return {file.name: file.read_bytes() for file in goal.iterdir()}
    return {"a": goal.read_bytes()} if goal.exists() else None

def whole(content):
    return {"a": content["a"]} if kind == "file" else content

def killed_at(instant):
    calls = 0
    def watch(frame, event, called):
        nonlocal calls
        if event in ("c_call", "c_return"):
            to_system = called.__module__ in ("posix", "fcntl")
            calls += to_system or isinstance(called.__self__, io.BufferedWriter)
        if calls == instant:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.setprofile(watch)
    write(NEW)
    os._exit(0)

if there == "old":
    write(OLD)
write(OLD, home / "other")
instant, ended, seen = 0, False, []
while not ended:
    instant += 1
    pid = os.fork()
    if not pid:
        killed_at(instant)
    ended = os.waitpid(pid, 0)[1] == 0
    now = state()
    if now is None and offered == "renames" and there == "old":
        files._bring_back(goal)  # as the next run does
        now = state()
        assert now == OLD, now
    assert now in ([None] if there == "none" else [whole(OLD)]) + [whole(NEW)], now
    seen.append(now)
    write(OLD, home / "other")
    left = [name for name in os.listdir(home) if name not in ("out", "other")]
    assert not left, left
    if there == "old":
        write(OLD)
    elif now:
        (files.shutil.rmtree if kind == "folder" else os.unlink)(goal)
print(instant, len([now for now in seen if now == whole(NEW)]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
@pytest.mark.parametrize(
    ("kind", "how"), [("file", "exchange"), ("folder", "exchange"), ("folder", "renames")]
)
@pytest.mark.parametrize("there", ["old", "none"])
def test_a_run_may_be_killed_at_any_instant(
    tmp_path: Path, kind: str, how: str, there: str
) -> None:
    """Killed before or after any call to the system, it leaves the old or the new, whole.

    The next run removes what is left beside it.
    """
    command = [sys.executable, "-c", KILLED, str(tmp_path), kind, how, there]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    instants, new = map(int, done.stdout.split())
    assert instants > 30
    assert instants > new > 1


def names(folder: Path) -> set[str]:
    """The names in a folder."""
    return {entry.name for entry in folder.iterdir()}


@pytest.fixture(params=["exchange", "renames"])
def _how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders take each other's place at one instant, or by renames."""
    if request.param == "renames":
        monkeypatch.setattr(files, "exchange", lambda *_: False)


@pytest.mark.usefixtures("_how")
def test_a_file_that_was_added_meanwhile_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where somebody puts a file into the folder while it is written, the old folder stays."""
    write_folder(tmp_path / "out", OLD, NAMES)
    real = files._swap

    def swap(path: Path, fresh: Path) -> None:
        if not (path / "c").exists():
            (path / "mine").write_text("mine")
        real(path, fresh)

    monkeypatch.setattr(files, "_swap", swap)
    with pytest.raises(WriteError, match="the folder holds 'mine', which is not ours to replace"):
        write_folder(tmp_path / "out", NEW, NAMES)
    assert {*OLD, "mine"} == names(tmp_path / "out")
    assert {"out"} == names(tmp_path)


def test_a_folder_that_was_moved_aside_comes_back(tmp_path: Path) -> None:
    """Whatever else fails, the next run to the same name brings back what a killed run moved."""
    write_folder(tmp_path / ".out.alstx-old", {**OLD, "mine": b""}, NAMES)
    write_file(tmp_path / "other", b"")
    assert {".out.alstx-old", "other"} == names(tmp_path)
    with pytest.raises(WriteError, match="the folder holds 'mine'"):
        write_folder(tmp_path / "out", NEW, NAMES)
    assert {*OLD, "mine"} == names(tmp_path / "out")
    assert {"out", "other"} == names(tmp_path)


@pytest.mark.usefixtures("_how")
def test_modes_are_kept(tmp_path: Path) -> None:
    """A file, a folder and the files of a folder keep their modes."""
    write_file(tmp_path / "file", b"old")
    write_folder(tmp_path / "out", OLD, NAMES)
    modes = {"file": 0o640, "out/a": 0o604, "out": 0o550}
    for name, mode in modes.items():
        (tmp_path / name).chmod(mode)
    write_file(tmp_path / "file", b"new")
    write_folder(tmp_path / "out", NEW, NAMES)
    assert modes == {name: stat.S_IMODE((tmp_path / name).stat().st_mode) for name in modes}
    assert {"file", "out"} == names(tmp_path)


def test_what_is_new_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    """As a program's other files have it."""
    (tmp_path / "plain").write_text("")
    (tmp_path / "plain folder").mkdir()
    write_file(tmp_path / "file", b"new")
    write_folder(tmp_path / "out", NEW, NAMES)
    for new, plain in (("file", "plain"), ("out/a", "plain"), ("out", "plain folder")):
        assert (tmp_path / plain).stat().st_mode == (tmp_path / new).stat().st_mode


@pytest.mark.parametrize("there", ["owner", "group"])
def test_owners_are_kept_or_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str
) -> None:
    """A file of somebody else keeps owner and group; where that is refused, it stays as it was."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    ids = {"owner": (12345, -1), "group": (-1, 12345)}[there]
    asked: list[tuple[int, int]] = []

    def chown(_: Path, user: int, group: int) -> None:
        asked.append((user, group))
        raise PermissionError(errno.EPERM, "Operation not permitted")

    real = Path.stat

    def owned(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        found = [*real(self, follow_symlinks=follow_symlinks)]
        if self == path:
            found[4:6] = [new if new > 0 else own for new, own in zip(ids, found[4:6], strict=True)]
        return os.stat_result(found)

    monkeypatch.setattr(files.os, "chown", chown)
    write_file(path, b"mine")
    assert not asked  # where they agree nothing is asked
    monkeypatch.setattr(Path, "stat", owned)
    with pytest.raises(WriteError, match="belongs to another user or group"):
        write_file(path, b"new")
    assert path.read_bytes() == b"mine"
    monkeypatch.setattr(files.os, "chown", lambda *to: asked.append(to[1:]))
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert len(set(asked)) == 1


def test_the_current_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's shell is left in a folder that is gone."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WriteError, match="is the current folder; name a folder within it"):
        write_folder(files.target("."), NEW, NAMES)
    assert not names(tmp_path)


def test_a_mount_point_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is mounted cannot be exchanged, nor a file; the message says what to do."""
    with pytest.raises(WriteError, match="is a mount point; name a folder within it"):
        write_folder(Path("/"), NEW, NAMES)

    def busy(*_: object) -> None:
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(Path, "replace", busy)
    with pytest.raises(WriteError, match="as a mount point is; name a place within it"):
        write_file(tmp_path / "file", b"new")
    assert not names(tmp_path)


LEFT = f".alstx-{'0' * 16}.tmp"


def test_only_what_a_run_left_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files and folders under a temporary name go; what is in use or another's stays."""
    foreign = [".alstx-00.tmp", f"{LEFT}.bak", "alstx.tmp"]
    for name in foreign:
        (tmp_path / name).write_text("mine")
    link = tmp_path / f".alstx-{'1' * 16}.tmp"
    link.symlink_to(tmp_path / "alstx.tmp")
    (tmp_path / f".alstx-{'2' * 16}.tmp").mkdir()
    (tmp_path / f".alstx-{'2' * 16}.tmp" / "a").write_text("half")
    (tmp_path / LEFT).write_text("half")
    descriptor = exchange.hold(tmp_path / LEFT)
    write_file(tmp_path / "file", b"new")
    assert {*foreign, link.name, LEFT, "file"} == names(tmp_path)
    assert descriptor is not None
    os.close(descriptor)
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "geteuid", lambda: 54321)
        write_file(tmp_path / "file", b"new")
        assert LEFT in names(tmp_path)
    write_file(tmp_path / "file", b"new")
    assert {*foreign, link.name, "file"} == names(tmp_path)


def no_fcntl(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows."""
    monkeypatch.setitem(sys.modules, "fcntl", None)


def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a file system that knows none."""
    import fcntl  # noqa: PLC0415 (Windows has none)

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)


@pytest.mark.parametrize("without", [no_fcntl, no_locks])
def test_without_locks_a_day_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: Callable[[pytest.MonkeyPatch], None]
) -> None:
    """Where no lock tells what is in use, what is older than a day is left."""
    without(monkeypatch)
    (tmp_path / LEFT).write_text("half")
    write_file(tmp_path / "file", b"new")
    assert {LEFT, "file"} == names(tmp_path)
    long_ago = time.time() - 100_000
    os.utime(tmp_path / LEFT, (long_ago, long_ago))
    write_file(tmp_path / "file", b"new")
    assert {"file"} == names(tmp_path)


@pytest.mark.parametrize("taken", ["held", "removed"])
def test_another_run_may_take_a_fresh_file_for_a_left_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: str
) -> None:
    """Before a run holds the lock of its file another may; it then makes another file."""
    real, calls = files.hold, 0

    def hold(path: Path) -> int | None:
        nonlocal calls
        calls += 1
        if calls == 1 and taken == "held":
            raise BlockingIOError
        descriptor = real(path)
        if calls == 1:
            path.unlink()
        return descriptor

    monkeypatch.setattr(files, "hold", hold)
    write_file(tmp_path / "file", b"new")
    assert calls == 2
    assert (tmp_path / "file").read_bytes() == b"new"


def test_an_error_within_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails while a file is filled is no reason to try again."""

    def missing(*_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    monkeypatch.setattr(files, "_fill", missing)
    with pytest.raises(WriteError, match="no such file or directory"):
        write_file(tmp_path / "file", b"new")
    assert not names(tmp_path)


# what the system offers


class Library:
    """A library of the system that has some functions, each with an answer."""

    def __init__(self, answer: int, *functions: str) -> None:
        self.asked: list[tuple[object, ...]] = []
        for name in functions:
            setattr(self, name, lambda *arguments: (self.asked.append(arguments), answer)[1])


def library(monkeypatch: pytest.MonkeyPatch, made: Library, reason: int = 0) -> None:
    """Puts a library in the place of the system's."""
    import ctypes  # noqa: PLC0415 (Pyodide has none)

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: made)
    monkeypatch.setattr(ctypes, "get_errno", lambda: reason)


def test_each_system_is_asked_in_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux takes a folder before each name, macOS does not; others offer nothing."""
    one, other = Path("one"), Path("other")
    expected = {
        "renameat2": (-100, b"one", -100, b"other", 2),
        "renamex_np": (b"one", b"other", 2),
    }
    for name, arguments in expected.items():
        made = Library(0, name)
        library(monkeypatch, made)
        assert exchange.exchange(one, other)
        assert made.asked == [arguments]
    library(monkeypatch, Library(0))
    assert not exchange.exchange(one, other)


def test_a_refusal_is_no_offer_or_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that cannot do it is told from one that fails."""
    library(monkeypatch, Library(-1, "renameat2"), errno.EINVAL)
    assert not exchange.exchange(Path("one"), Path("other"))
    library(monkeypatch, Library(-1, "renameat2"), errno.EBUSY)
    with pytest.raises(OSError, match="busy") as caught:
        exchange.exchange(Path("one"), Path("other"))
    assert caught.value.errno == errno.EBUSY


def test_a_system_without_such_a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pyodide has no ctypes."""
    monkeypatch.setitem(sys.modules, "ctypes", None)
    assert not exchange.exchange(Path("one"), Path("other"))
