# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""SIP messages (RFC 3261, 3428): read with compact names, answered with what must be copied."""

import re
import secrets
from collections.abc import Sequence
from typing import Final

import msgspec

COMPACT: Final = {
    "v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "l": "content-length",
    "c": "content-type", "k": "supported",
}  # fmt: skip
REASONS: Final = {
    200: "OK", 202: "Accepted", 400: "Bad Request", 401: "Unauthorized", 405: "Method Not Allowed",
    413: "Request Entity Too Large", 415: "Unsupported Media Type", 500: "Server Internal Error",
    503: "Service Unavailable",
}  # fmt: skip
LARGEST_BODY: Final = 64 * 1024
LARGEST_HEAD: Final = 16 * 1024
MAGIC: Final = "z9hG4bK"
_START: Final = re.compile(
    r"(?:(?P<method>[A-Z]+) (?P<uri>\S+) SIP/2\.0|SIP/2\.0 (?P<status>\d{3})(?: .*)?)"
)


class SipUnreadable(ValueError):
    """What came is no SIP message."""


class SipMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A request (with `method` and `uri`) or a response (with `status`)."""

    method: str = ""
    uri: str = ""
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    """Lower-case full names and values, in the order in which they stood."""
    body: bytes = b""

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.headers if key == name]

    def get(self, name: str) -> str:
        """The first value of a header, or nothing."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def branch(self) -> str:
        """The transaction's mark in the topmost Via."""
        return parameter(self.get("via").split(",")[0], "branch")

    @property
    def cseq_method(self) -> str:
        """The method that CSeq names."""
        return self.get("cseq").rpartition(" ")[2]


def read_head(given: bytes) -> SipMessage:
    """Read start line and headers, without the body. Raises SipUnreadable."""
    if len(given) > LARGEST_HEAD:
        raise SipUnreadable("head too large")
    lines = given.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    match = _START.fullmatch(lines[0].strip())
    if match is None:
        raise SipUnreadable("no start line")
    headers: list[tuple[str, str]] = []
    for line in lines[1:]:
        if line[:1] in (" ", "\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.strip()}")
            continue
        name, colon, value = line.partition(":")
        if line.strip() and not colon:
            raise SipUnreadable("no header")
        if colon:
            key = name.strip().lower()
            headers.append((COMPACT.get(key, key), value.strip()))
    return SipMessage(
        method=match["method"] or "", uri=match["uri"] or "", status=int(match["status"] or 0),
        headers=tuple(headers),
    )  # fmt: skip


def read_datagram(given: bytes) -> SipMessage:
    """Read a whole message; what stands behind Content-Length is not ours."""
    head, _, rest = _split(given)
    message = read_head(head)
    length = length_of(message)
    body = rest if length is None else rest[:length]
    if length is not None and len(body) < length:
        raise SipUnreadable("body cut off")
    return msgspec.structs.replace(message, body=body)


def length_of(message: SipMessage) -> int | None:
    """Content-Length; None when it is not said."""
    given = message.get("content-length")
    if not given:
        return None
    if not given.isdigit():
        raise SipUnreadable("no length")
    return int(given)


def _split(given: bytes) -> tuple[bytes, bytes, bytes]:
    stripped = given.lstrip(b"\r\n")
    mark = b"\r\n\r\n" if b"\r\n\r\n" in stripped else b"\n\n"
    return stripped.partition(mark)


def response(
    request: SipMessage, status: int, source: tuple[str, int], *,
    extra: Sequence[tuple[str, str]] = (), body: bytes = b"", tag: str = "",
) -> bytes:  # fmt: skip
    """An answer with Via (received, rport), From, To with a tag, Call-ID and CSeq copied (S7)."""
    vias = request.all("via")
    lines = [f"SIP/2.0 {status} {REASONS[status]}"]
    lines += [f"Via: {_seen(via, source) if place == 0 else via}" for place, via in enumerate(vias)]
    to = request.get("to")
    if not parameter(to, "tag"):
        to = f"{to};tag={tag or secrets.token_hex(6)}"
    lines += [f"From: {request.get('from')}", f"To: {to}", f"Call-ID: {request.get('call-id')}"]
    lines += [f"CSeq: {request.get('cseq')}", *(f"{name}: {value}" for name, value in extra)]
    return _joined(lines, body)


def request(method: str, uri: str, headers: Sequence[tuple[str, str]], body: bytes = b"") -> bytes:
    """A request of ours."""
    lines = [f"{method} {uri} SIP/2.0", *(f"{name}: {value}" for name, value in headers)]
    return _joined(lines, body)


def _joined(lines: list[str], body: bytes) -> bytes:
    lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, "", "")).encode() + body


def _seen(via: str, source: tuple[str, int]) -> str:
    """The topmost Via with where it really came from (RFC 3581)."""
    first, comma, rest = via.partition(",")
    host, port = source
    first = re.sub(r";rport(?=;|$)", f";rport={port}", first)
    if "received=" not in first:
        first += f";received={host}"
    return first + comma + rest


def parameter(value: str, name: str) -> str:
    """A parameter `;name=value` behind an address or Via."""
    match = re.search(rf";\s*{re.escape(name)}\s*=\s*([^;,\s]+)", value, re.IGNORECASE)
    return match[1] if match else ""


def address_of(value: str) -> str:
    """The URI of From or To: inside the angle brackets, or all before the parameters."""
    match = re.search(r"<([^>]*)>", value)
    return (match[1] if match else value.split(";", maxsplit=1)[0]).strip()


def user_of(uri: str) -> str:
    """The user part of a SIP URI."""
    match = re.match(r"sips?:([^@;:]+)(?::[^@]*)?@", uri, re.IGNORECASE)
    return match[1].removeprefix("+") if match else ""


def new_branch() -> str:
    """A mark for a transaction of ours."""
    return f"{MAGIC}{secrets.token_hex(8)}"
