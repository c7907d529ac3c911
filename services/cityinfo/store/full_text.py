# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Words by full text: FTS5 on SQLite, tsvector on PostgreSQL; the same rows, the same answers."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from services.cityinfo.store.content import entry, entry_index
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

IN_NAME = "n_"
"""Before a word of a name, beside the word itself: PostgreSQL's way to ask names alone."""
_found: Any = literal_column("entry.found", Text)


def asked_for(
    asked: list[str], dialect: str, *, in_name: bool = False, sets: Sequence[Sequence[str]] = ()
) -> str:
    """The question in the index's own language: all words are there, and one tag of each set.

    Words and marks hold letters and digits alone, so nothing in them can be taken for an operator.
    A question without words asks the rows in no language, one for each place.
    """
    worded = bool(asked)
    marks = [[mark_of_tag(each, worded=worded) for each in one] for one in sets]
    if dialect == "postgresql":
        parts = [f"'{IN_NAME if in_name else ''}{word}':*" for word in asked]
        parts += [f"({' | '.join(one)})" for one in marks]
        return " & ".join(parts)
    where = "name" if in_name else "{name more}"
    parts = [f'{where} : "{word}"*' for word in asked]
    parts += [f"tags : ({' OR '.join(one)})" for one in marks]
    return " AND ".join(parts)


def mark_of_tag(tag: str, *, worded: bool) -> str:
    """A tag as a word of the index: one for rows with words, one for the row of the place itself."""
    return ("t" if worded else "u") + hashlib.blake2s(tag.encode(), digest_size=8).hexdigest()


def text_source(dialect: str) -> tuple[Any, Any, Any]:
    """What to select from, the condition on `asked`, and the score of a row.

    A text in the reader's language (`reader`) stands above all others, words in the name (`named`)
    above words in the rest: the same on both databases.
    """
    mine = case((entry.c.language == bindparam("reader", type_=Text), 2), else_=0)
    source, condition = tagged_source(dialect)
    if dialect == "postgresql":
        return source, condition, mine + case((_found.op("@@")(_query("named")), 1), else_=0)
    inner = entry_index.alias("by_name")
    named = bindparam("named", type_=Text)
    rows = select(inner.c.rowid).where(literal_column("by_name.entry_index").op("MATCH")(named))
    return source, condition, mine + case((entry.c.id.in_(rows), 1), else_=0)


def tagged_source(dialect: str) -> tuple[Any, Any]:
    """What to select from and the condition on `asked`."""
    if dialect == "postgresql":
        return entry, _found.op("@@")(_query("asked"))
    joined = entry.join(entry_index, entry_index.c.rowid == entry.c.id)
    return joined, literal_column("entry_index").op("MATCH")(bindparam("asked", type_=Text))


def _query(name: str) -> Any:
    """Lexemes as they stand, past PostgreSQL's parser: folding is ours."""
    return bindparam(name, type_=Text).op("::")(literal_column("tsquery"))


@lru_cache(maxsize=8)
def matching(dialect: str, *, of_languages: bool) -> Statement[str]:
    """The best matches among the ids that begin with `prefix`."""
    source, condition, score = text_source(dialect)
    best = func.max(score)
    chosen: Any = (
        select(entry.c.item)
        .select_from(source)
        .where(condition, entry.c.item.like(bindparam("prefix", type_=Text)))
    )
    if of_languages:
        chosen = chosen.where(among(entry.c.language, "languages"))
    return define(
        chosen.group_by(entry.c.item)
        .order_by(best.desc(), entry.c.item)
        .limit(bindparam("most", type_=Integer)),
        str,
    )
