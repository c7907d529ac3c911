# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What all papers share: read one, change one, leave a mark, be moderated and appeal."""

import hmac
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from i18n import t
from services.kit.audit import Entry
from services.kit.crypto.files import secret_file
from services.kit.data import Database, Tx
from services.kit.errors import Conflict, InputInvalid, NotFound
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.kit.wire.notice import Notice
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

S = TypeVar("S", bound=msgspec.Struct)
MOST = 10_000
_in_memory: dict[str, bytes] = {}


async def read_paper(tx: Tx, kind: str, key: str) -> Paper:
    """A paper of that kind, or NotFound."""
    found = await tx.one(store.paper_by_id, id=key, kind=kind)
    if found is None:
        raise NotFound
    return found


def body_of(held: Paper, shape: type[S]) -> S:
    """The typed body."""
    return msgspec.convert(held.body, shape)


async def add_paper(
    tx: Tx, kind: str, body: Any, *, author: str, state: str, parent: str = ""
) -> None:
    """Write a paper down; Conflict when its id is taken."""
    added = await tx.run(
        store.add_paper,
        id=body.id,
        kind=kind,
        parent=parent,
        author=author,
        state=state,
        version=1,
        created_at=tx.now,
        changed_at=tx.now,
        body=body,
    )
    if not added:
        raise Conflict


async def change_paper(tx: Tx, held: Paper, *, state: str | None = None, body: Any = None) -> None:
    """Change state or body; Conflict when somebody was faster."""
    changed = await tx.run(
        store.set_paper,
        which=held.id,
        read_version=held.version,
        state=state or held.state,
        body=held.body if body is None else body,
        at=tx.now,
    )
    if not changed:
        raise Conflict
    data = {"id": held.id, "kind": held.kind, "state": state or held.state}
    await tx.emit("participation.paper.changed", subject=held.id, data=data)


async def list_papers(database: Database, kind: str, parent: str = "") -> list[Paper]:
    """All papers of a kind below another."""
    return await database.many(store.papers_of, kind=kind, parent=parent, after="", limit=MOST)


def mark_key(folder: Path | None) -> bytes:
    """The key behind secret marks: a dump of the tables names nobody."""
    if folder is None:
        return _in_memory.setdefault("marks", sha256(new_id().encode()).digest())
    return secret_file(folder / "keys" / "marks.key", lambda: sha256(new_id().encode()).digest())


def secret_name(key: bytes, paper: str, person: str) -> str:
    """A name for a person that exists on one paper only."""
    return hmac.new(key, f"{paper}\n{person}".encode(), sha256).hexdigest()


async def put_mark(tx: Tx, kind: str, paper: str, person: str, *, value: int = 1) -> None:
    """Leave or change a mark; one per person by the primary key."""
    await tx.run(store.put_mark, kind=kind, paper=paper, person=person, value=value)


async def drop_mark(tx: Tx, kind: str, paper: str, person: str) -> None:
    """Take a mark back."""
    await tx.run(store.drop_mark, which=kind, what=paper, who=person)


class Judge(msgspec.Struct, frozen=True, kw_only=True):
    """A moderator's act."""

    target: str
    verb: str
    reason: Reason | None = None
    text: str = ""


async def judge(tx: Tx, caller: Caller, given: Judge) -> Paper:
    """Approve, hide, uphold or restore; the author is told with the reason (M1)."""
    require(caller, "participation.moderation.act")
    held = await tx.one(store.any_paper, id=given.target)
    if held is None or held.kind not in ("comment", "statement"):
        raise NotFound
    if given.verb == "hide" and given.reason is None:
        raise InputInvalid(path=("reason",))
    if given.reason is Reason.OTHER and not given.text.strip():
        raise InputInvalid(path=("text",))
    state = moderate(WordState(held.state), given.verb)
    await change_paper(tx, held, state=state.value)
    await _note(tx, caller, held, given)
    if given.verb in ("hide", "uphold"):
        await tell(tx, held.author, held.id)
    return held


async def appeal(tx: Tx, caller: Caller, target: str, text: str) -> Paper:
    """The author asks for another look."""
    held = await tx.one(store.any_paper, id=target)
    if held is None or held.kind not in ("comment", "statement"):
        raise NotFound
    require(caller, "participation.proposal.own", {"owner": held.author})
    words = checked_text(text, LONGEST_COMMENT)
    await change_paper(tx, held, state=moderate(WordState(held.state), "appeal").value)
    await _note(tx, caller, held, Judge(target=target, verb="appeal", text=words))
    return held


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


async def tell(tx: Tx, person: str, paper: str) -> None:
    """Tell the author that something happened to what she wrote."""
    title = t(
        "participation.notice.word",
        "Något har hänt med det du skrev. Se varför och vad du kan göra.",
    )
    notice = Notice(
        title=title, category="word", action=f"/participation/{paper}", subject_ref=paper
    )
    await tx.emit("participation.notice.wanted", subject=person, data=msgspec.to_builtins(notice))
