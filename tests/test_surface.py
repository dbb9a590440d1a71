"""The surface: public names, what an import costs, which libraries a room knows, freezing."""

import ast
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
import pytest

import alstx
from alstx import KnowledgeBase, about
from alstx.ids import Curie, Ref
from alstx.model import Record
from alstx.model.records import LABELS

HOME = Path(alstx.__file__).parent
FILES = sorted(f for f in HOME.rglob("*.py") if f.parent.name != "_snapshot")  # a wheel has it
CATALOGS = tuple(sorted(LABELS))

KEPT_APART = {
    "cattrs": {"io"},
    "click": {"cli"},
    "PyInstaller": {"_pyinstaller"},
    "hypothesis": {"_hooks", "testing"},
    "mcp": {"mcp"},
    "pydantic": {"mcp"},
    "rich": {"cli"},
    "yaml": {"io"},
}
"""Third-party libraries, and the only rooms that know them."""
EVERYWHERE = {"attrs"}
LONGEST_MODULE = 400
LONGEST_LIST = 620  # `vocab` is a list


def fresh(code: str, *flags: str) -> str:
    """The output of some code in a new process that sees this library's source first."""
    path = f"import sys; sys.path.insert(0, {str(HOME.parent)!r})\n"
    done = subprocess.run(
        [sys.executable, *flags, "-c", path + code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def room(file: Path) -> str:
    """The room that a file belongs to: the first part of its module name."""
    return file.relative_to(HOME).parts[0].removesuffix(".py")


def _guards_types(node: ast.AST) -> bool:
    """Whether a statement is ``if TYPE_CHECKING:``, which never runs."""
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def imports(file: Path) -> Iterator[tuple[str, str, bool]]:
    """Each import of a file: the module, the name taken from it, and whether it is deferred."""

    def walk(node: ast.AST, *, deferred: bool) -> Iterator[tuple[str, str, bool]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from ((alias.name, "", deferred) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{file}: relative import"
                yield from ((child.module or "", alias.name, deferred) for alias in child.names)
            elif isinstance(child, ast.If) and _guards_types(child):
                for other in child.orelse:
                    yield from walk(other, deferred=deferred)
            else:
                inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                yield from walk(child, deferred=deferred or inside)

    yield from walk(ast.parse(file.read_text("utf-8")), deferred=False)


def shown(path: Path) -> str:
    """A file's path within the library, as the id of a test."""
    return path.relative_to(HOME).as_posix()


# public names


def test_all_is_sorted_and_holds_no_name_twice() -> None:
    """``__all__`` is sorted, constants first and then classes, and names everything once."""

    def place(name: str) -> tuple[int, str]:
        return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)

    assert sorted(set(alstx.__all__), key=place) == alstx.__all__
    assert dir(alstx) == sorted(alstx.__all__)


@pytest.mark.parametrize("name", alstx._MODULES)
def test_completion_of_a_module_offers_what_it_is_for(name: str) -> None:
    """After ``alstx.export.`` a notebook offers public names, not what the module imports."""
    module = getattr(alstx, name)
    assert dir(module) == sorted(module.__all__)


def test_all_equals_what_the_package_can_fetch() -> None:
    """``__all__`` names exactly what ``__getattr__`` can fetch."""
    fetched = {*alstx._HOME, *alstx._MODULES, *alstx._CATALOGS, "__version__"}
    assert fetched == set(alstx.__all__)


def test_all_equals_what_the_checkers_see() -> None:
    """The stub, which checkers and editors read, has the names of ``__all__`` from their homes."""
    tree = ast.parse((HOME / "__init__.pyi").read_text("utf-8"))
    homes: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            homes |= {alias.name: node.module or "" for alias in node.names if alias.asname}
        elif isinstance(node, ast.AnnAssign):
            homes[ast.unparse(node.target)] = ast.unparse(node.annotation).partition(".")[0]
        else:
            assert isinstance(node, ast.Assign)
            assert ast.literal_eval(node.value) == alstx.__all__
    expected = {name: f"alstx.{module}" for name, module in alstx._HOME.items()}
    expected |= dict.fromkeys(alstx._MODULES, "alstx")
    for name in alstx._CATALOGS:
        expected[name] = type(getattr(alstx, name)).__module__.rpartition(".")[2]
    assert homes == {**expected, "__version__": "str"}


@pytest.mark.parametrize("name", alstx.__all__)
def test_public_name_resolves(name: str) -> None:
    """Each public name is there, and stays the same object."""
    assert getattr(alstx, name) is getattr(alstx, name)


def test_public_names_are_fetched_at_first_touch() -> None:
    """In a new process each public name resolves by itself, whatever was touched before."""
    code = (
        "import json, alstx\n"
        "kinds = {name: type(getattr(alstx, name)).__name__ for name in reversed(alstx.__all__)}\n"
        "print(json.dumps(kinds))"
    )
    kinds = json.loads(fresh(code))
    assert set(kinds) == set(alstx.__all__)
    assert kinds["load"] == "function"
    assert kinds["medications"] == "Medications"


@pytest.mark.parametrize("name", CATALOGS)
def test_catalogs_of_the_module_are_those_of_the_bundled_base(name: str) -> None:
    """``alstx.medications`` and its kin are the catalogs of ``alstx.load()``."""
    assert getattr(alstx, name) is getattr(alstx.load(), name)


@pytest.mark.parametrize("name", ["lod", "_nothing", "model_", "", "medication"])
def test_unknown_attribute_is_an_attribute_error(name: str) -> None:
    """An unknown attribute raises AttributeError, which names it."""
    with pytest.raises(AttributeError, match=f"no attribute '{name}'"):
        getattr(alstx, name)


def test_star_import_gives_the_public_names() -> None:
    """``from alstx import *`` gives exactly the names of ``__all__``."""
    names: dict[str, Any] = {}
    exec("from alstx import *", names)  # noqa: S102 (the one way to try it)
    assert set(alstx.__all__) == set(names) - {"__builtins__"}


def test_the_version_needs_no_metadata() -> None:
    """The version stands in the source, where a zip or a frozen application has it as well."""
    assert alstx.__version__ == about.VERSION == metadata.version("alstx")
    assert fresh("import alstx; alstx.__version__; print('importlib.metadata' in sys.modules)") == (
        "False\n"
    )


def test_errors_form_one_tree() -> None:
    """Every public error is an AlstxError, so that one clause catches them all."""
    errors = [value for name in alstx.__all__ if isinstance(value := getattr(alstx, name), type)]
    raised = [error for error in errors if issubclass(error, BaseException)]
    assert raised
    assert all(issubclass(error, alstx.AlstxError) for error in raised)


# what an import costs


def test_import_loads_the_standard_library_only() -> None:
    """``import alstx`` in a new process works without site-packages and loads no other library."""
    code = (
        "import json\n"
        "before = set(sys.modules)\n"
        "import alstx\n"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    loaded = json.loads(fresh(code, "-S", "-I"))
    assert "alstx" in loaded
    assert {name.partition(".")[0] for name in loaded} - {"alstx"} <= sys.stdlib_module_names
    assert [name for name in loaded if name.startswith("alstx.")] == ["alstx.lock"]


def test_import_opens_its_own_file_only() -> None:
    """``import alstx`` opens no file but its own and that of the lock, least of all data."""
    code = (
        "import json\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and opened.append(str(args[0])))\n"
        "import alstx\n"
        "print(json.dumps(opened))"
    )
    opened = [Path(path) for path in json.loads(fresh(code, "-S", "-I"))]
    ours = [path for path in opened if HOME in path.parents]
    assert {path.name.partition(".")[0] for path in ours} <= {"__init__", "lock"}
    assert {path.parent for path in ours} <= {HOME, HOME / "__pycache__"}


@pytest.mark.parametrize(
    "library",
    ["altair", "click", "hypothesis", "matplotlib", "pandas", "polars", "pyarrow", "rich"],
)
def test_answers_need_no_extra(library: str) -> None:
    """Loading the base and asking it imports no optional library."""
    code = (
        "import alstx\n"
        "kb = alstx.load()\n"
        "kb.treatments.filter(symptom='drooling')\n"
        "kb.medications.find('Elavil')\n"
        f"print({library!r} in sys.modules)"
    )
    assert fresh(code).strip() == "False"


# what a module holds


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_third_party_libraries_stay_in_their_rooms(file: Path) -> None:
    """Only its own room imports a library; nothing imports an optional one at the top."""
    own = room(file)
    for module, _, deferred in imports(file):
        top = module.partition(".")[0]
        if top in sys.stdlib_module_names or top == "alstx":
            continue
        known = top in EVERYWHERE or own in KEPT_APART.get(top, set())
        assert known or (deferred and top not in KEPT_APART), f"{shown(file)} imports {top}"


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_module_is_short_and_says_what_it_is(file: Path) -> None:
    """A module has about 400 lines at most, and a docstring."""
    text = file.read_text("utf-8")
    assert len(text.splitlines()) <= (LONGEST_LIST if shown(file) == "vocab.py" else LONGEST_MODULE)
    assert ast.get_docstring(ast.parse(text))


# freezing

SCALARS = {str, int, float, bool, type(None), date}


def walk(value: object, path: str, seen: dict[int, object]) -> Iterator[tuple[str, object]]:
    """Every object that is reachable from a value, with the way to it."""
    if id(value) in seen:
        return
    seen[id(value)] = value  # kept, so that no id is used twice
    yield path, value
    if attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from walk(getattr(value, field.name), f"{path}.{field.name}", seen)
    elif isinstance(value, tuple | frozenset):
        for at, member in enumerate(value):
            yield from walk(member, f"{path}[{at}]", seen)
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from walk(key, f"{path} key", seen)
            yield from walk(member, f"{path}[{key!r}]", seen)


def is_frozen(value: object) -> bool:
    """Whether a value is of a kind that nobody can change."""
    kind = type(value)
    if attrs.has(kind):
        return True  # its class is tried below
    return kind in SCALARS | {tuple, frozenset, MappingProxyType} or isinstance(value, Enum)


def test_everything_reachable_is_frozen(kb: KnowledgeBase) -> None:
    """From every record and treatment of the base only unchangeable values can be reached."""
    seen: dict[int, object] = {}
    classes: dict[type, object] = {}
    for kind in CATALOGS:
        for record in getattr(kb, kind):
            for path, value in walk(record, f"{kind}/{record.id}", seen):
                assert is_frozen(value), f"{path} is a {type(value).__name__}"
                if attrs.has(type(value)):
                    classes.setdefault(type(value), value)
    assert {Curie, Ref} <= set(classes)
    assert len(classes) > len(CATALOGS)
    for cls, value in classes.items():
        for field in attrs.fields(cls):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(value, field.name, None)
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                delattr(value, field.name)


def test_records_and_disease_are_frozen(kb: KnowledgeBase) -> None:
    """The bare records and the disease can be changed no more than what stands in catalogs."""
    for path, value in walk(kb.records, "records", {}):
        assert is_frozen(value), f"{path} is a {type(value).__name__}"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        kb.records.version = "x"  # type: ignore[misc]


@pytest.mark.parametrize("name", ["_nothing", "records", "medications", "version"])
def test_base_and_catalogs_refuse_changes(kb: KnowledgeBase, name: str) -> None:
    """Neither the base nor a catalog takes or loses an attribute."""
    for holder in (kb, kb.medications):
        with pytest.raises(AttributeError):
            setattr(holder, name, None)
        with pytest.raises(AttributeError):
            delattr(holder, name)


def test_records_hash_and_compare_as_values(kb: KnowledgeBase) -> None:
    """Every record can be hashed, and equals a copy built from its fields."""
    for kind in CATALOGS:
        for record in list(getattr(kb, kind))[::11]:
            twin = attrs.evolve(record)
            assert twin == record
            assert hash(twin) == hash(record)
            assert isinstance(record, Record)


# threads and pickles

THREADS = """
import threading
import alstx

COUNT = 32
start = threading.Barrier(COUNT)
found, failed = [], []

def touch(at):
    start.wait()
    try:
        kb = alstx.load() if at % 2 else alstx.medications and alstx.load()
        found.append((id(kb), id(kb.treatments), id(kb.medications), id(kb.medications[0])))
    except BaseException as error:
        failed.append(repr(error))

threads = [threading.Thread(target=touch, args=(at,)) for at in range(COUNT)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(found), len(set(found)), failed)
"""


def test_threads_get_one_base() -> None:
    """32 threads that touch the base at once in a new process get one and the same object."""
    assert fresh("sys.setswitchinterval(1e-5)\n" + THREADS).strip() == "32 1 []"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_base_survives_pickling(kb: KnowledgeBase, protocol: int) -> None:
    """A base that went through a pickle equals the base, and answers as it does."""
    back = pickle.loads(pickle.dumps(kb, protocol))  # noqa: S301 (our own)
    assert back == kb
    assert hash(back) == hash(kb)
    assert kb.treatments.filter(symptom="drooling").ids == (
        back.treatments.filter(symptom="drooling").ids
    )


@pytest.mark.parametrize("name", CATALOGS)
@pytest.mark.parametrize("protocol", [0, pickle.HIGHEST_PROTOCOL])
def test_catalogs_survive_pickling(toy: KnowledgeBase, name: str, protocol: int) -> None:
    """A catalog that went through a pickle equals the catalog, whole or cut."""
    catalog = getattr(toy, name)
    for cut in (catalog, catalog[:2], catalog[:0]):
        back = pickle.loads(pickle.dumps(cut, protocol))  # noqa: S301 (our own)
        assert back == cut
        assert hash(back) == hash(cut)
        assert type(back) is type(cut)
        assert back.ids == cut.ids


def test_a_pickle_is_read_in_another_process(kb: KnowledgeBase, tmp_path: Path) -> None:
    """What one process pickles another reads, and finds what the first found."""
    file = tmp_path / "cut.pickle"
    cut = kb.medications.filter(symptom="drooling")
    file.write_bytes(pickle.dumps(cut))
    code = (
        "import pickle, pathlib\n"
        f"cut = pickle.loads(pathlib.Path({os.fspath(file)!r}).read_bytes())\n"
        "print(*cut.ids)"
    )
    assert tuple(fresh(code).split()) == cut.ids
