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
    add_paper,
    body_of,
    change_paper,
    list_papers,
    read_paper,
)
from services.participation.domain import decisions as oparl
from services.participation.domain.decisions import Address, Decision
from services.participation.domain.words import checked_key

KIND = "decision"
PAGE = 100


async def record_decision(tx: Tx, caller: Caller, given: Decision) -> Decision:
    """Write down what was decided; the same id again is a correction of the record."""
    require(caller, "participation.decision.record")
    _check(given)
    stamped = msgspec.structs.replace(given, created_at=tx.now, modified_at=tx.now)
    await add_paper(tx, KIND, stamped, author=caller.sub, state="recorded")
    await tx.emit("participation.decision.recorded", subject=given.id, data={"id": given.id})
    return stamped


def _check(given: Decision) -> None:
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


async def withdraw_decision(tx: Tx, caller: Caller, key: str) -> Decision:
    """Take a record back: it stays as a shell that says so (D1)."""
    require(caller, "participation.decision.record")
    held = await read_paper(tx, KIND, key)
    body = msgspec.structs.replace(body_of(held, Decision), deleted=True, modified_at=tx.now)
    await change_paper(tx, held, state="withdrawn", body=body)
    return body


async def list_decisions(database: Database) -> list[Decision]:
    """All decisions, in the order in which they were recorded."""
    return [body_of(row, Decision) for row in await list_papers(database, KIND)]


async def read_decision(database: Database, key: str) -> Decision:
    """A decision, or NotFound."""
    for each in await list_decisions(database):
        if each.id == key:
            return each
    raise NotFound


async def oparl_objects(database: Database, at: Address, kind: str) -> list[dict[str, Any]]:
    """All objects of a kind."""
    if kind not in _BUILDERS:
        raise NotFound
    return _BUILDERS[kind](at, await list_decisions(database))


def _shown(decisions: list[Decision]) -> list[Decision]:
    return [each for each in decisions if not each.deleted]


def _meetings(at: Address, decisions: list[Decision]) -> list[dict[str, Any]]:
    days: dict[str, list[Decision]] = {}
    for each in _shown(decisions):
        days.setdefault(oparl.meeting_key(each), []).append(each)
    return [oparl.meeting(at, group) for group in days.values()]


def _organizations(at: Address, decisions: list[Decision]) -> list[dict[str, Any]]:
    boards = {each.board: each.created_at for each in reversed(_shown(decisions))}
    return [oparl.organization(at, board, created) for board, created in boards.items()]


_BUILDERS: dict[str, Callable[[Address, list[Decision]], list[dict[str, Any]]]] = {
    "papers": lambda at, found: [oparl.paper(at, each) for each in found],
    "agendaitems": lambda at, found: [oparl.agenda_item(at, each) for each in _shown(found)],
    "consultations": lambda at, found: [oparl.consultation(at, each) for each in _shown(found)],
    "meetings": _meetings,
    "organizations": _organizations,
    "bodies": lambda at, _: [oparl.body(at)],
    "people": lambda _, __: [],
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
