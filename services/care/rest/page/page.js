// SPDX-FileCopyrightText: 2026 The Torget authors
// SPDX-License-Identifier: EUPL-1.2
// The reference page of a consultation: one big button at a time, nothing to learn.

import { Call, Graph } from "./call.js";

const CHANGED = `subscription($c: ID!) { consultationChanged(id: $c) {
  state waiting { id role language waitingSince } participants { id role admittedAt leftAt } } }`;
const ENTER = `mutation($c: ID!) { enterWaitingRoom(input: {consultationId: $c, consents: true}) {
  consultation { state } userErrors { message } } }`;
const ADMIT = `mutation($c: ID!) { admitToConsultation(input: {consultationId: $c}) {
  consultation { state } userErrors { message } } }`;
const LIVE = ["ADMITTED", "IN_CALL", "RECONNECTING"];

const asked = new URLSearchParams(location.search);
const kept = new URLSearchParams(location.hash.slice(1));
history.replaceState(null, "", location.pathname + location.search);

const consultation = asked.get("consultation");
const staff = asked.get("as") === "staff";
const graph = new Graph({ token: kept.get("token"), language: document.documentElement.lang });
const byId = (id) => document.getElementById(id);
const words = JSON.parse(byId("words").textContent);
const page = { state: null, call: null, graph };
globalThis.page = page;

function say(text) {
  byId("status").textContent = text;
}

async function step(mutation) {
  try {
    const [answer] = Object.values(await graph.ask(mutation, { c: consultation }));
    if (answer.userErrors.length) say(answer.userErrors[0].message);
  } catch (fault) {
    say(fault.message);
  }
}

async function join() {
  if (page.call && page.call.state !== "ended") return;
  page.call = new Call({
    graph,
    consultation,
    onState: (state) => say(words[state] ?? ""),
    onRemote: (stream) => (byId("remote").srcObject = stream),
  });
  try {
    await page.call.start({ relayOnly: asked.get("relay") === "1" });
    byId("local").srcObject = page.call.stream;
  } catch (fault) {
    say(fault.message);
  }
}

function show({ consultationChanged: now }) {
  page.state = now.state;
  page.waiting = now.waiting.length;
  const live = LIVE.includes(now.state);
  byId("enter").hidden = staff || now.state !== "SCHEDULED";
  byId("admit").hidden = !staff || now.waiting.length === 0 || live;
  byId("hangup").hidden = !live;
  byId("queue").replaceChildren(
    ...now.waiting.map((one) => {
      const line = document.createElement("li");
      line.textContent = `${words[one.role]} · ${one.language} · ${new Date(one.waitingSince).toLocaleTimeString()}`;
      return line;
    }),
  );
  if (live) join();
  else {
    page.call?.finish("cancelled");
    say(words[now.state] ?? words.WAITING);
  }
}

function follow(wait = 500) {
  graph.hear(CHANGED, { c: consultation }, (data) => ((wait = 500), show(data)), (meant) => {
    if (!meant) setTimeout(() => follow(Math.min(wait * 2, 5000)), wait);
  });
}

byId("enter").onclick = () => step(ENTER);
byId("admit").onclick = () => step(ADMIT);
byId("hangup").onclick = () => page.call?.hangUp();
follow();
