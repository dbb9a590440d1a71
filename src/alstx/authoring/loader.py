"""Reads a data folder: every file, every problem, then one checked set of records."""

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import attrs
from cattrs import BaseValidationError

from alstx.authoring.structure import explain, make_converter
from alstx.authoring.yaml import LARGEST_FILE, Path, Plain, YamlError, decode, lines, parse
from alstx.checks import Defect, defects
from alstx.errors import DataError, Problem, shown
from alstx.model import (
    Agent,
    Disease,
    DrugClass,
    Evidence,
    Mechanism,
    Medication,
    Recommendation,
    Record,
    Source,
    Symptom,
    Therapy,
)
from alstx.names.index import near_words
from alstx.records import KINDS, Records

T = TypeVar("T")

MANIFEST = "manifest.yaml"
FOLDERS: dict[str, type[Record]] = {
    "medications": Medication,
    "sources": Source,
    "symptoms": Symptom,
    "therapies": Therapy,
}
"""Kinds with one file for each record, in a folder of the kind's name."""
LISTS: dict[str, type[Record]] = {
    "agents": Agent,
    "drug_classes": DrugClass,
    "mechanisms": Mechanism,
}
"""Kinds that stand in one file, as a list."""
FINDINGS: dict[str, type[Record]] = {"evidence": Evidence, "recommendations": Recommendation}
"""Kinds that stand inside the file of their source."""
_IGNORED = ("LICENSE", "LICENSE-DATA", "README.md", "__init__.py", "__pycache__")
_MOST_FILES = 20_000


@attrs.frozen
class _Origin:
    """Where a record was written: a file and a path in its document."""

    file: str
    path: Path


@attrs.frozen
class _Manifest:
    version: str
    disease: Disease


class _Reader:
    """Reads one folder and collects records and problems."""

    def __init__(self, root: Traversable) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.found: dict[str, list[Any]] = {kind: [] for kind in KINDS}
        self.origins: dict[tuple[str, str], _Origin] = {}
        self.manifest: _Manifest | None = None
        self._texts: dict[str, str] = {}
        self._lines: dict[str, dict[Path, int]] = {}
        self._converter = make_converter()

    def read(self) -> None:
        """Reads every file; what is no part of a data folder is a problem, not skipped."""
        entries = self._listed(self.root, "")
        if not entries:
            return
        for entry in entries:
            name = entry.name
            if name in FOLDERS and entry.is_dir():
                for file in self._listed(entry, f"{name}/"):
                    self._document(file, f"{name}/{file.name}")
            elif name == MANIFEST or name.removesuffix(".yaml") in LISTS:
                self._document(entry, name)
            else:
                known = [*FOLDERS, *(f"{kind}.yaml" for kind in LISTS), MANIFEST]
                near = near_words(name, known)
                hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
                self._problem(name, None, (), f"is no part of a data folder; {hint}")

    def _listed(self, folder: Traversable, prefix: str) -> list[Traversable]:
        try:
            entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self._problem(prefix or shown(str(folder)), None, (), f"cannot be read: {reason}")
            return []
        kept = [e for e in entries if not e.name.startswith(".") and e.name not in _IGNORED]
        if not kept and not prefix:
            self._problem(shown(str(folder)), None, (), "holds no records")
        if len(kept) > _MOST_FILES:
            message = f"holds {len(kept)} files; {_MOST_FILES} are allowed"
            self._problem(prefix or shown(str(folder)), None, (), message)
            return []
        return kept

    def _document(self, entry: Traversable, file: str) -> None:
        """Reads one file into records, or into problems."""
        kind = file.split("/", maxsplit=1)[0].removesuffix(".yaml")
        if not file.endswith(".yaml"):
            self._problem(file, None, (), "is not a .yaml file")
            return
        try:
            self._texts[file] = decode(_bytes(entry))
            document = parse(self._texts[file])
        except YamlError as error:
            self._problem(file, error.line, (), error.message)
            return
        if file == MANIFEST:
            self.manifest = self._structured(document, _Manifest, file, ())
        elif kind in LISTS:
            self._list(document, kind, file)
        else:
            self._record(document, kind, file)

    def _list(self, document: Plain, kind: str, file: str) -> None:
        if not isinstance(document, list):
            self._problem(file, 1, (), "expected a list of records")
            return
        for at, item in enumerate(document):
            self._keep(kind, self._structured(item, LISTS[kind], file, (at,)), file, (at,))

    def _record(self, document: Plain, kind: str, file: str) -> None:
        if kind == "sources" and isinstance(document, dict):
            self._findings(document, file)
            document = {k: v for k, v in document.items() if k not in FINDINGS}
        record = self._structured(document, FOLDERS[kind], file, ())
        stem = file.rpartition("/")[2].removesuffix(".yaml")
        if record is not None and record.id != stem:
            message = f"{record.id!r} differs from the file name; it would be {stem!r}"
            self._problem(file, None, ("id",), message)
        self._keep(kind, record, file, ())

    def _findings(self, document: dict[str, Plain], file: str) -> None:
        """Reads the evidence and recommendations that stand in a source's file."""
        source = document.get("id")
        for kind, cls in FINDINGS.items():
            items = document.get(kind, [])
            if not isinstance(items, list):
                self._problem(file, None, (kind,), f"expected a list, got {shown(items)}")
                continue
            for at, item in enumerate(items):
                if isinstance(item, dict) and "source" in item:
                    message = "stands in the file of its source; leave the key out"
                    self._problem(file, None, (kind, at, "source"), message)
                    continue
                whole = {**item, "source": source} if isinstance(item, dict) else item
                record = self._structured(whole, cls, file, (kind, at))
                if record is not None and not f"{record.id}-".startswith(f"{source}-"):
                    message = f"{record.id!r} does not start with the id of its source, {source!r}"
                    self._problem(file, None, (kind, at, "id"), message)
                self._keep(kind, record, file, (kind, at))

    def _structured(self, value: Plain, cls: type[T], file: str, path: Path) -> T | None:
        """Makes a record of plain values; None, with problems noted, where that fails."""
        try:
            return self._converter.structure(value, cls)
        except BaseValidationError as error:
            for place, message in explain(error, path):
                self._problem(file, None, place, message)
        except (TypeError, ValueError) as error:
            self._problem(file, None, path, str(error.args[0]))
        return None

    def _keep(self, kind: str, record: Record | None, file: str, path: Path) -> None:
        if record is not None:
            self.found[kind].append(record)
            self.origins[kind, record.id] = _Origin(file, path)

    def _problem(self, file: str, line: int | None, path: Path, message: str) -> None:
        if line is None and file in self._texts:
            line = self._line_of(file, path)
        self.problems.append(Problem(file, line, ".".join(map(str, path)), message))

    def _line_of(self, file: str, path: Path) -> int:
        """Finds the line of a place, or of the nearest place around it."""
        known = self._lines.get(file)
        if known is None:
            known = self._lines[file] = lines(self._texts[file])
        while path and path not in known:
            path = path[:-1]
        return known.get(path, 1)

    def place(self, defect: Defect) -> None:
        """Turns a broken rule between records into a problem of a file."""
        origin = self.origins.get((defect.kind, defect.id))
        if origin is None:
            self._problem("the base", None, (), f"{defect.kind}/{defect.id}: {defect.message}")
            return
        steps = [int(step) if step.isdigit() else step for step in defect.path.split(".") if step]
        self._problem(origin.file, None, (*origin.path, *steps), defect.message)


def _bytes(entry: Traversable) -> bytes:
    """Reads a file, but never more than is allowed."""
    try:
        if not entry.is_file():
            raise YamlError(None, "is no regular file")
        with entry.open("rb") as stream:
            raw: bytes = stream.read(LARGEST_FILE + 1)
            return raw
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise YamlError(None, f"cannot be read: {reason}") from None


def read(root: Traversable, extends: Records | None = None) -> Records:
    """Reads a folder of records.

    Args:
        root: The folder; a path, or a resource in a zip.
        extends: Records of a base that the folder adds to and may refer to.

    Raises:
        DataError: If anything is wrong, with every problem by file and line.
    """
    reader = _Reader(root)
    reader.read()
    if reader.manifest is None and extends is None and not reader.problems:
        reader.problems.append(Problem(MANIFEST, None, "", "is missing"))
    if reader.problems:
        raise DataError(reader.problems)
    merged = _merged(reader, extends)
    for defect in defects(merged):
        reader.place(defect)
    if reader.problems:
        raise DataError(reader.problems)
    return attrs.evolve(merged, **dict(_sorted(merged)))


def _merged(reader: _Reader, extends: Records | None) -> Records:
    """Puts the records that were read behind those of the base that they extend."""
    manifest = reader.manifest
    if extends is None:
        assert manifest is not None  # read() has seen to it
        return Records(
            version=manifest.version,
            disease=manifest.disease,
            **{kind: tuple(found) for kind, found in reader.found.items()},
        )
    own = "local" if manifest is None else manifest.version
    both: dict[str, Any] = {k: (*held, *reader.found[k]) for k, held in extends.kinds()}
    return attrs.evolve(extends, version=f"{extends.version}+{own}", **both)


def _sorted(records: Records) -> Iterator[tuple[str, Any]]:
    for kind, found in records.kinds():
        yield kind, tuple(sorted(found, key=lambda record: record.id))
