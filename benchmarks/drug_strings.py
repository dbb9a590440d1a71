"""Drug strings as people write them, made from names: with and without typing errors, and none.

The tests and the benchmark of names use the same strings. Everything follows from the seed.
"""

import random
import string
from collections.abc import Iterable, Iterator

FORMS = (
    "TAB",
    "TABS",
    "TABLET",
    "CAP",
    "CAPSULE",
    "SUSP",
    "SOLN",
    "INJ",
    "PATCH",
    "ER TABLET",
    "ODT",
)
ROUTES = ("PO", "by mouth", "IV", "SC", "TD", "via PEG", "per G-tube", "orally", "SL")
TIMES = ("QHS", "BID", "TID", "QID", "daily", "twice daily", "q8h", "q12h PRN", "at bedtime", "prn")
UNITS = ("MG", "mg", "mcg", "mg/mL", "mL", "units", "%")
AMOUNTS = (
    "0.5",
    "1",
    "2",
    "2.5",
    "5",
    "10",
    "12.5",
    "20",
    "25",
    "40",
    "50",
    "75",
    "100",
    "150",
    "500",
)
OTHER_MEDICINES = """
metformin lisinopril atorvastatin amlodipine hydralazine hydroxyzine oxazepam temazepam clobazam
nitrazepam alprazolam Celebrex Xanax prednisone warfarin levothyroxine clomipramine
trimipramine oxcarbazepine esomeprazole tramazoline quinapril clonidine guanfacine nizatidine
ranitidine cimetidine azatadine rimantadine dapoxetine desvenlafaxine sufentanil remifentanil
codeine hydrocodone oxymorphone apomorphine naltrexone naloxone propofol ketamine bisoprolol
atenolol nadolol pindolol carvedilol fexofenadine loratadine cetirizine montelukast salmeterol
formoterol tiotropium glimepiride glipizide sitagliptin empagliflozin rivaroxaban apixaban
clopidogrel simvastatin rosuvastatin pravastatin valsartan losartan spironolactone chlorthalidone
torsemide bumetanide digoxin amiodarone flecainide allopurinol colchicine methotrexate
hydroxychloroquine azathioprine tacrolimus cyclosporine mycophenolate doxycycline azithromycin
amoxicillin cephalexin ciprofloxacin nitrofurantoin fluconazole acyclovir oseltamivir ondansetron
promethazine prochlorperazine meclizine scopoletin zonisamide topiramate lacosamide primidone
phenobarbital ethosuximide vigabatrin risperidone olanzapine aripiprazole ziprasidone lithium
clozapine perphenazine loxapine sumatriptan rizatriptan dihydroergotamine carisoprodol metaxalone
orphenadrine Lamisil Zyprexa Zyrtec Zantac Luvena Neoral Norvasc Prilovan Serzone Topamax
"""
OTHERS = tuple(OTHER_MEDICINES.split())
TEXTS = (
    "Please reconcile all medications before discharge and verify the allergy list.",
    "Patient is well versed in the use of her walker and drove here at 35 mph.",
    "The family reported that the ambient noise at night keeps him awake.",
    "He enjoys concerts, tempura and long conversations with his daughter Alexa.",
    "Discussed creating an advance directive; the notes were lost in the email.",
    "No known drug allergies. Denies tobacco, drinks one glass of wine a week.",
    "Continue the present plan and return to the clinic in three months.",
    "Blood pressure 128/76, pulse 72, weight 81.5 kg, oxygen saturation 97 %.",
    "Portal messages were answered; the next visit is on the tenth of March.",
    "Estimated glomerular filtration rate is normal, lipids are within limits.",
    "Reviewed the resistor of the chair's joystick with the wheelchair vendor.",
    "She is a retired teacher from Astoria who lives with her husband Philip.",
    "Mailed the forms to the insurer, the employer and the regional office.",
    "Take one tablet by mouth twice daily with food and a full glass of water.",
    "The lyrics of the hymn were hard to follow because of the loud heater.",
)
WORDS = sorted({word.strip(".,;%").lower() for text in TEXTS for word in text.split()})


def drug_strings(names: Iterable[str], count: int, seed: int, edits: int = 0) -> Iterator[str]:
    """Lines of a medicine list, each with one name: those of `drawn`, in that order."""
    rng = random.Random(seed)
    for name in drawn(names, count, seed):
        written = misspelled(name, edits, rng) if edits else name
        yield line(written, rng)


def drawn(names: Iterable[str], count: int, seed: int) -> list[str]:
    """The names that `drug_strings` writes, in order."""
    return random.Random(seed + 1).choices(sorted(names), k=count)


def line(name: str, rng: random.Random) -> str:
    """One line of a medicine list."""
    written = rng.choice((name, name.upper(), name.lower(), name.title()))
    amount, unit = rng.choice(AMOUNTS), rng.choice(UNITS)
    blank = rng.choice(("", " "))
    parts = [written, f"{amount}{blank}{unit}"]
    if rng.random() < 0.8:
        parts.append(rng.choice(FORMS))
    if rng.random() < 0.7:
        parts.append(rng.choice(ROUTES))
    if rng.random() < 0.9:
        parts.append(rng.choice(TIMES))
    return " ".join(parts)


def misspelled(word: str, edits: int, rng: random.Random) -> str:
    """A word after so many typing errors, none of them undoing another's place."""
    letters = string.ascii_lowercase
    for _ in range(edits):
        at = rng.randrange(len(word))
        kind = rng.randrange(4)
        if kind == 0:
            word = word[:at] + rng.choice(letters) + word[at:]
        elif kind == 1:
            word = word[:at] + word[at + 1 :]
        elif kind == 2 or at + 1 == len(word):
            other = rng.choice([c for c in letters if c != word[at].lower()])
            word = word[:at] + other + word[at + 1 :]
        else:
            word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word


def hard_negatives(count: int, seed: int) -> Iterator[str]:
    """Lines that name none of our medicines: other ones, half of them misspelled, and prose."""
    rng = random.Random(seed)
    for _ in range(count):
        kind = rng.randrange(4)
        if kind == 0:
            yield line(rng.choice(OTHERS), rng)
        elif kind == 1:
            yield line(misspelled(rng.choice(OTHERS), 1, rng), rng)
        elif kind == 2:
            yield rng.choice(TEXTS)
        else:
            yield " ".join(rng.choices(WORDS, k=8))
