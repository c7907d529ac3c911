# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Comments on a plan: by herself, and by a unit whose grant lets it comment."""

import msgspec

from services.kit.data import Tx
from services.kit.errors import InputInvalid, NotFound
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.kit.wire.notice import Notice
from services.newcomers.actions.looks import note_change
from services.newcomers.actions.plans import granted
from services.newcomers.domain.planning.comments import LONGEST, NOTICE, Comment
from services.newcomers.domain.planning.grants import Scope
from services.newcomers.domain.planning.templates import stockholm
from services.newcomers.store import plans as store


async def comment(tx: Tx, caller: Caller, person: str, *, step: str | None, text: str) -> Comment:
    """Write beside a step or the whole plan; she is told when somebody else has written."""
    is_own = caller.sub == person
    grants = [] if is_own else await tx.many(store.grants_of, who=person)
    require(
        caller, "newcomers.plan.comment", granted(caller, person, grants, tx.now, Scope.COMMENT)
    )
    if await tx.one(store.plan_of, who=person) is None:
        raise NotFound
    if step is not None and step not in stockholm().by_key():
        raise InputInvalid(path=("step",))
    if not 1 <= len(text.strip()) <= LONGEST:
        raise InputInvalid(path=("text",), max=LONGEST)
    unit = caller.assignment.unit if caller.assignment and not is_own else ""
    made = Comment(
        id=new_id(), person=person, step=step, author=caller.sub, unit=unit, text=text, at=tx.now
    )
    await tx.run(store.add_comment, **msgspec.structs.asdict(made))
    await note_change(tx, caller, person, "plan.commented", (made.id,))
    if not is_own:
        notice = Notice(
            title=NOTICE, category="newcomers.comment", action=f"/newcomers/plan/{step or ''}",
            subject_ref=made.id,
        )  # fmt: skip
        await tx.emit("newcomers.notice.wanted", subject=person, data=msgspec.to_builtins(notice))
    return made
