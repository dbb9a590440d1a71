"""Records the public interface: what others rely on, in a form whose diff a reviewer reads.

``python tools/contract.py`` writes ``tests/contract/``; a test compares it with the library.
"""

import enum
import inspect
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import attrs
import click

import alstx
from alstx.cli.app import app
from alstx.export import schema
from alstx.ids import CURIE_PATTERNS
from alstx.kb.catalog import Catalog
from alstx.tables.parts import TABLES

FOLDER = Path(__file__).parent.parent / "tests" / "contract"
MODULES = (
    "fhir",
    "model",
    "model.interaction",
    "vocab",
    "ids",
    "kb.catalogs",
    "kb.literature",
    "kb.hierarchy",
    "errors",
)
"""Modules whose classes the public names give or take."""
FUNCTIONS = {
    "export": ("render", "write"),
    "fhir": ("medicines",),
    "plot": ("evidence_map", "forest", "guideline_matrix", "hierarchy"),
}
_HOMES = re.compile(
    r"\b(?:alstx(?:\.\w+)*|typing|hypothesis.strategies|collections\.abc|os|pathlib(?:\._local)?|datetime)\.(?=\w)"
)


def contract() -> dict[str, str]:
    """Name of file to text, for each file of the record."""
    texts = {
        "names.txt": alstx.__all__,
        "classes.txt": _classes(),
        "functions.txt": _functions(),
        "words.txt": _words(),
        "columns.txt": _columns(),
        "commands.txt": _commands(),
    }
    written = {name: "\n".join(lines) + "\n" for name, lines in texts.items()}
    document = json.dumps(_bare(schema.schema()), indent=1, ensure_ascii=False, sort_keys=True)
    return {**written, "schema.json": f"{document}\n"}


def _bare(value: Any) -> Any:
    """Leaves descriptions out of a schema: they may be worded anew at any time."""
    if isinstance(value, dict):
        prose = ("description", "title", "$comment")
        return {k: _bare(v) for k, v in value.items() if k not in prose or isinstance(v, dict)}
    return [_bare(v) for v in value] if isinstance(value, list) else value


def _public(module: ModuleType) -> Iterator[type]:
    for name in sorted(getattr(module, "__all__", vars(module))):
        found = getattr(module, name)
        own = isinstance(found, type) and found.__module__.startswith(module.__name__)
        if own and not name.startswith("_"):
            yield found


def _classes() -> Iterator[str]:
    modules = [import_module(f"alstx.{name}") for name in MODULES]
    found = {cls.__name__: cls for module in modules for cls in _public(module)}
    named = [Catalog, *(getattr(alstx, name) for name in alstx.__all__)]
    found |= {cls.__name__: cls for cls in named if isinstance(cls, type)}
    for name in sorted(found):
        if not issubclass(found[name], enum.Enum):
            yield _heading(found[name])
            yield from (f"  {line}" for line in _members(found[name], set(found.values())))


def _heading(cls: type) -> str:
    return f"{cls.__name__}({', '.join(base.__name__ for base in cls.__bases__)})"


def _members(cls: type, known: set[type]) -> Iterator[str]:
    """Fields, properties and methods of a class, less those of a base that is listed itself."""
    fields = {field.name: field for field in attrs.fields(cls)} if attrs.has(cls) else {}
    for field in fields.values():
        if not field.inherited:
            default = "" if field.default is attrs.NOTHING else " = ..."
            yield f"{field.name}: {_annotation(field.type)}{default}"
    if issubclass(cls, Exception) and "__init__" in vars(cls):
        yield f"__init__{_signature(cls.__init__)}"
    for name in sorted(dir(cls)):
        home = next((base for base in cls.__mro__ if name in vars(base)), object)
        shared = home is not cls and home in known
        if name.startswith("_") or name in fields or shared or "alstx" not in home.__module__:
            continue
        held = inspect.getattr_static(cls, name)
        getter = getattr(held, "fget", None) or getattr(held, "func", None)
        if getter:
            yield f"{name} -> {_annotation(inspect.signature(getter).return_annotation)}"
        elif inspect.ismemberdescriptor(held):  # attrs keeps a cached property in a slot
            yield f"{name} -> {_annotation(home.__annotations__[name])}"
        elif callable(getattr(cls, name)):
            yield f"{name}{_signature(getattr(cls, name))}"


def _functions() -> Iterator[str]:
    testing = import_module("alstx.testing")
    found = {name: getattr(alstx, name) for name in alstx.__all__}
    for module, names in FUNCTIONS.items():
        held = import_module(f"alstx.{module}")
        found |= {f"{module}.{name}": getattr(held, name) for name in names}
    found |= {f"testing.{name}": getattr(testing, name) for name in testing.__all__}
    for name in sorted(found):
        if isinstance(found[name], FunctionType):
            yield f"{name}{_signature(found[name])}"


def _signature(function: Any) -> str:
    """Parameters and result as they are written; defaults that are no constants as dots."""
    signature = inspect.signature(function)
    parameters = []
    for parameter in signature.parameters.values():
        default = parameter.default
        if default is not parameter.empty and not isinstance(default, str | int | float | None):
            default = _Verbatim("...")
        if isinstance(default, enum.Enum):
            default = default.value
        annotation = parameter.annotation
        if annotation is not parameter.empty:
            annotation = _Verbatim(_annotation(annotation))
        parameters.append(parameter.replace(default=default, annotation=annotation))
    result = _annotation(signature.return_annotation)
    bare = signature.replace(parameters=parameters, return_annotation=signature.empty)
    return f"{bare} -> {result}"


class _Verbatim(str):
    """A text that shows itself without quotes, as an annotation does."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _annotation(found: Any) -> str:
    text = found if isinstance(found, str) else inspect.formatannotation(found)
    return _HOMES.sub("", text).replace("~", "").replace("'", "").replace("NoneType", "None")


def _words() -> Iterator[str]:
    vocab, ids = import_module("alstx.vocab"), import_module("alstx.ids")
    for cls in (*_public(vocab), *_public(ids)):
        if issubclass(cls, enum.Enum) and list(cls):
            yield _heading(cls)
            yield from (f"  {member.name} = {member.value!r}" for member in cls)
    yield "prefixes of CURIEs"
    yield from (f"  {prefix} {pattern}" for prefix, pattern in sorted(CURIE_PATTERNS.items()))


def _columns() -> Iterator[str]:
    for table in TABLES.values():
        yield table.name
        yield from (f"  {column.name}: {column.type.value}" for column in table.columns)


def _commands() -> Iterator[str]:
    context = click.Context(app)
    for name in sorted(app.list_commands(context)):
        command = app.get_command(context, name)
        assert command is not None
        yield name
        for parameter in command.params:
            required = " (required)" if parameter.required else ""
            yield f"  {' '.join(parameter.opts)}{required}"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in contract().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
