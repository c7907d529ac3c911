# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the ballot box. Nothing in them has a time, an address or the id of a person (S1)."""

from services.ballotbox.domain.boards import (
    Board,
    BoardState,
    Definition,
    Entry,
    HeadRow,
    Held,
    Pending,
)
from services.kit.crypto.board import Head
from services.kit.data import (
    Column,
    Integer,
    Json,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    define,
    delete,
    desc,
    insert,
    select,
    update,
)

metadata = MetaData()

board = Table(
    "board",
    metadata,
    Column("id", Text, primary_key=True),
    Column("definition", Json(Definition), nullable=False),
    Column("state", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("batch", Integer, nullable=False),
)
serial = Table(
    "serial",
    metadata,
    Column("poll", Text, primary_key=True),
    Column("serial_hash", Text, primary_key=True),
    Column("leaf", Text, nullable=False),
)
pending = Table(
    "pending",
    metadata,
    Column("poll", Text, primary_key=True),
    Column("leaf", Text, primary_key=True),
    Column("commitment", Text, nullable=False),
    Column("serial_hash", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
entry = Table(
    "entry",
    metadata,
    Column("poll", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("leaf", Text, nullable=False),
    Column("commitment", Text, nullable=False),
    Column("serial_hash", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("opening", Json()),
)
head = Table(
    "head",
    metadata,
    Column("poll", Text, primary_key=True),
    Column("batch", Integer, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("body", Json(Head), nullable=False),
)

add_board = define(insert(board).on_conflict_do_nothing())
board_by_id = define(select(board).where(board.c.id == bindparam("id")), Board)
advance = define(
    update(board)
    .where(board.c.id == bindparam("which"), board.c.batch == bindparam("read_batch"))
    .values(size=bindparam("size"), batch=bindparam("batch"), state=bindparam("state")),
)
OPEN, CLOSED = BoardState.OPEN.value, BoardState.CLOSED.value
lock_board = define(
    update(board)
    .where(board.c.id == bindparam("which"), board.c.state == OPEN)
    .values(state=OPEN)
    .returning(board),
    Board,
)
"""Takes the row for the transaction: a close and a cast never pass each other."""

_hold = insert(serial)
hold_serial = define(
    _hold.on_conflict_do_update(
        index_elements=["poll", "serial_hash"], set_={"leaf": _hold.excluded.leaf}
    )
)
serials_of = define(
    select(serial.c.serial_hash, serial.c.leaf).where(serial.c.poll == bindparam("poll")), Held
)

add_pending = define(insert(pending).on_conflict_do_nothing())
pending_of = define(select(pending).where(pending.c.poll == bindparam("poll")), Pending)
drop_pending = define(
    delete(pending).where(pending.c.poll == bindparam("which"), pending.c.leaf == bindparam("gone"))
)

add_entry = define(insert(entry))
entries_between = define(
    select(entry)
    .where(
        entry.c.poll == bindparam("poll"),
        entry.c.position >= bindparam("start"),
        entry.c.position < bindparam("end"),
    )
    .order_by(entry.c.position),
    Entry,
)
leaves_of = define(
    select(entry.c.leaf, entry.c.serial_hash)
    .where(entry.c.poll == bindparam("poll"))
    .order_by(entry.c.position),
    Held,
)
open_entry = define(
    update(entry)
    .where(entry.c.poll == bindparam("which"), entry.c.position == bindparam("at"))
    .values(opening=bindparam("opening"), sealed=b"")
)

add_head = define(insert(head))
heads_of = define(
    select(head.c.body).where(head.c.poll == bindparam("poll")).order_by(head.c.batch), HeadRow
)
head_of_size = define(
    select(head.c.body)
    .where(head.c.poll == bindparam("poll"), head.c.size == bindparam("size"))
    .order_by(desc(head.c.batch)),
    HeadRow,
)
