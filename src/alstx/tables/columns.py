"""Columns and tables: the building blocks of our flat tables."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from typing import Any, cast

import attrs

from alstx.ids import Curie, Ref
from alstx.tables.docs import about, is_vocabulary, member_of, split_optional, types
from alstx.vocab import OrderedVocabulary, Vocabulary


class ColumnType(Vocabulary):
    """Type of the cells of a column."""

    TEXT = "text"
    WORD = "word"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    TEXTS = "texts"


@attrs.frozen(kw_only=True)
class Column:
    """A column of a flat table.

    Attributes:
        name: Stable name.
        type: What its cells hold.
        about: What it says.
        value: Computes its cell from a row: a text, number, flag, day, tuple of texts, or None.
        words: The closed set of a column of words, in order.
        ordered: Whether the words ascend.
        required: Whether every cell is filled.
        table: The table whose ids it holds, where it holds ids of ours.
    """

    name: str
    type: ColumnType
    about: str
    value: Callable[[Any], Any]
    words: tuple[str, ...] = ()
    ordered: bool = False
    required: bool = True
    table: str | None = None

    def cell(self, row: object) -> Any:
        """Return the cell of a row: a text, number, flag, day, list of texts, or None."""
        cell = _cell(self.value(row))
        if self.type is ColumnType.NUMBER and cell is not None:
            return float(cell)  # a record keeps 31 as it was written
        return cell


def _cell(value: Any) -> Any:
    """Turn a value into a scalar, or into a list of texts."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Curie | Ref):
        return str(value)
    if isinstance(value, tuple):
        return [_cell(member) for member in cast("tuple[object, ...]", value)]
    return value


@attrs.frozen(kw_only=True)
class Table:
    """A flat table.

    Attributes:
        name: Name of the catalog, or of the kind of part.
        about: What a row is.
        columns: The columns, in order.
        rows: Gives what the rows are computed from, in order.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Any], Iterable[Any]]


_TYPES: dict[type, ColumnType] = {
    bool: ColumnType.FLAG,
    int: ColumnType.INTEGER,
    float: ColumnType.NUMBER,
    date: ColumnType.DAY,
    str: ColumnType.TEXT,
    Curie: ColumnType.TEXT,
    Ref: ColumnType.TEXT,
}


def field(
    cls: type,
    name: str,
    *,
    rename: str | None = None,
    within: str | None = None,
    maybe: bool = False,
) -> Column:
    """Make the column of a field, with its type, its documentation and the table that it names.

    Args:
        cls: A record class, or the class of a part of a record.
        name: The field.
        rename: Name of the column, where it is not the field's.
        within: The attribute of a row that holds the object, where the row is not it.
        maybe: Whether that attribute may be None.

    Example:
        >>> from alstx import Medication
        >>> field(Medication, "kind").words
        ('ingredient', 'combination', 'product-group')
    """
    kind, optional = split_optional(types(cls)[name])

    def value(row: Any) -> Any:
        holder = getattr(row, within) if within else row
        return None if holder is None else getattr(holder, name)

    required = not (optional or maybe)
    table = attrs.fields_dict(cls)[name].metadata.get("ref")
    return computed(rename or name, kind, about(cls)[name], value, required=required, table=table)


def own_fields(cls: type, *, within: str | None = None, maybe: bool = False) -> list[Column]:
    """Make the columns of all fields that a cell can hold, in the order of the class.

    Args:
        cls: A record class, or the class of a part of a record.
        within: The attribute of a row that holds the object, where the row is not it.
        maybe: Whether that attribute may be None.
    """
    fitting = [name for name, kind in types(cls).items() if fits(kind)]
    return [field(cls, name, within=within, maybe=maybe) for name in fitting]


def computed(
    name: str,
    kind: Any,
    doc: str,
    value: Callable[[Any], Any],
    *,
    required: bool = True,
    table: str | None = None,
) -> Column:
    """Make a column.

    Args:
        name: Stable name.
        kind: Type of the values; ``tuple`` for lists of texts.
        doc: What it says.
        value: Computes it from a row.
        required: Whether every cell is filled.
        table: The table whose ids it holds.
    """
    return Column(
        name=name,
        type=_type_of(kind),
        about=doc,
        value=value,
        words=tuple(word.value for word in kind) if is_vocabulary(kind) else (),
        ordered=is_vocabulary(kind) and issubclass(kind, OrderedVocabulary),
        required=required,
        table=table,
    )


def fits(kind: Any) -> bool:
    """Return whether a cell can hold values of a type: a scalar, a list of scalars, or None.

    Example:
        >>> fits(tuple[str, ...]), fits(dict[str, str])
        (True, False)
    """
    inner = split_optional(member_of(kind) or kind)[0]
    return inner in _TYPES or is_vocabulary(inner)


def _type_of(kind: Any) -> ColumnType:
    if kind is tuple or member_of(kind) is not None:
        return ColumnType.TEXTS
    return ColumnType.WORD if is_vocabulary(kind) else _TYPES[kind]
