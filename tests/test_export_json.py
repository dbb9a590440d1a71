"""The JSON document: it comes back equal, its schema is strict, hostile JSON is refused."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alstx
from alstx import DataError, KnowledgeBase
from alstx.export import render, write
from alstx.export import schema as schemas
from alstx.export.json import document, dumps
from alstx.io.document import read_document
from alstx.io.json import JsonError, lines, parse
from alstx.model.base import DOCUMENT
from alstx.model.records import KINDS
from alstx.testing import knowledge_bases

GOLDEN = Path(__file__).parent / "golden" / "exports"
SCHEMA = schemas.schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A path to write a document to, again and again."""
    return tmp_path_factory.mktemp("json") / "base.json"


@pytest.fixture
def spoilt(tmp_path: Path) -> Callable[[Any], str]:
    """Loads a document that is no valid base, and gives the error's text."""

    def refused(value: Any) -> str:
        path = tmp_path / "base.json"
        path.write_text(value if isinstance(value, str) else dumps(value), encoding="utf-8")
        with pytest.raises(DataError) as caught:
            alstx.load(path)
        return str(caught.value)

    return refused


@settings(max_examples=20)
@given(kb=knowledge_bases())
def test_round_trip(scratch: Path, kb: KnowledgeBase) -> None:
    """A base written as JSON and loaded again is equal, and its schema holds."""
    write(kb, "json", scratch)
    assert kb == alstx.load(scratch)
    assert VALIDATOR.is_valid(json.loads(scratch.read_text("utf-8")))


def test_round_trip_of_the_bundled_base(scratch: Path, kb: KnowledgeBase) -> None:
    """The bundled base comes back equal, with the same treatments, and its schema holds."""
    write(kb, "json", scratch)
    again = alstx.load(str(scratch))
    assert kb == again
    assert kb.treatments.ids == again.treatments.ids
    VALIDATOR.validate(json.loads(scratch.read_text("utf-8")))


def test_all_records_of_a_kind_have_the_same_keys(toy: KnowledgeBase) -> None:
    """A reader in another language need not ask whether a key is there."""
    found = document(toy)
    for kind in KINDS:
        assert len({tuple(record) for record in found[kind]}) == 1


def test_overlay_as_json(toy: KnowledgeBase, tmp_path: Path) -> None:
    """A document without version and disease adds to a base."""
    path = tmp_path / "local.JSON"
    agent = {"id": "tonic", "name": "Tonic", "description": "Water.", "reviewed": "2026-01-31"}
    path.write_text(dumps({"$schema": DOCUMENT, "agents": [agent]}))
    both = alstx.load(path, extends=toy)
    assert both.agents["tonic"].name == "Tonic"
    assert both.version == f"{toy.version}+local"
    assert len(both.agents) == len(toy.agents) + 1


def test_a_folder_that_ends_in_json_is_a_folder(toy: KnowledgeBase, toy_folder: Path) -> None:
    """The name of a folder says nothing about what it is."""
    renamed = toy_folder.rename(toy_folder.with_name("toy.json"))
    assert toy == alstx.load(renamed)


def test_schema_is_a_schema() -> None:
    """The schema is valid, has an `$id`, and describes every property and definition."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == DOCUMENT
    assert json.loads(render(alstx.load(GOLDEN / "toy.json"), "json-schema")) == SCHEMA
    for name, definition in SCHEMA["$defs"].items():
        if "properties" in definition or "enum" in definition:
            assert definition["description"].endswith("."), name
        for key, held in definition.get("properties", {}).items():
            assert held["description"], f"{name}.{key}"


def test_schema_says_what_validators_say() -> None:
    """Bounds, patterns and lists that must not be empty come from the validators of the fields."""
    defs = SCHEMA["$defs"]
    assert defs["Medication"]["properties"]["drug_classes"]["minItems"] == 1
    assert "minItems" not in defs["Medication"]["properties"]["mechanisms"]
    assert defs["Evidence"]["properties"]["participants"]["anyOf"][0] == {"$ref": "#/$defs/Count"}
    assert defs["Name"]["maxLength"] < defs["Text"]["maxLength"]
    assert "agents" not in defs["Recommendation"]["properties"]["intervention"]["pattern"]
    assert "therapies" not in defs["Interaction"]["properties"]["partner"]["pattern"]
    assert defs["Stance"]["enum"][0] == "do-not-recommend"


def test_patterns_are_those_of_any_reader() -> None:
    """A pattern escapes only what the standard's dialect knows, as strict readers ask for."""
    patterns = re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', schemas.render())
    assert len(patterns) > 5
    escaped = {e for p in patterns for e in re.findall(r"\\(.)", json.loads(p))}
    assert escaped <= set(r"sSdDwW\.^$*+?()[]{}|/")


def test_what_is_no_number_of_json() -> None:
    """A document that other readers would refuse is never written."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumps({"a": float("nan")})


def estimate(document: dict[str, Any]) -> dict[str, Any]:
    """The one estimate of the toy base."""
    found: dict[str, Any] = document["evidence"][2]["estimates"][0]
    return found


CHANGES: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("no schema named", lambda d: d.pop("$schema")),
    ("another schema", lambda d: d.update({"$schema": "x"})),
    ("no version", lambda d: d.pop("version")),
    ("no disease", lambda d: d.pop("disease")),
    ("a number for a text", lambda d: d.update(license=5)),
    ("an unknown kind", lambda d: d.update(drugs=[])),
    ("no list", lambda d: d.update(symptoms={})),
    ("a record that is none", lambda d: d["symptoms"].append(None)),
    ("an unknown key", lambda d: d["symptoms"][0].update(color="red")),
    ("a missing key", lambda d: d["symptoms"][0].pop("plain_name")),
    ("a bad id", lambda d: d["agents"][0].update(id="Not A Slug")),
    ("a blank name", lambda d: d["agents"][0].update(name=" ")),
    ("a long name", lambda d: d["agents"][0].update(name="n" * 301)),
    ("a padded name", lambda d: d["agents"][0].update(name="x ")),
    ("null for a text", lambda d: d["agents"][0].update(name=None)),
    ("a text for a list", lambda d: d["agents"][0].update(synonyms="x")),
    ("a name twice", lambda d: d["agents"][0].update(synonyms=["x", "x"])),
    ("no day", lambda d: d["agents"][0].update(reviewed="yesterday")),
    ("a number for a day", lambda d: d["agents"][0].update(reviewed=20260131)),
    ("an unknown word", lambda d: d["medications"][0].update(kind="pill")),
    ("an empty list", lambda d: d["medications"][0].update(drug_classes=[])),
    ("a bad code", lambda d: d["medications"][0]["xrefs"][0].update(id="ATC:nonsense")),
    ("an unknown prefix", lambda d: d["medications"][0]["xrefs"][0].update(id="NOPE:1")),
    ("an unknown match", lambda d: d["medications"][0]["xrefs"][0].update(match="close")),
    ("a bad year", lambda d: d["sources"][1].update(year=99)),
    ("a year as text", lambda d: d["sources"][1].update(year="2020")),
    ("a text for a number", lambda d: estimate(d).update(value="few")),
    ("a flag for a measure", lambda d: estimate(d).update(value=True)),
    ("a word for a flag", lambda d: estimate(d).update(lower_is_better="yes")),
    ("an unknown measure", lambda d: estimate(d).update(measure="ratio")),
    ("an arm without a name", lambda d: d["evidence"][2]["arms"][0].pop("label")),
    ("an empty domain", lambda d: d["evidence"][0].update(domain=[])),
    ("a study without a fate", lambda d: d["sources"][-1]["study"].pop("primary_met")),
    ("a label without sections", lambda d: d["medications"][0]["labels_read"][0].pop("sections")),
    ("an unknown section", lambda d: d["medications"][0]["labels_read"][0].update(sections=["x"])),
    ("a fraction", lambda d: d["evidence"][0].update(participants=1.5)),
    ("a flag for a number", lambda d: d["evidence"][0].update(participants=True)),
    ("nobody", lambda d: d["evidence"][0].update(participants=0)),
    ("a bad address", lambda d: d["sources"][1].update(url="javascript:alert(1)")),
    ("a bad reference", lambda d: d["evidence"][0].update(interventions=["pills/x"])),
    ("an agent studied", lambda d: d["evidence"][0].update(interventions=["agents/x"])),
    ("a bad language", lambda d: d["symptoms"][0].update(translations={"es": 5})),
    ("a list of names", lambda d: d["symptoms"][0].update(translations=["Babeo"])),
]


@pytest.mark.parametrize(("what", "change"), CHANGES, ids=[what for what, _ in CHANGES])
def test_schema_and_reader_refuse(
    toy: KnowledgeBase,
    spoilt: Callable[[Any], str],
    what: str,
    change: Callable[[dict[str, Any]], object],
) -> None:
    """What is spoilt in one place is refused by the schema and by the reader."""
    value = document(toy)
    assert VALIDATOR.is_valid(value)
    change(value)
    assert not VALIDATOR.is_valid(value), what
    assert "base.json:" in spoilt(value)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Gives the path of every value of a document."""
    yield path
    if isinstance(value, dict):
        for key, held in value.items():
            yield from leaves(held, (*path, key))
    elif isinstance(value, list):
        for at, held in enumerate(value):
            yield from leaves(held, (*path, at))


def problems_of(path: Path) -> list[str]:
    """Gives the problems of a document; none where it is a base."""
    try:
        alstx.load(path)
    except DataError as error:
        return list(map(str, error.problems))
    return []


TOY_DOCUMENT = json.loads((GOLDEN / "toy.json").read_text("utf-8"))
PLACES = list(leaves(TOY_DOCUMENT))
junk = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5), st.just([]), st.just({}), st.just([None]), st.just({"x": "y"}),
)  # fmt: skip


@given(place=st.sampled_from(PLACES[1:]), value=junk)
def test_whatever_is_put_anywhere(scratch: Path, place: tuple[str | int, ...], value: Any) -> None:
    """The reader gives a base or a DataError, and is never less strict than the schema."""
    changed = copy.deepcopy(TOY_DOCUMENT)
    holder = changed
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    scratch.write_text(dumps(changed), encoding="utf-8")
    problems = problems_of(scratch)
    assert problems or VALIDATOR.is_valid(changed)
    assert all(problem.startswith("base.json") for problem in problems)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "is not JSON: expecting value"),
        ("{\n", 2, "is not JSON"),
        ('{"a": 1,\n "a": 2}', 2, "key 'a' appears twice"),
        ('{"b": {"a": 1}, "c": [{},\n{"a": [1, 2], "a": 2}]}', 2, "key 'a' appears twice"),
        ('{"a":\n NaN}', 2, "NaN is no number of JSON"),
        ('{"a":\n -Infinity}', 2, "-Infinity is no number of JSON"),
        ('{"a":\n 1e999}', 2, "number '1e999' is too large"),
        ('{"a":\n ' + "9" * 5000 + "}", 2, "is too long"),
        ('{"a":\n 1.5, "b": -7, "a": 2}', 2, "key 'a' appears twice"),
        ('["\\ud800"]', 1, "is half a character"),
        ('{"\\udfff": 1}', 1, "is half a character"),
        ("[" * 100_000, 1, "is nested more than 12 levels deep"),
        ("[\n" * 14 + "]" * 14, 14, "is nested more than 12 levels deep"),
        ('{"a":' * 100_000, 1, "is nested more than 12 levels deep"),
        ("'a'", 1, "is not JSON"),
        ('{"a": 01}', 1, "is not JSON"),
        ('{"a": 1,}', 1, "is not JSON"),
        ('{"a": 1} // no', 1, "is not JSON"),
        ('"\t"', 1, r"is not JSON: a text holds a control character; escape it, such as \n"),
        ('"a', 1, "is not JSON: a text has no closing quote"),
    ],
)
def test_hostile_json(text: str, line: int, message: str) -> None:
    """What is no JSON, or JSON that readers disagree about, is refused with its line."""
    with pytest.raises(JsonError) as caught:
        parse(text)
    assert line == caught.value.line
    assert message in caught.value.message


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-999, 999) | st.text(max_size=4),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    st.sampled_from([None, 1, "\t"]),
)
def test_good_json_is_read_as_json_reads_it(value: Any, indent: Any) -> None:
    """Every value of an ordinary document comes back, and every place of it has a line."""
    text = json.dumps(value, indent=indent)
    assert value == parse(text)
    found = lines(text)
    assert set(leaves(value)) == set(found)
    assert all(1 <= line <= text.count("\n") + 1 for line in found.values())


@given(st.text(max_size=40) | st.text('{}[]",:0123456789eE.-+\\untfalse \n', max_size=30))
def test_any_text(text: str) -> None:
    """Any text is a document or a JsonError."""
    try:
        value = parse(text)
    except JsonError:
        return
    assert value == json.loads(text)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"\xff\xfe{\x00}\x00", "is not UTF-8"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b"[]", "expected keys and values"),
        (b"null", "expected keys and values"),
        (b"{}", "expected 'urn:alstx:schema:base:2', got None"),
        (b'{"$schema": "urn:alstx:schema:base:1"}', "of schema 1, .*this version .*reads schema 2"),
        (
            b'{"$schema": "urn:alstx:schema:base:\xc2\xb2"}',
            "expected 'urn:alstx:schema:base:2', got",
        ),
    ],
)
def test_other_files(tmp_path: Path, raw: bytes, message: str) -> None:
    """A file of another kind is refused as such."""
    (tmp_path / "other.json").write_bytes(raw)
    with pytest.raises(DataError, match=message):
        alstx.load(tmp_path / "other.json")


def test_a_huge_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit is refused."""
    monkeypatch.setattr("alstx.io.document.LARGEST_DOCUMENT", 10)
    (tmp_path / "huge.json").write_text('{"a": "bbbbbbbb"}')
    with pytest.raises(DataError, match="has more than 10 bytes"):
        alstx.load(tmp_path / "huge.json")


def test_paths_that_are_none(tmp_path: Path) -> None:
    """A path that is not there, or is no document, is refused."""
    for path in ("nowhere.json", "nowhere", "a\0.json"):
        with pytest.raises(DataError, match=r"is neither a folder nor a \.json file"):
            alstx.load(tmp_path / path)
    with pytest.raises(DataError, match="is no regular file"):
        read_document(tmp_path)


def test_problems_have_lines(toy: KnowledgeBase, spoilt: Callable[[Any], str]) -> None:
    """Every problem of a document is listed, with the line and the place of each."""
    value = document(toy)
    value["medications"][0]["kind"] = "ingredeint"
    value["evidence"][0]["id"] = "another-id"
    value["sympotms"] = []
    told = spoilt(value)
    text = dumps(value).splitlines()
    for part, message in (
        ("ingredeint", "medications.0.kind: 'ingredeint' is not one of"),
        ("another-id", "evidence.0.id: 'another-id' does not start with the id of its source"),
        ("sympotms", "sympotms: unknown key; did you mean 'symptoms'?"),
    ):
        line = next(at for at, held in enumerate(text, start=1) if part in held)
        assert f"base.json:{line}: {message}" in told
    assert "3 problems" in told


def test_broken_references_have_lines(toy: KnowledgeBase, spoilt: Callable[[Any], str]) -> None:
    """What must hold between records is checked as in a folder."""
    value = document(toy)
    value["medications"][0]["mechanisms"] = ["nowhere"]
    assert "medications.0.mechanisms.0: 'nowhere' is not in mechanisms" in spoilt(value)


def test_far_off_key(toy: KnowledgeBase, spoilt: Callable[[Any], str]) -> None:
    """An unknown key that resembles none is answered with those that are known."""
    assert "xyz: unknown key; known are medications" in spoilt(document(toy) | {"xyz": 1})
