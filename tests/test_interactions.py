"""What labels say of a list of medicines: pairs, shared effects, and what is not said."""

import json
from itertools import combinations, pairwise

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import alstx
from alstx import (
    InvalidArgumentError,
    KnowledgeBase,
    NotFoundError,
)
from alstx.cli.app import app
from alstx.display import brief
from alstx.kb.interactions import parted
from alstx.model.interaction import Alert, InteractionReport

KB = alstx.load()
ENTRIES = sorted([m.id for m in KB.medications] + [a.id for a in KB.agents])
LISTS = st.lists(st.sampled_from(ENTRIES), max_size=6, unique=True)


def facts(report: InteractionReport) -> set[tuple[frozenset[str], str, frozenset[str]]]:
    """The alerts without the order of pair and list."""
    return {
        (frozenset({a.first.id, a.second.id}), a.severity.value, frozenset(a.sources))
        for a in report
    }


def severities(*names: str) -> set[str]:
    return {alert.severity.value for alert in KB.interactions(names)}


@pytest.mark.parametrize(
    "pair",
    [
        ("tizanidine", "fluvoxamine"),
        ("Zanaflex", "ciprofloxacin"),
        ("Nuedexta", "quinine"),
        ("dextromethorphan/quinidine", "MAO inhibitors"),
        ("sertraline", "MAO inhibitors"),
        ("fluoxetine", "MAO inhibitors"),
    ],
    ids="+".join,
)
def test_contraindicated_pairs_are_found(pair: tuple[str, str]) -> None:
    """The pairs that labels forbid are found, from either end."""
    assert "contraindicated" in severities(*pair)
    assert "contraindicated" in severities(*reversed(pair))


@pytest.mark.parametrize("pair", [("diazepam", "morphine"), ("lorazepam", "opioids")])
def test_benzodiazepine_and_opioid(pair: tuple[str, str]) -> None:
    """A benzodiazepine with an opioid is an alert."""
    assert severities(*pair)


def test_a_label_says_one_thing_once(toy: KnowledgeBase) -> None:
    """A label that names a medicine and its group in one sentence gives one alert."""
    alphazine = toy.medications["alphazine"]
    said = next(s for s in alphazine.interactions if s.severity.value == "contraindicated")
    twice = attrs.evolve(said, partner=toy.agents["toyegiline"].ref)
    changed = attrs.evolve(alphazine, interactions=(*alphazine.interactions, twice))
    held = [changed if m.id == changed.id else m for m in toy.medications]
    base = KnowledgeBase(attrs.evolve(toy.records, medications=tuple(held)))
    (alert,) = base.interactions(["alphazine", "toyegiline"])
    assert alert.effect == said.effect


def test_one_name_is_one_partner(toy: KnowledgeBase) -> None:
    """An agent with the name of a class is what the class is, so that no alert gets lost."""
    namesake = attrs.evolve(toy.agents["toyhol"], id="zine", name="Zine of elsewhere")
    base = KnowledgeBase(attrs.evolve(toy.records, agents=(*toy.records.agents, namesake)))
    (alert,) = base.interactions([base.agents["zine"], "MAOI"])
    assert alert.label_of.id == "alphazine"
    both = base.interactions([base.agents["zine"], base.drug_classes["zine"]])
    assert both.alerts == ()


def test_a_class_speaks_through_its_members() -> None:
    """SSRIs as a class are forbidden with MAO inhibitors, for their labels say so."""
    assert "contraindicated" in severities("SSRIs", "MAO inhibitors")


@pytest.mark.parametrize("pair", [("paracetamol", "lactulose"), ("guaifenesin", "senna")])
def test_harmless_pairs_stay_silent(pair: tuple[str, str]) -> None:
    """Pairs of which no label speaks give no alert, but the report says what that means."""
    report = KB.interactions(pair)
    assert report.alerts == ()
    assert list(pair) == [entry.id for entry in report.checked]
    assert "does not mean" in report.note
    assert report


def test_every_interaction_has_a_label_and_a_partner() -> None:
    """Every interaction has a source, and its other end is a record."""
    for medication in KB.medications:
        for interaction in medication.interactions:
            kinds = ("label", "guideline", "article", "information-page")
            assert KB.sources[interaction.source].kind in kinds
            assert KB.resolve(interaction.partner).ref == interaction.partner
            assert interaction.partner != medication.ref


def test_every_interaction_is_found() -> None:
    """Asking for a medicine with the partner that its label names gives the alert."""
    for medication in KB.medications:
        for said in medication.interactions:
            report = KB.interactions([medication, KB.resolve(said.partner)])
            found = [a for a in report if said.source in a.sources]
            assert max(a.severity.rank for a in found) >= said.severity.rank


@given(LISTS)
def test_symmetric(names: list[str]) -> None:
    """The order of the list changes nothing that is said."""
    assert facts(KB.interactions(names)) == facts(KB.interactions(names[::-1]))


@given(LISTS, st.sampled_from(ENTRIES))
def test_monotone(names: list[str], added: str) -> None:
    """Adding a medicine never takes an alert or a shared effect away."""
    before, after = KB.interactions(names), KB.interactions([*names, added])
    assert facts(before) <= facts(after)
    shared = {(e.kind, e.topic): set(e.medicines) for e in after.shared}
    for effect in before.shared:
        assert set(effect.medicines) <= shared[effect.kind, effect.topic]


@given(LISTS)
def test_a_list_is_its_pairs(names: list[str]) -> None:
    """A list says what its pairs say, and no more."""
    pairs = [facts(KB.interactions(pair)) for pair in combinations(names, 2)]
    assert facts(KB.interactions(names)) == set().union(*pairs)


@given(LISTS)
def test_most_severe_first(names: list[str]) -> None:
    """Alerts come with the most severe first."""
    ranks = [alert.severity.rank for alert in KB.interactions(names)]
    assert ranks == sorted(ranks, reverse=True)


def test_three_anticholinergics_share_a_mechanism() -> None:
    """Three medicines with one mechanism are reported as such, with all three."""
    report = KB.interactions(["Elavil", "glycopyrrolate", "oxybutynin"])
    shared = {e.topic: {m.id for m in e.medicines} for e in report.shared}
    assert {"amitriptyline", "glycopyrronium", "oxybutynin"} == shared["Muscarinic antagonist"]


def test_shared_cautions_name_their_labels() -> None:
    """A shared caution names the labels that warn of it."""
    report = KB.interactions(["baclofen", "diazepam", "tizanidine"])
    sedating = next(e for e in report.shared if e.topic == "cns-depression")
    assert {"baclofen", "diazepam", "tizanidine"} == {m.id for m in sedating.medicines}
    assert all(source in KB.sources for source in sedating.sources)
    assert str(sedating) == "cns-depression: Baclofen, Diazepam, Tizanidine"
    assert repr(sedating) == f"<AdditiveEffect additive-effect: {sedating}>"


def test_a_combination_brings_what_its_ingredients_warn_of() -> None:
    """Nabiximols is shared sedation with diazepam, for the labels of what it consists of say so."""
    (sedating,) = [
        effect
        for effect in KB.interactions(["nabiximols", "diazepam"]).shared
        if effect.topic == "cns-depression"
    ]
    assert ["nabiximols", "diazepam"] == [m.id for m in sedating.medicines]
    parts = KB.medications["nabiximols"].ingredients
    warned = {c.source for id_ in parts for c in KB.medications[id_].cautions}
    assert warned & set(sedating.sources)


def test_what_is_not_recorded_is_said() -> None:
    """A medicine without any recorded interaction is named as such."""
    report = KB.interactions(["creatine", "tizanidine"])
    assert ["creatine"] == [m.id for m in report.unrecorded]


def test_repeats_count_once() -> None:
    """The same medicine under two names is one entry."""
    report = KB.interactions(["Elavil", "amitriptyline"])
    assert ["amitriptyline"] == [entry.id for entry in report.checked]
    assert len(report) == 0


def test_unknown_names_are_errors() -> None:
    """An unknown name is an error that names it and what may be meant, never skipped."""
    with pytest.raises(NotFoundError) as caught:
        KB.interactions(["tizanidinn", "fluvoxamine"])
    assert str(caught.value) == "no medicine 'tizanidinn'; did you mean 'Tizanidine'?"


def test_three_near_names_of_all_kinds_are_named(toy: KnowledgeBase) -> None:
    """What is near among medications, agents and classes is named, the first three of it."""
    agents = [
        attrs.evolve(toy.agents["toyhol"], id=f"toxi{letter}", name=f"toxi{letter}")
        for letter in "abcd"
    ]
    base = KnowledgeBase(attrs.evolve(toy.records, agents=(*toy.records.agents, *agents)))
    with pytest.raises(NotFoundError) as caught:
        base.interactions(["toxi"])
    assert len(caught.value.suggestions) == 3
    with pytest.raises(NotFoundError) as caught:
        toy.interactions(["toxinn"])
    assert str(caught.value) == "no medicine 'toxinn'; did you mean 'Toxins'?"


def test_a_record_of_another_base_is_an_error(toy: KnowledgeBase) -> None:
    """A record that this base does not hold is named, not looked for by its name."""
    with pytest.raises(NotFoundError) as caught:
        toy.interactions([KB.medications["baclofen"]])
    assert str(caught.value) == "no medicine 'baclofen'"


@pytest.mark.parametrize("bad", ["tizanidine", b"x", None, 7, [None], [""], [["x"]]])
def test_bad_lists_are_errors(bad: object) -> None:
    """What is no list of names is refused with an error of ours."""
    with pytest.raises(InvalidArgumentError):
        KB.interactions(bad)  # type: ignore[arg-type]


def test_a_name_alone_is_told_what_is_wanted() -> None:
    """A name, where a list of names is wanted, is shown in the error."""
    with pytest.raises(InvalidArgumentError) as caught:
        KB.interactions("tizanidine")
    assert str(caught.value) == "interactions takes a list of medicines, not 'tizanidine'"


def test_alerts_and_reports_read_well(toy: KnowledgeBase) -> None:
    """They say what was found, in a terminal and in a notebook."""
    report = toy.interactions(["alphazine", "MAOI", "toxins"])
    assert repr(report) == (
        "<InteractionReport on 3: 1 contraindicated, 1 caution, 0 shared, "
        "labels read: 1 whole, 2 none>"
    )
    first: Alert = report.alerts[0]
    assert str(first) == (
        "Alphazine + MAO inhibitors: contraindicated: Blood pressure rises dangerously."
    )
    assert repr(first) == "<Alert contraindicated: Alphazine + MAO inhibitors>"
    assert first.mechanism == "Both keep transmitters from being broken down."
    for shown in (first._repr_html_(), report._repr_html_()):
        assert "Blood pressure rises dangerously." in shown
    by_member = toy.interactions(["zine", "MAOI"])
    assert by_member.alerts[0].pair == "Zine + MAO inhibitors (label of Alphazine)"
    for shown in (by_member.alerts[0]._repr_html_(), by_member._repr_html_()):
        assert "<b>Zine + MAO inhibitors (label of Alphazine)</b>" in shown
    silent = toy.interactions(["betamol", "toyhol"])
    assert repr(silent).endswith("no alert, 0 shared, labels read: 1 in-part, 1 none>")


def test_a_report_is_json() -> None:
    """A report as a dict holds each field, by the ids of its parts, and is what JSON can hold."""
    report = KB.interactions(["tizanidine 4 mg", "fluvoxamine", "SSRIs", "xyz"], unknown="report")
    told = json.loads(json.dumps(report.to_dict()))
    assert set(told) == {field.name for field in attrs.fields(InteractionReport)}
    assert told["checked"] == [str(medicine.ref) for medicine in report.checked]
    assert [alert["effect"] for alert in told["alerts"]] == [alert.effect for alert in report]
    assert (told["unknown"], told["note"]) == (["xyz"], report.note)
    names = [(effect.kind, effect.topic, len(effect.medicines)) for effect in report.shared]
    assert [(s["kind"], s["topic"], len(s["medicines"])) for s in told["shared"]] == names != []
    assert [found["read"] for found in told["coverage"]] == [f.read for f in report.coverage]


def test_quinine_shows_its_boxed_warning(kb: KnowledgeBase) -> None:
    """Who reads quinine for cramps meets its boxed warning in the same record."""
    treatment = kb.treatments["quinine-for-muscle-cramps"]
    assert kb.medications["quinine"].boxed_warning == "present"
    boxed = [c for c in treatment.cautions if c.kind == "boxed-warning"]
    assert boxed
    assert all(kb.sources[c.source].kind == "label" for c in boxed)


def test_boxed_warnings_agree_with_cautions(kb: KnowledgeBase) -> None:
    """A medicine of which a boxed warning is recorded is not said to have none."""
    for medication in kb.medications:
        boxed = any(c.kind == "boxed-warning" for c in medication.cautions)
        assert not boxed or medication.boxed_warning == "present"


def test_cautions_have_sources(kb: KnowledgeBase) -> None:
    """Every caution stands on a label, a guideline or an article of the base."""
    for holder in (*kb.medications, *kb.therapies):
        kinds = {kb.sources[c.source].kind for c in holder.cautions}
        assert kinds <= {"label", "guideline", "article", "information-page"}


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("drooling", "it is the symptom 'sialorrhea'"),
        ("HP:0002307", "it is the symptom 'sialorrhea'"),
        ("speech therapy", "it is the therapy 'speech-and-language-therapy'"),
        ("ALS", "it is the disease: Amyotrophic lateral sclerosis"),
        ("zzqx", ""),
    ],
)
def test_what_a_name_means_that_is_no_medicine(name: str, note: str) -> None:
    """Who lists a symptom among medicines is told so, and not sent to look among near names."""
    with pytest.raises(NotFoundError) as caught:
        KB.interactions(["riluzole", name])
    assert (caught.value.kind, caught.value.key) == ("medicine", name)
    assert (caught.value.note, caught.value.suggestions) == (note, ())


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("vitamin e 400", ("vitamin E",)),
        ("Elavil 25", ("Elavil",)),
        ("elavyl 50 mg", ("Elavil", "Flagyl")),
        ("coenzyme q 11", ("coenzyme Q10",)),
        ("omega 3", ()),
    ],
)
def test_a_number_is_left_out_only_where_a_name_is_left(name: str, near: tuple[str, ...]) -> None:
    """A number behind a name may be a dose, or part of another name, which is no near one then."""
    with pytest.raises(NotFoundError) as caught:
        KB.interactions(["riluzole", name])
    assert caught.value.suggestions == near


def test_unknown_names_can_be_reported() -> None:
    """A name that nothing has is listed, and the rest is checked."""
    foreign = attrs.evolve(KB.medications["baclofen"], id="baclofenum")
    names = ["zzqx", "tizanidine", "fluvoxamine", "zzqx", foreign]
    report = KB.interactions(names, unknown="report")
    assert report.unknown == ("zzqx", "baclofenum")
    assert len(report.checked) == 2
    assert report.alerts
    assert repr(report).endswith("2 unknown>")
    assert "zzqx" in (report._repr_html_() or "")
    with pytest.raises(NotFoundError) as caught:
        KB.interactions(names, unknown="ignore")  # type: ignore[arg-type]
    assert str(caught.value) == "no unknown 'ignore'; did you mean 'raise' or 'report'?"
    with pytest.raises(NotFoundError) as caught:
        KB.interactions(["riluzole", foreign])
    assert (caught.value.kind, caught.value.key) == ("medicine", "baclofenum")


@pytest.mark.parametrize(
    ("name", "expected"),
    {
        "tizanidine 4 mg": ["tizanidine"],
        "Zanaflex 4mg tabs TID": ["tizanidine"],
        "Percocet": ["oxycodone", "paracetamol"],
        "Percocet 5/325 mg": ["oxycodone", "paracetamol"],
        "Percodan": ["oxycodone", "aspirin"],
    }.items(),
)
def test_doses_and_products_are_read(name: str, expected: list[str]) -> None:
    """A dose behind a name does not matter; a product stands for all that it holds."""
    assert [entry.id for entry in KB.interactions([name]).checked] == expected


@pytest.mark.parametrize(
    ("text", "names"),
    {
        "riluzole 50 mg bd, Elavil 2,5 mg;baclofen,": [
            "riluzole 50 mg bd",
            "Elavil 2,5 mg",
            "baclofen",
        ],
        "riluzole 50 mg,5-HTP": ["riluzole 50 mg", "5-HTP"],
        "riluzole\r\nbaclofen\n\nqqqq": ["riluzole", "baclofen", "qqqq"],
        "botulinum toxin, type B": ["botulinum toxin, type B"],
        "riluzole, botulinum toxin, type B, qqqq": ["riluzole", "botulinum toxin, type B", "qqqq"],
        "riluzole, 50 mg, baclofen": ["riluzole, 50 mg", "baclofen"],
        "dextromethorphan, quinidine": ["dextromethorphan", "quinidine"],
        "tizanidine, magnesium 300 mg": ["tizanidine", "magnesium 300 mg"],
        "baclofen, sodium": ["baclofen", "sodium"],
        "botulinum toxin\ntype B": ["botulinum toxin", "type B"],
        "qqqq, rrrr": ["qqqq", "rrrr"],
        " ,; ": [],
    }.items(),
)
def test_a_list_is_parted_into_names(text: str, names: list[str]) -> None:
    """At line ends, semicolons and commas, but for those of numbers and of names."""
    assert parted(KB._index, text) == names


def test_what_a_list_has_beside_a_medicine_is_told() -> None:
    """A word of a salt behind a comma is a name of its own, whoever calls, and so unknown."""
    for word in ("magnesium", "calcium", "sodium", "citrate"):
        report = KB.interactions([f"baclofen, {word}", "tizanidine"], unknown="report")
        assert report.unknown == (word,)
        with pytest.raises(NotFoundError, match=f"no medicine '{word}'"):
            KB.interactions([f"baclofen, {word}", "tizanidine"])


def test_labels_without_interactions_are_named() -> None:
    """A label whose interactions were not read is not told as if they had been."""
    told = brief.interactions(KB.interactions(["edaravone", "tolperisone"]))
    assert told.endswith("; no label read for interactions of Edaravone, Tolperisone")
    assert "for interactions" not in brief.interactions(KB.interactions(["riluzole", "baclofen"]))


def test_a_name_does_not_grow_without_end() -> None:
    """Doses without end are not put behind one name, which would take time by their square."""
    assert max(map(len, parted(KB._index, "riluzole" + ", 5 mg" * 500))) < 100


def test_no_list_loses_a_medicine() -> None:
    """Any two medicines with a comma between them are two, whatever both together may name."""
    names = [m.name for m in KB.medications] + [a.name for a in KB.agents]
    ahead = [name for name in names if "," not in name]
    for first, second in pairwise(ahead):
        assert parted(KB._index, f"{first}, {second}") == [first, second]


def test_a_name_with_a_comma_is_one() -> None:
    """Each name that has a comma is found whole."""
    named = [*KB.medications, *KB.agents, *KB.drug_classes]
    with_comma = [name for record in named for name in record.names if ", " in name]
    for name in with_comma:
        assert parted(KB._index, name) == [name]


def test_an_unknown_ingredient_names_its_product() -> None:
    """What of a product is not known is told with the product as it was written, and no guess."""
    report = KB.interactions(["Triavil 2 mg", "riluzole"], unknown="report")
    assert report.unknown == ("perphenazine (in Triavil)",)
    assert [entry.id for entry in report.checked] == ["amitriptyline", "riluzole"]
    with pytest.raises(NotFoundError) as caught:
        KB.interactions(["Triavil"])
    assert (caught.value.key, caught.value.suggestions) == (*report.unknown, ())
    told = "no medicine 'perphenazine (in Triavil)'; it is not in the knowledge base"
    assert str(caught.value) == told


def test_no_second_medicine_is_taken_for_a_dose() -> None:
    """What is more than a name and a dose is unknown, not half read."""
    names = ["tizanidine 4 mg warfarin 5 mg", "4 mg"]
    assert KB.interactions(names, unknown="report").unknown == tuple(names)


COVERED = {
    "tizanidine": "whole",
    "haloperidol": "in-part",
    "creatine": "none",
    "warfarin": "none",
    "SSRIs": "in-part",
    "nabiximols": "in-part",
}


@pytest.mark.parametrize(("name", "read"), COVERED.items())
def test_what_was_read_is_told(name: str, read: str) -> None:
    """Each entry says how far its labels were read, or those of its parts or members."""
    (found,) = KB.interactions([name]).coverage
    assert found.read == read
    assert bool(found.labels) == (read != "none")
    assert bool(found.through) == (name == "SSRIs")


def test_used_together_on_purpose_is_said() -> None:
    """Where current guidelines name two medicines together, the alert keeps its severity."""
    (alert,) = KB.interactions(["midazolam", "morphine"])
    assert alert.severity == "avoid"
    assert {"nice-ng31-2015", "ean-2024"} <= {*alert.together}
    assert "used together on purpose" in (alert._repr_html_() or "")
    page = CliRunner().invoke(app, ["interactions", "midazolam", "morphine"]).output
    assert "used together on purpose" in " ".join(page.split()).casefold()


@pytest.mark.parametrize("name", ["warfarin", "ciprofloxacin", "macrolide antibiotics", "SSRIs"])
@given(st.sampled_from([m.id for m in KB.medications if m.interactions]))
def test_a_record_that_is_added_takes_no_alert_away(name: str, other: str) -> None:
    """A medicine of an overlay is united with the agent or class that has its name."""
    model = KB.medications["creatine"]
    added = attrs.evolve(model, id="added", name=name, synonyms=(), xrefs=(), brands=())
    base = KnowledgeBase(attrs.evolve(KB.records, medications=(*KB.records.medications, added)))
    before, after = KB.interactions([name, other]), base.interactions([name, other])
    assert after.checked[0].id == "added"
    for alert in before:
        assert any(
            told.severity >= alert.severity and {*alert.sources} <= {*told.sources}
            for told in after
            if told.effect == alert.effect
        )
    topics = {effect.topic for effect in before.shared if effect.kind == "additive-effect"}
    assert topics <= {effect.topic for effect in after.shared}


def test_agents_are_named(kb: KnowledgeBase) -> None:
    """Every agent is named by an interaction, or belongs to a group, or is one."""
    named = {
        ref
        for m in kb.medications
        for i in m.interactions
        for ref in (i.partner, *(n.member for n in i.named))
    }
    groups = kb._index.groups
    above = {ref for a in kb.agents for ref in groups.reach(a.ref)}
    alone = [a.id for a in kb.agents if not named & {*groups.reach(a.ref)} and not a.members]
    assert [] == [id_ for id_ in alone if kb.agents[id_].ref not in above]
