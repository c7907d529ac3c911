# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The filter contract of events, parameter by parameter (cityinfo 4.1, V1-V6, L2)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from services.cityinfo.domain.event_query import EventQuery, judge_of, weekdays_of
from services.cityinfo.domain.events import (
    Event,
    EventStatus,
    EventType,
    Offer,
    Publication,
    SuperType,
)
from services.cityinfo.domain.parameters import EVENT_PARAMETERS, read_event_query, read_place_query
from services.cityinfo.domain.words import in_swedish
from services.kit.clock import milliseconds
from services.kit.errors import InputInvalid
from services.kit.geometry import Point

HERE = ZoneInfo("Europe/Stockholm")


def at(text):
    return milliseconds(datetime.fromisoformat(text).replace(tzinfo=HERE))


NOW = at("2026-05-11T12:00")
EVENT = Event(
    id="e1", name=in_swedish("Sagostund", ar="ساعة الحكايات"), start=at("2026-05-12T17:30"),
    end=at("2026-05-12T19:00"), place="p1", point=Point(59.388, 17.928), district="Rinkeby",
    area="Järva", in_language=("so", "sv"), min_age=3, max_age=6, offers=(Offer(is_free=True),),
    keywords=("children", "books"), publisher="lib", source="demo", enrolment_start=at("2026-05-01T00:00"),
    enrolment_end=at("2026-05-12T00:00"), remaining=4, waiting_list=2, modified=at("2026-05-10T00:00"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("parameter", "yes", "no"),
    [
        ("ids", "e1,e9", "e2"),
        ("type", "general", "course"),
        ("event_status", "EventScheduled", "EventCancelled"),
        ("publication_status", "public", "draft"),
        ("start", "2026-05-12", "2026-05-13"),
        ("start", "today", "2026-05-12T19:01"),
        ("end", "2026-05-12", "2026-05-11"),
        ("days", "2", "1"),
        ("starts_after", "17", "18:00"),
        ("starts_before", "17:30", "17:29"),
        ("ends_after", "19:00", "19:01"),
        ("ends_before", "19", "18:59"),
        ("ongoing", "false", "true"),
        ("weekday", "2,3", "1"),
        ("min_duration", "5400", "5401"),
        ("max_duration", "5400", "5399"),
        ("location", "p1", "p2"),
        ("division", "Järva", "Bromma"),
        ("division", "Rinkeby", "Kista"),
        ("bbox", "17.9,59.3,18,59.4", "18,59.3,18.1,59.4"),
        ("internet_based", "false", "true"),
        ("keyword", "books,x", "x"),
        ("keyword_AND", "books,children", "books,x"),
        ("keyword!", "x", "books"),
        ("keyword_set_AND", "books,x", "x,y"),
        ("keyword_set_OR", "books,children", "books,x"),
        ("is_free", "true", "false"),
        ("suitable_for", "3,6", "2"),
        ("suitable_for", "4", "4,7"),
        ("audience_min_age_lt", "3", "2"),
        ("audience_min_age_gt", "3", "4"),
        ("audience_max_age_lt", "6", "5"),
        ("audience_max_age_gt", "6", "7"),
        ("language", "ar", "fi"),
        ("language", "so", "uk"),
        ("in_language", "so", "ar"),
        ("translation", "ar", "so"),
        ("publisher", "lib", "x"),
        ("publisher_ancestor", "lib", "x"),
        ("data_source", "demo", "x"),
        ("data_source!", "x", "demo"),
        ("super_event", "none", "s1"),
        ("super_event_type", "none", "umbrella"),
        ("registration", "true", "false"),
        ("enrolment_open", "true", "false"),
        ("enrolment_open_waitlist", "true", "false"),
        ("remaining_attendee_capacity__gte", "4", "5"),
        ("remaining_attendee_capacity__isnull", "false", "true"),
        ("remaining_waiting_list_capacity__gte", "2", "3"),
        ("remaining_waiting_list_capacity__isnull", "false", "true"),
        ("last_modified_since", "2026-05-09", "2026-05-11"),
    ],
)  # fmt: skip
def test_each_parameter_keeps_and_leaves_out(parameter, yes, no):
    def meant(value):
        return judge_of(read_event_query([(parameter, value)], NOW), NOW)(EVENT)

    assert meant(yes)
    assert not meant(no)


def test_every_parameter_of_the_contract_is_known():
    contract = [
        "ids",
        "text",
        "full_text",
        "full_text_language",
        "type",
        "event_status",
        "publication_status",
        "start",
        "end",
        "days",
        "starts_after",
        "starts_before",
        "ends_after",
        "ends_before",
        "ongoing",
        "weekday",
        "min_duration",
        "max_duration",
        "location",
        "division",
        "bbox",
        "dwithin_origin",
        "dwithin_metres",
        "internet_based",
        "keyword",
        "keyword_AND",
        "keyword!",
        "keyword_set_AND",
        "keyword_set_OR",
        "is_free",
        "suitable_for",
        "audience_min_age_lt",
        "audience_min_age_gt",
        "audience_max_age_lt",
        "audience_max_age_gt",
        "language",
        "in_language",
        "translation",
        "publisher",
        "publisher_ancestor",
        "data_source",
        "data_source!",
        "super_event",
        "super_event_type",
        "hide_super_event",
        "registration",
        "enrolment_open",
        "enrolment_open_waitlist",
        "remaining_attendee_capacity__gte",
        "remaining_attendee_capacity__isnull",
        "remaining_waiting_list_capacity__gte",
        "remaining_waiting_list_capacity__isnull",
        "last_modified_since",
        "show_deleted",
    ]
    assert set(contract) == set(EVENT_PARAMETERS) | {"start", "end", "last_modified_since"}


def test_a_distance_has_two_parameters():
    near = [("dwithin_origin", "17.928,59.388"), ("dwithin_metres", "100")]
    assert judge_of(read_event_query(near, NOW), NOW)(EVENT)
    far = [("dwithin_origin", "18.1,59.3"), ("dwithin_metres", "100")]
    assert not judge_of(read_event_query(far, NOW), NOW)(EVENT)


def replace(**changes):
    return msgspec.structs.replace(EVENT, **changes)


def meant(event, **asked):
    return judge_of(EventQuery(**asked), NOW)(event)


def test_a_price_that_nobody_knows_is_neither():  # V1
    unknown = replace(offers=())
    assert not meant(unknown, is_free=True)
    assert not meant(unknown, is_free=False)
    mixed = replace(offers=(Offer(is_free=False), Offer(is_free=True)))
    assert meant(mixed, is_free=True)


def test_without_any_age_an_event_suits_nobody_in_particular():  # V2
    assert not meant(replace(min_age=None, max_age=None), suitable_for=(4,))
    assert meant(replace(max_age=None), suitable_for=(4, 90))


def test_an_unknown_end_is_the_start_for_what_goes_on():  # V3
    assert meant(replace(start=NOW, end=None), ongoing=True)
    assert not meant(replace(start=NOW - 1, end=None), ongoing=True)
    assert not meant(replace(end=None), min_duration=1)
    assert not meant(replace(end=None), max_duration=10**9)


def test_a_weekday_matches_what_crosses_it():  # V5
    long = replace(start=at("2026-05-08T20:00"), end=at("2026-05-11T10:00"))
    assert weekdays_of(long) == {5, 6, 7, 1}
    assert weekdays_of(replace(end=at("2026-06-12T10:00"))) == set(range(1, 8))


def test_lists_hide_drafts_and_what_is_deleted():  # V6
    assert not meant(replace(publication=Publication.DRAFT))
    assert not meant(replace(deleted=True))
    assert meant(replace(deleted=True), show_deleted=True)
    umbrella = replace(super_event_type=SuperType.UMBRELLA)
    assert meant(umbrella)
    assert not meant(umbrella, hide_super_event=True)


def test_general_events_unless_another_sort_is_asked_for():
    course = replace(type=EventType.COURSE, status=EventStatus.POSTPONED)
    assert not meant(course)
    assert meant(course, type=(EventType.COURSE,))
    assert meant(course, ids=("e1",))


def test_a_full_event_is_open_for_those_who_wait():
    full = replace(remaining=0)
    assert not meant(full, enrolment_open=True)
    assert meant(full, enrolment_open_waitlist=True)
    assert not meant(replace(remaining=0, waiting_list=0), enrolment_open_waitlist=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("colour", "red"), ("weekday", "x"), ("starts_after", "25"), ("starts_after", "10:60"),
        ("bbox", "1,2,3"), ("bbox", "2,1,1,2"), ("is_free", "maybe"), ("type", "party"), ("start", "soon"),
        ("dwithin_origin", "200,100"), ("suitable_for", "a,b"), ("min_duration", ""),
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_is_named(name, value):
    with pytest.raises(InputInvalid) as refused:
        read_event_query([(name, value)], NOW)
    assert refused.value.path == (name,)


def test_sets_may_be_given_again_and_again():
    asked = read_event_query([("keyword_set_AND", "a,b"), ("keyword_set_AND", "c")], NOW)
    assert asked.keyword_set_and == (("a", "b"), ("c",))
    places = read_place_query([("ontology", "a,b"), ("ontology", "c"), ("open_at", "now+2h")], NOW)
    assert places.keywords == (("a", "b"), ("c",))
    assert milliseconds(places.open_at) == NOW + 7_200_000
