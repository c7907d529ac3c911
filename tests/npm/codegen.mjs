// SPDX-FileCopyrightText: 2026 The Torget authors
// SPDX-License-Identifier: EUPL-1.2
// node codegen.mjs SCHEMA DOCUMENTS: the code generator that Apollo's client recommends for TypeScript makes
// types of the shell's queries; the compiler is content with their use, and not with a wrong one.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const modules = process.env.ORACLE_MODULES;
const require = createRequire(`${modules}/x.js`);
const { generate } = require("@graphql-codegen/cli");
const [schema, documents] = process.argv.slice(2);
const OPTIONS = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "esnext"];
const RIGHT = `import { ApolloClient, InMemoryCache } from "@apollo/client/core";
import * as types from "./types/graphql";
const client = new ApolloClient({ cache: new InMemoryCache(), uri: "/graphql" });
export async function home(): Promise<string | undefined> {
  const { data } = await client.query({ query: types.HomeDocument });
  return data.me?.inbox?.nodes[0]?.title.value;
}
export async function rights(): Promise<string[]> {
  const { data } = await client.query({ query: types.RightsDocument });
  return (data.me?.dataRights ?? []).map((each) => each.title.value);
}
export async function openNow(): Promise<number | undefined> {
  const near = { latitude: 59.33, longitude: 18.06 };
  const { data } = await client.query({ query: types.OpenNowDocument, variables: { near } });
  return data.places?.totalCount;
}
export async function read(id: string): Promise<string[]> {
  const { data } = await client.mutate({
    mutation: types.MarkMessageDocument,
    variables: { input: { id, state: "READ" } },
  });
  return data?.markInboxMessage?.userErrors.map((each) => each.code) ?? [];
}
`;
const WRONG = `import type { HomeQuery } from "./types/graphql";
export const wrong = (home: HomeQuery) => home.me?.nothingLikeIt;
`;

function compile(name, text) {
  writeFileSync(name, text);
  const compiler = join(modules, "typescript", "bin", "tsc");
  const command = [compiler, ...OPTIONS, "--moduleResolution", "bundler", name];
  return spawnSync(process.execPath, command, { encoding: "utf8" });
}

const place = mkdtempSync(join(tmpdir(), "torget-codegen-"));
try {
  symlinkSync(modules, join(place, "node_modules"));
  process.chdir(place);
  const scalars = { Date: "string", DateTime: "string", JSON: "unknown", Locale: "string" };
  const made = await generate({
    schema,
    documents: [`${documents}/*.graphql`],
    silent: true,
    generates: {
      [`${place}/types/`]: {
        preset: "client",
        presetConfig: { fragmentMasking: false },
        config: { strictScalars: true, scalars, useTypeImports: true },
      },
    },
  });
  const { content } = made.find((each) => each.filename.endsWith("graphql.ts"));
  const operations = content.match(/export const \w+Document = /g).length;
  const right = compile("right.ts", RIGHT);
  assert.equal(right.status, 0, right.stdout);
  assert.match(compile("wrong.ts", WRONG).stdout, /nothingLikeIt/);
  console.log(`@graphql-codegen/client-preset for @apollo/client: ${operations} operations, ok`);
} finally {
  process.chdir("/");
  rmSync(place, { recursive: true });
}
