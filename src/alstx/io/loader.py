"""Data folders: every file, every problem, then one checked set of records."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from alstx.errors import DataError, shown
from alstx.ids import is_slug
from alstx.io import yaml
from alstx.io.collector import LINK, Collector, Manifest, is_link, read_bytes, reason
from alstx.io.yaml import Plain, YamlError, decode
from alstx.model.records import KINDS, Records
from alstx.names.near import near_words

if TYPE_CHECKING:
    from alstx.model.base import Record

MANIFEST = "manifest.yaml"
PRODUCTS = "products.yaml"
"""Names of products without records of their own."""


def _at(home: str) -> dict[str, type[Record]]:
    """Return the kinds of one home, in the order in which messages list them."""
    return {name: KINDS[name].cls for name in sorted(KINDS) if KINDS[name].home == home}


FOLDERS = _at("folder")
"""Kinds with one file for each record, in a folder of the kind's name."""
LISTS = _at("list")
"""Kinds that are written in one file, as a list."""
FINDINGS = _at("source")
"""Kinds that are written inside the file of their source."""
_KNOWN = (*FOLDERS, *(f"{kind}.yaml" for kind in LISTS), MANIFEST, PRODUCTS)
_IGNORED = ("LICENSE", "LICENSE-DATA", "README.md", "__init__.py", "__pycache__")
_MOST_FILES = 20_000
_LARGEST_FOLDER = 100_000_000


class _Reader(Collector):
    """Reader of one folder, which collects records and problems."""

    def __init__(self, root: Traversable) -> None:
        super().__init__()
        self.root = root
        self.size = 0

    def read(self) -> None:
        """Read every file; report what does not belong into a data folder."""
        entries = self._listed(self.root, "")
        if not self._is_data_folder([entry.name for entry in entries]):
            return
        told = f"; known are {', '.join(_KNOWN)}"
        for entry in entries:
            name = entry.name
            if name in FOLDERS and is_link(entry):
                self.problem(name, None, (), LINK)
                self.blind = True
            elif name in FOLDERS and entry.is_dir():
                for file in self._listed(entry, f"{name}/"):
                    self._document(file, f"{name}/{file.name}")
            elif name in (MANIFEST, PRODUCTS) or name.removesuffix(".yaml") in LISTS:
                self._document(entry, name)
            elif name in FOLDERS:
                self.problem(name, None, (), "is no folder")
                self.blind = True
            else:
                near = near_words(name, _KNOWN)
                hint = f"; did you mean {near[0]!r}?" if near else told
                told = told if near else ""  # once is enough
                self.problem(name, None, (), f"is no part of a data folder{hint}")
                self.blind = True

    def _is_data_folder(self, names: Sequence[str]) -> bool:
        """Return whether a folder has anything of ours; if not, report that once."""
        is_one = any(name in _KNOWN for name in names)
        if names and not is_one:
            near = [(name, meant[0]) for name in names if (meant := near_words(name, _KNOWN))]
            hint = "".join(f"; is {name!r} meant to be {meant!r}?" for name, meant in near[:1])
            message = f"is no data folder: it holds none of {', '.join(_KNOWN)}{hint}"
            self.problem(shown(str(self.root)), None, (), message)
        return is_one

    def _listed(self, folder: Traversable, prefix: str) -> list[Traversable]:
        try:
            entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        except (OSError, ValueError) as error:
            message = f"cannot be read: {reason(error)}"
            self.problem(prefix or shown(str(folder)), None, (), message)
            self.blind = True
            return []
        kept = [e for e in entries if not e.name.startswith(".") and e.name not in _IGNORED]
        if not kept and not prefix:
            self.problem(shown(str(folder)), None, (), "holds no records")
        if len(kept) > _MOST_FILES:
            message = f"holds {len(kept)} files; {_MOST_FILES} are allowed"
            self.problem(prefix or shown(str(folder)), None, (), message)
            self.blind = True
            return []
        return kept

    def _document(self, entry: Traversable, file: str) -> None:
        """Read one file into records, or into problems."""
        kind = file.partition("/")[0].removesuffix(".yaml")
        if not file.endswith(".yaml"):
            self.problem(file, None, (), "is not a .yaml file")
            self.lost.add(PurePosixPath(file).stem)
            return
        try:
            raw = read_bytes(entry)
            self._weigh(raw, file)
            text = decode(raw)
        except YamlError as error:
            self.problem(file, error.line, (), error.message)
            self.lost.add(PurePosixPath(file).stem)
            self.blind = self.blind or kind in LISTS
            return
        document = yaml.read(text)
        self.begin(file, text, document)
        if file == MANIFEST:
            self.manifest = self.structured(document.value, Manifest, file, ())
        elif file == PRODUCTS:
            self.keep_products(document.value, file, ())
        elif kind in LISTS:
            self.blind = self.blind or () in document.incomplete
            self._list(document.value, kind, file)
        else:
            self._record(document.value, kind, file)

    def _weigh(self, raw: bytes, file: str) -> None:
        """Stop reading a folder that is too large for memory."""
        self.size += len(raw)
        if self.size > _LARGEST_FOLDER:
            message = f"makes the folder larger than {_LARGEST_FOLDER} bytes"
            self.problem(file, None, (), message)
            raise DataError(self.problems)

    def _list(self, document: Plain, kind: str, file: str) -> None:
        if not isinstance(document, list):
            self.problem(file, None, (), "expected a list of records")
            self.blind = True
            return
        for at, item in enumerate(document):
            record = self.structured(item, LISTS[kind], file, (at,))
            if record is None and not (isinstance(item, dict) and is_slug(item.get("id"))):
                self.blind = True  # nobody knows which record is lost
            self.keep(kind, record, file, (at,))

    def _record(self, document: Plain, kind: str, file: str) -> None:
        if kind == "sources" and isinstance(document, dict):
            self._findings(document, file)
            document = {k: v for k, v in document.items() if k not in FINDINGS}
        record = self.structured(document, FOLDERS[kind], file, ())
        stem = PurePosixPath(file).stem
        if record is None or record.id != stem:
            self.lost.add(stem)
        if record is not None and record.id != stem:
            message = f"{record.id!r} differs from the file name; it would be {stem!r}"
            self.problem(file, None, ("id",), message)
        self.keep(kind, record, file, ())

    def _findings(self, document: dict[str, Plain], file: str) -> None:
        """Read the evidence and recommendations in a source's file."""
        source = document.get("id")
        if not is_slug(source):
            # what is wrong with the id is told once, and of the source
            source = PurePosixPath(file).stem
        for kind, cls in FINDINGS.items():
            items = document.get(kind, [])
            if not isinstance(items, list):
                self.problem(file, None, (kind,), f"expected a list, got {shown(items)}")
                continue
            for at, item in enumerate(items):
                if isinstance(item, dict) and "source" in item:
                    message = "stands in the file of its source; leave the key out"
                    self.problem(file, None, (kind, at, "source"), message)
                    continue
                whole = {**item, "source": source} if isinstance(item, dict) else item
                record = self.structured(whole, cls, file, (kind, at))
                self.keep_finding(kind, record, file, (kind, at))


def read(root: Traversable, extends: Records | None = None) -> Records:
    """Read a folder of records.

    Args:
        root: The folder; a path, or a resource in a zip.
        extends: Records that the folder adds to and may refer to.

    Raises:
        DataError: If anything is wrong, with every problem by file and line.
    """
    reader = _Reader(root)
    reader.read()
    if extends is not None and not reader.problems and reader.is_empty:
        reader.problem(shown(str(root)), None, (), "holds no records")
    return reader.records(MANIFEST, extends)
