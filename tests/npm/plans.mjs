// SPDX-FileCopyrightText: 2026 The Torget authors
// SPDX-License-Identifier: EUPL-1.2
// node plans.mjs [apollo]: one JSON line in ({supergraph, operations}), one out: for each operation the
// fetches and waves that the planners of Apollo and, unless it is left out, of Hive need, null where one
// refuses.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(`${process.env.ORACLE_MODULES}/x.js`);
const { QueryPlanner: Apollo } = require("@apollo/query-planner");
const { Supergraph, operationFromDocument } = require("@apollo/federation-internals");
const { QueryPlanner: Hive } = require("@graphql-hive/router-query-planner");
const { parse } = require("graphql");

// A plan node as [fetches, waves]; both planners name their nodes alike.
function measure(node) {
  switch (node?.kind) {
    case undefined:
      return [0, 0];
    case "Fetch":
    case "BatchFetch":
      return [1, 1];
    case "Flatten":
      return measure(node.node);
    case "Condition": {
      const one = measure(node.ifClause);
      const other = measure(node.elseClause);
      return [one[0] + other[0], Math.max(one[1], other[1])];
    }
    case "Sequence":
      return node.nodes.map(measure).reduce((a, b) => [a[0] + b[0], a[1] + b[1]], [0, 0]);
    case "Parallel":
      return node.nodes.map(measure).reduce((a, b) => [a[0] + b[0], Math.max(a[1], b[1])], [0, 0]);
    default:
      throw new Error(`unknown node ${node.kind}`);
  }
}

function attempt(plan) {
  try {
    return measure(plan().node);
  } catch (error) {
    if (process.env.SHOW) console.error(String(error));
    return null;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { supergraph: sdl, operations } = JSON.parse(line);
  const answer = operations.map(() => ({}));
  try {
    const supergraph = Supergraph.build(sdl);
    const apollo = new Apollo(supergraph);
    operations.forEach((text, index) => {
      answer[index].apollo = attempt(() => {
        const operation = operationFromDocument(supergraph.apiSchema(), parse(text));
        return apollo.buildQueryPlan(operation);
      });
    });
  } catch (error) {
    if (process.env.SHOW) console.error(String(error));
  }
  try {
    const hive = process.argv[2] ? null : new Hive(sdl);
    operations.forEach((text, index) => {
      if (hive) answer[index].hive = attempt(() => hive.plan(text, null, new Set(), 0));
    });
  } catch (error) {
    if (process.env.SHOW) console.error(String(error));
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
