# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The envelope of every event that leaves a service (CloudEvents 1.0, JSON)."""

from typing import Any, Literal

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that has happened. It carries ids and types, never personal content."""

    id: str
    """UUIDv7; consumers de-duplicate by it."""
    source: str
    """`/services/<name>`."""
    type: str
    """`<service>.<noun>.<past participle>`, for example `parking.session.started`."""
    subject: str
    """The aggregate the event belongs to; order is kept per subject."""
    time: int
    """UTC milliseconds."""
    data: dict[str, Any] = {}
    specversion: Literal["1.0"] = "1.0"
    datacontenttype: Literal["application/json"] = "application/json"
