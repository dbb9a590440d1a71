"""Names among the words of a text: the longest first, by a plain reading of a whole text."""

import re
from collections.abc import Iterable
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from alstx.names import MEDICINES, PLAIN, SYMPTOMS, THERAPIES, Lexicon, Mention
from alstx.names.edits import Corrector
from alstx.names.folding import fold, tokens
from alstx.names.mentions import Reader


class Thing:
    """As little as a reader needs of a record."""

    def __init__(self, id_: str) -> None:
        """Keeps its id."""
        self.id = id_

    def __repr__(self) -> str:
        """Shows it."""
        return self.id


Cuts = list[list[str]]
Token = tuple[int, int, tuple[str, ...], bool]
NAMES = {
    "elm": ("elm", "Elm Tree", "ash elm", "bog-elm root bark"),
    "ash": ("ash", "ash tree bark", "sage"),
    "oak": ("oak, red", "oak, red, old bark", "oak"),
    "hornbeam": ("hornbeam", "red hornbeam bark", "hop-hornbeam"),
    "mixed": ("oak red/hornbeam", "mixed"),
    "sign": ("---", "yew", "pine"),
    "pine": ("pine", "pine 5"),
}
ELSEWHERE = ("Elm Mulch", "old ash 7", "elm", "rake handle", "mixed hornbeam-ash")
LEXICON = Lexicon(
    doubtful=frozenset({"sage", "hophornbeam"}), titles=frozenset({"dr", "dr.", "miss"})
)


def keys(text: str) -> list[str]:
    """The words of a text."""
    return [key for _, _, key in tokens(text)]


PARTS = """
elm ELM tree ash bark Bog root oak red old hornbeam horbeam hornbeem horn beam hop yew mixed mulch
rake sage 7 5 pine dr Miss Élm elmtree oakred bogelm boghelm unknown ho-rnbeam h-or-nbeam
ho-rnbeem y-ew Sage HOP-hornbeam elm/hornbeam
"""
BETWEEN = (
    *("  ", "\n", "", "-", "/", ", ", ",", ". ", ".", " - ", " + ", "--", "---", " , ", "® ", " ("),
    *(" 20 mg", " 20 mg / ", " 20mg ", "20 ", " mg ", " & ", "/ ", ") ", "/20mg/"),
)
PHRASES = [keys(name) for own in (*NAMES.values(), ELSEWHERE) for name in own]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Names, word by word, and other words, with what may and may not stand between them."""
    parts = st.lists(
        st.sampled_from(PHRASES) | st.sampled_from(PARTS.split()).map(str.split), max_size=4
    )
    between = st.just(" ") | st.sampled_from(BETWEEN)
    return "".join(word + draw(between) for part in draw(parts) for word in part)


READER = Reader({id_: Thing(id_) for id_ in NAMES}, NAMES, LEXICON, 6, ELSEWHERE)


def cuts(names: Iterable[str]) -> Cuts:
    """The ways to write names: their words, the first ones without blanks in one, or all in one."""
    found: Cuts = []
    for name in names:
        first, parts = len(keys(name.partition(" ")[0])), keys(name)
        found += [parts, ["".join(parts[:first]), *parts[first:]], ["".join(parts)]]
    return found


OWNERS = {
    key: {id_ for id_, own in NAMES.items() if key in map(fold, own)}
    for key in {fold(name) for own in NAMES.values() for name in own}
}
IDS = {key: next(iter(ids)) for key, ids in OWNERS.items() if key and len(ids) == 1}
OTHERS = [
    parts
    for parts in map(keys, ELSEWHERE)
    if any("".join(parts[a:b]) in IDS for b in range(len(parts) + 1) for a in range(b))
]
ELSES = {"".join(parts) for parts in OTHERS} - set(IDS)
STEPS = {
    ("".join(cut[:at]), cut[at])
    for cut in cuts(name for own in NAMES.values() for name in own) + OTHERS
    for at in range(len(cut))
}
TITLES = {fold(title) for title in LEXICON.titles}
WORDS = {word for _, word in STEPS} | TITLES
COMMAS = {"oak", "oakred"}
CORRECTOR = Corrector({word: word for word in {*WORDS, *IDS} - TITLES}, LEXICON, 6)


def held(text: str) -> list[Token]:
    """The words of a text that may stand in names: start, end, what it may be, if corrected."""
    found: list[Token] = []
    for chunk in re.finditer(r"\S+", text):
        at, own = chunk.start(), list(tokens(chunk.group()))
        meant = [(at + a, at + b, *meaning(key, WORDS)) for a, b, key in own]
        known = [token for token in meant if token[2]]
        if not known and len(own) > 1 and not strength(chunk.group(), 0):
            whole = fold(chunk.group())
            token = (at + own[0][0], at + own[-1][1], *meaning(whole, set(IDS)))
            known = [token] if token[2] else []
        found += known
    return found


def meaning(key: str, known: set[str]) -> tuple[tuple[str, ...], bool]:
    """What a word may be, and whether it is misspelled."""
    return ((key,), False) if key in known else (CORRECTOR.meant(key), True)


def strength(text: str, at: int) -> bool:
    """Whether a strength follows."""
    return bool(re.match(r"\W{0,2}(?:20|5|7) *mg\b", text[at:]))


def touching(path: str, text: str, end: int, start: int) -> bool:
    """Whether two words may belong to one name: signs and single blanks may part them."""
    gap = text[end:start]
    if gap in {",", ", "}:
        return path in COMMAS
    if gap.startswith(". ") and re.fullmatch("[a-zé]{4}", text[end - 4 : end].lower()):
        return False
    signs = gap.removeprefix(" ").removesuffix(" ")
    return len(signs) <= 2 and set(signs) <= set("-/.®()&+")


def plainly(text: str) -> list[Mention[Thing]]:
    """The mentions in a text, going from word to word."""
    words, at = held(text), 0
    found: list[Mention[Thing]] = []
    while at < len(words):
        start, end, id_, corrected, used = longest(text, words[at:])
        before = text[words[at - 1][0] : start].strip().lower() if at else ""
        named = before in LEXICON.titles and not strength(text, end)
        if id_ in NAMES and not named:
            found.append(Mention(start, end, text[start:end], Thing(id_), corrected))
        at += used
    return joined(text, found)


def longest(text: str, words: list[Token]) -> tuple[int, int, str, bool, int]:
    """The longest name that starts with the first of some words, and how many it takes."""
    best = (words[0][0], words[0][0], "", False, 1)
    paths, corrected = [""], False
    for used, (start, end, meant, guessed) in enumerate(words, 1):
        if used > 1:
            paths = [path for path in paths if touching(path, text, words[used - 2][1], start)]
        paths = [path + word for path in paths for word in meant if (path, word) in STEPS]
        corrected = corrected or guessed
        ids = {IDS[p] for p in paths if p in IDS} | {"other" for p in paths if p in ELSES}
        doubtful = not LEXICON.doubtful.isdisjoint(paths)
        if len(ids) == 1 and (not doubtful or strength(text, end)):
            best = (words[0][0], end, ids.pop(), corrected, used)
    return best


def joined(text: str, found: list[Mention[Thing]]) -> list[Mention[Thing]]:
    """Two names that are the name of a third together, with a strength and a sign between."""
    for nth in range(len(found) - 1):
        one, other = found[nth : nth + 2]
        names = [fold(NAMES[mention.record.id][0]) for mention in (one, other)]
        third = IDS.get("".join(names)) or IDS.get("".join(reversed(names)), "")
        between = text[one.end : other.start]
        if third not in {"", one.record.id, other.record.id} and re.fullmatch(
            r"\s*(\d+\s*(mg)?)?\s*[-/+]\s*", between
        ):
            corrected = one.corrected or other.corrected
            whole = Mention(
                one.start, other.end, text[one.start : other.end], Thing(third), corrected
            )
            return joined(text, [*found[:nth], whole, *found[nth + 2 :]])
    return found


def shown(mentions: Iterable[Mention[Thing]]) -> list[tuple[int, int, str, str, bool]]:
    """Mentions to compare."""
    return [(m.start, m.end, m.text, m.record.id, m.corrected) for m in mentions]


@settings(max_examples=800)
@given(texts())
@example("ash 20 mg / elm, elm 20 mg / ash")
@example("yew 20 mg / pine 20 mg / yew / oak")
@example("oak, red 20mg/hornbeem")
@example("elm\nmulch")
@example("bog unknown bog elm root bark")
@example("red oak red red hornbeam bark")
@example("boghelm xelm elm elmx elm xelmx elm")
@example("elmx elm")
@example("bogelm root bark, redhornbeam bark, bogelmroot bark")
@example("elm/20mg/sage")
@example("elm; oak red 20 mg/hornbeam")
@example("xelm elm")
@example("dr. elm, Miss ash 20 mg dr. dr. oak dr pine tree")
@example("sage 20mg sage 20 sage-20 mg (sage)")
@example("hop-hornbeam 5 mg; hophornbeam 20 mg, red hornbeam, bark")
def test_reading_equals_a_plain_reading(text: str) -> None:
    """Whatever names, parts of names and signs a text is made of, the same is found, and again."""
    assert shown(plainly(text)) == shown(READER.read(text)) == shown(READER.read(text))


def read(
    names: dict[str, tuple[str, ...]],
    text: str,
    correct_from: int | None = 6,
    elsewhere: tuple[str, ...] = (),
    lexicon: Lexicon | None = None,
    **more: Any,
) -> list[tuple[str, str, bool]]:
    """What a reader of some names finds in a text: what stands there, the id, if corrected."""
    records = {id_: Thing(id_) for id_ in names}
    reader = Reader(records, names, lexicon or Lexicon(), correct_from, elsewhere, **more)
    return [(mention.text, mention.record.id, mention.corrected) for mention in reader.read(text)]


def test_a_word_that_two_may_mean_is_left_alone() -> None:
    """Where two ids are equally near, or too many words are, nothing is corrected."""
    names = {"one": ("abcdefgh",), "two": ("abcdefgi",), "three": ("zyxwvuts x",)}
    assert read(names, "abcdefgj") == []
    assert read(names, "abcdefgh") == [("abcdefgh", "one", False)]
    assert read(names, "zyxwvut x") == [("zyxwvut x", "three", True)]
    assert read({f"id{ch}": (f"abcdefg{ch}",) for ch in "qrstuvw"}, "abcdefgz") == []


def test_a_name_of_several_words_is_corrected_in_one_word() -> None:
    """Without its blanks a misspelled name is found as well."""
    names = {"one": ("bog elm",), "two": ("tumour bark",)}
    assert read(names, "bogelmm tumourbarj") == [
        ("bogelmm", "one", True),
        ("tumourbarj", "two", True),
    ]


def test_a_lone_letter_is_no_end_of_a_word() -> None:
    """``vitamine`` is not vitamin E; with two letters or a digit at the end one word will do."""
    names = {"one": ("vitamin E",), "two": ("toxin AB", "toxin 5"), "three": ("b c d",)}
    text = "vitamine, vitamin e, vitamin-e, toxinab, toxin5, bcd"
    assert [part for part, _, _ in read(names, text)] == [
        *("vitamin e", "vitamin-e", "toxinab", "toxin5", "bcd")
    ]


def test_names_without_letters_name_nothing() -> None:
    """A name of signs alone is no name to look for."""
    names = {"one": ("!!!",), "two": ("ab", "---")}
    assert read(names, "!!! ab ---", None) == [("ab", "two", False)]


def test_a_longer_name_of_another_kind_means_something_else() -> None:
    """A name within a longer one of another kind is none; beside it, or misspelled, it is one."""
    names = {"tube": ("peg", "pegtube x"), "pain": ("ache",)}
    other = ("PEG 3350", "ache inhibitor", "unrelated thing", "peg")
    assert read(names, "PEG 3350; peg 335; no ache", elsewhere=other) == [
        ("peg", "tube", False),
        ("ache", "pain", False),
    ]
    assert read(names, "Ache inhibitor and ache", elsewhere=other) == [("ache", "pain", False)]
    assert read(names, "PEG, 3350", elsewhere=other) == [("PEG", "tube", False)]


def test_a_name_of_another_kind_without_ours_shuts_nothing_out() -> None:
    """A name is found that begins within a name of another kind, where that has none of ours."""
    names = {"one": ("beta gamma",)}
    found = read(names, "alpha beta gamma", elsewhere=("alpha beta",))
    assert found == [("beta gamma", "one", False)]


def test_a_name_of_long_words_is_read_on() -> None:
    """A name goes on after a word of up to 120 letters, and stands anywhere."""
    for length, expected in ((120, ["tail", "long"]), (121, ["tail", "tail"])):
        name = f"{'q' * length} tail"
        text = f"tail {name}"
        found = read({"long": (name,), "tail": ("tail",)}, text)
        assert [id_ for _, id_, _ in found] == expected


def test_a_word_that_two_share_counts_within_longer_names() -> None:
    """What is the name of two is none by itself, before or after longer names that have it."""
    names = {"one": ("beam", "beam red"), "two": ("beam", "old beam")}
    assert read(names, "beam, beam red, old beam, beam") == [
        ("beam red", "one", False),
        ("old beam", "two", False),
    ]
    assert read(names, "beam\tbeam\xa0red") == [("beam\xa0red", "one", False)]


def test_a_letter_that_is_longer_in_lower_case_moves_no_place() -> None:
    """A place is that in the text, whatever its case does to the letters before it."""
    assert read({"one": ("elm tree",)}, "\u0130-Elm TREE, \u0130\u0130/ELM-Tree") == [
        ("Elm TREE", "one", False),
        ("ELM-Tree", "one", False),
    ]


def test_spellings_within_names() -> None:
    """British and American spelling are one, in words of a name and in the whole of it."""
    names = {"tumour": ("tumour bark", "oe-dema x"), "fibre": ("fiber",)}
    assert read(names, "Tumor bark, TUMOUR-BARK, tumourbark Fibre", None) == [
        ("Tumor bark", "tumour", False),
        ("TUMOUR-BARK", "tumour", False),
        ("tumourbark", "tumour", False),
        ("Fibre", "fibre", False),
    ]


def test_doubtful_names_of_several_words_or_meanings() -> None:
    """A name that needs a strength may have two parts, be a product, or mean something else."""
    names = {"one": ("ab-cd", "sage"), "two": ("gh",)}
    lexicon = Lexicon(doubtful=frozenset({"abcd", "sage", "mix", "rue", "gh"}))
    shut = {"products": {"mix": ("one", "two")}, "foreign": ("rue",)}
    for text, expected in (
        ("ab-cd 20 mg", ["ab-cd one"]),
        ("ab-cd tree", []),
        ("sage/ab-cd 20 mg", ["ab-cd one"]),
        ("sage-gh 20 mg, sage", ["gh two"]),
        ("mix 20 mg", ["mix one", "mix two"]),
        ("mix 20 times", []),
        ("rue 20 mg; gh 5 mg; rue", ["gh two"]),
        ("rue", []),
    ):
        found = read(names, text, lexicon=lexicon, **shut)
        assert [f"{part} {id_}" for part, id_, _ in found] == expected, text


def test_what_must_and_must_not_follow_a_name() -> None:
    """Patterns of a lexicon decide by the text behind a name, not by a strength."""
    lexicon = Lexicon(only_before={"peg": r"\W*\d+ *cm"}, never_before={"fir": r"\W*\d+ *mm"})
    text = "peg 5 mg; peg 5 cm; fir 5 mg; fir 5 mm; peg; fir cone, fir 5"
    found = read({"one": ("peg",), "two": ("fir",)}, text, lexicon=lexicon)
    assert [id_ for _, id_, _ in found] == ["one", "two", "two", "two"]
    assert lexicon.doubtful == {"peg", "fir"}


def test_a_name_is_corrected_as_its_lexicon_says() -> None:
    """From a length on two typing errors are corrected; opposites never are."""
    names = {"ten": ("abcdefghij",), "nine": ("zyxwvutsr",), "low": ("hypotonia",)}
    for two, expected in ((10, ["ten"]), (9, ["ten", "nine"]), (11, []), (None, [])):
        found = read(names, "abcdefghxx zyxwvutxx", lexicon=Lexicon(two_edits_from=two))
        assert [id_ for _, id_, _ in found] == expected
    for lexicon in (PLAIN, SYMPTOMS, THERAPIES, MEDICINES):
        found = read(names, "abcdefghxx zyxwvutxx zyxwvutsx", lexicon=lexicon)
        assert [id_ for _, id_, _ in found] == ["ten", "nine"]
    ends = Lexicon(opposites=((("hypo", "hyper"), ("a", "")), (("scopy", "stomy"),)))
    pairs = (
        *(("hypotonia", "hypertonia"), ("tonia", "atonia"), ("gastroscopy", "gastrostomy")),
        *(("hypotonia", "hypotonic"), ("tonia", "tonica"), ("gastroscopy", "gastroscopi")),
    )
    assert [ends.are_opposites(one, other) for one, other in pairs] == [True] * 3 + [False] * 3
    assert [ends.are_opposites(other, one) for one, other in pairs] == [True] * 3 + [False] * 3
