# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What all papers share: read one, change one, leave a mark, be moderated and appeal."""

import hmac
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from i18n import t
from services.kit.crypto.files import secret_file
from services.kit.data import Database, Tx
from services.kit.errors import Conflict, NotFound
from services.kit.ids import new_id
from services.kit.wire.notice import Notice
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
