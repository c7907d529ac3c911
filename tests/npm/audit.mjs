// SPDX-FileCopyrightText: 2026 The Torget authors
// SPDX-License-Identifier: EUPL-1.2
// node audit.mjs URL [must]: GraphQL over HTTP, all audits; with `must`, MUST and SHOULD without those
// that a public door refuses on purpose (plain GET, the schema). One line per audit that is not passed.
import { createRequire } from "node:module";

const require = createRequire(`${process.env.ORACLE_MODULES}/x.js`);
const { serverAudits } = require("graphql-http");

const [url, mode] = process.argv.slice(2);
const isPublic = mode === "must";
const fetchFn = isPublic
  ? (target, init = {}) =>
      fetch(target, { ...init, headers: { ...init.headers, "apollo-require-preflight": "1" } })
  : fetch;
let passed = 0;
let all = 0;
for (const audit of serverAudits({ url, fetchFn })) {
  if (isPublic && /^MAY/.test(audit.name)) continue;
  all += 1;
  const result = await audit.fn();
  if (result.status === "ok") passed += 1;
  else console.log(`${result.status}: ${audit.id} ${audit.name}: ${result.reason}`);
}
console.log(`graphql-http ${isPublic ? "public" : "developer"}: ${passed}/${all}`);
process.exit(passed === all ? 0 : 1);
