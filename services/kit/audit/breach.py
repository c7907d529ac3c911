# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The scope of a breach: whose data were touched between two instants, by whom, which sort (GDPR art. 33)."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from services.kit.audit.log import StoredRow


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """One person and one sort of data."""

    service: str
    subject: str
    """Our id if the person is known here, else her pseudonym in the log."""
    resource: str
    actions: tuple[str, ...]
    count: int


def breach_scope(
    rows: Iterable[StoredRow],
    *,
    begin: int,
    end: int,
    actor: str | None,
    names: Mapping[str, str],
) -> list[Touched]:
    """What was shown or changed in [begin, end), UTC milliseconds; `names` turns pseudonyms back.

    Refusals are left out: nothing was touched.
    """
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        if not begin <= row.at < end:
            continue
        entry: dict[str, Any] = msgspec.json.decode(row.entry)
        if entry["outcome"] != "done" or (actor is not None and entry["actor"] != actor):
            continue
        key = (entry["service"], names.get(row.subject, row.subject), entry["resource"])
        found.setdefault(key, []).append(entry["action"])
    return [
        Touched(
            service=service,
            subject=subject,
            resource=resource,
            actions=tuple(sorted(set(actions))),
            count=len(actions),
        )
        for (service, subject, resource), actions in sorted(found.items())
    ]
