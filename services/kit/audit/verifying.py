# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Verification: whether rows were edited, inserted, deleted, reordered, cut off or rewritten."""

import hmac
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import msgspec

from services.kit.audit.chain import GENESIS, link
from services.kit.audit.checkpoints import Checkpoint
from services.kit.audit.log import Head, StoredRow


class Touch(StrEnum):
    """What was done to the log."""

    EDITED = "edited"
    INSERTED = "inserted"
    DELETED = "deleted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"


class Finding(msgspec.Struct, frozen=True):
    """The first place where the log is not what it was."""

    touch: Touch
    seq: int


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What verification found."""

    rows: int
    anchored: int
    """Rows up to the last checkpoint; those after it are chained but not yet anchored."""
    finding: Finding | None = None


def verify_rows(
    rows: Sequence[StoredRow], key: bytes, *, head: Head | None, checkpoints: Sequence[Checkpoint]
) -> Verdict:
    """Walk the chain and compare it with its anchors; the first fault ends the walk."""
    anchors = {point.seq: point.head for point in checkpoints}
    newest = max(anchors, default=0)
    finding = _walk(rows, key, anchors)
    last = rows[-1] if rows else None
    if finding is None:
        end = last.seq if last else 0
        told = max(newest, head.seq if head else 0)
        if end < told:
            finding = Finding(Touch.TRUNCATED, end + 1)
        elif last and (head is None or head.seq < last.seq or head.mac != last.mac):
            finding = Finding(Touch.REWRITTEN, last.seq)
    return Verdict(rows=len(rows), anchored=min(newest, len(rows)), finding=finding)


def _walk(rows: Sequence[StoredRow], key: bytes, anchors: dict[int, str]) -> Finding | None:
    previous = GENESIS
    for index, row in enumerate(rows):
        expected = index + 1
        if row.seq != expected:
            return Finding(Touch.DELETED if row.seq > expected else Touch.INSERTED, expected)
        if not _follows(row, previous, key):
            following = rows[index + 1] if index + 1 < len(rows) else None
            return Finding(_name(row, following, previous, key), row.seq)
        if anchors.get(row.seq, row.mac) != row.mac:
            return Finding(Touch.REWRITTEN, row.seq)
        previous = bytes.fromhex(row.mac)
    return None


def _name(row: StoredRow, following: StoredRow | None, previous: bytes, key: bytes) -> Touch:
    said = _fields(row).get("seq")
    if following is not None and _is_linked(following, previous, key):
        return Touch.REORDERED if said == following.seq else Touch.INSERTED
    if said != row.seq and isinstance(said, int):
        return (
            Touch.DELETED if said > row.seq and _is_run(row, following, said) else Touch.REORDERED
        )
    return Touch.EDITED


def _is_run(row: StoredRow, following: StoredRow | None, said: int) -> bool:
    """Whether the rows that follow are all shifted alike: one was taken out and the rest renamed."""
    if following is None:
        return True
    return _fields(following).get("seq") == said + following.seq - row.seq


def _follows(row: StoredRow, previous: bytes, key: bytes) -> bool:
    fields = _fields(row)
    fits = (fields.get("seq"), fields.get("at"), fields.get("subject")) == (
        row.seq,
        row.at,
        row.subject,
    )
    return fits and _is_linked(row, previous, key)


def _is_linked(row: StoredRow, previous: bytes, key: bytes) -> bool:
    expected = link(key, previous, row.entry.encode("utf-8", "surrogatepass")).hex()
    return hmac.compare_digest(expected.encode(), row.mac.encode("utf-8", "surrogatepass"))


def _fields(row: StoredRow) -> dict[str, Any]:
    try:
        return msgspec.json.decode(row.entry, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeError):
        return {}
