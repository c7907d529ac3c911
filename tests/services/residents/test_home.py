# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The home screen over six services, also while one is away; the app's documents fit the published graph."""

import pytest
from graphql import OperationDefinitionNode, build_schema, parse, validate

from tests.house.source import ROOT
from tests.services.residents.test_feed import park
from tests.support.services import AMINA
from tests.support.together import together

pytestmark = pytest.mark.anyio
DOCUMENTS = sorted((ROOT / "tests" / "city" / "shell").glob("*.graphql"))
HOME = (ROOT / "tests" / "city" / "shell" / "home.graphql").read_text(encoding="utf-8")
RIGHTS = (ROOT / "tests" / "city" / "shell" / "rights.graphql").read_text(encoding="utf-8")
PARTS = {
    "care": "nextCheckIn",
    "parking": "parkingSessions",
    "newcomers": "newcomerPlan",
    "participation": "",
    "cityinfo": "cityEvents",
}
"""What each service shows there beside its items of the feed; residents itself holds the rest."""


@pytest.fixture(scope="module")
async def city():
    async with together() as everything:
        await park(everything)
        yield everything


async def test_one_question_over_six_services(city):
    answer = await city.ask(HOME, AMINA, locale="ar")
    assert answer.errors == []
    me = answer.data["me"]
    assert me["name"] == "Amina Haddad"
    assert me["parkingSessions"]["nodes"][0]["status"] == "ACTIVE"
    assert me["inbox"]["totalCount"] >= 1
    assert me["feed"]["unavailable"] == []
    assert {"parking.session", "residents.message"} <= {one["kind"] for one in me["feed"]["items"]}
    assert answer.data["cityEvents"]["nodes"][0]["name"]["language"] == "ar"


@pytest.mark.parametrize("stopped", PARTS)
async def test_a_service_that_is_away_takes_its_part_and_nothing_else(city, stopped):
    whole = (await city.ask(HOME, AMINA)).data
    city.stopped.add(stopped)
    try:
        answer = await city.ask(HOME, AMINA)
    finally:
        city.stopped.discard(stopped)
    me = answer.data["me"]
    assert me["name"] == "Amina Haddad"
    assert me["inbox"] == whole["me"]["inbox"]
    for service, part in [pair for pair in PARTS.items() if pair[1]]:
        before = whole["me"].get(part) if part in whole["me"] else whole.get(part)
        after = me.get(part) if part in me else answer.data.get(part)
        assert after == (None if service == stopped else before), part
    silent = {one["service"] for one in me["feed"]["unavailable"]}
    assert silent <= {stopped}
    kept = [one for one in whole["me"]["feed"]["items"] if one["sourceService"] != stopped]
    assert me["feed"]["items"] == kept
    assert {e["extensions"]["code"] for e in answer.errors} == {"DOWNSTREAM_SERVICE_ERROR"}


async def test_the_rights_screen_is_one_question_over_every_service(city):
    answer = await city.ask(RIGHTS, AMINA, locale="ar")
    assert answer.errors == []
    me = answer.data["me"]
    assert me["verified"]["name"]["source"] == "POPULATION_REGISTER"
    assert me["selfGiven"]["calledName"] == "Mina"
    assert {"care", "parking", "residents"} <= {one["service"] for one in me["dataRights"]}
    assert {one["title"]["language"] for one in me["dataRights"]} == {"ar"}
    assert me["accessLog"]["entries"]
    assert me["accessLog"]["unavailable"] == []
    assert len(me["contactPreferences"]) > 6
    assert answer.data["consentQuestions"][0]["text"]["language"] == "ar"
    city.stopped.add("parking")
    try:
        without = await city.ask(RIGHTS, AMINA)
    finally:
        city.stopped.discard("parking")
    assert [one["service"] for one in without.data["me"]["accessLog"]["unavailable"]] == ["parking"]
    assert without.data["me"]["verified"] == me["verified"]


def test_the_documents_of_the_app_fit_the_published_graph():
    """What code generators ask of documents: valid, named, no name twice."""
    schema = build_schema((ROOT / "openapi" / "api.graphql").read_text(encoding="utf-8"))
    names = []
    for path in DOCUMENTS:
        document = parse(path.read_text(encoding="utf-8"))
        assert validate(schema, document) == [], path.name
        names += [
            d.name.value
            for d in document.definitions
            if isinstance(d, OperationDefinitionNode) and d.name
        ]
        operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
        assert all(one.name for one in operations), path.name
    assert len(names) == len(set(names)) >= 4
