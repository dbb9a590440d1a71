"""The house: which room a module stands in, and that imports lead down and never round."""

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import alstx

HOME = Path(alstx.__file__).parent
FACE = "alstx"
FLOORS = (
    {"lock"},
    {"errors", "vocab", "about"},
    {"ids", "lazy"},
    {"model", "names"},
    {"tables", "display"},
    {"kb"},
    {"io", "plot", "testing"},
    {"export", "frames", "fhir"},
    {"_hooks", "_pyinstaller"},
    {"mcp"},
    {"cli"},
)
"""The rooms, from the ground up; some of them are still to be built."""
FLOOR = {room: number for number, rooms in enumerate(FLOORS, 1) for room in rooms}
MOST_AT_THE_TOP = 10
LONGEST_IN_THE_LIBRARY = 13
LONGEST_CHAIN = 14

Graph = Mapping[str, frozenset[str]]


def _name(file: Path) -> str:
    """The dotted name of the module that a file holds."""
    parts = file.relative_to(HOME.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


MODULES = {
    _name(file): file.read_text("utf-8")
    for file in sorted(HOME.rglob("*.py"))
    if "_snapshot" not in file.parts  # which only a wheel has
}


def room(module: str) -> str:
    """The first part of a module's name below alstx; ``python -m alstx`` is the command line."""
    return module.split(".")[1].replace("__main__", "cli")


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that may run, wherever it stands: what only type checkers read is left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            only = child.body if isinstance(child.test, ast.UnaryOp) else child.orelse
            for statement in only:
                yield statement
                yield from _statements(statement)
        else:
            yield child
            yield from _statements(child)


def _homes(module: str, name: str, known: Mapping[str, str]) -> Iterator[str]:
    """The modules that ``from module import name`` reaches; the face fetches names from others."""
    if f"{module}.{name}" in known:
        yield f"{module}.{name}"
    elif module != FACE:
        yield module
    elif name in alstx._HOME:
        yield f"{FACE}.{alstx._HOME[name]}"
    elif name in alstx._CATALOGS:
        yield f"{FACE}.io.load"


def _by_string(node: ast.AST, known: Mapping[str, str]) -> Iterator[str]:
    """The modules that a string names: one, or with a part left open all that it may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        start = str(node.values[0].value)
        yield from (name for name in known if start.startswith("alstx.") and name.startswith(start))


def imported(source: str, known: Mapping[str, str]) -> frozenset[str]:
    """Modules of ours that a module imports: at the top, inside functions, and by string."""
    nodes = list(_statements(ast.parse(source)))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                found.update(_homes(node.module or "", alias.name, known))
    if "import_module" in source or "__import__" in source:
        for node in nodes:
            found.update(_by_string(node, known))
    return frozenset(found & set(known) - {FACE})


@pytest.fixture(scope="module")
def graph() -> Graph:
    """For each module those that it imports, the face excepted."""
    return {
        module: imported(source, MODULES) - {module}
        for module, source in MODULES.items()
        if module != FACE
    }


def circle(graph: Graph) -> list[str]:
    """A circle of modules, or none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def chains(graph: Graph) -> dict[str, list[str]]:
    """For each module the longest chain of imports that starts with it."""
    longest: dict[str, list[str]] = {}
    for module in TopologicalSorter(graph).static_order():
        below = max((longest[other] for other in graph.get(module, ())), key=len, default=[])
        longest[module] = [module, *below]
    return longest


def astray(graph: Graph) -> list[tuple[str, str]]:
    """Imports from another room that do not lead strictly down."""
    return [
        (module, other)
        for module, others in graph.items()
        for other in sorted(others)
        if room(module) != room(other) and FLOOR[room(module)] <= FLOOR[room(other)]
    ]


def test_no_circle_of_modules(graph: Graph) -> None:
    """No module imports itself by way of others, not even inside a function or by string."""
    assert circle(graph) == []


def test_every_module_has_a_room(graph: Graph) -> None:
    """A new room is given a floor here, and a line in the floor plan for contributors."""
    rooms = {room(module) for module in graph}
    assert rooms - set(FLOOR) == set()
    told = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text("utf-8")
    assert [n for n in sorted(rooms) if f"`{n}`" not in told and f"`{n}/`" not in told] == []


def test_imports_lead_down(graph: Graph) -> None:
    """A room imports only from rooms on lower floors, never from one beside it."""
    assert astray(graph) == []


def test_nobody_calls_at_the_face() -> None:
    """No module imports the package itself: what it fetches late would hide an import."""
    bare = {
        module
        for module, source in MODULES.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import) and FACE in {alias.name for alias in node.names}
    }
    assert bare == set()


def test_chains_of_imports_are_short(graph: Graph) -> None:
    """A reader follows few files from any module down to the ground."""
    longest = max(chains(graph).values(), key=len)
    assert len(longest) <= LONGEST_CHAIN, longest
    library = {module: others for module, others in graph.items() if room(module) != "cli"}
    longest = max(chains(library).values(), key=len)
    assert len(longest) <= LONGEST_IN_THE_LIBRARY, longest


def test_few_names_stand_at_the_top() -> None:
    """Who opens the package sees at most ten modules and ten packages."""
    modules = {file.stem for file in HOME.glob("*.py")} - {"__init__", "__main__"}
    packages = {file.parent.name for file in HOME.glob("*/__init__.py")} - {"_snapshot"}
    assert len(modules) <= MOST_AT_THE_TOP
    assert len(packages) <= MOST_AT_THE_TOP


KNOWN = dict.fromkeys(("alstx", "alstx.a", "alstx.a.b", "alstx.c", "alstx.errors"), "")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import alstx.c", {"alstx.c"}),
        ("from alstx.a import b", {"alstx.a.b"}),
        ("from alstx.a import word", {"alstx.a"}),
        ("from alstx import DataError", {"alstx.errors"}),
        ("def f():\n    from alstx.a.b import word", {"alstx.a.b"}),
        ("class C:\n    def f(self):\n        import alstx.c", {"alstx.c"}),
        ("TABLE = {'alstx.c': 1}\nfrom importlib import import_module", {"alstx.c"}),
        ("import importlib\nimportlib.import_module(f'alstx.a.{x}')", {"alstx.a.b"}),
        ("'alstx.c'", set()),
        ("if TYPE_CHECKING:\n    from alstx.c import word", set()),
        ("if typing.TYPE_CHECKING:\n    x = 1\nelse:\n    import alstx.c", {"alstx.c"}),
        ("if not TYPE_CHECKING:\n    import alstx.c", {"alstx.c"}),
        ("import attrs, os\nfrom alstx._snapshot import head", set()),
    ],
)
def test_no_import_escapes(source: str, expected: set[str]) -> None:
    """The graph sees imports wherever they stand, and none that never runs."""
    assert imported(source, KNOWN) == expected


def test_what_is_wrong_is_seen() -> None:
    """A circle, an arrow upward, one sideways and a long chain are found in a graph with them."""
    wrong: Graph = {
        "alstx.ids": frozenset({"alstx.kb.base"}),
        "alstx.kb.base": frozenset({"alstx.vocab", "alstx.kb.join"}),
        "alstx.tables.docs": frozenset({"alstx.display.html"}),
    }
    assert circle(wrong) == []
    assert astray(wrong) == [
        ("alstx.ids", "alstx.kb.base"),
        ("alstx.tables.docs", "alstx.display.html"),
    ]
    assert len(chains(wrong)["alstx.ids"]) == 3
    assert circle({**wrong, "alstx.vocab": frozenset({"alstx.ids"})}) != []
