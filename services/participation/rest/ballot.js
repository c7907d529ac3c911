// SPDX-FileCopyrightText: 2026 The Torget authors
// SPDX-License-Identifier: EUPL-1.2
// The voter's side of a secret poll: draws a serial, blinds it (RFC 9474, RSABSSA-SHA384-PSS-Deterministic),
// checks the signature it gets, casts without a name, and keeps what proves the ballot. No framework.

const encoder = new TextEncoder();
const HASH = 48;
const SALT = 48;

export const toHex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
export const fromHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
export const toBase64 = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
export const fromBase64 = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toNumber = (bytes) => BigInt("0x" + (toHex(bytes) || "0"));
const toBytes = (number, length) => fromHex(number.toString(16).padStart(2 * length, "0"));
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const digest = async (name, bytes) => new Uint8Array(await crypto.subtle.digest(name, bytes));

function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}

function power(base, exponent, modulus) {
  let result = 1n;
  base %= modulus;
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}

function inverse(number, modulus) {
  let [a, b, x, y] = [modulus, number % modulus, 0n, 1n];
  while (b) { const q = a / b; [a, b, x, y] = [b, a - q * b, y, x - q * y]; }
  if (a !== 1n) throw new Error("not invertible");
  return ((x % modulus) + modulus) % modulus;
}

async function mask(seed, length) {
  const blocks = [];
  for (let n = 0; n * HASH < length; n++) blocks.push(await digest("SHA-384", join(seed, toBytes(BigInt(n), 4))));
  return join(...blocks).slice(0, length);
}

// EMSA-PSS (RFC 8017 9.1.1) with SHA-384 and MGF1-SHA-384.
export async function encode(message, bits, salt) {
  const length = Math.ceil(bits / 8);
  const hash = await digest("SHA-384", join(new Uint8Array(8), await digest("SHA-384", message), salt));
  const block = join(new Uint8Array(length - salt.length - HASH - 2), Uint8Array.of(1), salt);
  const cover = await mask(hash, length - HASH - 1);
  const masked = block.map((byte, n) => byte ^ cover[n]);
  masked[0] &= 0xff >> (8 * length - bits);
  return join(masked, hash, Uint8Array.of(0xbc));
}

export async function blind(key, message, salt = random(SALT)) {
  const bits = key.n.toString(2).length;
  const encoded = toNumber(await encode(message, bits - 1, salt));
  let r;
  do { r = toNumber(random(key.size)) % key.n; } while (r < 2n);
  return { blinded: toBytes((encoded * power(r, key.e, key.n)) % key.n, key.size), unblind: inverse(r, key.n), encoded };
}

export function finalize(key, held, blindSignature) {
  if (blindSignature.length !== key.size) throw new Error("unexpected size");
  const signature = (toNumber(blindSignature) * held.unblind) % key.n;
  if (power(signature, key.e, key.n) !== held.encoded) throw new Error("the signature does not hold");
  return toBytes(signature, key.size);
}

function der(tag, ...parts) {
  const body = join(...parts);
  const size = body.length < 128 ? Uint8Array.of(body.length)
    : body.length < 256 ? Uint8Array.of(0x81, body.length)
    : Uint8Array.of(0x82, body.length >> 8, body.length & 255);
  return join(Uint8Array.of(tag), size, body);
}

// SHA-256 of the SubjectPublicKeyInfo: a registrar cannot give this voter a key of her own (S8).
export async function fingerprint(key) {
  const whole = (number) => {
    const hex = number.toString(16);
    const bytes = fromHex(hex.length % 2 ? "0" + hex : hex);
    return der(2, bytes[0] & 0x80 ? join(Uint8Array.of(0), bytes) : bytes);
  };
  const algorithm = der(0x30, fromHex("06092a864886f70d010101"), fromHex("0500"));
  const spki = der(0x30, algorithm, der(3, Uint8Array.of(0), der(0x30, whole(key.n), whole(key.e))));
  return toHex(await digest("SHA-256", spki));
}

// The one way to write a value down: sorted keys, no blanks, no fractions.
export function canonical(value) {
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  if (value !== null && typeof value === "object")
    return "{" + Object.keys(value).sort().map((k) => JSON.stringify(k) + ":" + canonical(value[k])).join(",") + "}";
  if (typeof value === "number" && !Number.isInteger(value)) throw new Error("a fraction has no canonical form");
  return JSON.stringify(value);
}

async function json(response) {
  const body = await response.json();
  if (!response.ok) throw Object.assign(new Error(body.code), { code: body.code, status: response.status });
  return body;
}

// The poll as box and registrar both tell it; refuses when they differ.
export async function open(base, poll) {
  const quiet = { credentials: "omit", referrerPolicy: "no-referrer" };
  const box = await json(await fetch(`${base}/ballotbox/${poll}`, quiet));
  const told = await json(await fetch(`${base}/participation/polls/${poll}`, quiet));
  const { key_n: n, key_e: e } = box.definition;
  const key = { n: BigInt("0x" + n), e: BigInt(e), size: Math.ceil(BigInt("0x" + n).toString(2).length / 8) };
  const same = told.definition.key_n === n && told.definition.fingerprint === box.definition.fingerprint;
  if (!same || (await fingerprint(key)) !== box.definition.fingerprint) throw new Error("keys differ");
  return { base, poll, key, spec: box.definition.spec, boardKey: box.board_key, secrecy: told.definition.secrecy };
}

// The right to vote; draws a serial that nobody else ever sees. Keep what it answers until the poll has closed.
export async function fetchToken(place, headers = {}) {
  const serial = random(32);
  const held = await blind(place.key, serial);
  const answer = await json(await fetch(`${place.base}/participation/polls/${place.poll}/issue`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ blinded: toBase64(held.blinded) }),
  }));
  const sig = finalize(place.key, held, fromBase64(answer.blind_sig));
  return { serial: toBase64(serial), sig: toBase64(sig) };
}

// Cast on a way of its own: no cookie, no sign-in, no referrer, after a while nobody can guess (S10).
export async function cast(place, token, ballot, { waitMs = 0 } = {}) {
  const pause = Number((toNumber(random(4)) * BigInt(waitMs)) / 0xffffffffn);
  if (pause) await new Promise((done) => setTimeout(done, pause));
  const nonce = random(32);
  const receipt = await json(await fetch(`${place.base}/ballotbox/${place.poll}/ballots`, {
    method: "POST",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...token, ballot, nonce: toBase64(nonce) }),
  }));
  const commitment = await digest("SHA-256", join(Uint8Array.of(2), nonce, encoder.encode(canonical(ballot))));
  const serialHash = toHex(await digest("SHA-256", fromBase64(token.serial)));
  const entry = canonical({ c: toHex(commitment), p: place.poll, s: serialHash, v: 1 });
  const leaf = toHex(await digest("SHA-256", join(Uint8Array.of(0), encoder.encode(entry))));
  if (leaf !== receipt.leaf) throw new Error("the receipt is for another ballot");
  return { receipt, nonce: toHex(nonce), leaf };
}

// Whether the ballot stands on the published board (RFC 9162 2.1.3.2).
export async function isOnBoard(place, leaf) {
  const quiet = { credentials: "omit", referrerPolicy: "no-referrer" };
  const head = await json(await fetch(`${place.base}/ballotbox/${place.poll}/sth`, quiet));
  const at = `${place.base}/ballotbox/${place.poll}/proof/inclusion?leaf=${leaf}&size=${head.size}`;
  const proof = await json(await fetch(at, quiet));
  const node = (left, right) => digest("SHA-256", join(Uint8Array.of(1), left, right));
  let [f, s, r] = [proof.index, head.size - 1, fromHex(leaf)];
  for (const each of proof.hashes.map(fromHex)) {
    if (s === 0) return false;
    if (f % 2 || f === s) {
      r = await node(each, r);
      while (f % 2 === 0 && f) { f = Math.floor(f / 2); s = Math.floor(s / 2); }
    } else r = await node(r, each);
    f = Math.floor(f / 2);
    s = Math.floor(s / 2);
  }
  return s === 0 && toHex(r) === head.root;
}
