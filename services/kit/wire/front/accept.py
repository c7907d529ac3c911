# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which forms of answer a client takes (RFC 9110 section 12.5.1, GraphQL over HTTP)."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

import msgspec

JSON: Final = "application/json"
GRAPHQL_JSON: Final = "application/graphql-response+json"
EVENTS: Final = "text/event-stream"
MULTIPART: Final = "multipart/mixed"
HTML: Final = "text/html"

_ITEM: Final = re.compile(r'((?:[^",]|"(?:[^"\\]|\\.)*")+)')
_PARAMETER: Final = re.compile(r';\s*([\w!#$%&\'*+.^`|~-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s]*)')
_RANGES: Final = 40


class Incremental(StrEnum):
    """The two published forms of answers in pieces (`@defer`)."""

    BY_PATH = "20220824"
    BY_ID = "v0.2"


class Accepted(msgspec.Struct, frozen=True):
    """What of our forms a client takes, by its own preference."""

    single: str | None
    """JSON, GRAPHQL_JSON or None."""
    stream: str | None
    """EVENTS, MULTIPART (subscriptionSpec 1.0) or None."""
    incremental: Incremental | None = None
    html: bool = False

    @property
    def nothing(self) -> bool:
        """Whether no form of ours will do."""
        return self.single is None and self.stream is None and self.incremental is None


class _Range(msgspec.Struct, frozen=True):
    media: str
    quality: float
    parameters: dict[str, str]


@lru_cache(maxsize=512)
def negotiate_accept(header: str | None) -> Accepted:
    """Read an Accept header; none at all means plain JSON (GraphQL over HTTP, 'Legacy')."""
    if header is None or not header.strip():
        return Accepted(JSON, None)
    ranges = _read_ranges(header)
    plain = max((_quality(ranges, JSON), _listed(ranges, JSON)))
    named = _listed(ranges, GRAPHQL_JSON)
    single = None
    if named > 0 and named >= plain:
        single = GRAPHQL_JSON
    elif plain > 0:
        single = JSON
    events = _listed(ranges, EVENTS)
    parts = max((r.quality for r in ranges if _is_subscription(r)), default=0.0)
    stream = None
    if events > 0 or parts > 0:
        stream = EVENTS if events >= parts else MULTIPART
    return Accepted(single, stream, _find_incremental(ranges), _listed(ranges, HTML) > 0)


def _read_ranges(header: str) -> list[_Range]:
    ranges: list[_Range] = []
    for item in _ITEM.findall(header)[:_RANGES]:
        media, _, _ = item.partition(";")
        parameters = {name.lower(): value.strip('"') for name, value in _PARAMETER.findall(item)}
        ranges.append(_Range(media.strip().lower(), _read_quality(parameters), parameters))
    return ranges


def _read_quality(parameters: dict[str, str]) -> float:
    try:
        quality = float(parameters.get("q", "1"))
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0


def _listed(ranges: list[_Range], media: str) -> float:
    """The best quality the form is listed with by its own name; zero if it is not."""
    return max((r.quality for r in ranges if r.media == media and _is_utf8(r)), default=0.0)


def _quality(ranges: list[_Range], media: str) -> float:
    """The quality by the most exact range that fits (RFC 9110 section 12.5.1)."""
    for name in (media, media.partition("/")[0] + "/*", "*/*"):
        fitting = [r.quality for r in ranges if r.media == name and _is_utf8(r)]
        if fitting:
            return max(fitting)
    return 0.0


def _is_utf8(given: _Range) -> bool:
    return given.parameters.get("charset", "utf-8").lower() in ("utf-8", "utf8")


def _is_subscription(given: _Range) -> bool:
    return given.media == MULTIPART and given.parameters.get("subscriptionspec") in ("1.0", "1")


def _find_incremental(ranges: list[_Range]) -> Incremental | None:
    for given in ranges:
        if given.media != MULTIPART or given.quality == 0:
            continue
        if given.parameters.get("incrementalspec") == Incremental.BY_ID:
            return Incremental.BY_ID
        if given.parameters.get("deferspec") == Incremental.BY_PATH:
            return Incremental.BY_PATH
    return None
