# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""No door without a lock: every root field, entity resolver and route names its permission (Z9)."""

import pytest
import strawberry

from gateway.city.catalogue import all_services
from services.kit import policy
from services.kit.graph_guard import graph_doors, unguarded
from services.kit.policy.routes import unguarded_routes
from services.kit.service import Room

SERVICES = all_services()


@pytest.mark.parametrize("name", SERVICES)
def test_every_door_of_a_graph_has_a_lock(name):
    service = SERVICES[name]
    if service.has(Room.POLICY):
        policy.register(service.load(Room.POLICY))
    if service.has(Room.GRAPH):
        schema = service.load(Room.GRAPH)
        assert list(graph_doors(schema))
        assert unguarded(schema) == []


@pytest.mark.parametrize("name", SERVICES)
def test_every_route_has_a_lock(name):
    service = SERVICES[name]
    if service.has(Room.REST):
        assert list(unguarded_routes(service.load(Room.REST))) == []


def test_a_door_without_a_lock_would_be_found():
    """The check itself can fail."""

    @strawberry.type
    class Query:
        @strawberry.field
        def open(self) -> int:
            return 1

    assert unguarded(strawberry.Schema(Query)) == ["Query.open names no permission"]


def test_every_permission_says_what_it_is_for():
    for service in SERVICES.values():
        if service.has(Room.POLICY):
            for rule in service.load(Room.POLICY):
                assert rule.about, rule.name
                assert rule.name.startswith(f"{service.name}."), rule.name
