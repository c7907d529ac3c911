# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about documents, their lines in each language, jobs, exports and late deliveries."""

from typing import Any

import msgspec

from services.kit.data import (
    Instant,
    Integer,
    Json,
    Text,
    among,
    bindparam,
    define,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from services.language.domain.documents import Document, Line, StoredSegment, Task
from services.language.domain.work import WorkState
from services.language.store.tables import document, export, rendering, waiting, work


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was given out: what it held decides what may come back."""

    id: str
    document: str
    locale: str
    segments: list[StoredSegment]
    made_by: str
    made_at: int


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """An order that an engine will deliver later."""

    request_id: str
    locale: str
    order: dict[str, Any]
    sent_at: int
    delivered_at: int | None


_OPEN = (WorkState.REQUESTED, WorkState.LEVERAGED, WorkState.MT_QUEUED)
_key = bindparam("key", type_=Text)
_of_locale = bindparam("of_locale", type_=Text)

document_by_id = define(select(document).where(document.c.id == _key), Document)
documents_by_id = define(select(document).where(among(document.c.id, "ids")), Document)

_put = insert(document)
put_document = define(
    _put.on_conflict_do_update(
        index_elements=["id"],
        set_={
            name: _put.excluded[name]
            for name in ("source_locale", "risk", "machine", "segments", "updated_at")
        },
    )
)

lines_of = define(
    select(rendering)
    .where(rendering.c.document == _key, rendering.c.locale == _of_locale)
    .order_by(rendering.c.path),
    Line,
)
_put_line = insert(rendering)
put_line = define(
    _put_line.on_conflict_do_update(
        index_elements=["document", "locale", "path"],
        set_={
            name: _put_line.excluded[name]
            for name in (
                "text", "made_from", "origin", "engine", "percent", "faults", "reviewed_by",
                "reviewed_at", "made_at",
            )
        },
    )
)  # fmt: skip
fault_line = define(
    update(rendering)
    .where(
        rendering.c.document == _key,
        rendering.c.locale == _of_locale,
        rendering.c.path == bindparam("at_path", type_=Text),
    )
    .values(faults=bindparam("found", type_=Json(list[str])), reviewed_by=None, reviewed_at=None)
    .returning(rendering),
    Line,
)
drop_lines = define(
    delete(rendering).where(rendering.c.document == _key, ~among(rendering.c.path, "kept_paths"))
)

add_work = define(insert(work))
work_by_id = define(select(work).where(work.c.id == _key), Task)
open_work = define(
    select(work).where(
        work.c.document == _key,
        work.c.locale == _of_locale,
        or_(*(work.c.state == state.value for state in _OPEN)),
    ),
    Task,
)
work_page = define(
    select(work)
    .where(
        work.c.state == bindparam("in_state", type_=Text),
        work.c.id > bindparam("after", type_=Text),
    )
    .order_by(work.c.id)
    .limit(bindparam("most", type_=Integer)),
    Task,
)
count_work = define(
    select(func.count()).select_from(work).where(work.c.state == bindparam("in_state", type_=Text)),
    int,
)
move_work = define(
    update(work)
    .where(work.c.id == _key, work.c.state == bindparam("from_state", type_=Text))
    .values(
        state=bindparam("to_state", type_=Text),
        reason=bindparam("why", type_=Text),
        attempts=bindparam("tries", type_=Integer),
        updated_at=bindparam("at", type_=Instant),
    )
    .returning(work),
    Task,
)

add_waiting = define(
    insert(waiting).on_conflict_do_nothing(index_elements=["request_id", "locale"])
)
take_waiting = define(
    update(waiting)
    .where(
        waiting.c.request_id == _key,
        waiting.c.locale == _of_locale,
        waiting.c.delivered_at.is_(None),
    )
    .values(delivered_at=bindparam("at", type_=Instant))
    .returning(waiting),
    Waiting,
)
"""The order that was waiting until now; no row for a delivery that comes twice or to nobody."""

add_export = define(insert(export))
export_by_id = define(select(export).where(export.c.id == _key), Export)
