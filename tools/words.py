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
PAGES = ("README.md", "CONTRIBUTING.md", "docs/*.md", "docs/explorer/*.html")
GENERATED = {"tables.md", "coverage.md", "left-out.md"}

WORDS = {
    r"shel(?:f|ves)": "index, table",
    r"facets?": "filter",
    r"held": "contained, stored, indexed; a name for what it is",
    r"fetch(?:es|ed|ing)?": "import, load, look up",
    r"(?:its|their|and) kin|the like of": "name the others, or 'such as'",
    r"such as (?:it is|they are)": "say what it is",
    r"(?<!there )(?:is|are|was|were|has) none": "is not one",
    r"(?<!there )(?:is|are|was|were) no(?! (?:more|less|longer|such|different|other|\w+er)\b)": (
        "is not a"
    ),
    r"no device": "not a medical device",
    r"stands? (?:at|in(?! for)|on|for itself|there|apart|already|beside|above|below|first|last)": "is",
    r"stood": "was",
    r"lies|lying": "is",
    r"firm(?:er|est)": "stronger, strongest support first",
    r"anew": "again",
    r"(?:asked|asks) for": "used, requested",
    r"gives? back": "returns",
    r"spells? out": "lists",
    r"(?:the|a|this|that|whole|bundled|packaged|our|any|every) bases?(?! class)": "knowledge base",
    r"what people write|what (?:stands|lies)": "say the task",
}
"""What to avoid in prose, as whole words, and what to write instead."""

NAMES = {
    r"(?:\w*_)?held": "name it for what it is",
    r"\w*(?:shelf|facet|fetching|lazily)\w*": "the words of house.md: table, filter, cache",
}
"""What to avoid in names of functions, arguments and variables."""

STARTS = re.compile(
    r"(What|Gives?|Makes|Keeps?|Says|Whether|Turns|Tells|Puts|Takes|Holds|Lets|Is|Reads|Writes|Finds|"
    r"Returns|Builds|Adds|Cuts|Looks|Notes|Counts|Checks|Renders|Refuses|Accepts|Shows|Draws|Chooses|"
    r"Raises|Yields|Joins|Loads|Marks|Names (?:the|a|who)|Collects|Explains)\b"
)
"""First words of a docstring that are neither an imperative nor a noun phrase."""


@attrs.frozen
class Place:
    """One place that a rule finds fault with.

    Attributes:
        area: ``src`` or ``docs``.
        rule: The rule: a pattern of the word list, or the name of a rule on docstrings.
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
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    for line, prose in docstrings(text):
        yield from in_prose(area, f"{name}:{line}", prose)
    for line, rule, first in bad_starts(text):
        yield Place(area, rule, f"{name}:{line}", first)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        where = f"{name}:{token.start[0]}"
        if token.type == tokenize.COMMENT:
            yield from in_prose(area, where, token.string)
        elif token.type == tokenize.NAME:
            rules = (rule for rule in NAMES if re.fullmatch(rule, token.string))
            yield from (Place(area, f"name: {rule}", where, token.string) for rule in rules)


def in_page(path: Path) -> Iterator[Place]:
    """Yield the places in a page, outside blocks of code and code within lines."""
    text = path.read_text(encoding="utf-8")
    prose = re.sub(r"^( *)```.*?^\1```$", _blank, text, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(
        r"<(script|style)>.*?</\1>|`[^`\n]*`|\]\([^)\n]*\)", _blank, prose, flags=re.DOTALL
    )
    for number, line in enumerate(prose.splitlines(), start=1):
        where = f"{path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name}"
        yield from in_prose("docs", f"{where}:{number}", line)


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def in_prose(area: str, where: str, text: str) -> Iterator[Place]:
    """Yield the places in a text; code between backticks is not prose."""
    prose = " ".join(re.sub(r"``[^`]*``|`[^`]*`|>>>.*|\.\.\. .*", "", text).split())
    for rule in WORDS:
        for found in re.finditer(rf"\b(?:{rule})\b", prose, re.IGNORECASE):
            yield Place(area, rule, where, found[0])


def docstrings(text: str) -> Iterator[tuple[int, str]]:
    """Yield the docstrings of a module with their lines, those of attributes among them."""
    for node in ast.walk(ast.parse(text)):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            for child in body:
                if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                    if isinstance(child.value.value, str):
                        yield child.lineno, child.value.value


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


def counts(found: list[Place]) -> dict[str, dict[str, int]]:
    """Count places by area and rule."""
    by_area: dict[str, Counter[str]] = {"src": Counter(), "docs": Counter()}
    for place in found:
        by_area[place.area][place.rule] += 1
    return {area: dict(sorted(rules.items())) for area, rules in by_area.items()}


def baseline() -> dict[str, dict[str, int]]:
    """Read the counts that are allowed."""
    allowed: dict[str, dict[str, int]] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return allowed


def verdict(found: list[Place], allowed: dict[str, dict[str, int]]) -> list[str]:
    """Return what is wrong: counts above the baseline with their places, and those below it."""
    present = counts(found)
    problems = []
    for area in ("src", "docs"):
        for rule in sorted({*present[area], *allowed.get(area, {})}):
            count, most = present[area].get(rule, 0), allowed.get(area, {}).get(rule, 0)
            if count > most:
                write = WORDS.get(rule) or NAMES.get(
                    rule.removeprefix("name: "), "see CONTRIBUTING.md"
                )
                there = [f"{p.where}: {p.found}" for p in found if (p.area, p.rule) == (area, rule)]
                head = f"{area}: {rule!r} {count} times, {most} allowed; write: {write}"
                problems.append("\n  ".join([head, *there]))
            elif count < most:
                problems.append(
                    f"{area}: {rule!r} {count} times, {most} allowed; lower the baseline with "
                    "`python tools/words.py --write`"
                )
    return problems


def main() -> None:
    """List the places, or lower the baseline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="lower the baseline")
    found = list(places())
    if parser.parse_args().write:
        text = json.dumps(counts(found), indent=2, ensure_ascii=False)
        BASELINE.write_text(f"{text}\n", encoding="utf-8")
        return
    for place in sorted(found, key=lambda p: (p.rule, p.area, p.where)):
        print(f"{place.rule}\t{place.where}\t{place.found}")  # noqa: T201 (a report)


if __name__ == "__main__":
    main()
