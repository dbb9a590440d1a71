"""Look-up: the tables, codes without a prefix, endings, limits, and what an error says."""

from collections.abc import Iterator
from types import MappingProxyType

import pytest

from alstx import (
    AlstxError,
    AmbiguousNameError,
    Curie,
    InvalidArgumentError,
    KnowledgeBase,
    NotFoundError,
)
from alstx.lock import building
from alstx.names import Lexicon, Meanings, NameIndex
from alstx.names.tables import tabulate


class Thing:
    """As little as an index needs of a record."""

    def __init__(self, id_: str, *names: str, curies: tuple[str, ...] = ()) -> None:
        """Keeps what it is called."""
        self.id = id_
        self.names = names
        self.identifiers = tuple(map(Curie.parse, curies))


class Counted(list[Thing]):
    """Things that count how often they are gone through."""

    times = 0

    def __iter__(self) -> Iterator[Thing]:
        """Counts."""
        self.times += 1
        return super().__iter__()


def index(*things: Thing) -> NameIndex:
    """An index of things."""
    return NameIndex("thing", things)


def failure(index: NameIndex, text: object) -> NotFoundError:
    """The error of a text that names nothing."""
    with pytest.raises(NotFoundError) as caught:
        index.resolve(text)
    return caught.value


def test_tables() -> None:
    """A table maps each name, as written but for case, to the one id; the other, several ids."""
    tables = tabulate(
        [
            Thing("elm", "Elm-Tree", "Both", "!!!"),
            Thing("ash", "Both", "b o t h", "elm", "ASH"),
        ]
    )
    assert tables.names == {"elm-tree": "elm", "elm": "elm", "ash": "ash"}
    assert tables.shared == {"both": ("elm", "ash"), "elm": ("elm", "ash")}


def test_an_id_is_its_own_even_where_it_is_the_name_of_another() -> None:
    """The id itself finds its record in any case; written otherwise it is the name of two."""
    both = index(Thing("elm-1", "Elm"), Thing("ash", "elm 1"))
    assert both.resolve("elm-1") == both.resolve("ELM-1") == "elm-1"
    with pytest.raises(AmbiguousNameError) as caught:
        both.resolve("Elm1")
    assert caught.value.candidates == ("elm-1", "ash")
    assert str(caught.value) == "'Elm1' names more than one thing: 'elm-1', 'ash'; use an id"


CODED = index(
    Thing("short", curies=("ATC:N06", "ICD10CM:G12", "UNII:ABCDEFGHIJ", "UNII:0123456789")),
    Thing("long", curies=("ATC:N06AA", "ICD10CM:G12.21", "UNII:1806D8D52K", "MESH:D000639")),
    Thing(
        "page",
        *("Hp 12", "mesh"),
        curies=("DOI:10.1000/A:b", "CHEMBL:CHEMBL629", "PMCID:PMC17", "NCT:NCT00000001"),
    ),
    Thing("other", curies=("CAS:50-48-6", "DRUGBANK:DB00321", "NBK:NBK5", "PMID:26911633")),
)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("n06aa", "long"),
        ("g12.21", "long"),
        ("1806d8d52k", "long"),
        ("10.1000/a:B", "page"),
        ("chembl629", "page"),
        ("pmc17", "page"),
        ("nct00000001", "page"),
        ("50-48-6", "other"),
        ("db00321", "other"),
        ("nbk5", "other"),
        ("HTTPS://PUBMED.NCBI.NLM.NIH.GOV/26911633/", "other"),
        ("https://doi.org/10.1000/a:b", "page"),
        ("doi:10.1000/a:b", "page"),
        ("atc n06", "short"),
        ("UNII_abcdefghij", "short"),
        ("mesh : d000639", "long"),
    ],
)
def test_codes_find_their_record(text: str, id_: str) -> None:
    """Codes that can be no other's need no prefix; they, pages and CURIEs are found in any case."""
    assert id_ == CODED.resolve(text)
    assert (id_,) == CODED.identified(text)
    assert [(id_, 1.0)] == [(hit.id, hit.score) for hit in CODED.search(text)]


@pytest.mark.parametrize(
    "text", ["N06", "G12", "ABCDEFGHIJ", "0123456789", "D000639", "26911633", "HP:12", "MESH:12"]
)
def test_codes_that_may_mean_something_else(text: str) -> None:
    """A code that could be a word, a number or another's names nothing, and no name spells it."""
    assert CODED.identified(text) == ()
    failure(CODED, text)


@pytest.mark.parametrize(
    ("text", "is_identifier"),
    [
        ("DOI:10.1000/x:y", True),
        ("rxcui: 5", True),
        ("RXCUI:", False),
        ("RXCUI: ", False),
        ("RXCUI", False),
        ("unknown:5", False),
        ("elmtree", False),
    ],
)
def test_what_an_error_says_of_identifiers(text: str, *, is_identifier: bool) -> None:
    """Of an identifier an error says who else has it, and suggests nothing."""
    elm = Thing("elm", "Elm Trees", "doi 10")
    things = NameIndex("thing", [elm], bearers=lambda text: (f"tree {text!r}",))
    error = failure(things, text)
    assert error.is_identifier is is_identifier
    assert error.elsewhere == ((f"tree {text.strip()!r}",) if is_identifier else ())
    assert bool(error.suggestions) == (text == "elmtree")
    assert failure(index(Thing("elm")), text).elsewhere == ()


def test_who_shares_an_identifier_comes_in_order_of_name() -> None:
    """Whatever the ids are, the names that are shown stand in order, in any case."""
    same = ("RXCUI:1",)
    things = index(
        *(Thing("a", "Zeta", curies=same), Thing("c", "beta", curies=same)),
        *(Thing("b", "Alpha", "Gamma", curies=same), Thing("d", curies=same)),
    )
    found = [(hit.id, hit.name) for hit in things.search("RXCUI:1")]
    assert found == [("b", "Alpha"), ("c", "beta"), ("d", "d"), ("a", "Zeta")]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (" \t", r"a thing is named by a text that is not blank, got ' \t'"),
        (5, "a thing is named by a text or a record, not by 5"),
        (
            [],
            "a thing is named by a text or a record, not by []; for several, join answers with |",
        ),
    ],
)
def test_messages_show_what_was_given(value: object, message: str) -> None:
    """What is no name is shown as it was given."""
    for ask in (index().resolve, index().search):
        with pytest.raises(InvalidArgumentError) as caught:
            ask(value)
        assert str(caught.value) == message


SALTS = NameIndex(
    "thing",
    [Thing("elm", "Elm Tree"), Thing("salt", "Sodium Elm"), Thing("oak", "Oak (red)")],
    Lexicon(endings=frozenset({"sodium", "hydrate", "elm"})),
)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("elm tree sodium", "elm"),
        ("Elm-Tree (Sodium)", "elm"),
        ("elm (tree) sodium hydrate", "elm"),
        ("elm tree(sodium)hydrate", "elm"),
        ("ElmTree sodium-", "elm"),
        ("sodium elm", "salt"),
        ("sodium elm elm", "salt"),
        ("oak red hydrate", "oak"),
        ("tree sodium", None),
        ("elm tree chloride", None),
        ("elm tree chloride sodium", None),
        ("sodium hydrate", None),
        ("sodium", None),
        ("elmtreesodium", None),
    ],
)
def test_endings_do_not_count(text: str, id_: str | None) -> None:
    """A name is found with endings after it, in brackets or not; endings alone name nothing."""
    if id_ is None:
        failure(SALTS, text)
    else:
        assert id_ == SALTS.resolve(text)


def test_the_longest_texts() -> None:
    """A name has up to 500 characters; what has more is neither looked up nor searched."""
    name = "ab" * 249
    things = index(Thing("long", name, "elm"))
    assert things.resolve(f"a-b-{name[2:]}") == "long"
    assert [hit.id for hit in things.search(f"{name}xx")] == ["long"]
    assert [hit.id for hit in things.search("elm " * 124 + "elms")] == ["long"]
    assert things.search("elm " * 125 + "elm") == []
    with pytest.raises(NotFoundError):
        things.resolve(f"a-b-a-{name[3:]}")


def test_the_longest_guesses() -> None:
    """For texts of up to 80 characters names are suggested, three at most, and near ones only."""
    things = index(
        *(Thing(f"id{n}", "q" * 79 + f"{n}x") for n in range(5)), Thing("far", "Elm tree")
    )
    assert failure(things, "q" * 80).suggestions == tuple("q" * 79 + f"{n}x" for n in range(3))
    assert failure(things, "q" * 81).suggestions == ()
    assert failure(things, "trees of other kinds and other woods").suggestions == ()


def test_an_index_is_prepared_once() -> None:
    """What is prepared is not made again, whatever is asked."""
    things = Counted(
        [
            Thing("elm", "Tumour tree", curies=("RXCUI:1", "ATC:N06AA09")),
            Thing("ash", "Ash"),
        ]
    )
    prepared = NameIndex("thing", things)
    prepared.prepare()
    times = things.times
    asked = [prepared.resolve(text) for text in ("tumourtree", "RXCUI:1", "n06aa09", "tumor tree")]
    assert asked == ["elm"] * 4
    assert [hit.id for hit in prepared.search("tumor tre")] == ["elm"]
    assert failure(prepared, "elmm").suggestions == ("elm",)
    assert things.times == times


class Told(Meanings):
    """What names and identifiers mean beside the trees that have them."""

    products = MappingProxyType(
        {
            "Mixed-Wood": (("elm", "ash"), ()),
            "Board": (("elm",), ("glue", "wax")),
            "Plank": (("elm", "ash"), ("glue",)),
            "Veneer": (("oak",), ()),
        }
    )
    regional = MappingProxyType(
        {"NZ": {"Elm-Tree": "ash", "Ulmus": "ash", "Beech": "southern beech", "Fraxinas": "a fish"}}
    )
    wholes = MappingProxyType({frozenset({"elm", "ash"}): "hedge"})
    foreign = MappingProxyType(
        {"Yew-Hedge": "it is a fence", "Ulmus fence": "a fence", "chebi:9": "it is a post"}
    )
    translations = MappingProxyType({"orme": ("elm",), "arbre": ("elm", "ash")})

    def hint(self, text: str) -> str:
        """Say that nothing is like it."""
        return f"nothing is like {text}"

    def broader(self, identifier: str) -> tuple[str, ...]:
        """Return the trees whose terms are broader."""
        return {"hp:0000001": ("elm",), "hp:0000002": ("ash", "elm")}.get(identifier, ())


TREES = NameIndex(
    "tree",
    Counted(
        [
            Thing("elm", "Elm Tree", "Ulmus", curies=("RXCUI:704",)),
            Thing("ash", "Ash-Tree", "Beam", "PMID 12"),
            Thing("oak", "Quercus", "Beam", curies=("PMID:12", "HP:0000003")),
            Thing("hedge", "Hedge", curies=("HP:0000003",)),
            Thing("fibre", "Dietary Fibre"),
            Thing("fiber", "Dietary Fiber"),
        ]
    ),
    bearers=lambda text: ("moss 'mnium'",) if text == "HP:0000005" else (),
    meanings=Told,
)


def failing(index: NameIndex, text: object, country: str | None = None) -> AlstxError:
    """Whatever error a text brings."""
    with pytest.raises(AlstxError) as caught:
        index.resolve(text, country)
    return caught.value


def whole(error: AlstxError) -> tuple[type, tuple[object, ...]]:
    """All that an error says, in fields."""
    return type(error), error.args


def unknown(
    key: str,
    *near: str,
    is_identifier: bool = False,
    elsewhere: tuple[str, ...] = (),
    note: str = "",
) -> NotFoundError:
    """The error of what is no tree."""
    return NotFoundError("tree", key, near, is_identifier, elsewhere, note)


UNKNOWN = (
    AmbiguousNameError("tree", "beam", ("ash", "oak")),
    AmbiguousNameError("tree", "HP:0000003", ("oak", "hedge")),
    AmbiguousNameError("tree", "Arbre", ("elm", "ash")),
    AmbiguousNameError("tree", "mixed wood", ("elm", "ash")),
    unknown("BOARD", note="it is a product of elm and glue and wax"),
    unknown("plank", note="it is a product of elm and ash and glue"),
    unknown("veneer", note="it is a product of oak"),
    unknown("yew hedge", note="it is a fence"),
    unknown("CHEBI: 9", is_identifier=True, note="it is a post"),
    unknown("HP:0000001", is_identifier=True, note="broader or related is the tree 'elm'"),
    unknown(
        "HP:0000002",
        is_identifier=True,
        note="broader or related is the tree 'ash' and the tree 'elm'",
    ),
    unknown("HP:0000005", is_identifier=True, elsewhere=("moss 'mnium'",)),
    unknown("HP:0000006", is_identifier=True, note="nothing is like HP:0000006"),
    unknown("elm treee", "Elm Tree"),
    unknown("xyzzy", note="nothing is like xyzzy"),
)


@pytest.mark.parametrize("expected", UNKNOWN, ids=lambda error: error.key)
def test_an_error_says_all_that_is_known_of_a_text(
    expected: NotFoundError | AmbiguousNameError,
) -> None:
    """It says whose a name is, what it means instead, what is near, or else what to write."""
    assert whole(failing(TREES, f" {expected.key} ")) == whole(expected)


NO_ID = (
    unknown("elm", "elm"),
    unknown(" ", note="nothing is like  "),
    unknown("Ulmus", note="it is a name of 'elm', which find('Ulmus') gives"),
    unknown("beam", note="it is a name of 'ash' and 'oak', which find('beam') gives"),
    unknown("hedgee", "hedge"),
    unknown("xyzzy", note="nothing is like xyzzy"),
)


@pytest.mark.parametrize("expected", NO_ID, ids=lambda error: error.key)
def test_an_error_says_all_that_is_known_of_what_is_no_id(expected: NotFoundError) -> None:
    """Of a name it says whose it is; of anything else which ids are near, or else what to write."""
    assert whole(TREES.no_id(expected.key)) == whole(expected)


@pytest.mark.parametrize(
    ("text", "country", "id_"),
    [
        ("elm-tree", "NZ", "ash"),
        ("elm-tree", "DE", "elm"),
        ("Quercus", "NZ", "oak"),
        ("elm AND ash", None, "hedge"),
        ("Ash-Tree + Ulmus", None, "hedge"),
        ("elm and ash and elm", None, None),
        ("elm and ash and moss", None, None),
        ("elm", None, "elm"),
        ("Orme", None, "elm"),
        ("pmid 12", None, "ash"),
        ("dietary-fibre", None, "fibre"),
        ("dietary-fiber", None, "fiber"),
    ],
)
def test_what_a_text_means_beside_names(text: str, country: str | None, id_: str | None) -> None:
    """A country, a list of parts, another language; a name as it is written comes first."""
    if id_ is None:
        assert isinstance(failing(TREES, text, country), NotFoundError)
    else:
        assert id_ == TREES.resolve(text, country)


def test_a_name_may_mean_something_else_in_a_country() -> None:
    """The error says what it is there, and suggests nothing."""
    expected = unknown("BEECH", note="in NZ it is southern beech")
    assert whole(failing(TREES, "BEECH", "NZ")) == whole(expected)


RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("Elm Tree", ("elm",)),
        ("ulmus.", ("elm",)),
        ("PMID 12", ("ash",)),
        ("pmid:12", ("oak",)),
        (" hp:0000003 ", ("oak", "hedge")),
        ("HP:0000002", ("ash", "elm")),
        ({"system": RXNORM, "code": "704"}, ("elm",)),
        ({"system": "http://human-phenotype-ontology.org", "code": "0000003"}, ("oak", "hedge")),
    ],
)
def test_a_filter_means_all_that_have_an_identifier(value: object, ids: tuple[str, ...]) -> None:
    """A name means one, an identifier all that have it or a broader one, in text or a Coding."""
    assert ids == TREES.under(value)


@pytest.mark.parametrize("value", [5, None, "", "beam", "HP:0000006", {"code": "704"}])
def test_a_filter_fails_as_a_name_does(value: object) -> None:
    """What names none, or several by name, is the same error for a filter."""
    with pytest.raises(AlstxError) as caught:
        TREES.under(value)
    assert whole(caught.value) == whole(failing(TREES, value))


def test_a_suggestion_is_at_least_half_as_good_as_the_name() -> None:
    """Five words of a name of thirteen are just enough."""
    name = "ba ce di fo gu hy ja ke li mo nu py ra"
    things = index(Thing("elm", name))
    assert failure(things, "hy gu fo di ce").suggestions == (name,)
    assert failure(things, "hy gu fo di").suggestions == ()


def test_a_text_is_read_as_in_its_country() -> None:
    """A country with no names of its own shares the reader of all, which is made once."""
    things = Counted([Thing("elm", "Ulmus"), Thing("ash", "Fraxinus")])
    trees = NameIndex("tree", things, meanings=Told)
    everywhere = trees.reader(6)
    times = things.times
    assert trees.reader(6) is trees.reader(6, "DE") is everywhere
    assert times == things.times
    text = "ulmus, elm, beech, fraxinas, ulmus fence, yew fraxinus hedge, mixed wood"
    for country, expected in (
        (None, ["elm", "elm", "ash", "ash", "elm", "ash"]),
        ("NZ", ["ash", "elm", "ash", "elm", "ash"]),
    ):
        assert expected == [found.record.id for found in trees.reader(6, country).read(text)]


def test_names_of_several_words_in_a_country() -> None:
    """A name there means what it means there, blanks or hyphens and all, and not a part of it."""

    class Abroad(Meanings):
        regional = MappingProxyType({"NZ": {"Elm-Tree": "ash", "Elm Shop": "a shop"}})

    things = [Thing("elm", "Elm Tree"), Thing("ash", "Fraxinus")]
    trees = NameIndex("tree", things, meanings=Abroad)
    for text, here, there in (
        ("elm tree", "elm", "ash"),
        ("Elm-Tree", "elm", "ash"),
        ("elmtree", "elm", "ash"),
        ("elm shop", "elm", ""),
        ("elm", "elm", "elm"),
    ):
        found = [[m.record.id for m in trees.reader(6, c).read(text)] for c in (None, "NZ")]
        assert found == [[here], [there] if there else []], text


class NoLock:
    """A lock that nobody may take."""

    def acquire(self) -> None:
        """Fails."""
        pytest.fail("something is built or imported")

    __enter__ = __exit__ = acquire


def test_what_is_prepared_takes_no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left to build or to import where an index is prepared, so that a fork is safe."""
    things = index(Thing("elm", "Elm Tree"))
    things.prepare()
    failure(things, "elm treee")  # imports
    things = index(Thing("ash", "Ash Tree", curies=("RXCUI:1",)))
    things.prepare()
    monkeypatch.setattr(building, "lock", NoLock())
    assert things.resolve("ash-tree") == "ash"
    assert failure(things, "tree ahs").suggestions == ("Ash Tree",)
    assert [hit.id for hit in things.search("tree of ashes")] == ["ash"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("labl us morphine 2012", "label-us-morphine-2012"),
        ("labl us macrogol 3350", "label-us-macrogol-3350"),
        ("aar airway clearance 2013", "aarc-airway-clearance-2013"),
    ],
)
def test_a_number_that_is_part_of_a_name_stays(kb: KnowledgeBase, text: str, first: str) -> None:
    """A year or a number of a source's name is no dose: the source of that year is nearest."""
    with pytest.raises(NotFoundError) as caught:
        kb.sources.find(text)
    assert caught.value.suggestions[0] == first
