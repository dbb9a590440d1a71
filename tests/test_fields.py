"""Validators: what each says of a value that it refuses, to the word."""

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from alstx import ids
from alstx.ids import Curie, Ref, RefKind
from alstx.model import Xref, fields
from alstx.vocab import MatchKind

ATTRIBUTE: Any = attrs.fields(Xref).id
SAME = (Xref(id=Curie.parse("PMID:1")), Xref(id=Curie.parse("PMID:1"), match=MatchKind.BROAD))
CASES: list[tuple[Callable[[], Any], object, str]] = [
    (lambda: ids.slug, "A b", "'A b' is not a slug such as 'botulinum-toxin'"),
    (lambda: fields.year, 1799, "1799 is not a year between 1800 and 2100"),
    (lambda: fields.year, 2101, "2101 is not a year between 1800 and 2100"),
    (lambda: fields.year, True, "True is not a year between 1800 and 2100"),
    (lambda: fields.count, 0, "0 is not a number of people"),
    (lambda: fields.count, 10**9, "1000000000 is not a number of people"),
    (lambda: fields.count, 1.0, "1.0 is not a number of people"),
    (
        lambda: fields.url,
        "ftp://x",
        "'ftp://x' is not an address that starts with https:// or http://",
    ),
    (
        lambda: fields.url,
        "http://a b",
        "'http://a b' is not an address that starts with https:// or http://",
    ),
    (lambda: fields.url, 5, "5 is not an address that starts with https:// or http://"),
    (
        lambda: fields.url,
        "http://a\u202eb",
        r"'http://a\u202eb' is not an address that starts with https:// or http://",
    ),
    (lambda: fields._text_of(300, breaks=False), 5, "expected text, got 5"),
    (
        lambda: fields._text_of(300, breaks=False),
        "  ",
        "is blank; leave the key out where there is nothing to say",
    ),
    (lambda: fields._text_of(300, breaks=False), " x", "' x' has white space at an end"),
    (lambda: fields._text_of(300, breaks=False), "x" * 301, "has 301 characters; 300 are allowed"),
    (
        lambda: fields._text_of(4000, breaks=True),
        "x" * 4001,
        "has 4001 characters; 4000 are allowed",
    ),
    (
        lambda: fields._text_of(4000, breaks=False),
        "a\nb",
        "'a\\nb' has a line break; it stands on one line",
    ),
    (lambda: fields._text_of(4000, breaks=True), "a\tb", "'a\\tb' has a control character"),
    (lambda: fields.is_a(Curie), "PMID:1", "expected Curie, got 'PMID:1'"),
    (lambda: fields.is_a(int), True, "expected int, got True"),
    (lambda: fields.maybe(fields.year), 1, "1 is not a year between 1800 and 2100"),
    (lambda: fields.each(ids.slug), ("a", "B"), "'B' is not a slug such as 'botulinum-toxin'"),
    (lambda: fields.each(ids.slug), ("b", "a", "a"), "'a' is listed twice"),
    (lambda: fields.not_empty, (), "needs at least one value"),
    *(
        (lambda: fields.number, value, f"expected a number, got {value!r}")
        for value in (True, "5", float("inf"), -float("inf"), None)
    ),
    (
        lambda: ids.country,
        "UK",
        "'UK' is not a code of ISO 3166-1 such as 'GB'; did you mean 'GB'?",
    ),
    (lambda: ids.refers_to(RefKind.AGENTS), "agents/a", "expected Ref, got 'agents/a'"),
    (
        lambda: ids.refers_to(RefKind.AGENTS, RefKind.THERAPIES),
        Ref.parse("medications/a"),
        "'medications/a' is in none of agents, therapies",
    ),
]


# each check is made within its test, for `nox -s mutation` changes nothing that ran before
@pytest.mark.parametrize(("make", "value", "message"), CASES)
def test_a_refusal_says_what_is_wrong_and_where(
    make: Callable[[], Any], value: object, message: str
) -> None:
    """The error holds the message, the field and the value, or the member that is refused."""
    with pytest.raises(ValueError, match=r".") as caught:
        make()(None, ATTRIBUTE, value)
    said, attribute, refused = caught.value.args
    assert (message, ATTRIBUTE) == (said, attribute)
    assert refused == value or (isinstance(value, tuple) and refused in value)


@pytest.mark.parametrize(
    ("make", "value"),
    [
        (lambda: ids.slug, "a-1"),
        (lambda: fields.year, 1800),
        (lambda: fields.year, 2100),
        (lambda: fields.count, 1),
        (lambda: fields.count, 10**9 - 1),
        (lambda: fields.url, "https://eXample.org/a?b=c"),
        (lambda: fields.url, "http://example.org"),
        (lambda: fields._text_of(300, breaks=False), "x" * 300),
        (lambda: fields._text_of(4000, breaks=False), "x" * 4000),
        (lambda: fields._text_of(4000, breaks=True), "a\nb\u00a0c\u202fd"),
        (lambda: fields._text_of(4000, breaks=True), "a\nb"),
        (lambda: fields.is_a(bool), True),
        (lambda: fields.maybe(fields.year), None),
        (lambda: fields.maybe(fields.year), 2000),
        (lambda: fields.each(ids.slug), ()),
        (lambda: fields.each(ids.slug), ("a", "b")),
        (lambda: fields.not_empty, ("a",)),
        (lambda: fields.number, 0),
        (lambda: fields.number, -0.5),
        (lambda: ids.refers_to(RefKind.AGENTS), Ref.parse("agents/a")),
        (lambda: fields.one_per("id"), SAME[:1]),
    ],
)
def test_what_is_right_is_accepted(make: Callable[[], Any], value: object) -> None:
    """Up to the very limits, nothing is said."""
    assert make()(None, ATTRIBUTE, value) is None


def test_one_entry_per_key() -> None:
    """Two entries with the same key are refused with that key."""
    check: Any = fields.one_per("id")
    with pytest.raises(ValueError, match=r".") as caught:
        check(None, ATTRIBUTE, SAME)
    assert ("two entries have the same id: 'PMID:1'", ATTRIBUTE, SAME) == caught.value.args


def test_a_check_within_another_sees_the_whole_record() -> None:
    """What stands within `maybe` and `each` gets the record and the field, as it would alone."""
    seen: list[tuple[object, ...]] = []
    record = object()
    fields.maybe(lambda *given: seen.append(given))(record, ATTRIBUTE, "a")
    fields.each(lambda *given: seen.append(given))(record, ATTRIBUTE, ("b", "c"))
    fields.maybe(lambda *given: seen.append(given))(record, ATTRIBUTE, None)
    assert seen == [(record, ATTRIBUTE, value) for value in "abc"]


@pytest.mark.parametrize("value", ["abc", b"abc", {"a": 1}])
def test_letters_and_keys_make_no_list(value: Any) -> None:
    """A text, bytes or a mapping is no list, and the error shows it."""
    converter: Any = fields.as_tuple
    with pytest.raises(TypeError, match=r".") as caught:
        converter.converter(value)
    assert f"expected a list of values, got {value!r}" == str(caught.value)
    assert ("a", "b") == converter.converter(["a", "b"])


@pytest.mark.parametrize(("check", "longest"), [(fields.name, 300), (fields.title, 4000)])
def test_names_and_titles_stand_on_one_line(check: Any, longest: int) -> None:
    """A name is short, a title may be long; neither breaks its line."""
    check(None, ATTRIBUTE, "x" * longest)
    for bad in ("x" * (longest + 1), "a\nb"):
        with pytest.raises(ValueError, match=r"allowed|line break"):
            check(None, ATTRIBUTE, bad)
