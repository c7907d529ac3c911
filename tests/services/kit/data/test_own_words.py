# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the databases say in words of their own: text search, on both, with values as parameters."""

import msgspec
import pytest

from services.kit.data import (
    Column,
    Database,
    Float,
    MetaData,
    Table,
    Text,
    Tx,
    bindparam,
    column,
    define,
    desc,
    insert,
    literal_column,
    select,
    text,
)

pytestmark = pytest.mark.anyio

page = Table(
    "page",
    MetaData(),
    Column("id", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("weight", Float, nullable=False),
)
_words = bindparam("words", type_=Text)
_hits = text(
    "SELECT id, bm25(page_text) AS rank FROM page_text WHERE page_text MATCH :words ORDER BY 2, 1"
)
_found = text("to_tsvector('simple', body) @@ websearch_to_tsquery('simple', :words)").bindparams(
    _words
)
_rank = literal_column("0.0", Float).label("rank")


class Hit(msgspec.Struct, frozen=True):
    id: str
    rank: float


class Page(msgspec.Struct, frozen=True):
    id: str
    body: str
    weight: float


ADD = define(insert(page))
INDEX = define(
    text("INSERT INTO page_text (id, body) VALUES (:id, :body)").bindparams(
        bindparam("id", type_=Text), bindparam("body", type_=Text)
    ),
    postgresql=text("SELECT 1 WHERE length(:id || :body) < 0").bindparams(
        bindparam("id", type_=Text), bindparam("body", type_=Text)
    ),
)
SEARCH = define(
    _hits.bindparams(_words).columns(column("id", Text), column("rank", Float)),
    Hit,
    postgresql=select(page.c.id, _rank).where(_found).order_by(page.c.id),
)
HEAVIEST = define(select(page).order_by(desc(page.c.weight)), Page)


async def test_both_databases_search_in_their_own_words(database: Database) -> None:
    await database.apply("tests.search", [(1, "tests.services.kit.data.search_step")])

    async def fill(tx: Tx) -> None:
        for number, body in enumerate(["bad i sjön", "simhall med bastu", "bastu vid sjön"]):
            await tx.run(ADD, id=str(number), body=body, weight=number + 0.5)
            await tx.run(INDEX, id=str(number), body=body)

    await database.transact(fill)
    assert sorted(hit.id for hit in await database.many(SEARCH, words="bastu")) == ["1", "2"]
    assert [hit.id for hit in await database.many(SEARCH, words="bastu sjön")] == ["2"]
    assert await database.many(SEARCH, words="kyrka") == []
    assert [p.weight for p in await database.many(HEAVIEST)] == [2.5, 1.5, 0.5]


async def test_a_value_is_never_part_of_the_text(database: Database) -> None:
    await database.apply("tests.search", [(1, "tests.services.kit.data.search_step")])
    assert await database.many(SEARCH, words='"\'); DROP TABLE page; --"') == []
    assert await database.many(HEAVIEST) == []


def test_both_forms_are_checked_and_parameters_have_types() -> None:
    with pytest.raises(TypeError, match="Hit has the fields"):
        define(SEARCH._source, Hit, postgresql=select(page.c.id))
    untyped = define(text("SELECT id FROM page WHERE id = :x").columns(column("id", Text)), str)
    with pytest.raises(TypeError, match="parameter x needs a type"):
        untyped.for_sqlite()
