"""Free text: what is found where, what is left alone, and how much of it is right."""

import contextlib
import importlib.util
import random
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alstx import AlstxError, KnowledgeBase, Mention
from alstx.kb.catalog import Catalog
from alstx.model import Record
from alstx.model.records import kinds_with
from alstx.names import MEDICINES, PLAIN, UNGUARDED, Lexicon, fold
from alstx.names.phrases import Memory

COUNT = 20_000
SEED = 20
KINDS = kinds_with("xrefs")
PIECES = (
    "Elavil baclofen BACLOFÈNE® amitriptiline dextromethorphan/quinidine quinidine THC CBD / + & -"
    " , . 10 mg 20mg tab robinul forte botulinum toxin type B Hold DM reconcile bac-lofen mph (HCl)"
    " Dr. ms lyrica CR q8h"
)
FRAGMENTS = PIECES.split()
anything = st.text(st.characters(), max_size=60)
alike = st.lists(st.sampled_from(FRAGMENTS), max_size=9).flatmap(
    lambda parts: st.sampled_from(["", " ", "  ", "\n"]).map(lambda blank: blank.join(parts))
)


@pytest.fixture(scope="session")
def drugs() -> ModuleType:
    """The maker of drug strings, which the benchmark uses too."""
    path = Path(__file__).parent.parent / "benchmarks" / "drug_strings.py"
    spec = importlib.util.spec_from_file_location("drug_strings", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def found(catalog: Catalog[Record], text: str) -> list[tuple[str, str]]:
    """What a text names: the places as written, and the ids."""
    return [(mention.text, mention.record.id) for mention in catalog.find_in(text)]


def ids(catalog: Catalog[Record], text: str) -> list[str]:
    """The ids that a text names."""
    return [mention.record.id for mention in catalog.find_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ELAVIL 25MG TAB PO QHS", ["ELAVIL=amitriptyline"]),
        ("Elavil 25 mg qhs, baclofen 10 mg tid", ["Elavil=amitriptyline", "baclofen=baclofen"]),
        ("LIORESAL10MG", ["LIORESAL=baclofen"]),
        ("baclofen\tbaclofen", ["baclofen=baclofen", "baclofen=baclofen"]),
        ("  Baclofène®; Lioresal™", ["Baclofène=baclofen", "Lioresal=baclofen"]),
        ("Baclofe\u0300ne, then", ["Baclofe\u0300ne=baclofen"]),
        ("(robinul  forte)", ["robinul  forte=glycopyrronium"]),
        ("Robinul Forte 2 mg", ["Robinul Forte=glycopyrronium"]),
        ("Robinul. Forte", ["Robinul=glycopyrronium"]),
        ("botulinum toxin type B inj", ["botulinum toxin type B=botulinum-toxin-b"]),
        ("amitriptyline HCl 10 mg", ["amitriptyline HCl=amitriptyline"]),
        ("morphine sulphate 5 mg", ["morphine sulphate=morphine"]),
        ("bac-lofen and bacl0fen", ["bac-lofen=baclofen", "bacl0fen=baclofen"]),
        ("vitamin E 400 IU", ["vitamin E=alpha-tocopherol"]),
        ("Wal-Tussin Cough, WalTussin cough", ["Wal-Tussin Cough", "WalTussin cough"]),
        ("apomorphine lidoxen", []),
        ("nac snack nac", ["nac=acetylcysteine", "nac=acetylcysteine"]),
        ("snack NAC", ["NAC=acetylcysteine"]),
        ("metformin 500 mg tablet", []),
        ("", []),
        (" \n", []),
        ("\0\ud800", []),
    ],
)
def test_what_a_text_names(kb: KnowledgeBase, text: str, expected: list[str]) -> None:
    """Names in any case and spelling are found where they stand; the rest is left alone."""
    got = [f"{part}={id_}" for part, id_ in found(kb.medications, text)]
    assert [g if "=" in e else g.partition("=")[0] for g, e in zip(got, expected, strict=True)] == (
        expected
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dextromethorphan/quinidine 20/10", 1),
        ("quinidine-dextromethorphan", 1),
        ("dextromethorphan and quinidine", 1),
        ("dextromethorphan + quinidine", 1),
        ("dextromethorphan 20 mg / quinidine 10 mg capsule", 1),
        ("dextromethorphan HBr 20 mg-quinidine sulfate 10 mg", 1),
        ("dextromethorphn 20mg/quinidine 10mg", 1),
        ("dextromethorphan, quinidine", 2),
        ("quinidine 200 mg, dextromethorphan 30 mg", 2),
        ("dextromethorphan\nquinidine", 2),
        ("dextromethorphan 20 mg; baclofen / quinidine", 3),
    ],
)
def test_combinations_come_before_their_parts(kb: KnowledgeBase, text: str, expected: int) -> None:
    """The parts of a combination, joined, are one mention of it; a list of them is several."""
    got = ids(kb.medications, text)
    assert len(got) == expected
    assert ("dextromethorphan-quinidine" in got) == (expected == 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Please reconcile the medicines", []),
        ("Reconcile 20 mg daily", ["fluoxetine"]),
        ("reconcile20mg", ["fluoxetine"]),
        ("walks at 3 mph", []),
        ("well versed in it; Versed 2 mg IV", ["midazolam"]),
        ("Please hold DM meds", []),
        ("Hold DM 10 ml, Elavil", ["dextromethorphan", "amitriptyline"]),
    ],
)
def test_names_that_are_ordinary_words(kb: KnowledgeBase, text: str, expected: list[str]) -> None:
    """A brand that is an ordinary word or abbreviation counts only before a strength."""
    assert ids(kb.medications, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Seen by Dr. Lyrica Jones.", []),
        ("seen by dr lyrica", []),
        ("Mrs Senna Miller takes Senna", ["senna"]),
        ("MS. BOTOX JONES, PROF.  LYRICA", []),
        ("Dr. Jones: Lyrica 75 mg", ["pregabalin"]),
        ("per Dr. Lyrica 75 mg", ["pregabalin"]),
        ("Dr. Lyrica 75mg, Lyrica", ["pregabalin", "pregabalin"]),
        ("MS Contin 30 mg; MS baclofen", ["morphine", "baclofen"]),
        ("Dr. Caldwell Senna Laxative", ["senna"]),
        ("Dr. baclofen/Lyrica", ["pregabalin"]),
    ],
)
def test_names_of_persons(kb: KnowledgeBase, text: str, expected: list[str]) -> None:
    """A name right after a title is that of a person, unless a strength follows."""
    assert ids(kb.medications, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amitriptiline", ["amitriptyline"]),
        ("dextrmetorphan", ["dextromethorphan"]),
        ("Lasx", []),
        ("Keppa", ["levetiracetam"]),
        ("Nuedeta", ["dextromethorphan-quinidine"]),
        ("botulinim toxin type B", ["botulinum-toxin-b"]),
        ("clobazam oxazepam Celebrex hydralazine trimipramine protriptyline nizatidine", []),
        ("clonazepm lorazepan", ["clonazepam", "lorazepam"]),
        ("cogntin", ["benzatropine"]),
        ("massage message", []),
        ("12345678", []),
        ("b" * 41, []),
    ],
)
def test_what_is_corrected(kb: KnowledgeBase, text: str, expected: list[str]) -> None:
    """Long enough words are corrected where one medicine is nearest, look-alikes never."""
    assert ids(kb.medications, text) == expected


def test_corrected_words_are_marked(kb: KnowledgeBase) -> None:
    """A mention says whether a word of it was corrected."""
    text = "amitriptiline, baclofen, botulinim toxin type B"
    assert [mention.corrected for mention in kb.medications.find_in(text)] == [True, False, True]
    baclofen = kb.medications["baclofen"]
    assert kb.medications.find_in(text, correct_from=None) == (
        Mention(15, 23, "baclofen", baclofen, corrected=False),
    )


def test_the_length_to_correct_from(kb: KnowledgeBase) -> None:
    """Shorter words are corrected when asked for, and longer ones alone when asked for."""
    assert [len(kb.medications.find_in("Lasx", correct_from=n)) for n in (4, 6, 12)] == [1, 0, 0]
    long = [len(kb.medications.find_in("amitriptiline", correct_from=n)) for n in (6, 13, 14)]
    assert long == [1, 1, 0]


def test_a_place_is_that_of_the_chunk(kb: KnowledgeBase) -> None:
    """A name that also stands within another word is found where it stands alone."""
    places = [(m.start, m.end) for m in kb.medications.find_in("nac snack nac snacks nac")]
    assert places == [(0, 3), (10, 13), (21, 24)]


def test_symptoms_and_therapies_in_a_note(kb: KnowledgeBase) -> None:
    """Lay words, medical words and misspelled ones are found in a note; other words are not."""
    note = "Trouble swallowing, drooling; shortnes of breath. Massage helps; messages were sent."
    assert ids(kb.symptoms, note) == ["dysphagia", "sialorrhea", "dyspnea"]
    assert ids(kb.therapies, note) == ["massage"]
    assert ids(kb.symptoms, "dyspnoea on exertion") == ids(kb.symptoms, "dyspnea on exertion")


def test_a_name_within_a_name_of_another_kind(kb: KnowledgeBase) -> None:
    """The longer name of a substance wins over a therapy or symptom within it, and only that."""
    assert ids(kb.therapies, "PEG 3350 17g; PEG tube") == ["percutaneous-endoscopic-gastrostomy"]
    assert ids(kb.therapies, "PEG site clean") == ["percutaneous-endoscopic-gastrostomy"]
    assert ids(kb.therapies, "lack of fluids") == []
    assert ids(kb.symptoms, "Orajel Dry Mouth; AChE inhibitor, Triaminic Fever & Pain") == []
    assert ids(kb.symptoms, "radiation for drooling, dry mouth") == ["sialorrhea", "dry-mouth"]
    assert ids(kb.medications, "intrathecal baclofen pump") == ["baclofen"]


def test_a_catalog_reads_for_its_own_records(kb: KnowledgeBase) -> None:
    """A filtered catalog names its own records only, and takes none for another."""
    cut = kb.medications.filter(symptom="muscle cramps")
    text = "Elavil, clonazepam, mexiletine"
    expected = [mention for mention in kb.medications.find_in(text) if mention.record in cut]
    assert list(cut.find_in(text)) == expected


def test_outside_agents_are_not_corrected(kb: KnowledgeBase) -> None:
    """Of agents we do not know what looks like them, so that they must be spelled right."""
    assert ids(kb.agents, "warfarin warfarn") == ["warfarin"]


@given(st.sampled_from(KINDS), anything | alike)
def test_mentions_slice_back(kb: KnowledgeBase, kind: str, text: str) -> None:
    """Any text is read without error; mentions stand in order, apart, and where they say."""
    mentions = getattr(kb, kind).find_in(text)
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))
    assert all(fold(m.text) for m in mentions)


@given(alike)
def test_case_changes_nothing(kb: KnowledgeBase, text: str) -> None:
    """An upper-case text names what the lower-case one does, in the same places."""
    if text.isascii():
        upper = [(m.start, m.end, m.record.id) for m in kb.medications.find_in(text.upper())]
        assert upper == [(m.start, m.end, m.record.id) for m in kb.medications.find_in(text)]


@given(alike)
def test_remembering_changes_nothing(kb: KnowledgeBase, text: str) -> None:
    """Reading chunk by chunk gives what reading the text as a whole gives, blanks or not."""
    reader = kb.medications._table.names.reader(6)
    assert reader.read(text) == reader._slowly(text)


@given(st.sampled_from(KINDS), anything)
def test_a_mention_is_a_name(kb: KnowledgeBase, kind: str, text: str) -> None:
    """What is found without correction is found by name too."""
    catalog = getattr(kb, kind)
    for mention in catalog.find_in(text, correct_from=None):
        with contextlib.suppress(AlstxError):
            assert catalog.find(mention.text) == mention.record


def test_every_name_finds_its_record(kb: KnowledgeBase) -> None:
    """Each name of the base, standing in a line, names its record and nothing else."""
    for kind in ("medications", "symptoms", "therapies"):
        catalog = getattr(kb, kind)
        lost = [
            name
            for record in catalog
            for name in record.names
            if ids(catalog, f"take {name} 20 mg daily") != [record.id]
        ]
        assert lost == []


def test_every_one_edit_change_is_found_or_ambiguous(kb: KnowledgeBase, drugs: ModuleType) -> None:
    """A long name with one typing error is found, or nothing is; hardly ever another."""
    rng = random.Random(11)  # noqa: S311
    others: list[tuple[str, list[str]]] = []
    for medication in kb.medications:
        for name in medication.names:
            if name.isalpha() and len(name) >= 8:
                typed = drugs.misspelled(name, 1, rng)
                if ids(kb.medications, typed) not in ([], [medication.id]):
                    others.append((typed, ids(kb.medications, typed)))
    assert others == []


def figures(
    kb: KnowledgeBase, drugs: ModuleType, lengths: range, edits: int
) -> tuple[float, float]:
    """Recall and precision on drug strings made from names of some lengths.

    A string is right if it names the medicine it was made from, and no other; it is wrong if it
    names another, by itself or beside the right one.
    """
    owner = {fold(name): m.id for m in kb.medications for name in m.names}
    names = sorted({name.lower() for m in kb.medications for name in m.names})
    if edits:
        names = [name for name in names if name.isalpha() and len(name) in lengths]
    drawn = drugs.drawn(names, COUNT, SEED)
    texts = drugs.drug_strings(names, COUNT, SEED, edits)
    found = [
        (owner[fold(name)], ids(kb.medications, text))
        for name, text in zip(drawn, texts, strict=True)
    ]
    named = sum(bool(got) for _, got in found)
    wrong = sum(any(id_ != right for id_ in got) for right, got in found)
    return sum(got == [right] for right, got in found) / COUNT, 1 - wrong / named


@pytest.mark.parametrize(
    ("lengths", "edits", "least"),
    [
        (range(1, 99), 0, 0.999),
        (range(6, 99), 1, 0.98),
        (range(6, 7), 1, 0.92),  # what is left of six letters often is a word or another brand
        (range(7, 99), 1, 0.985),
        (range(7, 8), 1, 0.975),
        (range(8, 9), 1, 0.98),  # Concerta and creatine are near concert and creative
        (range(9, 10), 1, 0.99),
        (range(10, 99), 1, 0.995),
        (range(10, 99), 2, 0.8),
    ],
)
def test_recall_and_precision(
    kb: KnowledgeBase, drugs: ModuleType, lengths: range, edits: int, least: float
) -> None:
    """Drug strings name the right medicine, misspelled or not, and hardly ever a wrong one."""
    recall, precision = figures(kb, drugs, lengths, edits)
    assert recall >= least
    assert precision >= 0.999


def test_precision_on_hard_negatives(kb: KnowledgeBase, drugs: ModuleType) -> None:
    """Other medicines, misspelled or not, and ordinary text name none of ours."""
    wrong = [text for text in drugs.hard_negatives(COUNT, SEED) if kb.medications.find_in(text)]
    assert len(wrong) <= COUNT // 1000


def test_look_alikes_of_our_names_are_guarded(kb: KnowledgeBase) -> None:
    """No word of the list of look-alikes is taken for a medicine of ours, unless it is its name."""
    own = {fold(name) for m in kb.medications for name in m.names}
    assert "oxazepam" in MEDICINES.others
    assert "clobazam" in MEDICINES.others
    words = sorted(MEDICINES.others - own)
    taken = [(word, ids(kb.medications, word)) for word in words]
    assert [pair for pair in taken if pair[1]] == []


def test_lexicons() -> None:
    """A lexicon without a list guards nothing; the lists are read once."""
    assert UNGUARDED.others == frozenset()
    assert UNGUARDED.rivals == {}
    assert MEDICINES.rivals is MEDICINES.rivals
    assert "passage" in PLAIN.others


def test_a_list_of_look_alikes_is_read_by_beginnings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beginnings with their ends, and the rivals of words of ours, known ones before a bar."""
    told = b"# other words\nab acus -\nox azepam\nalpha:alfa|alfalfa\n"
    monkeypatch.setattr("alstx.names.lexicon.read_packaged", lambda *_: told)
    made = Lexicon("by-beginnings.txt")
    assert made.others == {"abacus", "ab", "oxazepam", "alfa", "alfalfa"}
    assert made.rivals == {"alpha": ({"alfa"}, {"alfalfa"})}


def test_memory_forgets_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered is bounded, and long texts are not remembered."""
    monkeypatch.setattr("alstx.names.phrases.MOST_CACHED", 2)
    memory = Memory(str.upper)
    assert [memory[ch] for ch in "abca"] == ["A", "B", "C", "A"]
    assert len(memory) <= 2
    for length, kept in ((120, True), (121, False)):
        assert memory["x" * length] == "X" * length
        assert ("x" * length in memory) == kept
