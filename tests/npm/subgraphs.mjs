// SPDX-FileCopyrightText: 2026 The Torget authors
// SPDX-License-Identifier: EUPL-1.2
// node subgraphs.mjs PORT: two Federation subgraphs on graphql-js, /places and /reviews, answered by
// graphql-http; subscriptions of places by graphql-ws on the same address.
import { createServer } from "node:http";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.ORACLE_MODULES}/x.js`);
const { buildSchema } = require("graphql");
const { createHandler } = require("graphql-http/lib/use/http");
const { useServer } = require("graphql-ws/use/ws");
const { WebSocketServer } = require("ws");

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n';
const MACHINE = "scalar _Any scalar FieldSet directive @key(fields: String!) on OBJECT type _Service { sdl: String! }\n";
const SDL = {
  places:
    "type Query { places: [Place!] } type Subscription { opened(count: Int!): Place }" +
    ' type Place @key(fields: "id") { id: ID! name: String }',
  reviews: 'type Query { latest: String } type Place @key(fields: "id") { id: ID! stars: Int }',
};
const NAMES = { 1: "Badhuset", 2: "Biblioteket" };
const place = (id) => ({ __typename: "Place", id, name: NAMES[id] });
const FIELDS = {
  places: () => Object.keys(NAMES).map(place),
  latest: () => "bra",
  async *opened({ count }) {
    for (let id = 1; id <= count; id++) yield { opened: place(String(id)) };
  },
};

function subgraph(name) {
  const inner = "_service: _Service! _entities(representations: [_Any!]!): [_Entity]!";
  const schema = buildSchema(
    `${MACHINE} union _Entity = Place ${SDL[name].replace("type Query {", `type Query { ${inner}`)}`,
  );
  const rootValue = {
    ...FIELDS,
    _service: () => ({ sdl: LINK + SDL[name] }),
    _entities: ({ representations }) =>
      representations.map(({ id }) => ({ ...place(id), stars: Number(id) + 3 })),
  };
  return { schema, rootValue };
}

const graphs = { places: subgraph("places"), reviews: subgraph("reviews") };
const handlers = Object.fromEntries(
  Object.entries(graphs).map(([name, graph]) => [name, createHandler(graph)]),
);
const server = createServer((request, response) => {
  const handler = handlers[request.url.slice(1)];
  if (handler) handler(request, response);
  else response.writeHead(404).end();
});
const sockets = new WebSocketServer({ server, path: "/places" });
useServer({ schema: graphs.places.schema, roots: { subscription: FIELDS } }, sockets);
server.listen(Number(process.argv[2]), "127.0.0.1");
