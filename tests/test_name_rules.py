"""The exported rules of names are those that the library applies."""

import json
import re
from pathlib import Path

import alstx
from alstx.names import edits, folding, search
from alstx.names.rules import rules

PAGE = Path(__file__).parent.parent / "site" / "assets" / "search.js"


def test_the_page_asks_for_the_rules_that_there_are() -> None:
    """The search of the page of the knowledge base reads each rule by its name, and no other."""
    text = PAGE.read_text(encoding="utf-8")
    taken = ",".join(re.findall(r"const \{(.+)\} = rules;", text))
    asked = {*re.findall(r"\brules\.(\w+)", text), *re.findall(r"\w+", taken)}
    assert asked == set(rules())


def test_the_rules_survive_json() -> None:
    """They are plain data."""
    made = rules()
    assert json.loads(json.dumps(made)) == made


def test_a_program_that_knows_only_the_rules_folds_alike() -> None:
    """Signs, spelling and endings applied from the data give what the library gives."""
    made = json.loads(json.dumps(rules()))

    def respell(key: str) -> str:
        named = "".join(made["greek"].get(ch, ch) for ch in key)
        return re.sub(made["british"], lambda found: made["american"][found.group()], named)

    for name in (n for record in (*alstx.symptoms, *alstx.medications) for n in record.names):
        bare = "".join(ch for ch in name if ch not in made["signs"])
        assert folding.fold(name) == folding.fold(bare)
        key = folding.fold(name)
        assert respell(key) == folding.respell(key)
        for word in folding.words(name):
            assert re.sub(made["endings"], "", word) == search.stem(word)
            assert word not in made["apostrophes"]


def test_the_lengths_are_those_of_the_search() -> None:
    """One edit and two are allowed from the lengths that the rules give."""
    made = rules()
    for length in range(12):
        most = made["mostEdits"] if length >= made["short"] else int(length >= made["shortest"])
        assert edits.allowed(length) == most
