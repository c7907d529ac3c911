# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Consultations: published by officers, commented by whoever a section lets in, closed with an answer."""

import msgspec

from services.kit.data import Tx
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.participation.actions.papers import add_paper, body_of, change_paper, read_paper
from services.participation.domain.consultations import (
    Consultation,
    checked_consultation,
    may_comment,
)
from services.participation.domain.polls import Texts
from services.participation.domain.words import (
    LONGEST_COMMENT,
    Comment,
    WordState,
    checked_text,
    moderate,
)

KIND, COMMENT = "consultation", "comment"


async def publish_consultation(tx: Tx, caller: Caller, given: Consultation) -> Consultation:
    """Publish a consultation."""
    require(caller, "participation.decision.record")
    checked = checked_consultation(given)
    await add_paper(tx, KIND, checked, author=caller.sub, state="published")
    await tx.emit("participation.consultation.published", subject=given.id, data={"id": given.id})
    return checked


async def conclude(tx: Tx, caller: Caller, key: str, outcome: Texts) -> Consultation:
    """Say what changed because of what people wrote."""
    require(caller, "participation.decision.record")
    held = await read_paper(tx, KIND, key)
    body = msgspec.structs.replace(body_of(held, Consultation), outcome=outcome)
    await change_paper(tx, held, state="concluded", body=body)
    return body


async def comment(tx: Tx, caller: Caller, key: str, given: Comment) -> Comment:
    """Write a comment on a section."""
    require(caller, "participation.word.write")
    held = body_of(await read_paper(tx, KIND, key), Consultation)
    may_comment(held, given.section, loa=caller.loa, now=tx.now, has_place=bool(given.geometry))
    tidy = msgspec.structs.replace(
        given,
        author=caller.sub,
        text=checked_text(given.text, LONGEST_COMMENT),
        created_at=tx.now,
    )
    await add_paper(tx, COMMENT, tidy, author=caller.sub, state=WordState.VISIBLE.value, parent=key)
    await tx.emit("participation.comment.added", subject=key, data={"id": tidy.id})
    return tidy


async def withdraw_comment(tx: Tx, caller: Caller, key: str) -> None:
    """The author takes her words back; a tombstone stays."""
    held = await read_paper(tx, COMMENT, key)
    require(caller, "participation.proposal.own", {"owner": held.author})
    state = moderate(WordState(held.state), "withdraw")
    body = msgspec.structs.replace(body_of(held, Comment), text="", geometry="")
    await change_paper(tx, held, state=state.value, body=body)
