"""Folders in memory that count what is read of them."""

import io
from collections.abc import Iterator, Mapping


class Counted(io.BytesIO):
    """A file that tells its entry how many bytes were read."""

    def __init__(self, entry: "Entry", content: bytes) -> None:
        super().__init__(content)
        self.entry = entry

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.entry.bytes_read += len(found)
        return found


class Entry:
    """A file or folder in memory, with as much of a path as the loader needs."""

    def __init__(self, name: str, content: bytes | None = None) -> None:
        """Makes a file, or an empty folder where there is no content."""
        self.name = name
        self.content = content
        self.entries: dict[str, Entry] = {}
        self.bytes_read = 0
        self.times_opened = 0

    def is_dir(self) -> bool:
        """Whether it is a folder."""
        return self.content is None

    def is_file(self) -> bool:
        """Whether it is a file."""
        return self.content is not None

    def iterdir(self) -> Iterator["Entry"]:
        """Lists a folder."""
        return iter(self.entries.values())

    def open(self, _: str) -> io.BytesIO:
        """Opens a file for reading bytes."""
        self.times_opened += 1
        return Counted(self, self.content or b"")

    def files(self) -> Iterator["Entry"]:
        """Every file in a folder and those below it."""
        for entry in self.entries.values():
            yield from (entry,) if entry.is_file() else entry.files()


def folder(files: Mapping[str, str | bytes]) -> Entry:
    """Makes a folder out of paths and contents; of one depth, as data folders are."""
    root = Entry("folder")
    for path, content in files.items():
        above, _, name = path.rpartition("/")
        parent = root.entries.setdefault(above, Entry(above)) if above else root
        raw = content.encode() if isinstance(content, str) else content
        parent.entries[name] = Entry(name, raw)
    return root
