// SPDX-FileCopyrightText: 2026 The Torget authors
// SPDX-License-Identifier: EUPL-1.2
// node clients.mjs PORT: the reference clients of three protocols, and Apollo's, against one gateway.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.ORACLE_MODULES}/x.js`);
const port = process.argv[2];
const http = `http://127.0.0.1:${port}/graphql`;

const collect = async (events, most = 100) => {
  const found = [];
  for await (const event of events) {
    found.push(event);
    if (found.length >= most) break;
  }
  return found;
};
const plain = (value) => JSON.parse(JSON.stringify(value));
const TICKS = "subscription { ticks(to: 3) }";
const NEXTS = [1, 2, 3].map((ticks) => ({ data: { ticks } }));

async function sockets() {
  const { createClient, CloseCode } = require("graphql-ws");
  const WebSocket = require("ws");
  const client = createClient({
    url: `ws://127.0.0.1:${port}/graphql`,
    webSocketImpl: WebSocket,
    lazyCloseTimeout: 50,
  });
  assert.deepEqual(plain(await collect(client.iterate({ query: TICKS }))), NEXTS);
  assert.deepEqual(plain(await collect(client.iterate({ query: "{ __typename }" }))), [
    { data: { __typename: "Query" } },
  ]);
  await assert.rejects(collect(client.iterate({ query: "{ nope }" })), (errors) => {
    assert.equal(errors[0].extensions.code, "VALIDATION_FAILED");
    return true;
  });
  assert.equal((await collect(client.iterate({ query: "subscription { forever }" }), 2)).length, 2);
  const many = Array.from({ length: 20 }, () => collect(client.iterate({ query: TICKS })));
  for (const one of await Promise.all(many)) assert.deepEqual(plain(one), NEXTS);
  await client.dispose();
  const early = new WebSocket(`ws://127.0.0.1:${port}/graphql`, "graphql-transport-ws");
  const code = await new Promise((resolve) => {
    early.on("open", () =>
      early.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: TICKS } })),
    );
    early.on("close", resolve);
  });
  assert.equal(code, CloseCode.Unauthorized);
  return "graphql-ws";
}

async function events(singleConnection) {
  const { createClient } = require("graphql-sse");
  const client = createClient({ url: http, singleConnection });
  assert.deepEqual(plain(await collect(client.iterate({ query: TICKS }))), NEXTS);
  assert.deepEqual(plain(await collect(client.iterate({ query: "{ __typename }" }))), [
    { data: { __typename: "Query" } },
  ]);
  assert.equal((await collect(client.iterate({ query: "subscription { forever }" }), 2)).length, 2);
  client.dispose();
  return `graphql-sse ${singleConnection ? "single" : "distinct"}`;
}

async function apollo() {
  const { ApolloClient, InMemoryCache, HttpLink, gql } = require("@apollo/client/core");
  const client = new ApolloClient({
    link: new HttpLink({ uri: http, fetch }),
    cache: new InMemoryCache(),
  });
  const { data } = await client.query({ query: gql("{ place(id: 3) { id name } }") });
  assert.equal(data.place.name, "Plats 3");
  const failing = await client.query({ query: gql("{ fail }"), errorPolicy: "all" });
  assert.equal(failing.data.fail, null);
  assert.equal(failing.errors[0].path[0], "fail");
  const seen = await new Promise((resolve, reject) => {
    const results = [];
    client
      .watchQuery({
        query: gql("{ place(id: 4) { id ... @defer { reviews { stars } } } }"),
        fetchPolicy: "network-only",
      })
      .subscribe({
        next(result) {
          results.push(plain(result.data));
          if (result.data.place.reviews) resolve(results);
        },
        error: reject,
      });
  });
  assert.equal(seen.at(-1).place.reviews[0].stars, 5);
  const ticks = await new Promise((resolve, reject) => {
    const results = [];
    client.subscribe({ query: gql(TICKS) }).subscribe({
      next: (result) => results.push(result.data.ticks),
      error: reject,
      complete: () => resolve(results),
    });
  });
  assert.deepEqual(ticks, [1, 2, 3]);
  client.stop();
  return "@apollo/client with @defer and multipart subscriptions";
}

for (const run of [sockets, () => events(false), () => events(true), apollo]) {
  console.log(`${await run()}: ok`);
}
process.exit(0);
