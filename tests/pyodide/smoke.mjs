// Imports the built wheel in Pyodide under Node, loads the base, filters and finds.
// node smoke.mjs FOLDER: the folder holds nothing but the wheels of alstx and of what it needs.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const folder = process.argv[2];
const require = createRequire(join(process.cwd(), "package.json"));
const { loadPyodide } = require("pyodide");

const pyodide = await loadPyodide();
let found;
try {
  const site = pyodide.runPython("import site; site.getsitepackages()[0]");
  for (const file of readdirSync(folder)) {
    pyodide.unpackArchive(new Uint8Array(readFileSync(join(folder, file))), "zip", { extractDir: site });
  }
  found = pyodide.runPython(`
import sys
import alstx

before = sorted({name.partition(".")[0] for name in sys.modules} & {"attrs", "yaml", "cattrs"})
kb = alstx.load()
drooling = kb.medications.filter(symptom="drooling")
assert kb.medications.find("Elavil").id == "amitriptyline"
assert "glycopyrronium" in drooling.ids, drooling.ids
assert kb.treatments.filter(symptom="muscle cramps", role=None)
assert kb.medications.find_in("Elavil 25 mg qhs, baclofen 10 mg")[1].record.id == "baclofen"
assert kb.interactions(["tizanidine", "fluvoxamine"]).alerts
assert not before, before
f"alstx {alstx.__version__} on Python {sys.version.split()[0]} ({sys.platform}): {len(kb.medications)} medications, {len(drooling)} for drooling"
`);
} catch (error) {
  console.error(error.message); // the default report shows all of Pyodide's own source
  process.exit(1);
}
console.log(found);
