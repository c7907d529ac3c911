// SPDX-FileCopyrightText: 2026 The Torget authors
// SPDX-License-Identifier: EUPL-1.2
// node compose.mjs [PACKAGE]: one JSON line in ([{name, url, sdl}]), one out ({codes, messages, sdl}).
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(`${process.env.ORACLE_MODULES}/x.js`);
const { composeServices } = require(process.argv[2] ?? "@theguild/federation-composition");
const { parse } = require("graphql");

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const services = JSON.parse(line).map(({ name, url, sdl }) => ({
      name,
      url,
      typeDefs: parse(sdl),
    }));
    const result = composeServices(services);
    const errors = result.errors ?? [];
    answer = {
      codes: errors.map((error) => error.extensions?.code ?? "INVALID_GRAPHQL"),
      messages: errors.map((error) => error.message),
      sdl: result.supergraphSdl ?? null,
    };
  } catch (error) {
    answer = { codes: ["INVALID_GRAPHQL"], messages: [String(error)], sdl: null };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
