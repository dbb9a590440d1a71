"""What is measured beside alstx: libraries with data of their own, and one question to each."""

from typing import NamedTuple


class Peer(NamedTuple):
    """A library and the code that asks it.

    Attributes:
        name: Its name on the package index; for alstx a wheel that is built.
        start: Code that imports it.
        first: Code for its first answer in a new process.
        setup: Code that runs before what is timed.
        timed: Statements to time, by what they do.
    """

    name: str
    start: str
    first: str
    setup: str = ""
    timed: dict[str, str] = {}  # noqa: RUF012 (never changed)


ACTIONS = BY_ID, FIND, ONE_KEY, THREE_KEYS, MISSPELLED = (
    "record by id",
    "find by another name, any case",
    "filter by one key",
    "filter by three keys",
    "one misspelled name",
)

ALSTX = Peer(
    "alstx",
    "import alstx",
    "import alstx; alstx.medications['baclofen'].name",
    "import alstx; m = alstx.preload().medications",
    {
        BY_ID: "m['baclofen']",
        FIND: "m.find('ELAVIL')",
        ONE_KEY: "m.filter(drug_class='anticholinergic')",
        THREE_KEYS: "m.filter(symptom='drooling', drug_class='anticholinergic', "
        "mechanism='muscarinic antagonist')",
        MISSPELLED: "m.search('amitriptiline')",
    },
)
BEFORE = ALSTX._replace(name="alstx-0.1.0")
"""The house before it was built anew, asked the same."""
COMMAND = ("treatments", "--symptom", "drooling")
"""The arguments with which the command line is measured."""
OTHER_FIRST_ANSWERS = {
    "find a brand": "import alstx; alstx.medications.find('Elavil').name",
    "ids for a symptom": "import alstx; alstx.treatments.filter(symptom='drooling').ids",
    "first treatment in full": (
        "import alstx; t = alstx.treatments.filter(symptom='drooling')[0]; t.role, t.evidence"
    ),
    "preload everything": "import alstx; alstx.preload()",
}
PEERS = (
    ALSTX,
    BEFORE,
    Peer(
        "pycountry",
        "import pycountry",
        "import pycountry; pycountry.countries.get(alpha_2='DE').name",
        "import pycountry; from contextlib import suppress; c = pycountry.countries; len(c)",
        {
            BY_ID: "c.get(alpha_2='DE')",
            FIND: "c.lookup('GERMANY')",
            MISSPELLED: "with suppress(LookupError): c.search_fuzzy('germny')",
        },
    ),
    Peer(
        "python-iso639",
        "import iso639",
        "import iso639; iso639.Language.match('de').name",
        "import iso639",
        {
            BY_ID: "iso639.Language.from_part1('de')",
            FIND: "iso639.Language.match('German')",
        },
    ),
    Peer(
        "phonenumbers",
        "import phonenumbers",
        "import phonenumbers; phonenumbers.parse('+442083661177').country_code",
    ),
    Peer("babel", "import babel", "import babel; babel.Locale.parse('de').english_name"),
    Peer(
        "periodictable",
        "import periodictable",
        "import periodictable; periodictable.elements.symbol('Fe').name",
        "import periodictable; e = periodictable.elements",
        {BY_ID: "e.symbol('Fe')", FIND: "e.name('iron')"},
    ),
    Peer(
        "mendeleev",
        "import mendeleev",
        "import mendeleev; mendeleev.element('Fe').name",
        "import mendeleev",
        {BY_ID: "mendeleev.element('Fe')"},
    ),
    Peer(
        "bioregistry",
        "import bioregistry",
        "import bioregistry; bioregistry.get_resource('chebi').get_name()",
        "import bioregistry; bioregistry.get_resource('chebi')",
        {
            BY_ID: "bioregistry.get_resource('chebi')",
            FIND: "bioregistry.normalize_prefix('CHEBI')",
        },
    ),
    Peer(
        "drug-named-entity-recognition",
        "import drug_named_entity_recognition",
        "from drug_named_entity_recognition import find_drugs; find_drugs(['prednisone'])",
        "from drug_named_entity_recognition import find_drugs; find_drugs(['prednisone'])",
        {
            FIND: "find_drugs(['PREDNISONE'])",
            MISSPELLED: "find_drugs(['amitriptiline'], is_fuzzy_match=True)",
        },
    ),
)
