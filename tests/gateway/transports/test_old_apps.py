# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An app that is too old learns it from every door: HTTP 426, a code, the minimum, a sentence it can show."""

import pytest
from litestar.testing import AsyncTestClient

from services.kit.web_door import rest_doors
from services.kit.wire.apps import MINIMUM_VERSIONS, judge_version
from services.kit.wire.caller import ANONYMOUS
from services.kit.wire.problem import Problem
from tests.support.asgi import AsgiClient
from tests.support.services import opened
from tests.support.shop import Town

pytestmark = pytest.mark.anyio

ASKED = {"query": "{ __typename }"}
OLD = (("app-version", "0.9.12"), ("platform-type", "iOS"))


async def test_an_old_app_is_told_in_its_reader_s_language_and_nothing_is_run():
    town = Town()
    client = AsgiClient(town.gateway())
    for language, sentence in (
        ("en", "The app is too old. Update it and try again."),
        ("so", "Abku aad buu u da' weyn yahay. Cusboonaysii oo isku day mar kale."),
    ):
        answer = await client.post(ASKED, *OLD, ("accept-language", language))
        assert answer.status == 426
        assert answer.headers["upgrade"] == f"torget-app/{MINIMUM_VERSIONS['ios']}"
        assert answer.headers["content-language"] == language
        error = answer.json["errors"][0]
        assert error["message"] == sentence
        assert error["extensions"]["code"] == "UPGRADE_REQUIRED"
        assert error["extensions"]["minimumVersion"] == MINIMUM_VERSIONS["ios"]
        assert "data" not in answer.json
    assert town.asked == []


@pytest.mark.parametrize(
    "headers",
    [
        (("app-version", MINIMUM_VERSIONS["ios"]), ("platform-type", "ios")),
        (("app-version", "12"), ("platform-type", "android")),
        (("app-version", "0.1"), ("platform-type", "web")),
        (("app-version", "0.1"),),
        (("platform-type", "ios"),),
        (),
    ],
)
async def test_who_is_new_enough_or_says_nothing_is_answered(headers):
    answer = await AsgiClient(Town().gateway()).post(ASKED, *headers)
    assert answer.status == 200
    assert answer.json == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize("version", ["", "latest", "1.0.0.0.0", "1..0", "-1", "9" * 40, "1.0\xe9"])
async def test_a_version_that_is_none_is_bad_input(version):
    answer = await AsgiClient(Town().gateway()).post(
        ASKED, ("app-version", version), ("platform-type", "ios")
    )
    assert answer.status == 400
    assert answer.json["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize(
    ("version", "is_old"), [("0.99.99", True), ("1", False), ("1.0", False), ("0.10", True)]
)
def test_versions_are_compared_as_numbers(version, is_old):
    try:
        judge_version("ios", version)
    except Problem as problem:
        assert is_old
        assert problem.status == 426
    else:
        assert not is_old


async def test_the_rest_doors_refuse_old_apps_too():
    async def admit(_):
        return ANONYMOUS

    async with opened("residents", "sqlite://") as asked:
        doors = rest_doors([asked.running], admit, asked.clock)
        async with AsyncTestClient(doors) as web:
            path = "/residents/v1/services.jsonld"
            answer = await web.get(path, headers=dict(OLD) | {"accept-language": "en"})
            assert (answer.status_code, answer.json()["code"]) == (426, "UPGRADE_REQUIRED")
            assert answer.json()["detail"] == "The app is too old. Update it and try again."
            assert answer.headers["upgrade"] == "torget-app/1.0.0"
            assert (await web.get(path)).status_code == 200
