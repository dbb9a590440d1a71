"""Curates brands and products from a table of names of public registers into the data.

    pip install wordfreq
    python tools/brands.py path/to/brands.tsv

The table has a row for each name in a register: brand, ingredients joined by ``+`` (ids of ours
first), country, form, register. What is written is `brands` of ``medications/*.yaml`` and
``products.yaml``; both stay open to correction by hand, since only names that are not there yet
are added, and countries to those that are.

A name enters where a register of one of `COUNTRIES` has it for one substance of ours. Left out
are names of a list that nobody checked against a register, names that only describe
("Acid Reducer"), names that contain the substance, and names with a shorter one of the same
medicine before them ("Advil Liqui-Gels").
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import wordfreq
import yaml

from alstx.io.writer import to_yaml
from alstx.names import fold
from alstx.names.edits import edits
from alstx.names.folding import words

DATA = Path(__file__).parent.parent / "src" / "alstx" / "data"
COUNTRIES = frozenset(["AU", "CA", "CH", "DE", "ES", "FR", "GB", "IT", "JP", "US"])
"""Countries whose brands enter; those of others are kept where a brand is in for one of these."""
UNCHECKED = "hand list"
UNKNOWN = "ZZ"
SHORTEST = 4
LONGEST = 3
MOST_PARTS = 6
CLOSE = 2
DESCRIBES = 3.3
"""Zipf frequency from which an English word describes rather than names."""


def section(name: str) -> list[str]:
    """The entries of a section of ``tools/names/brands.txt``."""
    text = (Path(__file__).parent / "names" / "brands.txt").read_text(encoding="utf-8")
    lines = text.partition(f"[{name}]\n")[2].partition("\n#")[0].splitlines()
    return [entry.strip() for entry in " ".join(lines).split("|")]


MAKERS, ENDINGS, GENERIC = (frozenset(section(name)) for name in ("makers", "endings", "generic"))
NO_SUBSTANCE, SAME, OTHERS = (frozenset(section(name)) for name in ("salts", "same", "others"))
EXCLUDED, CHECKED = (frozenset(map(fold, section(name))) for name in ("excluded", "checked"))
ENGLISH = {
    name.strip(): meant.strip() for name, _, meant in (e.partition("=") for e in section("english"))
}


class Row(NamedTuple):
    """A name in a register."""

    brand: str
    ingredients: tuple[str, ...]
    country: str
    register: str


def rows(path: Path) -> Iterator[Row]:
    """Yield the rows of the table."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            parts = tuple(part.strip() for part in row["ingredients"].split("+"))
            yield Row(row["brand"].strip(), parts, row["country"], row["register"])


def is_description(name: str) -> bool:
    """Whether a name of several words only says what the product is for."""
    parts = words(name)
    return len(parts) > 1 and all(
        part in GENERIC or wordfreq.zipf_frequency(part, "en") >= DESCRIBES for part in parts
    )


def is_name(brand: str, own: Iterable[str]) -> bool:
    """Whether a register's name is a brand, and not a substance with a maker or a description."""
    parts = words(brand)
    if fold(brand) in EXCLUDED:
        return False
    if not parts or len(parts) > LONGEST or len(fold(brand)) < SHORTEST or is_description(brand):
        return False
    if parts[0] in MAKERS or any(part in GENERIC for part in parts[1:]) or parts[0] in GENERIC:
        return False
    if not brand.isprintable() or not all(ch.isalnum() or ch in " -.'&/" for ch in brand):
        return False
    return not any(
        len(known) >= SHORTEST + 1
        and (known in fold(brand) or edits(fold(parts[0]), known, 2) <= CLOSE)
        for known in own
    )


def without_ending(brand: str) -> str:
    """Strip words that say the form."""
    parts = brand.split()
    while len(parts) > 1 and fold(parts[-1]) in ENDINGS:
        parts.pop()
    return " ".join(parts)


def curated(medications: dict[str, dict[str, Any]], table: list[Row]) -> None:
    """Add brands and countries to the medications."""
    owners: dict[str, str] = {}
    for id_, record in medications.items():
        for name in (record["name"], id_, *record.get("synonyms", ())):
            owners[fold(name)] = id_
        for brand in record["brands"]:
            owners[fold(brand["name"])] = id_
    means = meanings(table, medications)
    for key, (written, where) in sorted(means.items()):
        own = {what: places for what, places in where.items() if what in medications}
        owner = owners.get(key) or chosen(own)
        if owner is None or owner not in medications:
            continue
        record = medications[owner]
        plain = [fold(n) for n in (record["name"], owner, *record.get("synonyms", ()))]
        brand = next((b for b in record["brands"] if fold(b["name"]) == key), None)
        if brand is None:
            here = own.get(owner, set()) & COUNTRIES
            if key in owners or not here or not is_name(written, plain):
                continue
            brand = {"name": written}
            record["brands"].append(brand)
            owners[key] = owner
        place(brand, owner, where)
    for record in medications.values():
        record["brands"] = shortest(record["brands"])


def meanings(
    table: list[Row], medications: dict[str, Any]
) -> dict[str, tuple[str, dict[str, set[str]]]]:
    """For each folded name how it is written, and for each meaning the countries."""
    found: dict[str, tuple[str, dict[str, set[str]]]] = {}
    seen = {fold(row.brand) for row in table if UNCHECKED not in row.register}
    for row in table:
        if UNCHECKED in row.register and fold(row.brand) not in seen | CHECKED:
            continue
        written = row.brand
        if row.ingredients[0] in medications:
            written = without_ending(written)
        key = fold(written)
        what = " with ".join(ENGLISH.get(part, part) for part in row.ingredients)
        if what in SAME:
            continue
        _, where = found.setdefault(key, (written, defaultdict(set)))
        where[what].add(row.country)
    return found


def chosen(own: dict[str, set[str]]) -> str | None:
    """Return the one medication that a name stands for in most of the countries."""
    ranked = sorted(own, key=lambda id_: (-len(own[id_] & COUNTRIES), id_))
    if len(ranked) > 1 and len(own[ranked[0]] & COUNTRIES) == len(own[ranked[1]] & COUNTRIES):
        return None
    return ranked[0] if ranked else None


def place(brand: dict[str, Any], owner: str, where: dict[str, set[str]]) -> None:
    """Add countries to a brand, and what it is in others."""
    here = set(brand.get("countries", ())) | where.get(owner, set())
    here -= {UNKNOWN}
    elsewhere = {o["substance"]: set(o["countries"]) for o in brand.get("elsewhere", ())}
    taken = here.union(*elsewhere.values())
    for what, countries in sorted(where.items()):
        free = countries - taken - {UNKNOWN}
        if what != owner and free and owner not in what.split(" with "):
            elsewhere[what] = elsewhere.get(what, set()) | free
            taken |= free
    if here:
        brand["countries"] = sorted(here)
    if elsewhere:
        brand["elsewhere"] = [
            {"substance": what, "countries": sorted(countries)}
            for what, countries in sorted(elsewhere.items())
        ]


def shortest(brands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out new names that begin with another name; sort by name."""
    kept: list[dict[str, Any]] = []
    known = {tuple(words(brand["name"])) for brand in brands}
    for brand in brands:
        parts = tuple(words(brand["name"]))
        longer = any(parts[:at] in known for at in range(1, len(parts)))
        if not longer or brand.get("old"):
            kept.append({k: v for k, v in brand.items() if k != "old"})
    return sorted(kept, key=lambda brand: brand["name"].casefold())


def products(
    medications: dict[str, dict[str, Any]], table: list[Row], held: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Add products to those that are there."""
    taken = {
        fold(name)
        for id_, record in medications.items()
        for name in (
            *(record["name"], id_, *record.get("synonyms", ())),
            *(brand["name"] for brand in record["brands"]),
        )
    }
    found: dict[str, dict[tuple[str, ...], set[str]]] = defaultdict(lambda: defaultdict(set))
    written: dict[str, str] = {}
    for row in table:
        named = (ENGLISH.get(part, part) for part in row.ingredients)
        parts = tuple(dict.fromkeys(part for part in named if part not in NO_SUBSTANCE))
        own = [part for part in parts if part in medications]
        if not own or len(parts) not in range(2, MOST_PARTS + 1) or row.country not in COUNTRIES:
            continue
        key = fold(row.brand)
        written.setdefault(key, row.brand)
        found[key][parts].add(row.country)
    have = {fold(product["name"]): product for product in held}
    for key, meant in sorted(found.items()):
        if key in taken or key in have or len(meant) > 1 or not is_product(written[key]):
            continue
        ((parts, countries),) = meant.items()
        own = [part for part in parts if part in medications]
        others = [part for part in parts if part not in medications]
        if not OTHERS.issuperset(others):
            continue
        product = {"name": written[key], "ingredients": own, "others": others}
        have[key] = {k: v for k, v in product.items() if v} | {"countries": sorted(countries)}
    return sorted(have.values(), key=lambda product: product["name"].casefold())


def is_product(name: str) -> bool:
    """Whether a register's name of a combination is a name that people write."""
    parts = words(name)
    if fold(name) in EXCLUDED:
        return False
    good = all(ch.isalnum() or ch in " -.'&/" for ch in name) and name.isprintable()
    short = parts and len(parts) <= LONGEST and len(fold(name)) >= SHORTEST
    return bool(good and short) and not is_description(name) and not fold(name).isdigit()


def main(path: str) -> None:
    """Rewrites the data files."""
    medications = {}
    for file in sorted((DATA / "medications").glob("*.yaml")):
        record = yaml.safe_load(file.read_text("utf-8"))
        old = [{"name": name} for name in record.pop("brand_names", ())]
        brands = [{**brand, "old": True} for brand in (*record.pop("brands", ()), *old)]
        keys = list(record)
        at = keys.index("ingredients" if "ingredients" in keys else "kind") + 1
        items = [*record.items()]
        medications[file.stem] = dict([*items[:at], ("brands", brands), *items[at:]])
    table = list(rows(Path(path)))
    curated(medications, table)
    place_of_products = DATA / "products.yaml"
    held = (
        yaml.safe_load(place_of_products.read_text("utf-8")) if place_of_products.exists() else []
    )
    made = products(medications, table, held)
    place_of_products.write_text(to_yaml(made), encoding="utf-8")
    for id_, record in medications.items():
        kept = {key: value for key, value in record.items() if key != "brands" or value}
        (DATA / "medications" / f"{id_}.yaml").write_text(to_yaml(kept), encoding="utf-8")
    count = sum(len(record["brands"]) for record in medications.values())
    print(f"{count} brands, {len(made)} products")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
