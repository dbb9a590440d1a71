"""Look-up: the tables, codes without a prefix, endings, limits, and what an error says."""

from collections.abc import Iterator

import pytest

from alstx import AmbiguousNameError, Curie, InvalidArgumentError, NotFoundError
from alstx.names import Lexicon, NameIndex
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
