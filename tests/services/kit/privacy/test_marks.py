# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every field and every table of a service says what it tells about people (security V1)."""

import pytest
import strawberry

from gateway.city.catalogue import all_services
from services.kit.data import Table
from services.kit.graph import Money, make_schema
from services.kit.privacy import Basis, Purpose, period_ms, personal, public_data
from services.kit.privacy.graph_marks import marked_fields, unmarked
from services.kit.privacy.purposes import KLASSA
from services.kit.privacy.tables import tables_of
from services.kit.service import Room

CARE = personal(
    purpose=Purpose.CARE, basis=Basis.PUBLIC_TASK, klassa="K3R2T2", retention="P5Y", special=True
)
SERVICES = all_services()
WITH_PEOPLE = {name: each for name, each in SERVICES.items() if each.has(Room.PRIVACY)}


@pytest.mark.parametrize("name", [name for name, each in SERVICES.items() if each.has(Room.GRAPH)])
def test_every_field_says_what_it_tells(name):
    """0 fields of 0 services without purpose, basis, class and retention, or the word that it is none."""
    assert unmarked(SERVICES[name].load(Room.GRAPH)) == []
    for field in marked_fields(SERVICES[name].load(Room.GRAPH)):
        mark = field.mark
        assert mark is not None
        if mark.is_personal:
            assert mark.purposes
            assert KLASSA.fullmatch(str(mark.klassa))
            assert period_ms(str(mark.retention)) > 0


@pytest.mark.parametrize("name", WITH_PEOPLE)
def test_every_table_says_what_it_tells(name):
    tables = tables_of(SERVICES[name])
    assert {type(table) for table in tables.values()} <= {Table}
    assert set(tables) == SERVICES[name].load(Room.PRIVACY).tables


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - WITH_PEOPLE.keys()))
def test_a_service_without_the_room_tells_nothing_about_anybody(name):
    if SERVICES[name].has(Room.GRAPH):
        own = [
            field.place
            for field in marked_fields(SERVICES[name].load(Room.GRAPH))
            if field.mark is not None and field.mark.is_personal
        ]
        assert [place for place in own if not place.startswith(("FeedItem.", "AccessEntry."))] == []


def test_a_field_without_a_mark_would_be_found():
    @strawberry.type(directives=[CARE])
    class Answer:
        text: str
        kind: str = strawberry.field(directives=[public_data()])

    @strawberry.type
    class Query:
        answer: Answer
        count: int
        paid: Money

    schema = make_schema(query=Query)
    assert unmarked(schema) == ["Query.count", "Query.paid"]
    marks = {field.place: field.mark for field in marked_fields(schema)}
    assert marks["Answer.text"] is CARE
    assert not marks["Answer.kind"].is_personal
    printed = schema.as_str()
    assert (
        'type Answer @privacy(purpose: [CARE], basis: PUBLIC_TASK, klassa: "K3R2T2", '
        'retention: "P5Y", special: true, subject: "resident")' in printed
    )
    assert "kind: String! @privacy(none: true)" in printed
