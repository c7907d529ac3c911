# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Proposals: written, supported in secret, endorsed in public, amended, answered by the city."""

from pathlib import Path
from typing import Any

import msgspec

from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid, Problem
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.participation.actions.papers import (
    add_paper,
    body_of,
    change_paper,
    drop_mark,
    list_papers,
    mark_key,
    put_mark,
    read_paper,
    secret_name,
    tell,
)
from services.participation.domain.proposals import (
    ANSWER_MS,
    UNSEEN,
    Answer,
    Proposal,
    ProposalState,
    can_be_supported,
    checked_proposal,
    edited,
    move,
    similar,
)
from services.participation.store import papers as store
from services.participation.store.papers import Paper

KIND = "proposal"
SUPPORT, ENDORSE = "support", "endorse"


async def propose(tx: Tx, caller: Caller, given: Proposal) -> Proposal:
    """Publish a proposal of one's own."""
    require(caller, "participation.proposal.write")
    tidy = msgspec.structs.replace(checked_proposal(given), author=caller.sub, created_at=tx.now)
    await add_paper(tx, KIND, tidy, author=caller.sub, state=ProposalState.PUBLISHED.value)
    await tx.emit("participation.proposal.published", subject=tidy.id, data={"id": tidy.id})
    return tidy


async def find_similar(database: Database, title: str, text: str) -> list[Proposal]:
    """Published proposals that say nearly the same."""
    rows = await list_papers(database, KIND)
    shown = [body_of(row, Proposal) for row in rows if row.state not in UNSEEN]
    return similar(title, text, shown)


async def _own(tx: Tx, caller: Caller, key: str) -> tuple[Paper, Proposal]:
    held = await read_paper(tx, KIND, key)
    body = body_of(held, Proposal)
    owner = caller.sub if caller.sub in body.co_authors else held.author
    require(caller, "participation.proposal.own", {"owner": owner})
    return held, body


async def edit(tx: Tx, caller: Caller, key: str, text: str) -> Proposal:
    """A new text; once somebody has supported it, an amendment beside the old one."""
    held, body = await _own(tx, caller, key)
    if not can_be_supported(ProposalState(held.state)):
        raise Problem("PARTICIPATION_STATE_WRONG")
    supports = await count_supports(tx, key)
    changed = edited(body, text, supports, by=caller.sub, at=tx.now)
    await change_paper(tx, held, body=changed)
    if supports:
        await tx.emit("participation.proposal.amended", subject=key, data={"id": key})
    return changed


async def invite(tx: Tx, caller: Caller, key: str, person: str) -> Proposal:
    """Add a co-author."""
    held, body = await _own(tx, caller, key)
    if not person or person in (*body.co_authors, held.author):
        raise InputInvalid(path=("person",))
    changed = msgspec.structs.replace(body, co_authors=(*body.co_authors, person))
    await change_paper(tx, held, body=changed)
    return changed


async def withdraw(tx: Tx, caller: Caller, key: str) -> None:
    """The author takes the proposal back."""
    held, _ = await _own(tx, caller, key)
    await change_paper(tx, held, state=move(ProposalState(held.state), "withdraw").value)


async def count_supports(source: Any, key: str) -> int:
    """How many support a proposal; nobody can be told who."""
    return await source.one(store.count_marks, kind=SUPPORT, paper=key) or 0


async def support(
    tx: Tx, caller: Caller, key: str, *, folder: Path | None, wants: bool = True
) -> int:
    """Support in secret, or take it back; the number of supports."""
    require(caller, "participation.proposal.write")
    held = await read_paper(tx, KIND, key)
    state = ProposalState(held.state)
    if not can_be_supported(state):
        raise Problem("PARTICIPATION_STATE_WRONG")
    name = secret_name(mark_key(folder), key, caller.sub)
    await (put_mark if wants else drop_mark)(tx, SUPPORT, key, name)
    supports = await count_supports(tx, key)
    body = body_of(held, Proposal)
    if supports >= body.threshold and state is ProposalState.PUBLISHED:
        due = msgspec.structs.replace(body, answer_due_at=tx.now + ANSWER_MS)
        await change_paper(tx, held, state=move(state, "reach").value, body=due)
        await tx.emit("participation.proposal.reached", subject=key, data={"id": key})
        await tell(tx, held.author, key)
    return supports


async def is_supporter(database: Database, caller: Caller, key: str, folder: Path | None) -> bool:
    """Whether the caller supports it; nobody else can ask that."""
    name = secret_name(mark_key(folder), key, caller.sub)
    return await database.one(store.mark_by, kind=SUPPORT, paper=key, person=name) is not None


async def endorse(tx: Tx, caller: Caller, key: str, *, wants: bool = True) -> None:
    """Stand for a proposal in public, or no longer."""
    require(caller, "participation.proposal.write")
    held = await read_paper(tx, KIND, key)
    if not can_be_supported(ProposalState(held.state)):
        raise Problem("PARTICIPATION_STATE_WRONG")
    await (put_mark if wants else drop_mark)(tx, ENDORSE, key, caller.sub)


async def merge(tx: Tx, caller: Caller, key: str, into: str) -> Proposal:
    """Join a proposal to another that says the same."""
    require(caller, "participation.moderation.act")
    held = await read_paper(tx, KIND, key)
    await read_paper(tx, KIND, into)
    if key == into:
        raise InputInvalid(path=("into",))
    body = msgspec.structs.replace(body_of(held, Proposal), merged_into=into)
    await change_paper(tx, held, state=move(ProposalState(held.state), "merge").value, body=body)
    await tell(tx, held.author, key)
    return body


async def refer(tx: Tx, caller: Caller, key: str, board: str, *, within_remit: bool) -> Proposal:
    """Hand a proposal to a board; outside its remit it goes on as a view (synpunkt)."""
    require(caller, "participation.decision.record")
    held = await read_paper(tx, KIND, key)
    body = body_of(held, Proposal)
    due = body.answer_due_at or tx.now + ANSWER_MS
    changed = msgspec.structs.replace(body, board=board, answer_due_at=due)
    verb = "refer" if within_remit else "forward"
    await change_paper(tx, held, state=move(ProposalState(held.state), verb).value, body=changed)
    await tell(tx, held.author, key)
    return changed


async def answer(tx: Tx, caller: Caller, key: str, given: Answer, decision: str = "") -> Proposal:
    """The city's answer, by a unit and signed; linked to the decision behind it."""
    require(caller, "participation.decision.record")
    if not given.unit.strip() or not given.signature.strip() or not given.text.strip():
        raise InputInvalid(path=("answer",))
    held = await read_paper(tx, KIND, key)
    body = body_of(held, Proposal)
    told = msgspec.structs.replace(given, at=tx.now)
    changed = msgspec.structs.replace(body, answer=told, decision=decision)
    await change_paper(
        tx, held, state=move(ProposalState(held.state), "answer").value, body=changed
    )
    await tx.emit("participation.proposal.answered", subject=key, data={"id": key})
    await tell(tx, held.author, key)
    return changed


async def follow(tx: Tx, caller: Caller, key: str, percent: int) -> Proposal:
    """How much of what was promised has been done."""
    require(caller, "participation.decision.record")
    if not 0 <= percent <= 100:  # noqa: PLR2004
        raise InputInvalid(path=("percent",))
    held = await read_paper(tx, KIND, key)
    body = msgspec.structs.replace(body_of(held, Proposal), delivered_percent=percent)
    await change_paper(tx, held, state=move(ProposalState(held.state), "follow").value, body=body)
    return body
