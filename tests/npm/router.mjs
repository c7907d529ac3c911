// SPDX-FileCopyrightText: 2026 The Torget authors
// SPDX-License-Identifier: EUPL-1.2
// node router.mjs SUPERGRAPH [PORT]: @apollo/gateway with a supergraph of ours. Without PORT, one JSON
// operation per line in, one answer per line out; with it, an HTTP server.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(`${process.env.ORACLE_MODULES}/x.js`);
const { ApolloGateway } = require("@apollo/gateway");
const { parse, validate } = require("graphql");

const [file, port] = process.argv.slice(2);
const quiet = () => {};
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const gateway = new ApolloGateway({ supergraphSdl: readFileSync(file, "utf8"), logger });
const { schema, executor } = await gateway.load();
const documents = new Map();

async function answer(query) {
  let document = documents.get(query);
  if (!document) {
    document = parse(query);
    const errors = validate(schema, document);
    if (errors.length) return { errors };
    documents.set(query, document);
  }
  return executor({
    document,
    request: { query, variables: {} },
    operationName: null,
    queryHash: query,
    context: {},
    cache: undefined,
    schema,
    logger,
    metrics: {},
  });
}

if (port) {
  createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const body = JSON.stringify(await answer(JSON.parse(text).query));
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  }).listen(Number(port), "127.0.0.1");
} else {
  for await (const line of createInterface({ input: process.stdin })) {
    const { data, errors } = await answer(JSON.parse(line));
    process.stdout.write(`${JSON.stringify({ data, errors: Boolean(errors?.length) })}\n`);
  }
  process.exit(0);
}
