"""Records and problems, collected while files are read, and checks of what was collected."""

from collections.abc import Callable, Iterator
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import attrs
from cattrs import BaseValidationError

from alstx.errors import DataError, Problem, shown
from alstx.io.structure import explain, make_converter
from alstx.io.yaml import LARGEST_FILE, Document, Path, Plain, YamlError, lines
from alstx.kb.rules import Violation, violations
from alstx.model import fields
from alstx.model.base import NUMBER, Record
from alstx.model.products import Product
from alstx.model.records import KINDS, Records
from alstx.model.terms import Disease

T = TypeVar("T")
MOST_PROBLEMS = 1000
_LONGEST_STEP = 80


@attrs.frozen
class _Origin:
    """Where a record was written: a file and a path in its document."""

    file: str
    path: Path


def _of_this_schema(_: object, attribute: Any, value: int | None) -> None:
    """Refuse a folder of another layout than this version reads."""
    if value not in (None, NUMBER):
        msg = f"is a folder of schema {value}, and this version of alstx reads schema {NUMBER}"
        raise ValueError(msg, attribute, value)


@attrs.frozen
class Manifest:
    """Metadata of a data folder: version and disease.

    Attributes:
        version: Dated version of the data.
        disease: What the symptoms are symptoms of.
        schema: Number of the layout of the folder; None where it does not say.
    """

    version: str = attrs.field(validator=fields.name)
    disease: Disease
    schema: int | None = attrs.field(default=None, validator=_of_this_schema)


class Collector:
    """Records and problems of one or several documents.

    Args:
        lines: Gives the line of every value of a document's text.
    """

    def __init__(self, lines: Callable[[str], dict[Path, int]] = lines) -> None:
        self.problems: list[Problem] = []
        self.manifest: Manifest | None = None
        self.texts: dict[str, str] = {}
        self.lost: set[str] = set()  # ids of records that could not be made
        self.blind = False  # whether a whole kind could not be read
        self._found: dict[str, list[Any]] = {kind: [] for kind in KINDS}
        self._products: list[Product] = []
        self._origins: dict[tuple[str, str], _Origin] = {}
        self._read_lines = lines
        self._lines: dict[str, dict[Path, int]] = {}
        self._partial: dict[str, Document] = {}
        self._converter = make_converter()

    def begin(self, file: str, text: str, document: Document) -> None:
        """Register what is refused in a file, so that its consequences are not reported."""
        for refusal in document.refusals:
            self.problem(file, refusal.line, (), refusal.message)
        if document.refusals:
            self._partial[file] = document
        self.texts[file] = text

    def structured(self, value: Plain, cls: type[T], file: str, path: Path) -> T | None:
        """Build a record from plain values; None, with problems reported, where that fails."""
        try:
            return self._converter.structure(value, cls)
        except BaseValidationError as error:
            for place, message in explain(error, path):
                self.problem(file, None, place, message)
        except (TypeError, ValueError) as error:
            self.problem(file, None, path, str(error.args[0]))
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            self.lost.add(str(value["id"]))
        return None

    def keep(self, kind: str, record: Record | None, file: str, path: Path) -> None:
        """Add a record and the place where it was written."""
        if record is not None:
            self._found[kind].append(record)
            self._origins[kind, record.id] = _Origin(file, path)

    def keep_finding(self, kind: str, record: Any, file: str, path: Path) -> None:
        """Add a finding or statement, whose id must start with that of its source."""
        if record is not None and not f"{record.id}-".startswith(f"{record.source}-"):
            message = f"{record.id!r} does not start with the id of its source, {record.source!r}"
            self.problem(file, None, (*path, "id"), message)
        self.keep(kind, record, file, path)

    def keep_products(self, value: Plain, file: str, path: Path) -> None:
        """Add the names of products, each with the place where it was written."""
        if not isinstance(value, list):
            self.problem(file, None, path, f"expected a list of products, got {shown(value)}")
            return
        for at, item in enumerate(value):
            product = self.structured(item, Product, file, (*path, at))
            if product is not None:
                self._products.append(product)
                self._origins["products", product.name] = _Origin(file, (*path, at))

    @property
    def is_empty(self) -> bool:
        """True where no record was found."""
        return not self._products and not any(self._found.values())

    def problem(self, file: str, line: int | None, path: Path, message: str) -> None:
        """Report a problem; find its line where none is given and the file was read."""
        if line is None and file in self.texts:
            if file in self._partial and self._partial[file].is_doubtful(path):
                return
            line = self._line_of(file, path)
        steps = (str(step) for step in path)
        place = ".".join(s if len(s) <= _LONGEST_STEP else f"{s[:_LONGEST_STEP]}…" for s in steps)
        self.problems.append(Problem(file, line, place, message))
        if len(self.problems) >= MOST_PROBLEMS:
            raise DataError(self.problems)  # nobody mends a thousand before asking again

    def _line_of(self, file: str, path: Path) -> int:
        """Find the line of a place, or of the nearest place around it."""
        known = self._lines.get(file)
        if known is None:
            known = self._lines[file] = self._read_lines(self.texts[file])
        while path and path not in known:
            path = path[:-1]
        return known[path]

    def _place(self, defect: Violation) -> None:
        """Convert a violation between records into a problem of a file."""
        origin = self._origins.get((defect.kind, defect.id))
        if origin is None:
            self.problem("the base", None, (), f"{defect.kind}/{defect.id}: {defect.message}")
            return
        steps = [int(step) if step.isdigit() else step for step in defect.path.split(".") if step]
        self.problem(origin.file, None, (*origin.path, *steps), defect.message)

    def records(self, manifest: str, extends: Records | None) -> Records:
        """Return the records, checked and sorted.

        Args:
            manifest: The file that holds version and disease.
            extends: Records that the files add to and may refer to.

        Raises:
            DataError: If anything is wrong, with every problem by file and line.
        """
        if self.manifest is None and extends is None and not self.problems:
            self.problems.append(Problem(manifest, None, "", "is missing"))
        if self.problems and (self.blind or (self.manifest is None and extends is None)):
            raise DataError(self.problems)
        merged = self._merged(extends)
        # with records lost, what names them is not dangling, and an indication may rest on them
        lost = frozenset(self.lost) if self.problems else None
        for defect in violations(merged, lost):
            self._place(defect)
        if self.problems:
            raise DataError(self.problems)
        return attrs.evolve(merged, **dict(_sorted(merged)))

    def _merged(self, extends: Records | None) -> Records:
        """Append the records that were read to those that they extend."""
        manifest = self.manifest
        if extends is None:
            assert manifest is not None  # records() has seen to it
            return Records(
                version=manifest.version,
                disease=manifest.disease,
                products=tuple(self._products),
                **{kind: tuple(found) for kind, found in self._found.items()},
            )
        own = "local" if manifest is None else manifest.version
        both: dict[str, Any] = {k: (*held, *self._found[k]) for k, held in extends.kinds()}
        both["products"] = (*extends.products, *self._products)
        return attrs.evolve(extends, version=f"{extends.version}+{own}", **both)


def _sorted(records: Records) -> Iterator[tuple[str, Any]]:
    for kind, found in records.kinds():
        yield kind, tuple(sorted(found, key=lambda record: record.id))
    yield "products", tuple(sorted(records.products, key=lambda product: product.name.casefold()))


def reason(error: Exception) -> str:
    """Return the system's reason why a file or folder cannot be read."""
    return getattr(error, "strerror", None) or str(error)


LINK = "is a symbolic link; links are not followed"


def is_link(entry: Traversable) -> bool:
    """Return whether a folder's entry is a symbolic link, which other resources cannot be."""
    return bool(getattr(entry, "is_symlink", bool)())


def read_bytes(entry: Traversable, largest: int = LARGEST_FILE) -> bytes:
    """Read a file, but at most one byte more than is allowed.

    Raises:
        YamlError: If it cannot be read.
    """
    try:
        if is_link(entry):
            raise YamlError(None, LINK)
        if not entry.is_file():
            raise YamlError(None, "is no regular file")
        with entry.open("rb") as stream:
            raw: bytes = stream.read(largest + 1)
            return raw
    except (OSError, ValueError) as error:
        raise YamlError(None, f"cannot be read: {reason(error)}") from None
