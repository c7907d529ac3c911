# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The wish of a service to tell a resident something: the data of `<service>.notice.wanted`.

    await tx.emit("parking.notice.wanted", person, msgspec.to_builtins(Notice(title=t(...))))

Texts travel as keys with their parameters and are put into the reader's language when they are read
or sent. Parameters are ids, numbers and instants (RFC 3339), never names or health: they go over the bus.
"""

from enum import StrEnum

import msgspec

from i18n import LazyText

WANTED = "*.notice.wanted"
"""What an inbox listens to; an event's subject is the person."""


class Urgency(StrEnum):
    """How soon a person wants to know."""

    URGENT = "urgent"
    """Overtakes everything else."""
    ROUTINE = "routine"


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """Something a service wants a resident to know."""

    title: LazyText
    body: LazyText | None = None
    urgency: Urgency = Urgency.ROUTINE
    category: str = "notice"
    """What sort of notice within its service; shown, and counted."""
    legal: bool = False
    """A decision or a term of law: no preference holds it back (cityinfo N7)."""
    sensitive: bool = False
    """Its title tells about health or the like: a push then says only that something has come (F5)."""
    due_at: int | None = None
    """UTC milliseconds by when the person must act."""
    action: str | None = None
    """Where in the app she acts, for example `/parking/sessions`."""
    subject_ref: str = ""
    """What it is about."""
