# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who may see or change what of whom: facts of the row, a decision, and a record of the look or the refusal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from services.care.domain.people import SHARE_SCOPES, CareResident, Share
from services.care.store import people as store
from services.kit.audit import Entry, Outcome, record
from services.kit.clock import Clock
from services.kit.data import Database, Statement, Tx
from services.kit.errors import NotFound, Problem
from services.kit.policy import decide, require
from services.kit.wire.caller import Caller, CallerKind

R = TypeVar("R")
Facts = Mapping[str, Any]


class Reader(Protocol):
    """A transaction or a database: what can be asked."""

    async def one(self, statement: Statement[R], **parameters: Any) -> R | None:
        """The first row."""
        ...

    async def many(self, statement: Statement[R], **parameters: Any) -> list[R]:
        """All rows."""
        ...


class Refused(Problem):
    """A refusal that must stand on record, though what was tried is undone."""

    def __init__(self, problem: Problem, entry: Entry) -> None:
        super().__init__(problem.code, path=problem.path, extensions=problem.extensions)
        self.entry = entry


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """A look at data of residents, as it goes on record."""

    permission: str
    resource: str
    operation: str | None = None
    request_id: str | None = None


async def facts_of(reader: Reader, residents: Iterable[str], now: int) -> dict[str, Facts]:
    """What the rules read about each resident; one whom care does not know has no unit."""
    ids = sorted(set(residents))
    known = {one.id: one for one in await reader.many(store.residents_by_id, ids=ids)}
    shares = await reader.many(store.shares_in_force, residents=ids, now=now)
    return {each: _facts(each, known.get(each), shares) for each in ids}


def _facts(resident: str, known: CareResident | None, shares: Sequence[Share]) -> Facts:
    mine = [share for share in shares if share.grantor == resident]
    scoped = {scope: [s.grantee for s in mine if scope in s.scopes] for scope in SHARE_SCOPES}
    return {"owner": resident, "unit": known.unit if known else ""} | scoped


async def look(
    database: Database,
    caller: Caller,
    wish: Look,
    residents: Iterable[str],
    *,
    ids: Mapping[str, tuple[str, ...]] | None = None,
) -> set[str]:
    """Those of the residents whom the caller may see; every look and refusal is on record first (L2)."""
    asked = sorted(set(residents))
    facts = await facts_of(database, asked, database.clock.now_ms())
    allowed = {each for each in asked if decide(caller, wish.permission, facts[each]).allowed}
    await record(
        database,
        [
            entry_of(
                caller, wish.permission, wish.resource, each,
                ids=(ids or {}).get(each, ()),
                outcome=Outcome.DONE if each in allowed else Outcome.REFUSED,
                operation=wish.operation, request_id=wish.request_id,
            )
            for each in asked
            if caller.kind is not CallerKind.SYSTEM
        ],
    )  # fmt: skip
    return allowed


async def look_at(
    database: Database, caller: Caller, wish: Look, resident: str, *, ids: tuple[str, ...] = ()
) -> None:
    """One resident, or the Problem of the refusal."""
    if not await look(database, caller, wish, [resident], ids={resident: ids}):
        facts = await facts_of(database, [resident], database.clock.now_ms())
        require(caller, wish.permission, facts[resident])
        raise NotFound


async def look_at_unit(database: Database, caller: Caller, permission: str, unit: str) -> None:
    """A unit as a whole; nobody's data are told by that."""
    del database
    require(caller, permission, unit_facts(unit))


def unit_facts(unit: str) -> Facts:
    """Facts of a thing that belongs to a unit and to no resident."""
    return {"owner": "", "unit": unit} | {scope: [] for scope in SHARE_SCOPES}


async def allow(
    tx: Tx,
    caller: Caller,
    permission: str,
    resident: str,
    *,
    resource: str,
    ids: tuple[str, ...] = (),
) -> Facts:
    """Pass and leave a record in the transaction of the change, or raise Refused."""
    facts = (await facts_of(tx, [resident], tx.now))[resident]
    decision = decide(caller, permission, facts, now=tx.now)
    if not decision.allowed:
        refused = entry_of(caller, permission, resource, resident, ids=ids, outcome=Outcome.REFUSED)
        try:
            decision.raise_if_refused()
        except Problem as problem:
            raise Refused(problem, refused) from problem
    await tx.audit(entry_of(caller, permission, resource, resident, ids=ids))
    return facts


def entry_of(
    caller: Caller, action: str, resource: str, resident: str, *,
    ids: tuple[str, ...] = (), outcome: Outcome = Outcome.DONE,
    operation: str | None = None, request_id: str | None = None,
) -> Entry:  # fmt: skip
    """A line of the audit log."""
    return Entry(
        caller=caller, subject=resident, action=action, resource=resource, ids=ids, outcome=outcome,
        operation=operation, request_id=request_id,
    )  # fmt: skip


def own_id(caller: Caller) -> tuple[str, str | None]:
    """Who acts, and for whom when that is somebody else: two identities are kept (D2)."""
    return caller.sub or caller.kind.value, caller.act_for


def now_of(clock: Clock) -> int:
    """UTC milliseconds."""
    return clock.now_ms()
