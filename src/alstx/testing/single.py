"""Strategies for single records, each valid by itself."""

from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from alstx.ids import Ref, RefKind
from alstx.model import (
    Agent,
    Disease,
    DrugClass,
    Evidence,
    Indication,
    Mechanism,
    Medication,
    Recommendation,
    Source,
    Symptom,
    Therapy,
    Treatment,
)
from alstx.names import fold
from alstx.testing.values import (
    Fields,
    built,
    cautions,
    frequencies,
    indications,
    interactions,
    maybe,
    names,
    refs,
    several_xrefs,
    slugs,
    targets,
    texts,
    translations,
    tuples,
    urls,
    years,
)
from alstx.vocab import (
    Action,
    BoxedWarning,
    CautionTopic,
    Certainty,
    Confidence,
    Direction,
    LabelStatus,
    Line,
    MedicationKind,
    Population,
    SourceKind,
    SourceStatus,
    Stance,
    StudyDesign,
    TherapyKind,
    Verification,
)


def _term() -> Fields:
    """Fields that all records with a name share."""
    return {
        "id": slugs(),
        "name": names(),
        "synonyms": tuples(names(), by=fold),
        "description": texts(),
        "xrefs": several_xrefs(),
        "reviewed": st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    }


def symptoms(**fixed: SearchStrategy[Any]) -> SearchStrategy[Symptom]:
    """Symptoms and groups of them."""
    usual: Fields = {
        "plain_name": names(),
        "parents": tuples(slugs()),
        "frequency": maybe(frequencies()),
        "translations": tuples(translations(), by=lambda found: found.language),
    }
    return built(Symptom, _term() | usual, fixed)


def diseases(**fixed: SearchStrategy[Any]) -> SearchStrategy[Disease]:
    """Diseases that a base can be about."""
    return built(Disease, _term(), fixed)


ON_LABELS = tuple(status for status in LabelStatus if status is not LabelStatus.NOT_APPLICABLE)


def _indications(*statuses: LabelStatus) -> SearchStrategy[tuple[Indication, ...]]:
    return tuples(indications(statuses), by=lambda found: found.symptom)


def medications(**fixed: SearchStrategy[Any]) -> SearchStrategy[Medication]:
    """Medications; a combination names its ingredients, and an ingredient has none."""

    @cache
    def of_kind(kind: MedicationKind) -> SearchStrategy[Medication]:
        least = int(kind is MedicationKind.COMBINATION)
        none = kind is MedicationKind.INGREDIENT
        usual: Fields = {
            "kind": st.just(kind),
            "ingredients": st.just(()) if none else tuples(slugs(), least=least),
            "brand_names": tuples(names(), by=fold),
            "drug_classes": tuples(slugs(), least=1),
            "mechanisms": tuples(slugs()),
            "indications": _indications(*ON_LABELS),
            "boxed_warning": st.sampled_from(BoxedWarning),
            "cautions": tuples(cautions()),
            "interactions": tuples(interactions()),
        }
        return built(Medication, _term() | usual, {k: v for k, v in fixed.items() if k != "kind"})

    return fixed.get("kind", st.sampled_from(MedicationKind)).flatmap(of_kind)


def drug_classes(**fixed: SearchStrategy[Any]) -> SearchStrategy[DrugClass]:
    """Classes of medicines."""
    said = _indications(LabelStatus.NOT_APPLICABLE)
    return built(DrugClass, _term() | {"parents": tuples(slugs()), "indications": said}, fixed)


def mechanisms(**fixed: SearchStrategy[Any]) -> SearchStrategy[Mechanism]:
    """Ways in which medicines act."""
    usual: Fields = {
        "parents": tuples(slugs()),
        "action": st.sampled_from(Action),
        "target": maybe(targets()),
        "confidence": st.sampled_from(Confidence),
    }
    return built(Mechanism, _term() | usual, fixed)


def agents(**fixed: SearchStrategy[Any]) -> SearchStrategy[Agent]:
    """Outside drugs and substances."""
    usual: Fields = {"parents": tuples(slugs()), "burden": maybe(st.sampled_from(CautionTopic))}
    return built(Agent, _term() | usual, fixed)


def therapies(**fixed: SearchStrategy[Any]) -> SearchStrategy[Therapy]:
    """Treatments that are no drugs."""
    usual: Fields = {
        "kind": st.sampled_from(TherapyKind),
        "indications": _indications(LabelStatus.NOT_APPLICABLE),
        "cautions": tuples(cautions()),
    }
    return built(Therapy, _term() | usual, fixed)


def sources(**fixed: SearchStrategy[Any]) -> SearchStrategy[Source]:
    """Sources; guidelines, and no others, have a status and a population."""

    @cache
    def of_kind(kind: SourceKind) -> SearchStrategy[Source]:
        graded = kind is SourceKind.GUIDELINE
        usual: Fields = {
            "id": slugs(),
            "kind": st.just(kind),
            "title": names(),
            "short_name": maybe(names()),
            "authors": tuples(names()),
            "year": maybe(years()),
            "published_in": maybe(names()),
            "locator": maybe(names()),
            "url": urls() if kind is SourceKind.INFORMATION_PAGE else maybe(urls()),
            "status": st.sampled_from(SourceStatus) if graded else st.none(),
            "population": st.sampled_from(Population) if graded else st.none(),
            "jurisdiction": maybe(st.sampled_from(("eu", "uk", "us"))),
            "revision": maybe(texts()),
            "note": maybe(texts()),
            "xrefs": several_xrefs(),
            "reviewed": st.dates(date(2000, 1, 1), date(2100, 1, 1)),
        }
        return built(Source, usual, {k: v for k, v in fixed.items() if k != "kind"})

    kinds = st.sampled_from((SourceKind.GUIDELINE, *SourceKind))  # most rules are on guidelines
    return fixed.get("kind", kinds).flatmap(of_kind)


def evidence(**fixed: SearchStrategy[Any]) -> SearchStrategy[Evidence]:
    """Findings of studies."""
    usual: Fields = {
        "id": slugs(),
        "source": slugs(),
        "interventions": tuples(refs(), least=1),
        "comparator": maybe(texts()),
        "symptoms": tuples(slugs(), least=1),
        "design": st.sampled_from(StudyDesign),
        "population": st.sampled_from(Population),
        "population_detail": maybe(texts()),
        "participants": maybe(st.integers(1, 9999)),
        "regimen": maybe(texts()),
        "outcome": maybe(texts()),
        "direction": st.sampled_from(Direction),
        "effect": maybe(texts()),
        "finding": texts(),
        "adverse_events": maybe(texts()),
        "certainty": maybe(st.sampled_from(Certainty)),
        "limits": maybe(texts()),
    }
    return built(Evidence, usual, fixed)


def recommendations(**fixed: SearchStrategy[Any]) -> SearchStrategy[Recommendation]:
    """Statements of guidelines and information pages."""
    usual: Fields = {
        "id": slugs(),
        "source": slugs(),
        "intervention": refs(),
        "symptom": slugs(),
        "stance": st.sampled_from(Stance),
        "line": maybe(st.sampled_from(Line)),
        "strength": maybe(texts()),
        "conditions": maybe(texts()),
        "statement": texts(),
        "verification": st.sampled_from(Verification),
    }
    return built(Recommendation, usual, fixed)


def treatments(**fixed: SearchStrategy[Any]) -> SearchStrategy[Treatment]:
    """Joined answers whose parts speak of the same intervention and symptom."""
    return st.tuples(refs(), slugs()).flatmap(lambda pair: _treatments_of(*pair, fixed))


def _treatments_of(ref: Ref, symptom: str, fixed: Fields) -> SearchStrategy[Treatment]:
    statuses = ON_LABELS if ref.kind is RefKind.MEDICATIONS else (LabelStatus.NOT_APPLICABLE,)
    said = recommendations(intervention=st.just(ref), symptom=st.just(symptom))
    found = evidence(interventions=st.just((ref,)), symptoms=st.just((symptom,)))

    def with_statements(statements: tuple[Recommendation, ...]) -> SearchStrategy[Treatment]:
        ids = st.sampled_from([r.id for r in statements]) if statements else st.nothing()
        usual: Fields = {
            "id": st.just(f"{ref.id}-for-{symptom}"),
            "intervention": st.just(ref),
            "symptom": st.just(symptom),
            "indication": maybe(indications(statuses, symptom=st.just(symptom))),
            "recommendations": st.just(statements),
            "evidence": tuples(found, by=lambda record: record.id),
            "cautions": tuples(cautions()),
            "superseded": st.frozensets(ids),
            "divided": st.booleans(),
        }
        return built(Treatment, usual, fixed)

    return tuples(said, by=lambda record: record.id).flatmap(with_statements)
