// SPDX-FileCopyrightText: 2026 The Torget authors
// SPDX-License-Identifier: EUPL-1.2
// A call between two browsers over the city's graph: signals by mutation, answers by subscription.
// Any app may use it: `new Call({graph, consultation, onState, onRemote})`. No library.

const OPEN = `mutation($c: ID!) { openCall(input: {consultationId: $c}) {
  session { id me iceServers { urls username credential } ttl relayOnly polite } userErrors { code message } } }`;
const SEND = `mutation($s: ID!, $e: String!, $n: Int!, $k: CallSignalKind!, $p: JSON!) {
  sendCallSignal(input: {session: $s, epoch: $e, clientSeq: $n, kind: $k, payload: $p}) { result } }`;
const HEAR = `subscription($s: ID!, $e: String, $a: Int!) {
  callSignals(session: $s, epoch: $e, afterSeq: $a) { seq sender kind payload } }`;
const TELL = (what) =>
  `mutation($c: ID!) { ${what}(input: {consultationId: $c}) { userErrors { code } } }`;
const LOST_MS = 60000;

/** The city's graph as a browser speaks with it: questions by HTTP, events by WebSocket. */
export class Graph {
  constructor({ url = "/graphql", token = null, language = "sv" } = {}) {
    Object.assign(this, { url, token, language });
  }

  async ask(query, variables) {
    const headers = { "content-type": "application/json", "accept-language": this.language, "torget-client": "call" };
    if (this.token) headers.authorization = `Bearer ${this.token}`;
    const answer = await fetch(this.url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
    const { data, errors } = await answer.json();
    if (errors?.length) throw Object.assign(new Error(errors[0].message), { code: errors[0].extensions?.code });
    return data;
  }

  /** Calls `heard` with each event and `ended` once, with whether the server meant it. */
  hear(query, variables, heard, ended) {
    const address = new URL(this.url, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address, "graphql-transport-ws");
    let meant = false;
    socket.onopen = () => {
      const payload = this.token ? { authorization: `Bearer ${this.token}` } : {};
      socket.send(JSON.stringify({ type: "connection_init", payload }));
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === "connection_ack") {
        socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query, variables } }));
      } else if (message.type === "ping") socket.send(JSON.stringify({ type: "pong" }));
      else if (message.type === "next" && message.payload.data) heard(message.payload.data);
      else if (["complete", "error", "next"].includes(message.type)) {
        meant = true;
        socket.close();
      }
    };
    socket.onclose = () => ended(meant);
    return () => {
      socket.onclose = null;
      socket.close();
    };
  }
}

/** One side of a call. States: new, gathering, connecting, connected, reconnecting, ended. */
export class Call {
  constructor({ graph, consultation, onState = () => {}, onRemote = () => {} }) {
    Object.assign(this, { graph, consultation, onState, onRemote });
    this.state = "new";
    this.epoch = null;
    this.last = 0;
    this.mine = 0;
    this.early = [];
    this.chain = Promise.resolve();
    this.retry = 500;
    this.errors = [];
  }

  async start({ video = { width: 640, height: 480 }, relayOnly = false } = {}) {
    // Camera first: without it browsers hide their own addresses from each other.
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: true, video });
    const session = await this.open();
    this.session = session;
    this.polite = session.polite;
    this.pc = new RTCPeerConnection({
      iceServers: servers(session),
      iceTransportPolicy: relayOnly || session.relayOnly ? "relay" : "all",
    });
    for (const track of this.stream.getTracks()) this.pc.addTrack(track, this.stream);
    this.pc.ontrack = ({ streams }) => this.onRemote(streams[0]);
    this.pc.onnegotiationneeded = () => this.peer && this.offer();
    this.pc.onicecandidate = ({ candidate }) => candidate && this.send("CANDIDATE", candidate.toJSON());
    this.pc.onicecandidateerror = ({ errorCode }) => this.errors.push(errorCode);
    this.pc.onconnectionstatechange = () => this.changed();
    this.renewing = setInterval(() => this.renew().catch(() => {}), session.ttl * 800);
    addEventListener("pagehide", () => this.pc.close());
    this.become("gathering");
    this.listen();
  }

  async open() {
    const { openCall } = await this.graph.ask(OPEN, { c: this.consultation });
    if (!openCall.session) {
      const [error] = openCall.userErrors;
      throw Object.assign(new Error(error.message), { code: error.code });
    }
    return openCall.session;
  }

  listen() {
    const known = { s: this.session.id, e: this.epoch, a: this.last };
    const heard = ({ callSignals }) => {
      this.retry = 500;
      // One at a time: two handlers at once would overtake each other.
      this.chain = this.chain.then(() => this.handle(callSignals)).catch((fault) => this.errors.push(String(fault)));
    };
    this.leave = this.graph.hear(HEAR, known, heard, (meant) => {
      if (this.state === "ended") return;
      if (meant) return this.finish("cancelled");
      // Media goes on without signals; only a hang-up or a minute of silence ends a call.
      setTimeout(() => this.state !== "ended" && this.listen(), this.retry);
      this.retry = Math.min(this.retry * 2, 5000);
    });
  }

  async send(kind, payload, again = 20) {
    const epoch = this.epoch;
    if (!epoch) return;
    const n = ++this.mine;
    for (let left = again; left > 0 && epoch === this.epoch && this.state !== "ended"; left--) {
      try {
        await this.graph.ask(SEND, { s: this.session.id, e: epoch, n, k: kind, p: payload });
        return;
      } catch (fault) {
        if (fault.code && fault.code !== "RATE_LIMITED") throw fault;
        await new Promise((done) => setTimeout(done, 300));
      }
    }
  }

  async offer() {
    try {
      this.making = true;
      await this.pc.setLocalDescription();
      this.send("SDP", this.pc.localDescription);
    } finally {
      this.making = false;
    }
  }

  async handle({ seq, kind, payload }) {
    if (kind === "WELCOME") {
      if (payload.epoch === this.epoch) return;
      this.epoch = payload.epoch;
      this.last = 0;
      this.mine = 0;
      this.send("JOIN", {});
      return;
    }
    if (seq <= this.last) return;
    this.last = seq;
    if (kind === "JOIN") {
      this.peer = true;
      if (!this.polite && this.pc.connectionState === "new" && !this.pc.localDescription) await this.offer();
      else if (!this.polite && this.pc.signalingState === "have-local-offer") this.send("SDP", this.pc.localDescription);
    } else if (kind === "RENEGOTIATE") await this.offer();
    else if (kind === "BYE") this.finish(payload.reason ?? "hangup");
    else if (kind === "SDP") await this.describe(payload);
    else if (kind === "CANDIDATE") await this.candidate(payload);
  }

  async describe(description) {
    this.peer = true;
    const clash = description.type === "offer" && (this.making || this.pc.signalingState !== "stable");
    this.ignoring = !this.polite && clash;
    if (this.ignoring) return;
    await this.pc.setRemoteDescription(description);
    for (const held of this.early.splice(0)) await this.pc.addIceCandidate(held);
    if (description.type === "offer") {
      await this.pc.setLocalDescription();
      this.send("SDP", this.pc.localDescription);
    }
  }

  async candidate(candidate) {
    if (!this.pc.remoteDescription) {
      this.early.push(candidate);
      return;
    }
    try {
      await this.pc.addIceCandidate(candidate);
    } catch (fault) {
      if (!this.ignoring) throw fault;
    }
  }

  changed() {
    const now = this.pc.connectionState;
    if (now === "connecting") this.become("connecting");
    else if (now === "connected") {
      clearTimeout(this.losing);
      this.losing = null;
      this.become("connected");
      this.tell("reportCallConnected");
    } else if ((now === "disconnected" || now === "failed") && !this.losing) {
      this.become("reconnecting");
      this.tell("reportCallLost");
      this.losing = setTimeout(() => this.finish("lost"), LOST_MS);
      if (!this.polite) this.restart().catch(() => {});
    }
  }

  /** Fresh credentials alone change nothing for a live call; a restart makes it use them. */
  async restart() {
    await this.renew();
    this.pc.restartIce();
  }

  async renew() {
    const session = await this.open();
    this.pc.setConfiguration({ ...this.pc.getConfiguration(), iceServers: servers(session) });
  }

  tell(what) {
    this.graph.ask(TELL(what), { c: this.consultation }).catch(() => {});
  }

  async hangUp(reason = "hangup") {
    await this.send("BYE", { reason }, 2);
    this.tell("hangUpCall");
    this.finish(reason);
  }

  finish(reason) {
    if (this.state === "ended") return;
    clearInterval(this.renewing);
    clearTimeout(this.losing);
    this.leave?.();
    this.pc?.close();
    this.stream?.getTracks().forEach((track) => track.stop());
    this.ended = reason;
    this.become("ended");
  }

  become(state) {
    this.state = state;
    this.onState(state);
  }

  /** What flows: packets and frames received, the kinds of both ends' addresses. */
  async measure() {
    const stats = [...(await this.pc.getStats()).values()];
    const inbound = (kind) => stats.find((one) => one.type === "inbound-rtp" && one.kind === kind) ?? {};
    const pair = stats.find((one) => one.type === "candidate-pair" && one.nominated && one.state === "succeeded");
    const end = (id) => stats.find((one) => one.id === id)?.candidateType ?? null;
    return {
      frames: inbound("video").framesDecoded ?? 0,
      packets: inbound("audio").packetsReceived ?? 0,
      local: pair ? end(pair.localCandidateId) : null,
      remote: pair ? end(pair.remoteCandidateId) : null,
      ufrag: /a=ice-ufrag:(\S+)/.exec(this.pc.localDescription?.sdp ?? "")?.[1] ?? null,
    };
  }
}

function servers({ iceServers }) {
  return iceServers.map(({ urls, username, credential }) =>
    username ? { urls, username, credential } : { urls },
  );
}
