# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Fetches feeds from the addresses an operator of the city names: over TLS, bounded, no redirects.

What has not changed is not sent again: the server's own marks go back to it (RFC 9110, 13.1.2 and 13.1.3).
"""

import hashlib
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec

from services.kit.outbound import Outbound, PartnerFault, Request
from services.kit.outbound.http import HttpTransport
from services.parking.domain.looks import Marks

SECONDS = 60.0
MOST_BYTES = 200_000_000
LONGEST_MARK = 200
GOOD, NOT_MODIFIED = 200, 304
_PARTS = ("weekday", "area", "street", "within", "untilNextWeekday")
_NOT_KEPT = "apikey"


class Fetched(msgspec.Struct, frozen=True):
    """What an address holds now; `body` None = what it held before."""

    body: bytes | None
    marks: Marks


async def fetch_feed(url: str) -> bytes:
    """The body of an address. Raises PartnerFault, and SettingsProblem for an address that is none."""
    fetched = await fetch_changed(url, Marks())
    if fetched.body is None:
        raise PartnerFault("bad_answer", "feed")
    return fetched.body


async def fetch_changed(url: str, known: Marks) -> Fetched:
    """The body of an address if it is another than the one with these marks. Raises like `fetch_feed`."""
    parts = urlsplit(url)
    client = Outbound(
        "feed",
        HttpTransport(f"{parts.scheme}://{parts.netloc}"),
        seconds=SECONDS,
        most_bytes=MOST_BYTES,
    )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Accept": "application/json"}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    try:
        answer = await client.send(Request(path=path, headers=headers))
    finally:
        await client.stop()
    if answer.status == NOT_MODIFIED and len(headers) > 1:
        return Fetched(None, known)
    if answer.status != GOOD:
        raise PartnerFault("bad_answer", "feed")
    marks = [answer.headers.get(name, "") for name in ("etag", "last-modified")]
    etag, modified = (mark if len(mark) <= LONGEST_MARK else "" for mark in marks)
    return Fetched(answer.body, Marks(etag, modified, hashlib.sha256(answer.body).hexdigest()))


def source_name(place: str) -> str:
    """What a file or an address is called beside the rows that came from it; never its query, which may hold a key."""
    if place.startswith(("https://", "http://")):
        parts = urlsplit(place)
        return f"{parts.hostname}{parts.path}"
    return PurePosixPath(place).name


def known_as(url: str) -> str:
    """By what an address is remembered: its name with its query, the key in it left out."""
    pairs = [pair for pair in parse_qsl(urlsplit(url).query) if pair[0].lower() != _NOT_KEPT]
    return source_name(url) + (f"?{urlencode(sorted(pairs))}" if pairs else "")


def is_whole(url: str) -> bool:
    """Whether an address gives whole layers: not one weekday, area, street or circle, not the first so many rows."""
    parts = urlsplit(url)
    names = {name.lower() for name, _ in parse_qsl(parts.query)}
    return "maxfeatures" not in names and not set(parts.path.split("/")) & set(_PARTS)
