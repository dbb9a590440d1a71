"""Write an invented table of concomitant medicines: brands, doses, typing errors, no real person.

python make_table.py medicines.csv
"""

import csv
import random
import sys
from pathlib import Path

import alstx

PEOPLE, SEED = 60, 2026
OTHERS = ("Metformin 500 mg", "lisinopril 10mg daily", "Vitamin D3 1000 IU", "omeprazole 20 mg")
DOSES = ("", " 10 mg", " 25MG", " 5 mg tid", " 1 tab PO QHS", " prn", " 20 mg/d")


def misspelled(name: str, dice: random.Random) -> str:
    """Swap two letters in the middle of a long name."""
    if len(name) < 8 or not name.isalpha():
        return name
    at = dice.randrange(2, len(name) - 3)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def written(dice: random.Random) -> tuple[str, str]:
    """Return the text of one cell, and the medicine that was meant."""
    if dice.random() < 0.2:
        return dice.choice(OTHERS), ""
    medicine = dice.choice(list(alstx.medications))
    name = dice.choice((medicine.name, *(brand.name for brand in medicine.brands)))
    if dice.random() < 0.15:
        name = misspelled(name, dice)
    shape = dice.choice((str.upper, str.lower, str))
    return shape(name) + dice.choice(DOSES), medicine.id


def rows() -> list[dict[str, str]]:
    """Return the rows of the table, the same at every run."""
    dice = random.Random(SEED)  # noqa: S311 (no secret)
    made = []
    for person in range(1, PEOPLE + 1):
        for _ in range(dice.randrange(1, 7)):
            text, meant = written(dice)
            made.append({"person": f"P{person:03}", "medicine": text, "meant": meant})
    return made


def main(path: str) -> None:
    """Write the table as CSV."""
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["person", "medicine", "meant"])
        writer.writeheader()
        writer.writerows(rows())


if __name__ == "__main__":
    main(*sys.argv[1:])
