# Which medicines does a text name, and do their labels speak of each other?
import alstx

kb = alstx.load()
for mention in kb.medications.find_in("Elavil 25 mg at night, tizanidin 4 mg, Luvox"):
    print(mention.text, "->", mention.record.name, "(corrected)" if mention.corrected else "")

report = kb.interactions(["tizanidine", "Luvox", "amitriptyline"])
for alert in report.alerts:
    print(alert.severity, "|", alert.pair, "|", alert.effect)
print(report.note)
