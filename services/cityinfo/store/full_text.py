# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Words by full text: FTS5 on SQLite, tsvector on PostgreSQL; the same rows, the same answers."""

from functools import lru_cache
from typing import Any

from services.cityinfo.store.content import words, words_index
from services.kit.data import (
    Float,
    Integer,
    Statement,
    Text,
    among,
    bindparam,
    case,
    cast,
    define,
    func,
    literal_column,
    select,
)

_found: Any = literal_column("words.found", Text)


def asked_for(asked: list[str], dialect: str, *, in_name: bool = False) -> str:
    """The question in the index's own language: every word begins one of the text's.

    The words hold letters and digits alone, so nothing in them can be taken for an operator.
    """
    if dialect == "postgresql":
        return " & ".join(f"{word}{':*A' if in_name else ':*'}" for word in asked)
    return " ".join(f'{"name : " if in_name else ""}"{word}"*' for word in asked)


def text_source(dialect: str) -> tuple[Any, Any, Any]:
    """What to select from, the condition on `asked`, and the score of a row.

    A text in the reader's language (`reader`) stands above all others; names weigh more than the rest.
    """
    mine = case((words.c.language == bindparam("reader", type_=Text), 1000.0), else_=0.0)
    asked = bindparam("asked", type_=Text)
    if dialect == "postgresql":
        query = func.to_tsquery(literal_column("'simple'"), asked)
        rank = cast(func.ts_rank(_found, query), Float)
        return words, _found.op("@@")(query), mine + rank
    joined = words.join(words_index, words_index.c.rowid == words.c.id)
    return joined, literal_column("words_index").op("MATCH")(asked), mine - words_index.c.rank


@lru_cache(maxsize=8)
def matching(dialect: str, *, of_languages: bool) -> Statement[str]:
    """The best matches among the ids that begin with `prefix`."""
    source, condition, score = text_source(dialect)
    best = func.max(score)
    chosen: Any = (
        select(words.c.item)
        .select_from(source)
        .where(condition, words.c.item.like(bindparam("prefix", type_=Text)))
    )
    if of_languages:
        chosen = chosen.where(among(words.c.language, "languages"))
    return define(
        chosen.group_by(words.c.item)
        .order_by(best.desc(), words.c.item)
        .limit(bindparam("most", type_=Integer)),
        str,
    )
