# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Decisions: recorded once, never unwritten, read as OParl and Popolo (D1-D3)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import msgspec

from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid, NotFound
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.participation.actions.papers import (
    MOST,
    add_paper,
    body_of,
    change_paper,
    list_papers,
    read_paper,
)
from services.participation.domain import decisions as oparl
from services.participation.domain import members
from services.participation.domain.decisions import Address, Decision
from services.participation.domain.members import Member, checked_member
from services.participation.domain.proposals import UNSEEN, Proposal
from services.participation.domain.words import checked_key
from services.participation.store import papers as store
from services.participation.store.papers import Paper

KIND, MEMBER = "decision", "member"
PAGE = 100


async def record_decision(tx: Tx, caller: Caller, given: Decision) -> Decision:
    """Write down what was decided; the same id again is a correction of the record."""
    require(caller, "participation.decision.record")
    _check(given, await _members(tx))
    held = await tx.one(store.paper_by_id, id=given.id, kind=KIND)
    created = tx.now if held is None else body_of(held, Decision).created_at
    stamped = msgspec.structs.replace(given, created_at=created, modified_at=tx.now)
    if held is None:
        await add_paper(tx, KIND, stamped, author=caller.sub, state="recorded")
    else:
        await change_paper(tx, held, state="recorded", body=stamped)
    await tx.emit("participation.decision.recorded", subject=given.id, data={"id": given.id})
    return stamped


def _check(given: Decision, members: list[Member]) -> None:
    checked_key(given.id, "key")
    for name in ("title", "text", "board", "reference"):
        if not getattr(given, name).strip():
            raise InputInvalid(path=(name,))
    try:
        date.fromisoformat(given.decided_on)
    except ValueError as broken:
        raise InputInvalid(path=("decidedOn",)) from broken
    if any(count.value < 0 for count in given.counts):
        raise InputInvalid(path=("counts",))
    seated = {m.person for m in members if m.sits_on(given.board, given.decided_on)}
    named = [each.person for each in given.ballots]
    if len(set(named)) != len(named) or not seated.issuperset(named):
        raise InputInvalid(path=("ballots",))


async def withdraw_decision(tx: Tx, caller: Caller, key: str) -> Decision:
    """Take a record back: it stays as a shell that says so (D1)."""
    require(caller, "participation.decision.record")
    held = await read_paper(tx, KIND, key)
    body = msgspec.structs.replace(body_of(held, Decision), deleted=True, modified_at=tx.now)
    await change_paper(tx, held, state="withdrawn", body=body)
    return body


async def record_member(tx: Tx, caller: Caller, given: Member) -> Member:
    """Write down who sits where; the same id again is a correction, or the end of the seat."""
    require(caller, "participation.decision.record")
    checked = checked_member(given)
    held = await tx.one(store.paper_by_id, id=given.id, kind=MEMBER)
    created = tx.now if held is None else body_of(held, Member).created_at
    stamped = msgspec.structs.replace(checked, created_at=created, modified_at=tx.now)
    if held is None:
        await add_paper(tx, MEMBER, stamped, author=caller.sub, state="recorded")
    else:
        await change_paper(tx, held, body=stamped)
    return stamped


async def list_decisions(database: Database) -> list[Decision]:
    """All decisions, in the order of their keys."""
    return [body_of(row, Decision) for row in await list_papers(database, KIND)]


async def list_members(database: Database) -> list[Member]:
    """All seats, in the order of their keys."""
    return [body_of(row, Member) for row in await list_papers(database, MEMBER)]


async def _members(tx: Tx) -> list[Member]:
    rows = await tx.many(store.papers_of, kind=MEMBER, parent="", after="", limit=MOST)
    return [body_of(row, Member) for row in rows]


async def read_motion(database: Database, key: str) -> dict[str, Any]:
    """A decision as a Popolo motion, or NotFound."""
    for each in await list_decisions(database):
        if each.id == key and not each.deleted:
            members = await list_members(database)
            seated = [m for m in members if m.sits_on(each.board, each.decided_on)]
            return oparl.popolo(each, {m.person: m.party for m in seated})
    raise NotFound


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """All that OParl shows."""

    decisions: list[Decision]
    members: list[Member]
    proposals: list[Paper]


async def oparl_objects(database: Database, at: Address, kind: str) -> list[dict[str, Any]]:
    """All objects of a kind."""
    if kind not in _BUILDERS:
        raise NotFound
    records = Records(
        decisions=await list_decisions(database),
        members=await list_members(database),
        proposals=await list_papers(database, "proposal") if kind == "proposals" else [],
    )
    return _BUILDERS[kind](at, records)


def _meetings(at: Address, records: Records) -> list[dict[str, Any]]:
    days: dict[str, list[Decision]] = {}
    for each in records.decisions:
        days.setdefault(oparl.meeting_key(each), []).append(each)
    return [
        oparl.meeting(at, group, sorted({b.person for each in group for b in each.ballots}))
        for group in days.values()
    ]


def _organizations(at: Address, records: Records) -> list[dict[str, Any]]:
    found: dict[str, tuple[str, int, str]] = {}
    for member in records.members:
        found.setdefault(oparl.slug(member.board), (member.board, member.created_at, "nämnd"))
        if member.party:
            found.setdefault(oparl.slug(member.party), (member.party, member.created_at, "parti"))
    for each in records.decisions:
        found.setdefault(oparl.slug(each.board), (each.board, each.created_at, "nämnd"))
    return [oparl.organization(at, *facts) for facts in found.values()]


def _people(at: Address, records: Records) -> list[dict[str, Any]]:
    seats: dict[str, list[Member]] = {}
    for each in records.members:
        seats.setdefault(each.person, []).append(each)
    return [members.person(at, held) for held in seats.values()]


def _proposals(at: Address, records: Records) -> list[dict[str, Any]]:
    """What a decision answers: a proposal as a paper, its title alone; hidden ones are shells."""
    found: list[dict[str, Any]] = []
    for row in records.proposals:
        body = body_of(row, Proposal)
        head = {
            "id": at.of("proposal", row.id),
            "type": f"{oparl.SCHEMA}Paper",
            "created": oparl.stamp(row.created_at),
            "modified": oparl.stamp(row.changed_at),
        }
        if row.state in UNSEEN:
            found.append(head | {"deleted": True})
        else:
            more = {"body": at.of("body", "stockholm"), "name": body.title}
            found.append(head | more | {"paperType": "medborgarförslag"})
    return found


_BUILDERS: dict[str, Callable[[Address, Records], list[dict[str, Any]]]] = {
    "papers": lambda at, found: [oparl.paper(at, each) for each in found.decisions],
    "agendaitems": lambda at, found: [oparl.agenda_item(at, each) for each in found.decisions],
    "consultations": lambda at, found: [oparl.consultation(at, each) for each in found.decisions],
    "files": lambda at, found: [oparl.file(at, each) for each in found.decisions if each.document],
    "meetings": _meetings,
    "organizations": _organizations,
    "bodies": lambda at, _: [oparl.body(at)],
    "people": _people,
    "memberships": lambda at, found: [members.membership(at, each) for each in found.members],
    "proposals": _proposals,
}


def oparl_page(
    at: Address, kind: str, objects: Iterable[dict[str, Any]], page: int, query: str = ""
) -> dict[str, Any]:
    """A page of a list, with its links (OParl 1.1, section 2.5)."""
    rows = list(objects)
    pages = max((len(rows) + PAGE - 1) // PAGE, 1)
    if not 1 <= page <= pages:
        raise NotFound

    def link(number: int) -> str:
        return f"{at.of(kind)}?page={number}{query}"

    links = {"first": link(1), "self": link(page), "last": link(pages)}
    if page > 1:
        links["prev"] = link(page - 1)
    if page < pages:
        links["next"] = link(page + 1)
    return {
        "data": rows[(page - 1) * PAGE : page * PAGE],
        "pagination": {
            "totalElements": len(rows),
            "elementsPerPage": PAGE,
            "currentPage": page,
            "totalPages": pages,
        },
        "links": links,
    }
