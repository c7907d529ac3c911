# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of everything written: consultations, proposals, comments, statements, projects, decisions.

One table holds a paper of any kind with its typed body; another holds marks that people leave on
papers: supports, endorsements, votes on statements. What a mark must not tell, its person column
holds as a pseudonym that exists for that one paper only.
"""

from typing import Any

import msgspec

from services.kit.data import (
    Column,
    Index,
    Instant,
    Integer,
    Json,
    MetaData,
    Table,
    Text,
    bindparam,
    define,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from services.participation.domain.deliberation.pictures import Kept

metadata = MetaData()

paper = Table(
    "paper",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("parent", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("body", Json(), nullable=False),
)
Index("paper_kind", paper.c.kind, paper.c.parent, paper.c.id)
Index("paper_author", paper.c.author)
mark = Table(
    "mark",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("paper", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)
act = Table(
    "moderation_act",
    metadata,
    Column("id", Text, primary_key=True),
    Column("target", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("moderator", Text, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("words", Text, nullable=False),
)
opinion = Table(
    "opinion",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("computed_at", Instant, nullable=False),
    Column("body", Json(Kept), nullable=False),
)
"""Where the last recompute of a deliberation ended; the next one begins there."""


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as it is stored."""

    id: str
    kind: str
    parent: str
    author: str
    state: str
    version: int
    created_at: int
    changed_at: int
    body: Any


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A mark on a paper."""

    paper: str
    person: str
    value: int


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A deliberation as its last recompute saw it; 0: there has been none."""

    topic: str
    computed_at: int
    body: Kept


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """Something that people leave secret marks on."""

    kind: str
    id: str
    parent: str


class ActRow(msgspec.Struct, frozen=True, kw_only=True):
    """An act of moderation."""

    id: str
    target: str
    verb: str
    reason: str
    moderator: str
    policy_version: str
    at: int
    words: str


class Statistic(msgspec.Struct, frozen=True, kw_only=True):
    """How often something was done for a reason."""

    verb: str
    reason: str
    count: int


add_paper = define(insert(paper).on_conflict_do_nothing())
paper_by_id = define(
    select(paper).where(paper.c.id == bindparam("id"), paper.c.kind == bindparam("kind")), Paper
)
any_paper = define(select(paper).where(paper.c.id == bindparam("id")), Paper)
papers_of = define(
    select(paper)
    .where(
        paper.c.kind == bindparam("kind"),
        paper.c.parent == bindparam("parent"),
        paper.c.id > bindparam("after"),
    )
    .order_by(paper.c.id)
    .limit(bindparam("limit", type_=Integer)),
    Paper,
)
papers_in = define(
    select(paper)
    .where(
        paper.c.kind == bindparam("kind"),
        paper.c.parent == bindparam("parent"),
        paper.c.state == bindparam("state"),
        paper.c.id > bindparam("after"),
    )
    .order_by(paper.c.id)
    .limit(bindparam("limit", type_=Integer)),
    Paper,
)
count_papers = define(
    select(func.count())
    .select_from(paper)
    .where(paper.c.kind == bindparam("kind"), paper.c.parent == bindparam("parent")),
    int,
)
set_paper = define(
    update(paper)
    .where(paper.c.id == bindparam("which"), paper.c.version == bindparam("read_version"))
    .values(
        state=bindparam("state"),
        body=bindparam("body"),
        version=paper.c.version + 1,
        changed_at=bindparam("at"),
    )
)

_put = insert(mark)
put_mark = define(
    _put.on_conflict_do_update(
        index_elements=["kind", "paper", "person"], set_={"value": _put.excluded.value}
    )
)
drop_mark = define(
    delete(mark).where(
        mark.c.kind == bindparam("which"),
        mark.c.paper == bindparam("what"),
        mark.c.person == bindparam("who"),
    )
)
drop_named = define(
    delete(mark).where(mark.c.kind == bindparam("which"), mark.c.person == bindparam("who"))
)
"""A secret name exists on one matter only, so it says which."""
matters = define(
    select(paper.c.kind, paper.c.id, paper.c.parent).where(
        or_(*(paper.c.kind == kind for kind in ("proposal", "project", "statement")))
    ),
    Matter,
)
mark_by = define(
    select(mark.c.paper, mark.c.person, mark.c.value).where(
        mark.c.kind == bindparam("kind"),
        mark.c.paper == bindparam("paper"),
        mark.c.person == bindparam("person"),
    ),
    Mark,
)
count_marks = define(
    select(func.count())
    .select_from(mark)
    .where(mark.c.kind == bindparam("kind"), mark.c.paper == bindparam("paper")),
    int,
)
marks_of = define(
    select(mark.c.paper, mark.c.person, mark.c.value)
    .where(mark.c.kind == bindparam("kind"), mark.c.paper == bindparam("paper"))
    .order_by(mark.c.person),
    Mark,
)
votes_in = define(
    select(mark.c.paper, mark.c.person, mark.c.value)
    .select_from(mark.join(paper, paper.c.id == mark.c.paper))
    .where(
        mark.c.kind == "vote", paper.c.kind == "statement", paper.c.parent == bindparam("parent")
    )
    .order_by(mark.c.person, mark.c.paper),
    Mark,
)

voted_by = define(
    select(mark.c.paper)
    .select_from(mark.join(paper, paper.c.id == mark.c.paper))
    .where(
        mark.c.kind == "vote",
        mark.c.person == bindparam("person"),
        paper.c.kind == "statement",
        paper.c.parent == bindparam("parent"),
    ),
    str,
)
opinion_of = define(select(opinion).where(opinion.c.topic == bindparam("topic")), Seen)
_see = insert(opinion)
put_opinion = define(
    _see.on_conflict_do_update(
        index_elements=["topic"],
        set_={"computed_at": _see.excluded.computed_at, "body": _see.excluded.body},
    )
)

add_act = define(insert(act))
acts_on = define(
    select(act).where(act.c.target == bindparam("target")).order_by(act.c.at, act.c.id), ActRow
)
statistics = define(
    select(act.c.verb, act.c.reason, func.count().label("count"))
    .where(act.c.at >= bindparam("since"), act.c.at < bindparam("until"))
    .group_by(act.c.verb, act.c.reason)
    .order_by(act.c.verb, act.c.reason),
    Statistic,
)
