# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Opening hours in the graph: now, until when, by date, in a sentence."""

import datetime as dt
from datetime import datetime, timedelta

import strawberry

from services.cityinfo.actions.schedules import schedule_of
from services.cityinfo.domain.hour_days import Element
from services.cityinfo.domain.hours import DAY, Hours, State
from services.cityinfo.domain.openness import Status, openness_at
from services.cityinfo.domain.sentences import now_sentence, state_text, times_of
from services.kit.errors import InputInvalid
from services.kit.graph import Info, LocalizedText, describe_enum, localized

MOST_DAYS = 62

describe_enum(
    Status,
    "OpenStatus",
    description="What can be said of an instant.",
    values={
        "OPEN": "One gets in.",
        "CLOSED": "One does not get in.",
        "UNKNOWN": "It opens that day, but nobody has said when.",
    },
)
describe_enum(
    State,
    "OpeningState",
    description="What a span of time means at the door.",
    values={each.name: state_text(each).source for each in State},
)


@strawberry.type(description="Whether a place is open at an instant, and until when.")
class Opening:
    """What holds at an instant."""

    status: Status = strawberry.field(description="Open, closed or unknown.")
    state: State = strawberry.field(description="What that means at the door.")
    until: datetime | None = strawberry.field(
        description="When that changes; null when it does not within 400 days."
    )
    sentence: LocalizedText = strawberry.field(description="The same in a sentence.")


@strawberry.type(description="A span of a date's hours.")
class OpeningSpan:
    """A span of a date."""

    start: str | None = strawberry.field(description="`10:00`; null when nobody knows.")
    end: str | None = strawberry.field(description="`18:00`; null when nobody knows.")
    ends_next_day: bool = strawberry.field(description="Whether the end is after midnight.")
    full_day: bool = strawberry.field(description="Whether it is the whole day.")
    state: State = strawberry.field(description="What it means at the door.")
    times: str = strawberry.field(description="The times as the reader writes them.")
    state_text: LocalizedText = strawberry.field(description="The state in words.")


@strawberry.type(description="The hours of one date.")
class OpeningDay:
    """The hours of a date."""

    date: dt.date = strawberry.field(description="The date, by the place's own calendar.")
    spans: list[OpeningSpan] = strawberry.field(description="In order; empty: nothing is said.")


def opening(hours: Hours, moment: datetime, info: Info) -> Opening:
    """What holds at an instant, in the reader's language."""
    found = openness_at(schedule_of(hours), moment)
    return Opening(
        status=found.status,
        state=found.state,
        until=found.until,
        sentence=localized(now_sentence(found, moment), info),
    )


def opening_days(hours: Hours, first: dt.date, days: int, info: Info) -> list[OpeningDay]:
    """The hours of some dates in a row."""
    if not 1 <= days <= MOST_DAYS:
        raise InputInvalid(path=("days",), max=MOST_DAYS)
    schedule = schedule_of(hours)
    dates = [first + timedelta(days=ahead) for ahead in range(days)]
    return [
        OpeningDay(date=each, spans=[_span(one, info) for one in schedule.day(each)])
        for each in dates
    ]


def _span(one: Element, info: Info) -> OpeningSpan:
    return OpeningSpan(
        start=_clock(one.start),
        end=_clock(one.end),
        ends_next_day=one.end_next_day,
        full_day=one.full_day,
        state=one.state,
        times=times_of(one, info.context.locale),
        state_text=localized(state_text(one.state), info),
    )


def _clock(minute: int | None) -> str | None:
    if minute is None:
        return None
    shown = minute if minute <= DAY else minute - DAY
    return f"{shown // 60:02}:{shown % 60:02}"
