"""Strategies for values: texts, identifiers, and what stands inside records."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from functools import cache, partial
from typing import Any, TypeAlias, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from alstx.ids import CURIE_PATTERNS, Curie, Ref, RefKind
from alstx.model.base import Xref
from alstx.model.products import Brand, Elsewhere, Product
from alstx.model.records import INTERVENTIONS
from alstx.model.symptoms import Frequency, Searched, Translation
from alstx.model.terms import Protein, Target
from alstx.model.uses import (
    Approval,
    Caution,
    Form,
    Indication,
    Interaction,
    LabelRead,
    Member,
    Named,
)
from alstx.names.folding import fold
from alstx.names.unclear import is_everyday, mixed_word
from alstx.vocab import (
    ApprovalStatus,
    BoxedWarning,
    CautionKind,
    CautionTopic,
    Covers,
    FrequencyBand,
    Handling,
    LabelSection,
    MatchKind,
    Release,
    Severity,
    Strength,
)

T = TypeVar("T", bound=Hashable)
Fields: TypeAlias = dict[str, SearchStrategy[Any]]

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=("C", "Z"), include_characters=" \n\u00a0\u202f"
)
_MISREAD = (
    *("~", "null", "no", "Y", "On", "=", "<<", "- a", "# a", "? a", "@a", "%a", "*a", "&a", "!a"),
    *(
        "012",
        "0x1F",
        "0o7",
        "1e3",
        "1_000",
        "1_0.5",
        "1:30",
        "1.50",
        "+1",
        "-0",
        ".5",
        "5.",
        ".inf",
    ),
    *("a: b", "a:", ": a", "a #b", "'a'", '"a"', "[a", "{a", "|", ">", "a\n\nb", "a\n  b", "a  b"),
    *("2026-11-24", "---", "...", "\\n", "a" * 120, "a b " * 40 + "c"),
)
"""Texts that a careless writer or reader of YAML takes for something else."""


def slugs() -> SearchStrategy[str]:
    """Build ids such as ``botulinum-toxin``."""
    words = st.text(_LETTERS, min_size=1, max_size=6)
    return st.lists(words, min_size=1, max_size=3).map("-".join)


def texts(*, max_size: int = 40) -> SearchStrategy[str]:
    """Build texts that a record accepts, those included that YAML is prone to misread.

    Args:
        max_size: Largest number of characters of the ones that are made up.
    """
    made_up = st.text(_CHARACTERS, min_size=1, max_size=max_size).map(str.strip).filter(bool)
    return made_up | st.sampled_from(_MISREAD)


def names() -> SearchStrategy[str]:
    """Build names: texts on one line that they can be found by, and told from other words."""
    found = texts(max_size=20).filter(lambda text: "\n" not in text and bool(fold(text)))
    return found.filter(lambda text: mixed_word(text) is None).map(_rarer)


def _rarer(name: str) -> str:
    """Lengthen a name that nearly every note has."""
    return f"{name} x" if is_everyday(fold(name)) else name


def curies(*prefixes: str) -> SearchStrategy[Curie]:
    """Build identifiers in other people's vocabularies.

    Args:
        prefixes: Vocabularies to choose from; all known ones where none is given.

    Example:
        >>> from hypothesis import find
        >>> str(find(curies("PMID"), lambda curie: True))
        'PMID:1'
    """
    return st.sampled_from(prefixes or sorted(CURIE_PATTERNS)).flatmap(_curies_of)


@cache
def _curies_of(prefix: str) -> SearchStrategy[Curie]:
    pattern = re.compile(CURIE_PATTERNS[prefix], re.ASCII)
    return st.from_regex(pattern, fullmatch=True).map(partial(Curie, prefix))


def refs(*kinds: RefKind | str) -> SearchStrategy[Ref]:
    """Build references to records of ours.

    Args:
        kinds: Kinds to choose from; medications, drug classes and therapies where none is given.
    """
    chosen = [RefKind(kind) for kind in kinds or INTERVENTIONS]
    return st.builds(Ref, st.sampled_from(chosen), slugs())


_PARTNERS = (RefKind.MEDICATIONS, RefKind.DRUG_CLASSES, RefKind.AGENTS)


def refs_to(ids: Mapping[str, Iterable[str]]) -> list[Ref]:
    """Return references to the records with these ids, by kind."""
    return [Ref(RefKind(kind), id_) for kind, found in ids.items() for id_ in found]


def tuples(
    members: SearchStrategy[T], *, least: int = 0, by: Callable[[T], Hashable] | None = None
) -> SearchStrategy[tuple[T, ...]]:
    """Build a few members, none twice, or no two with the same key."""
    return st.lists(members, min_size=least, max_size=least + 2, unique_by=by or hash).map(tuple)


def rarely(members: SearchStrategy[T]) -> SearchStrategy[tuple[T, ...]]:
    """Build nothing, or one member: of what would make records long."""
    return st.just(()) | st.tuples(members)


def maybe(value: SearchStrategy[T]) -> SearchStrategy[T | None]:
    """Build None, or a value."""
    return st.none() | value


def years() -> SearchStrategy[int]:
    """Build years of publication or approval."""
    return st.integers(1990, 2030)


def urls() -> SearchStrategy[str]:
    """Build web addresses."""
    return slugs().map("https://example.org/{}".format)


def built(cls: type[T], usual: Fields, fixed: Fields) -> SearchStrategy[T]:
    """Build objects of a class, from the usual strategies of its fields and those given instead."""
    return st.builds(cls, **(usual | fixed))


def xrefs(**fixed: SearchStrategy[Any]) -> SearchStrategy[Xref]:
    """Build counterparts in other vocabularies."""
    return built(Xref, {"id": curies(), "match": st.sampled_from(MatchKind)}, fixed)


def several_xrefs() -> SearchStrategy[tuple[Xref, ...]]:
    """Build counterparts of one record."""
    return tuples(xrefs(), by=lambda xref: xref.id)


def translations(**fixed: SearchStrategy[Any]) -> SearchStrategy[Translation]:
    """Build names of symptoms in other languages."""
    languages = st.sampled_from(("de", "es", "fr", "ja", "no", "zh"))
    return built(Translation, {"language": languages, "text": names()}, fixed)


def frequencies(**fixed: SearchStrategy[Any]) -> SearchStrategy[Frequency]:
    """Build frequencies of signs."""
    usual = {"band": st.sampled_from(FrequencyBand), "term": curies("HP"), "source": slugs()}
    return built(Frequency, usual, fixed)


def searches(**fixed: SearchStrategy[Any]) -> SearchStrategy[Searched]:
    """Build searches for treatments that found none."""
    usual = {"day": st.dates(date(2000, 1, 1), date(2100, 1, 1)), "result": texts()}
    return built(Searched, usual, fixed)


AGENCIES = ("ema", "fda", "mhra")


def approvals(**fixed: SearchStrategy[Any]) -> SearchStrategy[Approval]:
    """Build what agencies say of a use; the withdrawn ones, and no others, may have a reason."""

    @cache
    def of_status(status: ApprovalStatus) -> SearchStrategy[Approval]:
        is_current = status is ApprovalStatus.CURRENT
        usual: Fields = {
            "agency": st.sampled_from(AGENCIES),
            "covers": st.sampled_from(Covers),
            "scope": texts(),
            "form": maybe(slugs()),
            "year": maybe(years()),
            "status": st.just(status),
            "reason": st.none() if is_current else maybe(texts()),
            "source": slugs(),
        }
        return built(Approval, usual, {k: v for k, v in fixed.items() if k != "status"})

    current = (ApprovalStatus.CURRENT, *ApprovalStatus)  # most rules are on those in force
    return fixed.get("status", st.sampled_from(current)).flatmap(of_status)


def labels_read(**fixed: SearchStrategy[Any]) -> SearchStrategy[LabelRead]:
    """Build labels that were read."""
    usual: Fields = {
        "agency": st.sampled_from(AGENCIES),
        "source": slugs(),
        "edition": maybe(texts()),
        "sections": tuples(st.sampled_from(LabelSection), least=1),
    }
    return built(LabelRead, usual, fixed)


def indications(**fixed: SearchStrategy[Any]) -> SearchStrategy[Indication]:
    """Build uses of a medication for a symptom."""
    usual: Fields = {
        "symptom": slugs(),
        "approvals": tuples(approvals()),
        "through": maybe(slugs()),
        "summary": texts(),
    }
    return built(Indication, usual, fixed)


def forms(**fixed: SearchStrategy[Any]) -> SearchStrategy[Form]:
    """Build forms of a medicine."""
    handling = maybe(st.sampled_from(Handling))
    usual: Fields = {
        "id": slugs(),
        "dosage_form": names(),
        "route": st.sampled_from(("oral", "oral; enteral", "intrathecal")),
        "release": maybe(st.sampled_from(Release)),
        "brands": rarely(names()),
        "crush": handling,
        "open": handling,
        "tube": handling,
        "tube_site": maybe(texts()),
        "note": maybe(texts()),
        "liquid": st.booleans(),
        "boxed_warning": maybe(st.sampled_from(BoxedWarning)),
        "labels": rarely(slugs()),
        "source": slugs(),
    }
    return built(Form, usual, fixed)


def cautions(**fixed: SearchStrategy[Any]) -> SearchStrategy[Caution]:
    """Build things to be careful about."""
    usual: Fields = {
        "kind": st.sampled_from(CautionKind),
        "topic": st.sampled_from(CautionTopic),
        "text": texts(),
        "matters_in_als": maybe(texts()),
        "applies_to": rarely(slugs()),
        "is_effect": st.booleans(),
        "source": slugs(),
    }
    return built(Caution, usual, fixed)


def members(**fixed: SearchStrategy[Any]) -> SearchStrategy[Member]:
    """Build members of a group that labels name."""
    usual: Fields = {
        "member": refs(*_PARTNERS),
        "strength": maybe(st.sampled_from(Strength)),
        "excepted": rarely(refs(*_PARTNERS)),
        "source": slugs(),
    }
    return built(Member, usual, fixed)


def named_members(**fixed: SearchStrategy[Any]) -> SearchStrategy[Named]:
    """Build members that a label names itself."""
    usual: Fields = {"member": refs(*_PARTNERS), "severity": st.sampled_from(Severity)}
    return built(Named, usual, fixed)


def interactions(**fixed: SearchStrategy[Any]) -> SearchStrategy[Interaction]:
    """Return a strategy for what labels say of taking a medicine with something else."""

    @cache
    def of_members(named: tuple[Named, ...]) -> SearchStrategy[Interaction]:
        usual: Fields = {
            "partner": refs(*_PARTNERS),
            "severity": st.sampled_from(Severity),
            "effect": texts(),
            "mechanism": maybe(texts()),
            "topic": maybe(st.sampled_from(CautionTopic)),
            "scope": maybe(texts()),
            "strengths": rarely(st.sampled_from(Strength)),
            "excepted": rarely(refs(*_PARTNERS)),
            "named": st.just(named),
            "closed": st.booleans() if named else st.just(value=False),
            "applies_to": rarely(slugs()),
            "source": slugs(),
        }
        return built(Interaction, usual, {k: v for k, v in fixed.items() if k != "named"})

    drawn = rarely(named_members())
    return fixed.get("named", drawn).flatmap(of_members)


def proteins(**fixed: SearchStrategy[Any]) -> SearchStrategy[Protein]:
    """Build proteins that medicines act on."""
    return built(Protein, {"gene": names(), "uniprot": curies("UNIPROT")}, fixed)


def targets(**fixed: SearchStrategy[Any]) -> SearchStrategy[Target]:
    """Build what mechanisms act on."""
    genes = tuples(proteins(), by=lambda protein: protein.gene)
    return built(Target, {"name": names(), "proteins": genes}, fixed)


def brands(**fixed: SearchStrategy[Any]) -> SearchStrategy[Brand]:
    """Names under which medicines are sold; in each country one stands for one thing."""
    usual: Fields = {
        "name": names(),
        "countries": tuples(st.sampled_from(_SOLD_IN)),
        "elsewhere": st.just(()) | st.tuples(elsewhere()),
    }
    return built(Brand, usual, fixed)


def elsewhere(**fixed: SearchStrategy[Any]) -> SearchStrategy[Elsewhere]:
    """Return a strategy for what brand names mean in other countries than those of `brands`."""
    countries = tuples(st.sampled_from(_ELSEWHERE_IN), least=1)
    return built(Elsewhere, {"substance": names(), "countries": countries}, fixed)


_SOLD_IN, _ELSEWHERE_IN = ("CH", "DE", "GB", "US"), ("AU", "PH")


def products(**fixed: SearchStrategy[Any]) -> SearchStrategy[Product]:
    """Products of several substances."""
    usual: Fields = {
        "name": names(),
        "ingredients": tuples(slugs(), least=1),
        "others": tuples(names(), least=1),
        "countries": tuples(st.sampled_from(_SOLD_IN)),
    }
    return built(Product, usual, fixed)
