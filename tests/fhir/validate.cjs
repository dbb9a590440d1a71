// Validates exported Bundles against HL7's definitions: node validate.cjs FOLDER, with R5.json,
// R4B.json and R4.json in it, and HL7's package of R4 in FOLDER/hl7.fhir.r4.core. `nox -s fhir`
// brings what it needs and runs it.
const fs = require("node:fs");
const path = require("node:path");
const { createRequire } = require("node:module");

const folder = path.resolve(process.argv[2]);
const installed = createRequire(path.join(folder, "here.js"));
const { Fhir, ParseConformance } = installed("fhir");
const Schema = installed("@asymmetrik/fhir-json-schema-validator");
const packages = {
  R5: "node_modules/hl7.fhir.r5.core",
  R4B: "node_modules/hl7.fhir.r4b.core",
  R4: "hl7.fhir.r4.core",
};

function validator(release) {
  const home = path.join(folder, packages[release]);
  const parser = new ParseConformance(false);
  for (const kind of ["CodeSystem-", "ValueSet-", "StructureDefinition-"]) {
    const found = fs.readdirSync(home).filter((name) => name.startsWith(kind));
    const read = found.map((name) => JSON.parse(fs.readFileSync(path.join(home, name))));
    const entry = read.filter((held) => held.derivation !== "constraint");
    parser.parseBundle({ resourceType: "Bundle", entry: entry.map((resource) => ({ resource })) });
  }
  return new Fhir(parser);
}

// a required element may be absent with its reason, which the validator does not know
const told = (resource, message) =>
  message.message === "Missing property" && `_${message.location.split(".").pop()}` in resource;

function errors(fhir, resource) {
  const found = fhir.validate(resource, { errorOnUnexpected: true }).messages;
  return found.filter((message) => message.severity === "error" && !told(resource, message));
}

let wrong = 0;
for (const release of ["R5", "R4B", "R4"]) {
  const fhir = validator(release);
  const schema = release === "R4" ? new Schema() : null;
  const entries = JSON.parse(fs.readFileSync(path.join(folder, `${release}.json`))).entry;
  const kinds = new Map();
  for (const { resource } of entries) {
    kinds.set(resource.resourceType, resource);
    const found = errors(fhir, resource).map((held) => `${held.location}: ${held.message}`);
    found.push(...(schema?.validate(resource) ?? []).map((held) => JSON.stringify(held)));
    for (const line of found.slice(0, 3)) console.log(release, resource.resourceType, resource.id, line);
    wrong += found.length;
  }
  for (const resource of kinds.values()) {
    const spoilt = { ...resource, noSuchElement: 1 };
    if (!errors(fhir, spoilt).length) {
      console.log(release, resource.resourceType, "an element that is not defined passes");
      wrong += 1;
    }
  }
  console.log(`${release}: ${entries.length} resources of ${kinds.size} kinds, ${wrong} errors so far`);
}
process.exit(wrong ? 1 : 0);
