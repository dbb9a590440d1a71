"""API reference: every public name, grouped by kind."""

import inspect
from collections.abc import Iterator
from enum import EnumType
from importlib import import_module

from sphinx.errors import ExtensionError

import alstx
from alstx import vocab
from alstx.kb import catalogs, literature
from alstx.model import interaction
from alstx_docs import markdown as md

_GROUPS = {
    "records": ("Records", "model", "Frozen values. They name each other by id."),
    "errors": ("Errors", "errors", "One tree, so that `AlstxError` catches all."),
    "answers": ("Matches and mentions", "names", "Results of `search` and `find_in`."),
    "ids": ("Identifiers", "ids", "Identifiers of others, and references between records."),
}
_PARTS = ("Disease", "Frequency", "Protein", "Record", "Target", "Term", "Translation")
_MODULES = {
    "export": ("render", "write"),
    "export.fhir": ("bundle", "document", "render"),
    "export.maxo": ("rows", "render"),
    "export.sssom": ("render",),
    "fhir": ("medicines",),
    "names.rules": ("rules",),
    "plot": ("evidence_map", "forest", "guideline_matrix", "hierarchy"),
    "plot.interactive": ("evidence_map", "forest", "guideline_matrix"),
}


def pages() -> Iterator[tuple[str, str]]:
    """Yield name and text of every page of the reference."""
    made = {
        "base": ("The knowledge base and its catalogs", _base()),
        **{name: (title, _group(name)) for name, (title, _, _) in _GROUPS.items()},
        "vocabularies": ("Vocabularies", _vocabularies()),
        "interactions": ("Interactions", _interactions()),
        "modules": ("Modules", _modules()),
    }
    toc = "\n".join(["```{toctree}", *made, "```"])
    lead = (
        "Every public name with its types. Each is imported when it is first used; "
        "`alstx.medications`, `alstx.symptoms` and the like are the catalogs of the bundled "
        "knowledge base."
    )
    yield "index", md.page("API reference", lead, toc)
    for name, (title, body) in made.items():
        yield name, f"# {title}\n\n{body}\n"


def _rst(*lines: str) -> str:
    return "\n".join(["```{eval-rst}", *lines, "```"])


def _class(path: str, *options: str) -> str:
    return _rst(f".. autoclass:: {path}", *(f"   {option}" for option in (":members:", *options)))


def _function(path: str) -> str:
    return _rst(f".. autofunction:: {path}")


def _section(title: str, *parts: str) -> str:
    return "\n\n".join([f"## {title}", *parts])


def _base() -> str:
    homes = alstx._HOME
    first = [
        name
        for name, home in homes.items()
        if home not in {h for _, h, _ in _GROUPS.values()} and callable(getattr(alstx, name))
    ]
    shown = [
        _class(f"alstx.{name}", ":exclude-members: records")
        if inspect.isclass(getattr(alstx, name))
        else _function(f"alstx.{name}")
        for name in sorted(first, key=str.lower)
    ]
    made = [
        f"{room.__name__}.{name}"
        for room in (catalogs, literature)
        for name, found in vars(room).items()
        if inspect.isclass(found) and found.__module__ == room.__name__
    ]
    return "\n\n".join(
        [
            *shown,
            _section("Texts", _rst(".. autodata:: alstx.DISCLAIMER", "   :no-value:")),
            _section(
                "Catalogs",
                _class(
                    "alstx.kb.catalog.Catalog",
                    ":inherited-members: Collection",
                    ":special-members: __getitem__",
                ),
                *(_class(name) for name in made),
            ),
        ]
    )


def _group(name: str) -> str:
    _, home, lead = _GROUPS[name]
    names = [public for public, at in alstx._HOME.items() if at == home]
    paths = [f"alstx.{public}" for public in names]
    if not names:
        msg = f"no public name lives in {home}: the group {name} would be empty"
        raise ExtensionError(msg)
    if home == "model":
        paths += [f"alstx.model.{part}" for part in _PARTS if part not in names]
    return "\n\n".join(
        [lead, *(_class(path, ":show-inheritance:") for path in sorted(paths, key=_last))]
    )


def _last(path: str) -> str:
    return path.rpartition(".")[2].lower()


def _vocabularies() -> str:
    made = [
        name
        for name, found in vars(vocab).items()
        if isinstance(found, EnumType) and found.__module__ == vocab.__name__ and list(found)
    ]
    bases = [_class(f"alstx.vocab.{name}") for name in ("Vocabulary", "OrderedVocabulary")]
    lead = "Every word is a `str`. Members of an ordered vocabulary compare by rank."
    return "\n\n".join(
        [lead, *bases, *(_class(f"alstx.vocab.{name}", ":undoc-members:") for name in made)]
    )


def _interactions() -> str:
    public = [
        name
        for name, found in vars(interaction).items()
        if inspect.isclass(found) and found.__module__ == interaction.__name__
    ]
    return "\n\n".join(
        [
            "Results of `KnowledgeBase.interactions`.",
            *(_class(f"alstx.model.interaction.{name}") for name in public),
        ]
    )


def _modules() -> str:
    sections = []
    for name in dict.fromkeys([*_MODULES, *alstx._MODULES]):
        module = import_module(f"alstx.{name}")
        public = _MODULES.get(name, getattr(module, "__all__", ()))
        functions = [_function(f"alstx.{name}.{f}") for f in public if callable(getattr(module, f))]
        sections.append(_section(f"alstx.{name}", _doc(module), *functions))
    testing = import_module("alstx.testing")
    sections.append(_section("alstx.testing", _doc(testing), *_strategies(testing)))
    return "\n\n".join(sections)


def _strategies(module: object) -> Iterator[str]:
    for name in getattr(module, "__all__", ()):
        if inspect.isfunction(getattr(module, name)):
            yield _function(f"alstx.testing.{name}")


def _doc(module: object) -> str:
    """Return the first paragraph of a module's docstring."""
    return (inspect.getdoc(module) or "").partition("\n\n")[0].replace("``", "`")
