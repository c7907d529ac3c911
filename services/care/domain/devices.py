# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Alarm devices and what they send: known by their number, heard of or not."""

from typing import Any, Final

import msgspec

SLACK_MS: Final = 60_000
TENANT: Final = "stad"


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a make of device."""

    answer: str = "message"
    """How it wants its answer: `message`, `body_in_200` or `both`."""
    pri_urgent: tuple[str, ...] = ()
    """Values of its own priority field that mean more urgent; empty when its scale is not known."""
    voice: bool = False
    """Whether a voice call follows an alarm."""


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """A device somebody has."""

    id: str
    cid: str
    unit: str
    resident: str | None
    label: str
    profile: Profile
    heartbeat_s: int | None
    last_heard: int | None
    last_test: int | None
    next_check_at: int | None
    """When it counts as unreachable (UTC ms); None without heartbeats."""
    policy: str
    digest_user: str
    removed_at: int | None


class DeviceMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What came in, to the byte, and what became of it."""

    id: str
    cid: str
    ref: str
    mty: str
    body_hash: str
    raw: bytes
    source: str
    received_at: int
    fields: dict[str, Any]
    alert: str | None
    reply: str | None
    """The answer to be sent in a message of its own; None when none is wanted."""
    route: dict[str, str]
    """Where to and under which call the answer goes."""
    replied_at: int | None
    attempts: int
    next_try_at: int | None


def offline_at(device_heartbeat_s: int | None, heard: int) -> int | None:
    """When a device that was heard now counts as unreachable (S6)."""
    return None if device_heartbeat_s is None else heard + 2 * device_heartbeat_s * 1000 + SLACK_MS
