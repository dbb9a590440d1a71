"""Strategies for single records, each valid by itself, and for what is concluded of them."""

from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from alstx.ids import Ref, RefKind
from alstx.model.base import Record
from alstx.model.conclusions import Disagreement
from alstx.model.sources import Source
from alstx.model.symptoms import Symptom
from alstx.model.terms import Agent, Disease, DrugClass, Mechanism, Medication, Therapy
from alstx.model.treatment import KeyFinding, Treatment
from alstx.model.uses import AgencyLabel, Indication
from alstx.names.folding import fold
from alstx.testing.literature import evidence, recommendations, sources
from alstx.testing.values import (
    AGENCIES,
    Fields,
    approvals,
    brands,
    built,
    cautions,
    forms,
    frequencies,
    indications,
    interactions,
    labels_read,
    maybe,
    members,
    names,
    rarely,
    refs,
    searches,
    several_xrefs,
    slugs,
    targets,
    texts,
    translations,
    tuples,
)
from alstx.vocab import (
    Action,
    BoxedWarning,
    CautionTopic,
    Confidence,
    Direction,
    LabelStatus,
    MedicationKind,
    Reason,
    TherapyKind,
)

_NONE: SearchStrategy[tuple[Any, ...]] = st.just(())
"""For what must fit the rest of a record."""


def _term() -> Fields:
    """Return the fields that all records with a name share."""
    return {
        "id": slugs(),
        "name": names(),
        "synonyms": tuples(names(), by=fold),
        "description": texts(),
        "xrefs": several_xrefs(),
        "reviewed": st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    }


def symptoms(**fixed: SearchStrategy[Any]) -> SearchStrategy[Symptom]:
    """Build symptoms and groups of them."""
    usual: Fields = {
        "plain_name": names(),
        "plain": maybe(names()),
        "parents": tuples(slugs()),
        "see_also": tuples(slugs()),
        "searched": maybe(searches()),
        "frequency": maybe(frequencies()),
        "translations": tuples(translations(), by=lambda found: found.language),
    }
    return built(Symptom, _term() | usual, fixed)


def diseases(**fixed: SearchStrategy[Any]) -> SearchStrategy[Disease]:
    """Build diseases that a base can be about."""
    return built(Disease, _term(), fixed)


def unlabelled(**fixed: SearchStrategy[Any]) -> SearchStrategy[Indication]:
    """Build uses of what has no label: a class or a therapy."""
    return indications(**{"approvals": st.just(()), "through": st.none(), **fixed})


def _symptom_of(indication: Indication) -> str:
    return indication.symptom


def medications(**fixed: SearchStrategy[Any]) -> SearchStrategy[Medication]:
    """Build medications; only a combination must name its ingredients."""

    @cache
    def of_kind(kind: MedicationKind) -> SearchStrategy[Medication]:
        least = int(kind is MedicationKind.COMBINATION)
        none = kind is MedicationKind.INGREDIENT
        usual: Fields = {
            "kind": st.just(kind),
            "ingredients": st.just(()) if none else tuples(slugs(), least=least),
            "brands": tuples(brands(), by=lambda brand: fold(brand.name)),
            "drug_classes": tuples(slugs(), least=1),
            "mechanisms": tuples(slugs()),
            "indications": tuples(indications(), by=_symptom_of),
            "labels_read": tuples(labels_read(), by=lambda read: read.source),
            "labels_sought": maybe(texts()),
            "main_use": maybe(texts()),
            "forms": rarely(forms(brands=_NONE)),
            "cautions": tuples(cautions(applies_to=_NONE)),
            "interactions": tuples(interactions(applies_to=_NONE)),
        }
        return built(Medication, _term() | usual, {k: v for k, v in fixed.items() if k != "kind"})

    return fixed.get("kind", st.sampled_from(MedicationKind)).flatmap(of_kind)


def drug_classes(**fixed: SearchStrategy[Any]) -> SearchStrategy[DrugClass]:
    """Classes of medicines."""
    return built(DrugClass, _group() | {"indications": tuples(unlabelled(), by=_symptom_of)}, fixed)


def _group() -> Fields:
    """Fields of what has members."""
    return {
        **_term(),
        "parents": tuples(slugs()),
        "members": rarely(members()),
        "burden": maybe(st.sampled_from(CautionTopic)),
    }


def mechanisms(**fixed: SearchStrategy[Any]) -> SearchStrategy[Mechanism]:
    """Build ways in which medicines act."""
    usual: Fields = {
        "parents": tuples(slugs()),
        "action": st.sampled_from(Action),
        "target": maybe(targets()),
        "confidence": st.sampled_from(Confidence),
    }
    return built(Mechanism, _term() | usual, fixed)


def agents(**fixed: SearchStrategy[Any]) -> SearchStrategy[Agent]:
    """Outside drugs and substances."""
    return built(Agent, _group(), fixed)


def therapies(**fixed: SearchStrategy[Any]) -> SearchStrategy[Therapy]:
    """Build treatments that are not drugs."""
    usual: Fields = {
        "kind": st.sampled_from(TherapyKind),
        "indications": tuples(unlabelled(), by=_symptom_of),
        "cautions": tuples(cautions(applies_to=_NONE)),
    }

    def giving(gives: bool) -> SearchStrategy[Therapy]:
        named: Fields = dict.fromkeys(("medication", "form"), slugs() if gives else st.none())
        return built(Therapy, _term() | usual | named, fixed)

    return st.booleans().flatmap(giving)


def agency_labels(**fixed: SearchStrategy[Any]) -> SearchStrategy[AgencyLabel]:
    """Build what the labels of one agency say of a use."""
    usual: Fields = {
        "agency": st.sampled_from(AGENCIES),
        "status": maybe(st.sampled_from(LabelStatus)),
        "approvals": tuples(approvals()),
        "sources": tuples(slugs()),
    }
    return built(AgencyLabel, usual, fixed)


def disagreements(**fixed: SearchStrategy[Any]) -> SearchStrategy[Disagreement]:
    """Build ways in which sources disagree."""
    usual: Fields = {
        "reason": st.sampled_from(Reason),
        "for_": tuples(slugs(), least=1),
        "against": tuples(slugs(), least=1),
    }
    return built(Disagreement, usual, fixed)


def key_findings(**fixed: SearchStrategy[Any]) -> SearchStrategy[KeyFinding]:
    """Build findings that no short answer may leave out."""
    usual: Fields = {
        "evidence": evidence(),
        "is_for": st.booleans(),
        "reservation": maybe(texts()),
    }
    return built(KeyFinding, usual, fixed)


def treatments(**fixed: SearchStrategy[Any]) -> SearchStrategy[Treatment]:
    """Build joined answers whose parts speak of the same intervention and symptom."""
    cited = tuples(sources(), least=1, by=lambda source: source.id)
    ref = refs(RefKind.MEDICATIONS) | refs()  # most rules are on medications
    drawn = st.tuples(ref, slugs(), fixed.get("sources", cited))
    return drawn.flatmap(lambda found: _treatments_of(*found, fixed))


def _treatments_of(
    ref: Ref, symptom: str, cited: tuple[Source, ...], fixed: Fields
) -> SearchStrategy[Treatment]:
    """Build answers on one pair; all that they hold is said by one of some sources."""
    on, of = st.just(symptom), st.just(ref)
    source = st.sampled_from([source.id for source in cited])
    is_drug = ref.kind is RefKind.MEDICATIONS
    stated = approvals(source=source)
    use = indications(symptom=on, approvals=tuples(stated), through=maybe(slugs()))
    said = recommendations(source=source, intervention=of, symptom=on)
    found = evidence(source=source, interventions=st.just((ref,)), symptoms=st.just((symptom,)))
    harmful = evidence(source=source, direction=st.just(Direction.HARM))
    usual: Fields = {
        "id": st.just(f"{ref.id}-for-{symptom}"),
        "intervention": of,
        "symptom": on,
        "indication": maybe(use if is_drug else unlabelled(symptom=on)),
        "recommendations": tuples(said, by=_id),
        "expired": tuples(source),
        "evidence": tuples(found, by=_id),
        "cautions": tuples(cautions()),
        "sources": st.just(cited),
        "labels_read": tuples(labels_read(source=source)) if is_drug else st.just(()),
        "boxed_warning": st.sampled_from(BoxedWarning) if is_drug else st.none(),
        "boxed": rarely(refs(RefKind.MEDICATIONS)),
        "forms": rarely(forms()) if is_drug else _NONE,
        "harms": tuples(harmful, by=_id),
        "opposing": tuples(recommendations(source=source, symptom=on), by=_id),
        "apart": tuples(source),
    }
    return built(Treatment, usual, fixed)


def _id(record: Record) -> str:
    return record.id
