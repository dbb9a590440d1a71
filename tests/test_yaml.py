"""Strict YAML: what is read, what is refused, and at which line."""

import contextlib
import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from alstx.io import yaml as strict
from alstx.io.yaml import DEEPEST, LARGEST_FILE, Document, YamlError, decode, lines, read

LOADERS = sorted({"CSafeLoader", "SafeLoader"} & set(dir(yaml)))


@pytest.fixture(params=LOADERS)
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs a test with libyaml and without."""
    monkeypatch.setattr(strict, "_Loader", getattr(yaml, request.param))


def parse(text: str) -> Any:
    """The value of a text, or the first reason why it is refused."""
    document = read(text)
    for refusal in document.refusals:
        raise refusal
    return document.value


def refused(attempt: Callable[[], object]) -> YamlError:
    """The error that reading raises."""
    with pytest.raises(YamlError) as caught:
        attempt()
    assert (caught.value.line, caught.value.message) == caught.value.args
    return caught.value


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: b", {"a": "b"}),
        ("- a\n- b", ["a", "b"]),
        ("[a, b]", ["a", "b"]),
        ("{a: b, c: [d]}", {"a": "b", "c": ["d"]}),
        ("a:\n  - b: c\n    d: e\n  - f", {"a": [{"b": "c", "d": "e"}, "f"]}),
        ("a: null", {"a": None}),
        ("a: ~", {"a": None}),
        ("a:", {"a": None}),
        ("a: true", {"a": True}),
        ("a: false", {"a": False}),
        ("a: 0", {"a": 0}),
        ("a: 12", {"a": 12}),
        ("a: -12", {"a": -12}),
        ("a: 0.5", {"a": 0.5}),
        ("a: -12.50", {"a": -12.5}),
        ("a: 999999999999999", {"a": 999999999999999}),
        ("a: '12'", {"a": "12"}),
        ('a: "no"', {"a": "no"}),
        ("a: 'null'", {"a": "null"}),
        ("a: ''", {"a": ""}),
        ("'12': a", {"12": "a"}),
        ("a: >-\n  b\n  c\n", {"a": "b c"}),
        ("a: |\n  12\n", {"a": "12\n"}),
        ("a: 2026-01-31", {"a": "2026-01-31"}),
        ("a: 2026.1.31", {"a": "2026.1.31"}),
        ("a: 10 mg", {"a": "10 mg"}),
        ("a: nobody", {"a": "nobody"}),
        ("a: 12:30 today", {"a": "12:30 today"}),
        ("a: 1-2", {"a": "1-2"}),
        ("a: HP:0002307", {"a": "HP:0002307"}),
        ("# why\na: b # because", {"a": "b"}),
        ("---\na: b\n", {"a": "b"}),
        ("---\na: b\n...\n", {"a": "b"}),
        ("%YAML 1.1\n---\na: b\n", {"a": "b"}),
        ("a: 日本語", {"a": "日本語"}),
        ("12", 12),
    ],
)
def test_what_is_read(text: str, value: object) -> None:
    """Plain scalars are null, true, false, decimal numbers or text; quoted ones are text."""
    found = parse(text)
    assert value == found
    assert type(value) is type(found)


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    "scalar",
    [
        *("yes", "no", "on", "off", "y", "n", "Y", "N", "Yes", "NO", "On", "OFF"),
        *("True", "FALSE", "Null", "NULL"),
        *("010", "00", "-07", "0x1F", "0o17", "0b101", "0_1"),
        *("1_000", "1_000.5", "1.5_0", "+12", "+1.5"),
        *("12:30", "1:30:00", "-1:30", "190:20:30.15", "00:00"),
        *(".5", "-.5", "5.", "1e3", "1E3", "1.5e3", "1.5e+3", "-1e-3", "12e03"),
        *(".inf", "-.inf", "+.INF", ".nan", ".NaN", "=", "<<"),
    ],
)
def test_scalars_that_readers_disagree_about_are_refused(scalar: str) -> None:
    """Norway, octal, sexagesimal and their kin need quotes, and the line says so."""
    error = refused(lambda: parse(f"b: 1\na: {scalar}\n"))
    expected = (2, True)
    assert expected == (error.line, "put it in quotes" in error.message)
    assert {"a": scalar} == parse(f"a: '{scalar}'")


@pytest.mark.parametrize(
    ("scalar", "text"),
    [
        *((scalar, True) for scalar in ("a", "nobody", "10 mg", "1-2", "2026-01-31", "nulls")),
        *((scalar, False) for scalar in ("", "~", "null", "true", "no", "0", "-1.5", "1e3", "=")),
    ],
)
def test_what_needs_no_quotes(scalar: str, text: bool) -> None:
    """A plain scalar is text where it is read as text: no constant, no number, not disputed."""
    assert text is strict.is_text(scalar)
    document = read(f"- {scalar}")
    assert text is (document.value == [scalar] and not document.refusals)


NUMERIC = "0123456789_.:+-eExobEinfaNyYtTrRuUsSlL~=<"


@given(st.text(NUMERIC, min_size=1, max_size=8))
@example("1.0_0")
@example("1__0")
@example("1:60")
@example("0.")
@example("._")
def test_what_we_read_as_text_is_text_to_others(scalar: str) -> None:
    """No plain scalar is text to us and something else, dates apart, to a reader of YAML 1.1."""
    try:
        ours = parse(f"[{scalar}]")
        tag = yaml.compose(f"[{scalar}]", Loader=yaml.SafeLoader).value[0].tag
    except (YamlError, yaml.YAMLError):
        return
    if isinstance(ours, list) and isinstance(ours[0], str):
        assert tag.rpartition(":")[2] in ("str", "timestamp")


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: &x b\nc: *x", 1, "sets the anchor &x"),
        ("a: b\nc: *x", 2, "uses the alias *x"),
        ("a: b\nc: &x\n  d: e", 2, "sets the anchor &x"),
        ("a: b\n&x c: d", 2, "sets the anchor &x"),
        ("a: b\n*x : d", 2, "uses the alias *x"),
        ("a: !!str b", 1, "has the tag 'tag:yaml.org,2002:str'"),
        ("b: 1\na: !x b", 2, "has the tag '!x'"),
        ("a: !!python/object/apply:os.system ['true']", 1, "has the tag"),
        ("b: 1\na: ! b", 2, "has the tag '!'"),
        ("!!map\na: b", 1, "has the tag"),
        ("!!str a: b", 1, "has the tag"),
        ("a: b\na: c", 2, "key 'a' appears twice"),
        ("b:\n  a: b\n  c: d\n  a: c", 4, "key 'a' appears twice"),
        ("{a: b, 'a': c}", 1, "key 'a' appears twice"),
        ("a: b\n12: c", 2, "has a key that is no text"),
        ("a: b\nnull: c", 2, "has a key that is no text"),
        ("true: c", 1, "has a key that is no text"),
        ("[a]: c", 1, "has a key that is no text"),
        ("? {a: b}\n: c", 1, "has a key that is no text"),
        ("no: c", 1, "put it in quotes"),
        ("a: b\n---\nc: d", 2, "more than one document"),
        ("a: b\n...\n---\nc: d", 3, "more than one document"),
        ("", 1, "is empty"),
        ("\n\n", 1, "is empty"),
        ("# nothing", 1, "is empty"),
        ("---\n...\n", 1, "is empty"),
        ("null", 1, "is empty"),
        ("a: 1234567890123456", 1, "is too long"),
        ("a: " + "9" * 100_000, 1, "is too long"),
        ("a: b\nc: [d", 2, "is not YAML"),
        ("a: b\n\tc: d", 2, "is not YAML"),
        ("a: 'b", 1, "is not YAML"),
        ("a: b\n c: d", 2, "is not YAML"),
        ("a: @b", 1, "is not YAML"),
        ("a: `b`", 1, "is not YAML"),
        ("a: %b", 1, "is not YAML"),
        ('a: "\\q"', 1, "is not YAML"),
        ("%TAG ! x\n%TAG ! y\n---\na: b", 2, "is not YAML"),
    ],
)
def test_what_is_refused(text: str, line: int, message: str) -> None:
    """What can hide, multiply or disguise values, or is no YAML, is refused at its line."""
    error = refused(lambda: parse(text))
    assert message in error.message
    near = {line, line + 1} if message == "is not YAML" else {line}  # parsers differ by one
    assert error.line in near
    assert len(error.message) < 300


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "a:\n", "? "])
@pytest.mark.parametrize("depth", [DEEPEST + 2, 500, 20_000])
def test_deep_nesting_is_refused(opening: str, depth: int) -> None:
    """Nesting costs nobody the stack, however deep."""
    text = "".join(f"{' ' * at}a:\n" for at in range(min(depth, 2000)))
    error = refused(lambda: parse(text if opening == "a:\n" else opening * depth))
    assert re.search("levels deep|not YAML|no text", error.message)


@pytest.mark.usefixtures("_loader")
def test_the_deepest_that_is_allowed() -> None:
    """A document may be as deep as the limit, and no deeper."""
    fits = "[" * DEEPEST + "]" * DEEPEST
    expected = []
    assert expected != parse(fits)
    deeper = refused(lambda: parse(f"[{'[' * DEEPEST}1{']' * DEEPEST}]"))
    assert f"is nested more than {DEEPEST} levels deep" == deeper.message


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("text", ["a: 'b\x01'", "a: \x7f", "a: \ufffe"])
def test_characters_that_yaml_forbids_are_refused(text: str) -> None:
    """A control character is an error of ours, not of a library below."""
    assert "is not YAML" in refused(lambda: parse(text)).message


@pytest.mark.parametrize(
    ("raw", "line", "message"),
    [
        (b"a: b\nc: \xff", 2, "is not UTF-8 (byte 8)"),
        ("a: é".encode("latin-1"), 1, "is not UTF-8"),
        ("a: b".encode("utf-16"), 1, "is not UTF-8"),
        (b"\xed\xa0\x80", 1, "is not UTF-8"),
        (b"a: b\nc: \0", 2, "holds a NUL character"),
        (b"\xef\xbb\xbfa: b", 1, "holds a byte order mark"),
        (b"a: b\nc: \xef\xbb\xbf", 2, "holds a byte order mark"),
    ],
)
def test_bytes_that_are_no_text_are_refused(raw: bytes, line: int, message: str) -> None:
    """A file is UTF-8 without NUL and byte order mark, and the error names its line."""
    error = refused(lambda: decode(raw))
    assert (line, True) == (error.line, message in error.message)


def test_huge_files_are_refused() -> None:
    """A file may be as large as the limit, and no larger."""
    expected = LARGEST_FILE
    assert expected == len(decode(b"x" * LARGEST_FILE))
    assert (
        f"has more than {LARGEST_FILE} bytes"
        == refused(lambda: decode(b"x" * (LARGEST_FILE + 1))).message
    )


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """Any bytes give a document or an error of ours."""
    with contextlib.suppress(YamlError):
        assert parse(decode(raw)) is not None


plain = st.recursive(
    st.booleans() | st.integers(-(10**14), 10**14) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(plain.filter(lambda value: value is not None), st.booleans())
def test_whatever_is_quoted_is_read_back(value: Any, flow: bool) -> None:
    """A document whose texts are all quoted is read as it was, in either layout."""
    text = yaml.dump(value, default_style='"', default_flow_style=flow, allow_unicode=False)
    assert value == parse(re.sub(r'!!(?:int|bool) "([^"]*)"', r"\1", text))


def test_every_value_has_its_line() -> None:
    """A value is found at the line of its key, or of itself in a list."""
    text = "# why\na: b\nc:\n  - d\n  - e: f\n    g: [h, i]\nj:\n  k: >-\n    l\n    m\n"
    expected = {
        (): 2,
        ("a",): 2,
        ("c",): 3,
        ("c", 0): 4,
        ("c", 1): 5,
        ("c", 1, "e"): 5,
        ("c", 1, "g"): 6,
        ("c", 1, "g", 0): 6,
        ("c", 1, "g", 1): 6,
        ("j",): 7,
        ("j", "k"): 8,
    }
    assert expected == lines(text)


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("text", ["a: b\nc:\n- d\n- {e: f}\n", "[a, [b],\n c]\n"])
def test_lines_are_the_same_with_and_without_libyaml(text: str) -> None:
    """Both parsers give the same places."""
    expected = {
        node.start_mark.line + 1
        for node in yaml.compose(text, Loader=yaml.SafeLoader).value
        if isinstance(node, yaml.Node)
    }
    assert expected <= set(lines(text).values())


def said(document: Document) -> list[tuple[int | None, str]]:
    """Line and first words of each refusal."""
    return [(r.line, " ".join(r.message.split()[:3])) for r in document.refusals]


@pytest.mark.usefixtures("_loader")
def test_every_defect_is_told_and_the_rest_is_read() -> None:
    """What is refused hides neither what else is refused nor what is in order."""
    text = """\
a: &x 1
b: [2, no, *x, {c: 3}]
12: {d: e}
f: 4
f: {g: 010}
h:
  i: !!str j
  &k l: m
  p: 5
o: 6
"""
    document = read(text)
    expected: list[tuple[int | None, str]] = [
        (1, "sets the anchor"),
        (2, "plain 'no' means"),
        (2, "uses the alias"),
        (3, "has a key"),
        (5, "key 'f' appears"),
        (7, "has the tag"),
        (8, "sets the anchor"),
    ]
    assert expected == said(document)
    value = document.value
    assert (2, {"c": 3}, 5, 6) == (value["b"][0], value["b"][3], value["h"]["p"], value["o"])
    assert {("a",), ("b", 1), ("b", 2), ("f",), ("h", "i")} <= document.doubtful
    assert {(), ("h",)} == document.incomplete
    sound = [("b",), ("b", 0), ("b", 3), ("b", 3, "c"), ("h", "p"), ("o",), ("nowhere",)]
    assert {False} == {document.is_doubtful(path) for path in sound}
    unsound = [("a",), ("a", "deeper"), ("b", 1), ("f", "g"), ("h",), ()]
    assert {True} == {document.is_doubtful(path) for path in unsound}


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("broken", ["@x", "'x", "[x", "{x: z", "- x\n c: d", "x: y: z"])
def test_what_stands_before_an_error_is_read(broken: str) -> None:
    """Where a text stops to be YAML, what stood before is known, and what is lacking is told."""
    document = read(f"a: 1\nb: 2\nc:\n  - d: 3\n    e: {broken}\n")
    assert [True] == [r.message.startswith("is not YAML") for r in document.refusals]
    assert (1, 2) == (document.value["a"], document.value["b"])
    assert () in document.incomplete
    assert document.is_doubtful(())
    assert not document.is_doubtful(("a",))
    assert {(), ("c",), ("c", 0)} <= document.incomplete


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("skipped", ["12: [a, {b: @", "a: 1\na: [b, {c: @"])
def test_a_text_may_end_in_what_is_passed_over(skipped: str) -> None:
    """Where a value is passed over and the text ends in it, all is told, with the line."""
    document = read(f"---\n{skipped}\n")
    assert {skipped.count("\n") + 2} == {refusal.line for refusal in document.refusals}
    broken = "is not YAML: found character.* cannot start any token"
    assert [True] == [True for r in document.refusals if re.fullmatch(broken, r.message)]
    assert () in document.incomplete


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b\n# \x85\nc: d", 2),
        ("a: 'b\u2028c'", 1),
        ("a: b\n\nc: d\re: f", 3),
        ("\u2029", 1),
        ("a:\tb", 1),
    ],
)
def test_what_parsers_and_editors_read_differently(text: str, line: int) -> None:
    """Tabs, and characters that break a line for YAML but for no editor, are refused."""
    error = refused(lambda: parse(text))
    assert (line, True) == (error.line, "holds the control character" in error.message)
    assert {"a": "b", "c": "d"} == parse("a: b\r\nc: d\r\n")


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("text", ["[" + "*a," * 50_000, "- &a x\n" * 50_000, "no: x\n" * 50_000])
def test_nobody_reads_thousands_of_defects(text: str) -> None:
    """After a hundred defects the rest of a file is left unread."""
    document = read(text)
    assert 100 <= len(document.refusals) <= 102
    assert () in document.incomplete
