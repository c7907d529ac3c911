// SPDX-FileCopyrightText: 2026 The Torget authors
// SPDX-License-Identifier: EUPL-1.2
// The page for developers: plain script, no library, no address but our own.
"use strict";
const byId = (id) => document.getElementById(id);
const fields = ["query", "variables", "headers", "locale"];
let running = null;

function restore() {
  for (const tag of FACTS.locales) {
    const option = document.createElement("option");
    option.value = option.textContent = tag;
    byId("locale").append(option);
  }
  byId("locale").value = "sv";
  byId("query").value = "{\n  __typename\n}\n";
  for (const name of fields) {
    const kept = sessionStorage.getItem(name);
    if (kept !== null) byId(name).value = kept;
  }
  for (const caller of FACTS.callers) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = caller.name;
    button.addEventListener("click", () => signIn(caller));
    byId("callers").append(button);
  }
}

async function signIn(caller) {
  const answer = await fetch(caller.login, { headers: { "torget-client": "page" } });
  const { token, language } = await answer.json();
  byId("headers").value = JSON.stringify({ ...readObject("headers"), authorization: "Bearer " + token }, null, 2);
  if (FACTS.locales.includes(language)) byId("locale").value = language;
  byId("status").textContent = "Signed in as " + caller.name + ": her profile's language goes before the one chosen here, @locale(lang: \"en\") before both";
}

function readObject(id) {
  const text = byId(id).value.trim();
  if (!text) return {};
  const value = JSON.parse(text);
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Error(id + " is not an object");
  return value;
}

function show(pane) {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const chosen = tab.dataset.pane === pane;
    tab.setAttribute("aria-selected", String(chosen));
    byId(tab.dataset.pane).hidden = !chosen;
  }
  if (pane === "schema" && !byId("schema").textContent) showSchema();
}

async function send(body, accept) {
  running = new AbortController();
  const headers = { "content-type": "application/json", "torget-client": "page", accept, "accept-language": byId("locale").value };
  return fetch("/graphql", { method: "POST", headers: { ...headers, ...readObject("headers") }, body: JSON.stringify(body), signal: running.signal });
}

async function run() {
  for (const name of fields) sessionStorage.setItem(name, byId(name).value);
  const started = performance.now();
  byId("answer").textContent = byId("plan").textContent = "";
  byId("stop").hidden = false;
  try {
    const query = byId("query").value;
    const isStream = /(^|\})\s*subscription\b/.test(query);
    const body = { query, variables: readObject("variables"), extensions: { plan: true } };
    const answer = await send(body, isStream ? "text/event-stream" : "application/json");
    if (isStream && answer.ok) await readEvents(answer);
    else present(await answer.json());
    byId("status").textContent = answer.status + " in " + Math.round(performance.now() - started) + " ms";
  } catch (error) {
    byId("status").textContent = String(error.message || error);
  } finally {
    byId("stop").hidden = true;
  }
}

function present(result) {
  const plan = result.extensions && result.extensions.plan;
  if (plan) {
    byId("plan").textContent = plan;
    delete result.extensions.plan;
    if (!Object.keys(result.extensions).length) delete result.extensions;
  }
  byId("answer").textContent = JSON.stringify(result, null, 2);
}

async function readEvents(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const events = rest.split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const data = event.split("\n").filter((line) => line.startsWith("data: ")).map((line) => line.slice(6)).join("\n");
      if (data) byId("answer").textContent = JSON.stringify(JSON.parse(data), null, 2) + "\n" + byId("answer").textContent.slice(0, 20000);
    }
  }
}

const TYPE = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
function typeText(type) {
  if (type.kind === "NON_NULL") return typeText(type.ofType) + "!";
  if (type.kind === "LIST") return "[" + typeText(type.ofType) + "]";
  return type.name;
}

async function showSchema() {
  const query = `{ __schema { types { kind name fields { name args { name type { ${TYPE} } } type { ${TYPE} } } inputFields { name type { ${TYPE} } } enumValues { name } possibleTypes { name } } } }`;
  const answer = await (await send({ query }, "application/json")).json();
  if (!answer.data) return present(answer);
  const lines = [];
  for (const type of answer.data.__schema.types) {
    if (type.name.startsWith("__") || type.kind === "SCALAR") continue;
    lines.push(type.kind.toLowerCase() + " " + type.name);
    for (const field of type.fields || type.inputFields || []) {
      const args = (field.args || []).map((arg) => arg.name + ": " + typeText(arg.type)).join(", ");
      lines.push("  " + field.name + (args ? "(" + args + ")" : "") + ": " + typeText(field.type));
    }
    for (const value of type.enumValues || type.possibleTypes || []) lines.push("  " + value.name);
  }
  byId("schema").textContent = lines.join("\n");
}

restore();
byId("run").addEventListener("click", run);
byId("stop").addEventListener("click", () => running && running.abort());
document.addEventListener("keydown", (event) => { if (event.ctrlKey && event.key === "Enter") run(); });
for (const tab of document.querySelectorAll("[role=tab]")) tab.addEventListener("click", () => show(tab.dataset.pane));
