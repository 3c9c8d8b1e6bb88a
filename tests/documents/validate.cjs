// Says of each instance whether it is valid: `validate.cjs SCHEMA INSTANCES`, the second a list in JSON.
const { readFileSync } = require("node:fs");
const Ajv = require("ajv/dist/2020");

const [schema, instances] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
const validate = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false }).compile(schema);
console.log(JSON.stringify(instances.map((instance) => validate(instance))));
