# What helps with drooling, and who says so?
import alstx

kb = alstx.load()
for t in kb.treatments.filter(symptom="drooling")[:8]:
    sources = sorted({kb.sources[r.source].label for r in t.current})
    print(kb.resolve(t.intervention).name)
    print("    level", t.best_supporting_level, "|", ", ".join(sources))
