"""Checked by mypy and pyright, never run: what the public types promise to a consumer."""

from pathlib import Path
from typing import assert_type

import polars as pl
from altair import ConcatChart
from matplotlib.figure import Figure

import alstx
from alstx.kb.catalogs import Medications, Treatments
from alstx.model.base import JsonValue
from alstx.tables.frames import Cell
from alstx.vocab import Level, Role

kb = alstx.load()
assert_type(kb, alstx.KnowledgeBase)
assert_type(kb.medications, Medications)
assert_type(kb.medications["baclofen"], alstx.Medication)
assert_type(kb.medications.get("baclofen"), alstx.Medication | None)
assert_type(kb.medications.find("Lioresal"), alstx.Medication)
assert_type(kb.medications.filter(symptom="drooling") | kb.medications[:3], Medications)
assert_type(kb.treatments.filter(symptom=kb.symptoms["sialorrhea"]), Treatments)
assert_type(kb.treatments[0].role, Role)
assert_type(kb.treatments[0].best_supporting_level, Level | None)
assert_type(kb.medications[0].to_dict(), dict[str, JsonValue])
assert_type(kb.treatments[0].to_dict(compact=True), dict[str, JsonValue])
assert_type([r.statement for r in kb.recommendations], list[str])
assert_type(alstx.medications, Medications)
assert_type(kb.medications.search("elavl"), tuple[alstx.Match[alstx.Medication], ...])
assert_type(kb.symptoms.find_in("drooling")[0], alstx.Mention[alstx.Symptom])
assert_type(kb.symptoms.find_in("drooling")[0].record, alstx.Symptom)
assert_type(alstx.annotate({1: "a frame"}, "drug"), dict[int, str])
assert_type(kb.medications.to_records(), list[dict[str, Cell]])
assert_type(kb.evidence.to_estimates(), list[dict[str, Cell]])
assert_type(kb.evidence.to_estimates("records"), list[dict[str, Cell]])
assert_type(kb.evidence.to_estimates("polars"), pl.DataFrame)
assert_type(alstx.plot.forest(kb, "cramps"), Figure)
assert_type(alstx.plot.interactive.forest(kb, "cramps"), ConcatChart)
assert_type(alstx.plot.interactive.evidence_map(kb, symptoms=["cramps"]), ConcatChart)
assert_type(alstx.plot.interactive.guideline_matrix(kb, "cramps"), ConcatChart)
assert_type(alstx.export.write(kb, "json", "alstx.json"), Path)

kb.evidence.to_estimates("excel")  # type: ignore[call-overload]  # pyright: ignore
kb.medications.filter(symptm="drooling")  # type: ignore[call-arg]  # pyright: ignore
kb.medications["baclofen"].drug_clases  # type: ignore[attr-defined]  # pyright: ignore
kb.medications["baclofen"].name = "x"  # type: ignore[misc]  # pyright: ignore
alstx.lod  # type: ignore[attr-defined]  # pyright: ignore
