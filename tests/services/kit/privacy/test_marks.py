# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every field and every table of a service says what it tells about people (security V1)."""

import pytest
import strawberry

from gateway.city.catalogue import all_services
from services.kit.data import Table
from services.kit.graph import Money, make_schema
from services.kit.privacy import Basis, Purpose, personal, public_data
from services.kit.privacy.graph_marks import marked_fields, unmarked
from services.kit.privacy.tables import tables_of
from services.kit.service import Room

CARE = personal(
    purpose=Purpose.CARE, basis=Basis.PUBLIC_TASK, klassa="K3R2T2", retention="P5Y", special=True
)
SERVICES = {name: service for name, service in all_services().items() if service.has(Room.PRIVACY)}


@pytest.mark.parametrize("name", SERVICES)
def test_every_field_says_what_it_tells(name):
    if SERVICES[name].has(Room.GRAPH):
        assert unmarked(SERVICES[name].load(Room.GRAPH)) == []


@pytest.mark.parametrize("name", SERVICES)
def test_every_table_says_what_it_tells(name):
    tables = tables_of(SERVICES[name])
    assert {type(table) for table in tables.values()} <= {Table}
    assert set(tables) == SERVICES[name].load(Room.PRIVACY).tables


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
