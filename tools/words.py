"""Word list of the prose: words to replace, counted in src and docs against a shrinking baseline.

``python tools/words.py`` lists every place; ``python tools/words.py --write`` lowers the baseline
in ``tests/golden/words.json`` to the present counts. A test refuses a count above the baseline,
and a baseline above the count. The reasons are in CONTRIBUTING.md ("Prose").
"""

import argparse
import ast
import io
import json
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs

ROOT = Path(__file__).parent.parent
BASELINE = ROOT / "tests" / "golden" / "words.json"
PAGES = ("README.md", "CONTRIBUTING.md", "docs/*.md", "site/*.md")
GENERATED = {"tables.md", "coverage.md", "left-out.md"}

WORDS = {
    "shelf": (r"shel(?:f|ves)", "index, table"),
    "facet": (r"facets?", "filter"),
    "held": (r"held", "contained, stored, indexed"),
    "fetch": (r"fetch(?:es|ed|ing)?", "import, load, look up"),
    "kin": (r"(?:its|their|and) kin|the like of", "name the others, or 'such as'"),
    "such as it is": (r"such as (?:it is|they are)", "say what it is"),
    "is none": (r"(?<!there )(?:is|are|was|were|has) (?-i:none)", "is not one"),
    "is no": (
        r"(?<!there )(?:is|are|was|were) no(?! (?:more|less|longer|such|different|other|\w+er)\b)",
        "is not a",
    ),
    "no device": (r"no device", "not a medical device"),
    "stand": (
        r"stands? (?:at|in(?! for)|on|for itself|there|apart|already|beside|above|below|first)",
        "is",
    ),
    "stood": (r"stood", "was"),
    "lie": (r"lies|lying", "is"),
    "firm": (r"firm(?:er|est)", "stronger, strongest support first"),
    "anew": (r"anew", "again"),
    "ask for": (r"(?:asked|asks) for", "used, requested"),
    "give back": (r"gives? back", "returns"),
    "spell out": (r"spells? out", "lists"),
    "the base": (
        r"(?:the|a|this|that|whole|bundled|packaged|our|any|every) bases?(?! class)",
        "knowledge base",
    ),
    "what people write": (r"what people write|what (?:stands|lies)", "say the task"),
}
"""Words to avoid in prose: a pattern of whole words, and what to write instead."""

NAMES = {
    "name: held": (r"(?:\w*_)?held", "name it for what it is"),
    "name: of the old house": (r"\w*(?:shelf|facet|fetching|lazily)\w*", "table, filter, cache"),
}
"""Names of functions, arguments and variables to avoid, likewise."""

Counts = dict[str, dict[str, int]]

STARTS = re.compile(
    r"(What|Gives|Makes|Keeps|Says|Whether|Turns|Tells|Puts|Takes|Holds|Lets|Is(?!-)|Reads|Writes|Finds|"
    r"Returns|Builds|Adds|Cuts|Looks|Notes|Counts|Checks|Renders|Refuses|Accepts|Shows|Draws|Chooses|"
    r"Raises|Yields|Joins|Loads|Marks|Names (?:the|a|who)|Collects|Explains)\b"
)
"""First words of a docstring that are neither an imperative nor a noun phrase."""


@attrs.frozen
class Place:
    """One place that a rule finds fault with.

    Attributes:
        area: ``src`` or ``docs``.
        rule: Name of the rule.
        where: File and line.
        found: The words.
    """

    area: str
    rule: str
    where: str
    found: str


def places() -> Iterator[Place]:
    """Yield every place in src and docs."""
    for path in sorted((ROOT / "src" / "alstx").rglob("*.py")):
        if "_snapshot" not in path.parts:
            yield from in_code("src", path)
    for path in sorted((ROOT / "docs" / "_ext").rglob("*.py")):
        yield from in_code("docs", path)
    for pattern in PAGES:
        for path in sorted(ROOT.glob(pattern)):
            if path.name not in GENERATED:
                yield from in_page(path)


def in_code(area: str, path: Path) -> Iterator[Place]:
    """Yield the places in a module: its docstrings, its comments and its names."""
    text = path.read_text(encoding="utf-8")
    name = _place(path)
    for line, prose in docstrings(text):
        yield from in_prose(area, f"{name}:{line}", prose)
    for line, rule, first in bad_starts(text):
        yield Place(area, rule, f"{name}:{line}", first)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        where = f"{name}:{token.start[0]}"
        if token.type == tokenize.COMMENT:
            yield from in_prose(area, where, token.string)
        elif token.type == tokenize.NAME:
            rules = (
                rule for rule, (names, _) in NAMES.items() if re.fullmatch(names, token.string)
            )
            yield from (Place(area, rule, where, token.string) for rule in rules)


def in_page(path: Path) -> Iterator[Place]:
    """Yield the places in a page, outside blocks of code and code within lines."""
    text = path.read_text(encoding="utf-8")
    prose = re.sub(r"^( *)```.*?^\1```$", _blank, text, flags=re.MULTILINE | re.DOTALL)
    code = r"<(script|style)>.*?</\1>|`[^`\n]*`|\]\([^)\n]*\)"
    prose = re.sub(code, _blank, prose, flags=re.DOTALL)
    for number, line in enumerate(prose.splitlines(), start=1):
        yield from in_prose("docs", f"{_place(path)}:{number}", line)


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def in_prose(area: str, where: str, text: str) -> Iterator[Place]:
    """Yield the places in a text; code between backticks is not prose."""
    prose = " ".join(re.sub(r"``[^`]*``|`[^`]*`|>>>.*|\.\.\. .*", "", text).split())
    for rule, (words, _) in WORDS.items():
        for found in re.finditer(rf"\b(?:{words})\b", prose, re.IGNORECASE):
            yield Place(area, rule, where, found[0])


def docstrings(text: str) -> Iterator[tuple[int, str]]:
    """Yield the docstrings of a module with their lines, those of attributes among them."""
    for node in ast.walk(ast.parse(text)):
        body = getattr(node, "body", None)
        for child in body if isinstance(body, list) else ():
            value = child.value if isinstance(child, ast.Expr) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield child.lineno, value.value


def bad_starts(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, rule and first line of each docstring that does not start as it should."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            doc = ast.get_docstring(node) or ""
            first = doc.partition("\n")[0]
            line = getattr(node, "lineno", 1)
            if STARTS.match(first):
                yield line, "docstring: first word", first
            # the reference shows what [] takes
            if doc and re.fullmatch(r"__(?!getitem__|getattr__)\w+__", getattr(node, "name", "")):
                yield line, "docstring: of a magic method", first


def counts(found: list[Place]) -> Counts:
    """Count places by area and rule."""
    by_area: dict[str, Counter[str]] = {"src": Counter(), "docs": Counter()}
    for place in found:
        by_area[place.area][place.rule] += 1
    return {area: dict(sorted(rules.items())) for area, rules in by_area.items()}


def baseline() -> Counts:
    """Read the counts that are allowed."""
    allowed: Counts = json.loads(BASELINE.read_text(encoding="utf-8"))
    return allowed


def verdict(found: list[Place], allowed: Counts) -> list[str]:
    """Return what is wrong: counts above the baseline with their places, and those below it."""
    present = counts(found)
    problems = []
    for area in ("src", "docs"):
        for rule in sorted({*present[area], *allowed.get(area, {})}):
            count, most = present[area].get(rule, 0), allowed.get(area, {}).get(rule, 0)
            if count > most:
                _, write = (WORDS | NAMES).get(rule, ("", "see CONTRIBUTING.md"))
                there = [f"{p.where}: {p.found}" for p in found if (p.area, p.rule) == (area, rule)]
                head = f"{area}: {rule!r} {count} times, {most} allowed; write: {write}"
                problems.append("\n  ".join([head, *there]))
            elif count < most:
                problems.append(
                    f"{area}: {rule!r} {count} times, {most} allowed; lower the baseline with "
                    "`python tools/words.py --write`"
                )
    return problems


def lowered(present: Counts, allowed: Counts) -> Counts:
    """Return the baseline, lowered to the present counts; it never rises."""
    return {
        area: {
            rule: min(count, present[area].get(rule, 0))
            for rule, count in allowed.get(area, {}).items()
            if present[area].get(rule, 0)
        }
        for area in present
    }


def main() -> None:
    """List the places, or lower the baseline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="lower the baseline")
    found = list(places())
    if parser.parse_args().write:
        text = json.dumps(lowered(counts(found), baseline()), indent=2, ensure_ascii=False)
        BASELINE.write_text(f"{text}\n", encoding="utf-8")
        return
    for place in sorted(found, key=lambda p: (p.rule, p.area, p.where)):
        print(f"{place.rule}\t{place.where}\t{place.found}")  # noqa: T201 (a report)


if __name__ == "__main__":
    main()
