"""Writes a base as the modules of a snapshot, which a wheel carries in the place of the YAML.

Each kind is two modules of literals: the fields of its records, one after another; and the tables
of its names, with the positions under each node of its facets. `alstx.compiled` reads them.
``docs/decisions.md`` says what this form was measured against.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import attrs

from alstx.export.describe import member_of, split_optional, types
from alstx.ids import Curie, Ref
from alstx.lookups import Lookups
from alstx.model import Disease
from alstx.records import KINDS, Records
from alstx.shelf import Facet, Words

_HEAD = (
    '"""Part of the compiled base. Made when the package was built; change the YAML instead."""\n'
)


def write(records: Records, folder: Path) -> None:
    """Writes the modules of a snapshot.

    Args:
        records: The records of the base.
        folder: The folder to make, in which nothing else stands.

    Example:
        >>> import alstx, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write(alstx.load().records, Path(folder) / "snapshot")
        ...     sorted(file.stem for file in (Path(folder) / "snapshot").iterdir())[:3]
        ['__init__', 'agents', 'agents_tables']
    """
    folder.mkdir()
    for name, text in modules(records):
        (folder / f"{name}.py").write_bytes(text.encode())


def modules(records: Records) -> Iterator[tuple[str, str]]:
    """Gives the name and text of each module."""
    lookups = Lookups(records)
    classes = {kind: member_of(types(Records)[kind]) for kind in KINDS}
    plans: dict[str, tuple[Any, ...]] = {}
    for cls in (Disease, *classes.values()):
        _plan(cls, plans)
    yield (
        "__init__",
        _module(
            VERSION=records.version,
            DISEASE=_row(records.disease),
            KINDS={kind: cls.__name__ for kind, cls in classes.items()},
            PLANS=plans,
        ),
    )
    for kind in (*KINDS, "treatments"):
        joined = kind == "treatments"
        rows = _treatments(lookups) if joined else map(_row, lookups.held(kind))
        yield kind, _module(COLUMNS=list(zip(*rows, strict=True)) or [()])
        yield f"{kind}_tables", _tables(lookups, kind)


def _module(**values: object) -> str:
    """Writes constants, the members of a list each on a line of its own."""
    return _HEAD + "".join(f"{name} = {_literal(value)}\n" for name, value in values.items())


def _literal(value: object) -> str:
    if isinstance(value, list):
        members = cast("list[object]", value)
        return "(\n" + "".join(f"{member!r},\n" for member in members) + ")"
    return repr(value)


def _plan(cls: type, plans: dict[str, tuple[Any, ...]]) -> None:
    """Plans how a value of a class is made of its row: the fields, and which hold what."""
    if cls.__name__ in plans:
        return
    if not attrs.has(cls):
        plans[cls.__name__] = (cls.__module__, (), ())
        return
    fields = types(cls)
    nested: list[tuple[int, bool, str]] = []
    for at, kind in enumerate(fields.values()):
        member = member_of(kind)
        part = member or split_optional(kind)[0]
        if attrs.has(part) or issubclass(part, Enum | date):
            _plan(part, plans)
            nested.append((at, member is not None, part.__name__))
    plans[cls.__name__] = (cls.__module__, tuple(fields), tuple(nested))


def _row(value: object) -> Any:
    """Turns a record into the tuple of its fields, all the way down."""
    if isinstance(value, Curie | Ref):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return tuple(map(_row, cast("tuple[object, ...]", value)))
    cls: type[Any] = value.__class__
    if not attrs.has(cls):
        return value
    return tuple([_row(getattr(value, field.name)) for field in attrs.fields(cls)])


def _tables(lookups: Lookups, kind: str) -> str:
    """Writes what finds records: they may be asked for where no record of the kind is."""
    names, shared = lookups.index(kind).tables
    return _module(
        NAMES={name: id_ for name, id_ in names.items() if name != id_},
        SHARED=dict(shared),
        FACETS={name: _facet(facet) for name, facet in lookups.facets(kind).items()},
    )


def _facet(facet: Facet) -> tuple[bool, Any, dict[str, tuple[int, ...]]]:
    """Says whether its nodes are words, which they are, and where the records of each stand."""
    members = {str(node): _steps(found) for node, found in sorted(facet.members.items())}
    if isinstance(facet.nodes, Words):
        return True, (facet.nodes.kind, facet.nodes.words), members
    return False, facet.nodes.kind, members


def _steps(positions: Iterable[int]) -> tuple[int, ...]:
    """Writes positions as steps from each to the next: mostly ones, which compress."""
    places = sorted(set(positions))
    return tuple(after - before for before, after in pairwise([0, *places]))


def _treatments(lookups: Lookups) -> Iterator[tuple[Any, ...]]:
    """Gives each treatment as the positions of what it joins."""
    at = {kind: {r.id: n for n, r in enumerate(lookups.held(kind))} for kind in KINDS}
    for treatment in lookups.treatments:
        kind = treatment.intervention.kind.value
        stated = treatment.recommendations
        yield (
            kind,
            at[kind][treatment.intervention.id],
            treatment.symptom,
            tuple(at["recommendations"][r.id] for r in stated),
            tuple(at["evidence"][e.id] for e in treatment.evidence),
            tuple(n for n, r in enumerate(stated) if r.id in treatment.superseded),
            treatment.divided,
        )
