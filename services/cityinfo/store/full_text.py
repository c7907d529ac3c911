# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Words by full text: FTS5 on SQLite, tsvector on PostgreSQL; the same rows, the same answers."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from services.cityinfo.store.content import words, words_index
from services.kit.data import (
    Integer,
    Statement,
    Text,
    among,
    bindparam,
    case,
    define,
    func,
    literal_column,
    select,
)

_found: Any = literal_column("words.found", Text)
_SIMPLE: Any = literal_column("'simple'", Text)


def asked_for(
    asked: list[str], dialect: str, *, in_name: bool = False, sets: Sequence[Sequence[str]] = ()
) -> str:
    """The question in the index's own language: all words are there, and one tag of each set.

    Words and marks hold letters and digits alone, so nothing in them can be taken for an operator.
    """
    marks = [[mark_of_tag(each) for each in one] for one in sets]
    if dialect == "postgresql":
        parts = [f"{word}{':*A' if in_name else ':*AB'}" for word in asked]
        parts += [f"({' | '.join(f'{mark}:D' for mark in one)})" for one in marks]
        return " & ".join(parts)
    where = "name" if in_name else "{name more}"
    parts = [f'{where} : "{word}"*' for word in asked]
    parts += [f"tags : ({' OR '.join(one)})" for one in marks]
    return " AND ".join(parts)


def mark_of_tag(tag: str) -> str:
    """A tag as a word of the index."""
    return "t" + hashlib.blake2s(tag.encode(), digest_size=8).hexdigest()


def text_source(dialect: str) -> tuple[Any, Any, Any]:
    """What to select from, the condition on `asked`, and the score of a row.

    A text in the reader's language (`reader`) stands above all others, words in the name (`named`)
    above words in the rest: the same on both databases.
    """
    mine = case((words.c.language == bindparam("reader", type_=Text), 2), else_=0)
    asked, named = bindparam("asked", type_=Text), bindparam("named", type_=Text)
    if dialect == "postgresql":
        in_name = _found.op("@@")(func.to_tsquery(_SIMPLE, named))
        condition = _found.op("@@")(func.to_tsquery(_SIMPLE, asked))
        return words, condition, mine + case((in_name, 1), else_=0)
    inner = words_index.alias("by_name")
    rows = select(inner.c.rowid).where(literal_column("by_name.words_index").op("MATCH")(named))
    joined = words.join(words_index, words_index.c.rowid == words.c.id)
    condition = literal_column("words_index").op("MATCH")(asked)
    return joined, condition, mine + case((words.c.id.in_(rows), 1), else_=0)


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
