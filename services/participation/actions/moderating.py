# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Moderation: approve, hide with a reason, appeal, uphold or restore; each act is kept (M1-M3)."""

import msgspec

from services.kit.audit import Entry
from services.kit.data import Tx
from services.kit.errors import InputInvalid, NotFound
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.participation.actions.deliberation import see_anew
from services.participation.actions.papers import body_of, change_paper, tell
from services.participation.domain.proposals import Proposal, ProposalState, move, restored
from services.participation.domain.words import (
    LONGEST_COMMENT,
    POLICY_VERSION,
    Reason,
    WordState,
    checked_text,
    moderate,
)
from services.participation.store import papers as store
from services.participation.store.papers import Paper

MODERATED = ("comment", "statement", "proposal")
"""What moderators judge; a project of a budget is judged by the unit that values it, with its reason."""


class Judge(msgspec.Struct, frozen=True, kw_only=True):
    """A moderator's act."""

    target: str
    verb: str
    reason: Reason | None = None
    text: str = ""


async def judge(tx: Tx, caller: Caller, given: Judge) -> Paper:
    """Approve, hide, uphold or restore; the author is told with the reason (M1)."""
    require(caller, "participation.moderation.act")
    held = await _word(tx, given.target)
    if given.verb == "hide" and given.reason is None:
        raise InputInvalid(path=("reason",))
    if given.reason is Reason.OTHER and not given.text.strip():
        raise InputInvalid(path=("text",))
    await change_paper(tx, held, state=_next(held, given.verb))
    await _note(tx, caller, held, given)
    if held.kind == "statement":
        await see_anew(tx, held.parent)
    if given.verb in ("hide", "uphold"):
        await tell(tx, held.author, held.id)
    return held


async def appeal(tx: Tx, caller: Caller, target: str, text: str) -> Paper:
    """The author asks for another look."""
    held = await _word(tx, target)
    require(caller, "participation.proposal.own", {"owner": held.author})
    words = checked_text(text, LONGEST_COMMENT)
    await change_paper(tx, held, state=_next(held, "appeal"))
    await _note(tx, caller, held, Judge(target=target, verb="appeal", text=words))
    return held


async def _word(tx: Tx, target: str) -> Paper:
    held = await tx.one(store.any_paper, id=target)
    if held is None or held.kind not in MODERATED:
        raise NotFound
    return held


def _next(held: Paper, verb: str) -> str:
    """The state after an act; a proposal keeps its own life and is hidden or shown within it."""
    if held.kind == "proposal":
        state = move(ProposalState(held.state), verb)
        return (restored(body_of(held, Proposal)) if verb == "restore" else state).value
    return moderate(WordState(held.state), verb).value


async def _note(tx: Tx, caller: Caller, held: Paper, given: Judge) -> None:
    await tx.run(
        store.add_act,
        id=new_id(),
        target=held.id,
        verb=given.verb,
        reason=given.reason.value if given.reason else "",
        moderator=caller.sub if given.verb != "appeal" else "",
        policy_version=POLICY_VERSION,
        at=tx.now,
        words=given.text.strip(),
    )
    await tx.audit(
        Entry(
            caller=caller,
            subject=held.author,
            action=f"participation.word.{given.verb}",
            resource=held.kind,
            ids=(held.id,),
        )
    )
