# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Fetches feeds from the addresses an operator of the city names: over TLS, bounded, no redirects."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from services.kit.outbound import Outbound, PartnerFault, Request
from services.kit.outbound.http import HttpTransport

SECONDS = 60.0
MOST_BYTES = 200_000_000
GOOD = 200


async def fetch_feed(url: str) -> bytes:
    """The body of an address. Raises PartnerFault, and SettingsProblem for an address that is none."""
    parts = urlsplit(url)
    client = Outbound(
        "feed",
        HttpTransport(f"{parts.scheme}://{parts.netloc}"),
        seconds=SECONDS,
        most_bytes=MOST_BYTES,
    )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        answer = await client.send(Request(path=path, headers={"Accept": "application/json"}))
    finally:
        await client.stop()
    if answer.status != GOOD:
        raise PartnerFault("bad_answer", "feed")
    return answer.body


def source_name(place: str) -> str:
    """What a file or an address is called beside the rows that came from it; never its query, which may hold a key."""
    if place.startswith(("https://", "http://")):
        parts = urlsplit(place)
        return f"{parts.hostname}{parts.path}"
    return PurePosixPath(place).name
