# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who sits on which board, for whom and since when: facts once, shown as OParl persons and memberships."""

from datetime import date
from typing import Any

import msgspec

from services.kit.errors import InputInvalid
from services.participation.domain.decisions import SCHEMA, Address, clean, slug, stamp
from services.participation.domain.words import checked_key


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A seat of an elected person; her office is public, nothing else about her is kept."""

    id: str
    person: str
    """Key of the person; the same in all her seats."""
    name: str
    board: str
    role: str
    party: str = ""
    has_vote: bool = True
    """Deputies sit without one until they step in."""
    start: str = ""
    """ISO date."""
    end: str = ""
    """ISO date; empty while she sits."""
    created_at: int = 0
    modified_at: int = 0
    deleted: bool = False

    def sits_on(self, board: str, day: str) -> bool:
        """Whether she had a seat there that day."""
        in_time = self.start <= day and (not self.end or day <= self.end)
        return not self.deleted and slug(self.board) == slug(board) and in_time


def checked_member(given: Member) -> Member:
    """The member as she may be recorded; InputInvalid names what must be put right."""
    checked_key(given.id, "key")
    checked_key(given.person, "person")
    for name in ("name", "board", "role"):
        if not getattr(given, name).strip():
            raise InputInvalid(path=(name,))
    try:
        start, end = (date.fromisoformat(day) for day in (given.start, given.end or "9999-12-31"))
    except ValueError as broken:
        raise InputInvalid(path=("start",)) from broken
    if end < start:
        raise InputInvalid(path=("end",))
    return given


def membership(at: Address, member: Member) -> dict[str, Any]:
    """A seat."""
    head = _head(at, "membership", member.id, member)
    if member.deleted:
        return head
    return clean(
        head
        | {
            "person": at.of("person", member.person),
            "organization": at.of("organization", slug(member.board)),
            "role": member.role,
            "votingRight": member.has_vote,
            "startDate": member.start,
            "endDate": member.end,
            "onBehalfOf": at.of("organization", slug(member.party)) if member.party else None,
        }
    )


def person(at: Address, seats: list[Member]) -> dict[str, Any]:
    """A person with her seats; gone when all of them have been taken back."""
    standing = [each for each in seats if not each.deleted]
    last = (standing or seats)[-1]
    head = _head(at, "person", last.person, last) | {
        "created": stamp(min(each.created_at for each in seats)),
        "modified": stamp(max(each.modified_at for each in seats)),
    }
    if not standing:
        return head
    return head | {
        "body": at.of("body", "stockholm"),
        "name": last.name,
        "membership": [membership(at, each) for each in standing],
    }


def _head(at: Address, kind: str, key: str, member: Member) -> dict[str, Any]:
    times = {"created": stamp(member.created_at), "modified": stamp(member.modified_at)}
    gone = {"deleted": True} if member.deleted else {}
    return {"id": at.of(kind, key), "type": f"{SCHEMA}{kind.capitalize()}", **times, **gone}
