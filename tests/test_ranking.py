"""The ranking of a search, by a plain reading of what a score is; and small bases made for it."""

from math import log

from hypothesis import example, given, settings
from hypothesis import strategies as st

from alstx.names.edits import allowed, edits
from alstx.names.folding import fold, words
from alstx.names.search import Hit, Searcher, stem

Names = dict[str, tuple[str, ...]]
PARTICLES = {"a", "the", "of", "my"}
VOCABULARY = (
    "alpha",
    "beta",
    "betas",
    "gamma",
    "gammaline",
    "delta",
    "ab",
    "the",
    "of",
    "q",
    "Zeta",
)
written = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3).map(" ".join)
bases = st.lists(st.lists(written, min_size=1, max_size=3), min_size=1, max_size=6).map(
    lambda own: {f"id{n}": (*names, f"id{n}") for n, names in enumerate(own)}
)


def plainly(names: Names, text: str) -> list[Hit]:
    """The same by scoring every name that there is."""
    hits: list[Hit] = []
    key, query = fold(text), words(text)
    every = [name for own in names.values() for name in own]
    roots = {name: {stem(word) for word in meaningful(words(name))} for name in every}
    bearers = {
        root: sum(any(root in roots[name] for name in own) for own in names.values())
        for root in set[str]().union(*roots.values())
    }
    weights = {root: log(1 + len(names) / count) for root, count in bearers.items()}
    spelled = {name: as_a_whole(key, fold(name)) for name in every}
    held = {word for name in every for word in meaningful(words(name))}
    if len(query) > 1 or max(spelled.values()) < 0.85 or query[0] in weights:
        asked = [stems(word, held) for word in dict.fromkeys(meaningful(query))]
        rare = log(1 + len(names)) / 2
        total = sum(max((weights[root] for root in near), default=rare) for near in asked)
        for name in every:
            shared = sum(
                max(
                    (share * weights[root] for root, share in near.items() if root in roots[name]),
                    default=0,
                )
                for near in asked
            )
            score = round(
                0.9 * 2 * shared / (total + sum(weights[root] for root in roots[name])), 3
            )
            if score >= 0.3:
                spelled[name] = max(spelled[name], min(score, 0.9))
    for id_, own in names.items():
        best = max(own, key=spelled.__getitem__)
        if spelled[best] > 0:
            hits.append(Hit(id_, best, spelled[best]))
    return sorted(hits, key=lambda hit: (-hit.score, hit.name.lower(), hit.id))


def meaningful(found: list[str]) -> list[str]:
    """Words without particles, unless there are only particles."""
    return [word for word in found if word not in PARTICLES] or found


def as_a_whole(key: str, name: str) -> float:
    """How well a folded text fits a folded name, with typing errors or as its beginning."""
    most = allowed(len(key))
    count = edits(key, name, most)
    score = round(1 - count / max(len(key), len(name)), 3) if count <= most else 0.0
    if len(key) > 1 and name != key and name.startswith(key):
        score = max(score, round(0.5 + 0.4 * len(key) / len(name), 3))
    return score


def stems(word: str, held: set[str]) -> dict[str, float]:
    """What a word counts as: as its own stem, or less as those of the nearest words."""
    if stem(word) in map(stem, held):
        return {stem(word): 1.0}
    most = allowed(len(word))
    near = {other: edits(word, other, most) for other in held}
    fewest = min(near.values(), default=0)
    return {stem(other): 0.8 for other in held if near[other] == fewest <= most}


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A few words, some misspelled or cut off."""
    text = draw(written)
    at = draw(st.integers(0, len(text)))
    rest = text[at:]
    return draw(st.sampled_from([text, text[:at], f"{text[:at]}{rest[1:]}", f"{text[:at]}x{rest}"]))


@settings(max_examples=200)
@example({"id0": ("q",)}, "q a")  # "alpha" cut off
@example({"a": ("river mulch mulcx",), "b": ("mulch",)}, "river mulck")  # two are equally near
@example({"a": ("river mulch mulcx",), "b": ("mulcx",)}, "river mulck")
@given(bases, texts())
def test_a_search_equals_a_plain_loop(names: Names, text: str) -> None:
    """Every id comes with its best name and score, in order."""
    if fold(text):
        assert plainly(names, text) == Searcher(names).search(text)
