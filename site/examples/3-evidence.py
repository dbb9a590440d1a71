# What was found for cramps in ALS, trials first?
import alstx

kb = alstx.load()
found = kb.evidence.filter(symptom="muscle cramps", population="als")
for e in sorted(found, key=lambda e: (e.level or 9, -(kb.sources[e.source].year or 0)))[:8]:
    source = kb.sources[e.source]
    print(source.year, source.label, "| level", e.level, "|", e.direction, "|", e.finding)
