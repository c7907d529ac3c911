# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Rules become export, erasure and ageing, on both databases (security V4, V9)."""

import msgspec
import pytest

from services.kit.data import (
    Column,
    Instant,
    Json,
    LargeBinary,
    MetaData,
    Table,
    Text,
    define,
    func,
    insert,
    migrate,
    select,
)
from services.kit.privacy import (
    Action,
    Basis,
    Purpose,
    RetentionRule,
    RightsRows,
    Through,
    personal,
)
from services.kit.privacy.own_tables import PACKAGE

NOTE = personal(purpose=Purpose.CONTACT, basis=Basis.PUBLIC_TASK, klassa="K2R2T1", retention="P1Y")
YEAR = 365 * 86_400_000

metadata = MetaData()
note = Table(
    "note",
    metadata,
    Column("id", Text, primary_key=True),
    Column("author", Text, nullable=False),
    Column("body", Json(), nullable=False),
    Column("secret", LargeBinary),
    Column("closed_at", Instant),
)
line = Table(
    "line",
    metadata,
    Column("id", Text, primary_key=True),
    Column("note", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
entry = Table(
    "entry",
    metadata,
    Column("id", Text, primary_key=True),
    Column("author", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

RULES = (
    RetentionRule(table=note, subject="author", data=NOTE, after="P1Y", since="closed_at"),
    RetentionRule(table=line, subject=Through("note", note, "id", "author"), data=NOTE),
    RetentionRule(
        table=entry,
        subject="author",
        data=NOTE,
        after="P7Y",
        since="at",
        action=Action.ANONYMISE,
        erasure=Action.KEEP,
        wipe={"author": ""},
        legal_ref="Bokföringslagen 7 kap. 2 §",
    ),
)
ADD = {table.name: define(insert(table)) for table in (note, line, entry)}
COUNT = {
    table.name: define(select(func.count().label("n")).select_from(table), int)
    for table in (note, line, entry)
}
AUTHORS = define(select(entry.c.author).order_by(entry.c.id), str)


ROWS = RightsRows(RULES)
pytestmark = pytest.mark.anyio


@pytest.fixture
async def board(database):
    """Two people's notes, lines and entries."""
    await migrate(database, PACKAGE)
    await database.apply("board", [(1, "tests.services.kit.privacy.notes_step")])

    async def fill(tx):
        for who in ("anna", "bo"):
            await tx.run(
                ADD["note"], id=f"n-{who}", author=who, body={"text": "hej", "tags": ["a"]},
                secret=b"x", closed_at=1_000,
            )  # fmt: skip
            await tx.run(ADD["line"], id=f"l-{who}", note=f"n-{who}", at=1_000)
            await tx.run(ADD["entry"], id=f"e-{who}", author=who, at=1_000)

    await database.transact(fill)
    return database


async def counts(database):
    return {name: await database.one(statement) for name, statement in COUNT.items()}


async def test_an_export_holds_everything_of_one_person_and_nothing_of_another(board):
    held = await ROWS.export(board, "anna")
    assert [each.key for each in held] == ["ENTRY", "LINE", "NOTE"]
    note_row = held[2].children[0]
    assert [(each.key, each.value) for each in note_row.children] == [
        ("ID", "n-anna"),
        ("AUTHOR", "anna"),
        ("BODY", None),
        ("CLOSED_AT", "1970-01-01T00:00:01+00:00"),
    ]
    assert note_row.children[2].children[0].value == "hej"
    assert b"n-bo" not in msgspec.json.encode(held)
    assert await ROWS.export(board, "nobody") == []


async def test_a_dry_run_tells_the_same_and_changes_nothing(board):
    before = await counts(board)
    planned = await board.transact(lambda tx: ROWS.erase(tx, "anna", dry_run=True))
    assert await counts(board) == before
    done = await board.transact(lambda tx: ROWS.erase(tx, "anna", dry_run=False))
    assert done == planned
    assert [(one.what, one.action, one.count) for one in done] == [
        ("ENTRY", Action.KEEP, 1),
        ("LINE", Action.DELETE, 1),
        ("NOTE", Action.DELETE, 1),
    ]
    assert done[0].law == "Bokföringslagen 7 kap. 2 §"
    assert done[0].until == 1_000 + 7 * YEAR
    assert await counts(board) == {"note": 1, "line": 1, "entry": 2}


async def test_erasing_twice_does_no_more(board):
    await board.transact(lambda tx: ROWS.erase(tx, "anna", dry_run=False))
    again = await board.transact(lambda tx: ROWS.erase(tx, "anna", dry_run=False))
    assert [(one.what, one.action) for one in again] == [("ENTRY", Action.KEEP)]


async def test_rows_age_when_their_period_is_over_and_not_before(board, manual_clock):
    async def age():
        return [await board.transact(rows.age) for rows in ROWS.all]

    manual_clock.set(1_000 + YEAR)
    assert sum(await age()) == 0
    manual_clock.set(1_001 + YEAR)
    assert sum(await age()) == 2  # both notes; their lines have no period of their own
    manual_clock.set(1_001 + 7 * YEAR)
    assert sum(await age()) == 2
    assert await board.many(AUTHORS) == ["", ""]
    assert sum(await age()) == 0  # what is anonymous stays so


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"after": "P1Y"}, "instant"),
        ({"after": "5 years", "since": "at"}, "period"),
        ({"erasure": Action.KEEP}, "law"),
        ({"action": Action.ANONYMISE}, "wipes"),
        ({"hidden": ("nothing",)}, "no column"),
    ],
)
def test_a_rule_that_cannot_be_carried_out_is_refused(wrong, says):
    with pytest.raises(ValueError, match=says):
        RetentionRule(table=entry, subject="author", data=NOTE, **wrong)


@pytest.mark.parametrize(
    "wrong", [{"purpose": ()}, {"klassa": "K5R1T1"}, {"retention": "for ever"}]
)
def test_a_mark_that_says_nothing_is_refused(wrong):
    right = {
        "purpose": Purpose.CARE, "basis": Basis.CONSENT, "klassa": "K3R2T2", "retention": "P5Y"
    }  # fmt: skip
    with pytest.raises(ValueError, match=r"."):
        personal(**{**right, **wrong})
