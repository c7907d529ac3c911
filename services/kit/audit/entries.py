# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a row of the audit log says: who did what to whose data, under which right, how it ended."""

from enum import StrEnum
from typing import Any

import msgspec

from services.kit.crypto.pseudonyms import pseudonym
from services.kit.wire.caller import Caller


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One look or change, as the action knows it. No name, no number, no content."""

    caller: Caller
    subject: str
    """Whose data: our internal id."""
    action: str
    """A verb of the service: `care.answers.read`."""
    resource: str
    """The kind of thing."""
    ids: tuple[str, ...] = ()
    outcome: Outcome = Outcome.DONE
    operation: str | None = None
    request_id: str | None = None


def row_fields(entry: Entry, *, service: str, seq: int, at: int, key: bytes) -> dict[str, Any]:
    """The fields of the row; absent facts are left out. The subject becomes a pseudonym."""
    caller = entry.caller
    job = caller.assignment
    fields: dict[str, Any] = {
        "seq": seq,
        "at": at,
        "service": service,
        "actor": caller.sub or caller.kind.value,
        "kind": caller.kind.value,
        "on_behalf_of": pseudonym(key, caller.act_for) if caller.act_for else None,
        "delegation": caller.delegation.id if caller.delegation else None,
        "subject": pseudonym(key, entry.subject),
        "action": entry.action,
        "resource": entry.resource,
        "ids": list(entry.ids) or None,
        "outcome": entry.outcome.value,
        "assignment": job.id if job else None,
        "unit": job.unit if job else None,
        "provider": job.provider if job else None,
        "purpose": caller.purpose or (job.purpose if job else None),
        "operation": entry.operation,
        "request_id": entry.request_id,
    }
    return {name: value for name, value in fields.items() if value is not None}
