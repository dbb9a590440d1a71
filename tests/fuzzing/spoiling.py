"""Ways to spoil a data folder: in its bytes, its tokens, its structure and its files."""

import random
import re
from collections.abc import Callable
from typing import Any

from alstx.io import yaml
from alstx.io.writer import to_yaml

Files = dict[str, bytes]
Places = list[tuple[Any, Any]]
Spoil = Callable[[random.Random, Files], None]

BYTES = (
    *(b"\0", b"\xff", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf", b"\xc2\x85"),
    *(b"\r", b"\t", b"\x1b[31m", b"\x7f", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xef\xbf\xbe"),
    *(b"\n", b" ", b"  ", b"\n\n", b"#", b" #", b":", b": ", b"- ", b"'", b'"', b"\\"),
    *(b"---\n", b"...\n", b"%YAML 9.9\n", b"%TAG ! x\n", b"? ", b"|\n", b">-\n", b"&", b"*", b"!"),
)
TOKENS = (
    *("null", "~", "yes", "no", "True", "0", "-1", "1.5", "010", "0x1F", "1e999", ".inf", "12:30"),
    *("9" * 15, "9" * 16, "-" + "9" * 400, "0." + "1" * 400, "=", "<<", "''", '""', "[]", "{}"),
    *("&a x", "*a", "!!str x", "!!python/object/apply:os.system [x]", "!x", "!<x> y", "&a [*a]"),
    *("'\\ud800'", '"\\ud800"', '"\\udfff\\ud800"', '"\\0"', '"\\x1b"', '"\\u202e"', '"\\e"'),
    *("../../etc/passwd", "/etc/passwd", "C:\\x", "a/b", ".", "..", "a" * 121, "b " * 2500),
    *("<script>", "{{x}}", "%s%n", "é", "日本", "\u0130", "ß", "\u200b", "🙂", "e\u0301", "\ufb01"),
    *("[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]", "{a: {a: {a: {a: {a: x}}}}}", "[" * 200, "- - - - x"),
    *("id", "name", "medications/riluzole", "agents/x", "drug_classes/", "RXCUI:704", "PMID:0"),
)
VALUES = (None, True, 0, -1, 10**14, 0.5, "", "x", [], {}, [[]], {"x": "y"}, "x\ny")
_TOKEN = re.compile(rb"'[^'\n]*'|[\w./:-]+|[\[\]{},#>|&*!]")


def spoil(rng: random.Random, files: Files) -> list[str]:
    """Spoils a folder in one place or several; gives the names of what was done."""
    done: list[str] = []
    while not done or rng.random() < 0.3:
        way = rng.choice(WAYS)
        way(rng, files)
        done.append(way.__name__.strip("_"))
    return done


def _file(rng: random.Random, files: Files) -> str:
    return rng.choice(sorted(files))


def _in_bytes(change: Callable[[random.Random, bytes, int, int], bytes]) -> Spoil:
    """Makes a way out of what changes a file's content between two places."""

    def way(rng: random.Random, files: Files) -> None:
        name = _file(rng, files)
        start = rng.randint(0, len(files[name]))
        end = min(len(files[name]), start + int(rng.expovariate(1 / 12)))
        files[name] = change(rng, files[name], start, end)

    way.__name__ = change.__name__
    return way


def _flip_a_bit(rng: random.Random, raw: bytes, start: int, _: int) -> bytes:
    start = min(start, len(raw) - 1)
    return (
        raw[:start] + bytes([raw[start] ^ 1 << rng.randrange(8)]) + raw[start + 1 :] if raw else raw
    )


def _delete_bytes(_: random.Random, raw: bytes, start: int, end: int) -> bytes:
    return raw[:start] + raw[end:]


def _repeat_bytes(rng: random.Random, raw: bytes, start: int, end: int) -> bytes:
    return raw[:end] + raw[start:end] * rng.choice((1, 1, 2, 50)) + raw[end:]


def _insert_bytes(rng: random.Random, raw: bytes, start: int, end: int) -> bytes:
    return raw[:start] + rng.choice(BYTES) + raw[rng.choice((start, end)) :]


def _insert_noise(rng: random.Random, raw: bytes, start: int, end: int) -> bytes:
    return raw[:start] + rng.randbytes(rng.randint(1, 8)) + raw[end:]


def _cut_off(_: random.Random, raw: bytes, start: int, __: int) -> bytes:
    return raw[:start]


def _in_lines(change: Callable[[random.Random, list[bytes], int], None]) -> Spoil:
    """Makes a way out of what changes the lines of a file at one of them."""

    def way(rng: random.Random, files: Files) -> None:
        name = _file(rng, files)
        lines = files[name].splitlines(keepends=True)
        if lines:
            change(rng, lines, rng.randrange(len(lines)))
            files[name] = b"".join(lines)

    way.__name__ = change.__name__
    return way


def _drop_a_line(_: random.Random, lines: list[bytes], at: int) -> None:
    del lines[at]


def _repeat_a_line(_: random.Random, lines: list[bytes], at: int) -> None:
    lines.insert(at, lines[at])


def _move_a_line(rng: random.Random, lines: list[bytes], at: int) -> None:
    lines.insert(rng.randint(0, len(lines)), lines.pop(at))


def _indent_a_line(rng: random.Random, lines: list[bytes], at: int) -> None:
    line = lines[at]
    lines[at] = rng.choice((b"  " + line, b" " + line, line.removeprefix(b"  "), line.lstrip()))


def _tokens(files: Files, name: str) -> list[tuple[int, int]]:
    return [found.span() for found in _TOKEN.finditer(files[name])]


def _replace_a_token(rng: random.Random, files: Files) -> None:
    _put(rng, files, rng.choice(TOKENS).encode("utf-8", "surrogatepass"))


def _borrow_a_token(rng: random.Random, files: Files) -> None:
    """Puts a token of one file, an id or a word perhaps, where another stood."""
    name = _file(rng, files)
    spans = _tokens(files, name)
    if spans:
        start, end = rng.choice(spans)
        _put(rng, files, files[name][start:end])


def _drop_a_token(rng: random.Random, files: Files) -> None:
    _put(rng, files, b"")


def _misspell_a_token(rng: random.Random, files: Files) -> None:
    name = _file(rng, files)
    spans = _tokens(files, name)
    if spans:
        start, end = rng.choice(spans)
        token, at = files[name][start:end], rng.randrange(end - start)
        swapped = rng.choice(
            (token[:at] + token[at + 1 :], token.upper(), token + b"x", token[::-1])
        )
        files[name] = files[name][:start] + swapped + files[name][end:]


def _put(rng: random.Random, files: Files, token: bytes) -> None:
    name = _file(rng, files)
    spans = _tokens(files, name)
    if spans:
        start, end = rng.choice(spans)
        files[name] = files[name][:start] + token + files[name][end:]


def _nodes(value: Any) -> Places:
    """Every place (container, key) in a tree."""
    ahead, places = [value], Places()
    while ahead:
        held = ahead.pop()
        keys: Any = held if isinstance(held, dict) else range(len(held))
        places += [(held, key) for key in keys]
        ahead += [held[key] for key in keys if isinstance(held[key], dict | list)]
    return places


def _in_structure(
    change: Callable[[random.Random, Any, Any, list[tuple[Any, Any]]], None],
) -> Spoil:
    """Makes a way out of what changes a document at one place, given places of another."""

    def way(rng: random.Random, files: Files) -> None:
        trees = {name: _tree(files[name]) for name in sorted(files)}
        whole = [name for name in trees if trees[name]]
        if whole:
            name, other = rng.choice(whole), rng.choice(whole)
            change(rng, *rng.choice(_nodes(trees[name])), _nodes(trees[other]))
            files[name] = to_yaml(trees[name]).encode()

    way.__name__ = change.__name__
    return way


def _tree(raw: bytes) -> Any:
    """The values of a document, or None where it has been spoilt already."""
    try:
        document = yaml.read(yaml.decode(raw))
    except yaml.YamlError:
        return None
    return (
        document.value
        if not document.refusals and isinstance(document.value, dict | list)
        else None
    )


def _drop_a_value(_: random.Random, held: Any, key: Any, __: object) -> None:
    del held[key]


def _change_a_value(rng: random.Random, held: Any, key: Any, _: object) -> None:
    held[key] = rng.choice(
        (None, True, 0, -1, 10**14, 0.5, "", "x", [], {}, [[]], {"x": "y"}, "x\ny")
    )


def _wrap_a_value(rng: random.Random, held: Any, key: Any, _: object) -> None:
    for _ in range(rng.choice((1, 1, 2, 20))):
        held[key] = rng.choice(([held[key]], {"x": held[key]}, [held[key], "x"]))


def _graft_a_value(rng: random.Random, held: Any, key: Any, others: Places) -> None:
    """Puts a copy of a subtree, of another file perhaps, where another stood."""
    other, at = rng.choice(others)
    held[key] = yaml.read(to_yaml([other[at]])).value[0]


def _add_a_value(rng: random.Random, held: Any, key: Any, others: Places) -> None:
    other, at = rng.choice(others)
    copied = yaml.read(to_yaml([other[at]])).value[0]
    if isinstance(held, list):
        held.insert(key, copied)
    else:
        held[at if isinstance(at, str) else "x"] = copied


def _rename_a_key(rng: random.Random, held: Any, key: Any, others: Places) -> None:
    names = [at for _, at in others if isinstance(at, str)]
    if isinstance(held, dict) and names:
        held[rng.choice((f"{key}s", rng.choice(names), "", "x" * 500))] = held.pop(key)


def _give_a_name_twice(rng: random.Random, files: Files) -> None:
    """Adds the name of one record to the names of another."""
    trees = {name: _tree(files[name]) for name in sorted(files)}
    named = [
        (name, value)
        for name, tree in trees.items()
        for value in ([tree, *(held[key] for held, key in _nodes(tree))] if tree else [])
        if isinstance(value, dict) and {"id", "name"} <= value.keys()
    ]
    if named:
        name, record = rng.choice(named)
        synonyms = record.setdefault("synonyms", [])
        if isinstance(synonyms, list):
            synonyms.append(rng.choice(named)[1]["name"])
            files[name] = to_yaml(trees[name]).encode()


def _drop_a_file(rng: random.Random, files: Files) -> None:
    if len(files) > 1:
        del files[_file(rng, files)]


def _rename_a_file(rng: random.Random, files: Files) -> None:
    name = _file(rng, files)
    files[rng.choice(_names(name, _file(rng, files)))] = files.pop(name)


def _copy_a_file(rng: random.Random, files: Files) -> None:
    name = _file(rng, files)
    files[rng.choice(_names(name, _file(rng, files)))] = files[name]


def _names(name: str, other: str) -> tuple[str, ...]:
    above, _, own = name.rpartition("/")
    return (
        other,
        f"{other.rpartition('/')[0]}/{own}".lstrip("/"),
        f"{above}/x-{own}".lstrip("/"),
        f"{name}.txt",
        name.upper(),
        f"{above}/..yaml".lstrip("/"),
        f"{above}/\x1b[2J\n.yaml".lstrip("/"),
        f"{above}/é.yaml".lstrip("/"),
        "x/y.yaml",
    )


def _swap_files(rng: random.Random, files: Files) -> None:
    one, other = _file(rng, files), _file(rng, files)
    files[one], files[other] = files[other], files[one]


WAYS: tuple[Spoil, ...] = (
    *map(
        _in_bytes,
        (_flip_a_bit, _delete_bytes, _repeat_bytes, _insert_bytes, _insert_noise, _cut_off),
    ),
    *map(_in_lines, (_drop_a_line, _repeat_a_line, _move_a_line, _indent_a_line)),
    *(_replace_a_token, _borrow_a_token, _drop_a_token, _misspell_a_token),
    *map(_in_structure, (_drop_a_value, _change_a_value, _wrap_a_value, _graft_a_value)),
    *map(_in_structure, (_add_a_value, _rename_a_key)),
    _give_a_name_twice,
    *(_drop_a_file, _rename_a_file, _copy_a_file, _swap_files),
)
