# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""All services together: no door without a policy, and the published matrix is the real one."""

import pytest
import strawberry

from gateway.city.catalogue import all_services
from services.kit import policy
from services.kit.graph_guard import unguarded
from services.kit.policy.matrix import answers, matrix_page
from services.kit.policy.routes import unguarded_routes
from services.kit.service import Room
from tests.house.source import ROOT

PAGE = ROOT / "docs" / "policy" / "permissions.md"


def all_rules() -> list[policy.Rule]:
    rules = []
    for service in all_services().values():
        if service.has(Room.POLICY):
            loaded = service.load(Room.POLICY)
            policy.register(loaded)
            rules.extend(loaded)
    return rules


RULES = all_rules()


@pytest.mark.parametrize("name", list(all_services()))
def test_no_door_of_a_service_is_without_a_policy(name):  # security Z9
    service = all_services()[name]
    faults = []
    if service.has(Room.GRAPH):
        schema = service.load(Room.GRAPH)
        assert isinstance(schema, strawberry.Schema)
        faults += unguarded(schema)
    if service.has(Room.REST):
        faults += unguarded_routes(service.load(Room.REST))
    assert faults == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_permission_belongs_to_its_service_and_says_what_it_is(rule):
    assert rule.name.partition(".")[0] in all_services()
    assert rule.about.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_nobody_unknown_gets_what_is_not_public(rule):  # security Z1
    told = answers(rule)
    # a fact alone: whoever has the secret of a device; own hands alone: anybody but in another's name
    opens = (type(policy.ANYONE), type(policy.OWN_HANDS), policy.Holds)
    if not any(isinstance(each, opens) for each in rule.allow):
        assert told["anonymous"] == "UNAUTHENTICATED"
    assert told["delegate, mandate over"] in ("yes", "DELEGATION_ENDED")
    if told["the person"] == "yes" and told["another person"] != "yes":
        assert told["delegate without the scope"] != "yes"


def test_the_published_matrix_is_what_the_rules_say():  # security Z9
    assert PAGE.read_text(encoding="utf-8") == matrix_page(RULES)
