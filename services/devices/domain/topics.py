# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Topics of the broker: what a message is about, and which ids can stand in a topic."""

import re
from enum import StrEnum

import msgspec

BATCHES = "city/+/+/batch"
STATES = "city/+/+/+/state"
UPLINKS = "v3/+/devices/+/up"
FILTERS = (BATCHES, STATES, UPLINKS)
"""What the reader of the broker subscribes to."""

_PART = re.compile(r"[^+#/\x00-\x1f\x7f]{1,200}")


class Kind(StrEnum):
    """What the payload is."""

    BATCH = "batch"
    STATE = "state"
    UPLINK = "uplink"


class Topic(msgspec.Struct, frozen=True):
    """A topic that was read."""

    kind: Kind
    domain: str
    type: str
    id: str | None = None


def read_topic(text: str) -> Topic | None:
    """What a topic says; None for one that is not ours."""
    parts = text.split("/")
    if any(_PART.fullmatch(part) is None for part in parts):
        return None
    match parts:
        case ["city", domain, kind, "batch"]:
            return Topic(Kind.BATCH, domain, kind)
        case ["city", domain, kind, name, "state"]:
            return Topic(Kind.STATE, domain, kind, name)
        case ["v3", application, "devices", device, "up"]:
            return Topic(Kind.UPLINK, application, "uplink", device)
        case _:
            return None


def state_topic(domain: str, kind: str, name: str) -> str:
    """The topic of the newest state of one thing. ValueError for an id that could be a wildcard."""
    for part in (domain, kind, name):
        if _PART.fullmatch(part) is None:
            raise ValueError(f"{part[:80]!r} cannot stand in a topic")
    return f"city/{domain}/{kind}/{name}/state"
