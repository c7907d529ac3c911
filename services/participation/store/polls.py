# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the registrar: electors, polls, rolls, rights issued; ballots only after the close."""

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
    select,
    update,
)
from services.participation.domain.polls import Poll
from services.participation.domain.registers import Addition, Elector, RollEntry

metadata = MetaData()

elector = Table(
    "elector",
    metadata,
    Column("person", Text, primary_key=True),
    Column("born", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("registered_from", Text, nullable=False),
    Column("citizenship", Text),
    Column("in_sweden_from", Text),
)
poll = Table(
    "poll",
    metadata,
    Column("id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("opens_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("consultation", Text, nullable=False),
    Column("body", Json(Poll), nullable=False),
)
Index("poll_closes", poll.c.closes_at, poll.c.id)
roll = Table(
    "roll",
    metadata,
    Column("poll", Text, primary_key=True),
    Column("pseudonym", Text, primary_key=True),
    Column("district", Text, nullable=False),
    Column("age_band", Text),
)
addition = Table(
    "roll_addition",
    metadata,
    Column("poll", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("root", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("decided_at", Instant, nullable=False),
)
"""Appeals that let somebody onto a published roll; who, nothing here tells."""

issue = Table(
    "issue",
    metadata,
    Column("poll", Text, primary_key=True),
    Column("pseudonym", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("blinded_hash", Text, nullable=False),
    Column("blind_sig", Text, nullable=False),
)
"""One row per person and poll, whatever the channel: the primary key is the whole rule (E2)."""

opened = Table(
    "opened",
    metadata,
    Column("poll", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("body", Json(), nullable=False),
)
outcome = Table(
    "outcome",
    metadata,
    Column("poll", Text, primary_key=True),
    Column("bundle", Text, nullable=False),
    Column("result", Json(), nullable=False),
    Column("counted_at", Instant, nullable=False),
)
close_share = Table(
    "close_share",
    metadata,
    Column("poll", Text, primary_key=True),
    Column("share", Text, primary_key=True),
)


class PollRow(msgspec.Struct, frozen=True, kw_only=True):
    """A poll as it is stored."""

    id: str
    state: str
    version: int
    opens_at: int
    closes_at: int
    consultation: str
    body: Poll


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """A right that has been given out."""

    poll: str
    pseudonym: str
    channel: str
    blinded_hash: str
    blind_sig: str


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A number of something by district."""

    district: str
    count: int


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A ballot of the board after the close."""

    body: Any


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted, with the bundle that proves it."""

    poll: str
    bundle: str
    result: Any
    counted_at: int


_put = insert(elector)
put_elector = define(
    _put.on_conflict_do_update(
        index_elements=["person"],
        set_={
            "born": _put.excluded.born,
            "district": _put.excluded.district,
            "registered_from": _put.excluded.registered_from,
            "citizenship": _put.excluded.citizenship,
            "in_sweden_from": _put.excluded.in_sweden_from,
        },
    )
)
electors = define(select(elector), Elector)
drop_elector = define(delete(elector).where(elector.c.person == bindparam("who")))
elector_by_id = define(select(elector).where(elector.c.person == bindparam("person")), Elector)

add_poll = define(insert(poll).on_conflict_do_nothing())
poll_by_id = define(select(poll).where(poll.c.id == bindparam("id")), PollRow)
published_poll = define(
    select(poll).where(poll.c.id == bindparam("id"), poll.c.state != "draft"), PollRow
)
polls = define(
    select(poll)
    .where(poll.c.id > bindparam("after"), poll.c.state != "draft")
    .order_by(poll.c.id)
    .limit(bindparam("limit", type_=Integer)),
    PollRow,
)
count_polls = define(select(func.count()).select_from(poll).where(poll.c.state != "draft"), int)
set_poll = define(
    update(poll)
    .where(poll.c.id == bindparam("which"), poll.c.state == bindparam("was"))
    .values(state=bindparam("state"), body=bindparam("body"), version=poll.c.version + 1)
)

add_roll = define(insert(roll).on_conflict_do_nothing())
roll_entry = define(
    select(roll.c.pseudonym, roll.c.district, roll.c.age_band).where(
        roll.c.poll == bindparam("poll"), roll.c.pseudonym == bindparam("pseudonym")
    ),
    RollEntry,
)
roll_of = define(
    select(roll.c.pseudonym, roll.c.district, roll.c.age_band)
    .where(roll.c.poll == bindparam("poll"))
    .order_by(roll.c.pseudonym),
    RollEntry,
)
add_addition = define(insert(addition))
additions_of = define(
    select(
        addition.c.number, addition.c.size, addition.c.root, addition.c.reason, addition.c.unit,
        addition.c.decided_at,
    )
    .where(addition.c.poll == bindparam("poll"))
    .order_by(addition.c.number),
    Addition,
)  # fmt: skip
roll_by_district = define(
    select(roll.c.district, func.count().label("count"))
    .where(roll.c.poll == bindparam("poll"))
    .group_by(roll.c.district),
    Counted,
)
add_issue = define(insert(issue).on_conflict_do_nothing())
issue_of = define(
    select(issue).where(
        issue.c.poll == bindparam("poll"), issue.c.pseudonym == bindparam("pseudonym")
    ),
    Issued,
)
issued_by_district = define(
    select(roll.c.district, func.count().label("count"))
    .select_from(
        issue.join(roll, (roll.c.poll == issue.c.poll) & (roll.c.pseudonym == issue.c.pseudonym))
    )
    .where(issue.c.poll == bindparam("poll"))
    .group_by(roll.c.district),
    Counted,
)
issued_by_channel = define(
    select(issue.c.channel.label("district"), func.count().label("count"))
    .where(issue.c.poll == bindparam("poll"))
    .group_by(issue.c.channel),
    Counted,
)

add_opened = define(insert(opened).on_conflict_do_nothing())
opened_of = define(
    select(opened.c.body).where(opened.c.poll == bindparam("poll")).order_by(opened.c.position),
    Opened,
)
add_outcome = define(insert(outcome).on_conflict_do_nothing())
outcome_of = define(select(outcome).where(outcome.c.poll == bindparam("poll")), Outcome)
add_share = define(insert(close_share).on_conflict_do_nothing())
shares_of = define(select(close_share.c.share).where(close_share.c.poll == bindparam("poll")), str)
drop_shares = define(delete(close_share).where(close_share.c.poll == bindparam("which")))
