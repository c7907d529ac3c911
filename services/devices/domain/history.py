# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The history of attributes: readings kept in pieces, found by bucket, each told once."""

from collections.abc import Iterable, Sequence
from typing import Any
from zlib import crc32

import msgspec

from services.devices.domain.entities import Incoming

BUCKETS = 64
"""A batch writes at most so many pieces; a question reads one in so many of them."""


class Reading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One value of one attribute at an instant (UTC milliseconds)."""

    entity: str
    attribute: str
    observed: int
    sequence: int
    value: Any


def bucket_of(entity: str) -> int:
    """The bucket that an entity's history lies in."""
    return crc32(entity.encode()) % BUCKETS


def readings_of(message: Incoming, names: Iterable[str]) -> list[Reading]:
    """What a message adds to the history."""
    attributes = message.attributes
    found: list[Reading] = []
    for name in names:
        one = attributes[name]
        found.append(Reading(message.id, name, one.observed, one.sequence, one.value))
    return found


def told_once(
    pieces: Iterable[Sequence[Reading]],
    *,
    entities: frozenset[str],
    attributes: frozenset[str] | None,
    since: int,
    until: int,
) -> list[Reading]:
    """Readings of some entities inside [since, until), oldest first; what came twice stands once."""
    found: dict[tuple[str, str, int, int], Reading] = {}
    for piece in pieces:
        for one in piece:
            if one.entity not in entities or not since <= one.observed < until:
                continue
            if attributes is None or one.attribute in attributes:
                found[one.entity, one.attribute, one.observed, one.sequence] = one
    return [found[key] for key in sorted(found)]
