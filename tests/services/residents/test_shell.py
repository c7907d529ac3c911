# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The shell: preferences with versions, devices, old apps, the catalogue with health, anonymous ratings."""

import pytest
from litestar.testing import AsyncTestClient

from services.kit.roster import deployed
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from tests.support.services import AMINA, STRANGER, opened
from tests.support.together import together

pytestmark = pytest.mark.anyio
STAFF = Caller(kind=CallerKind.STAFF, sub="staff-1", loa=3, auth_time=1_767_225_000)

CHOICES = "{ me { contactPreferences { service inbox email sms push version } } }"
SET = """mutation($i: SetPreferenceInput!) { setContactPreference(input: $i) { preference { email version } userErrors { code } } }"""
ADD = """mutation($i: AddDeviceInput!) { addPushDevice(input: $i) { device { id platform appVersion } userErrors { code path } } }"""
DROP = (
    """mutation($i: RemoveDeviceInput!) { removePushDevice(input: $i) { userErrors { code } } }"""
)
DEVICES = "{ me { pushDevices { id platform } } }"
RATE = """mutation($i: RatePageInput!) { ratePage(input: $i) { thanks { value language } userErrors { code path } } }"""
RATINGS = """{ serviceRatings(service: "cityinfo") { page language month stars count } }"""
CATALOGUE = """{ serviceCatalogue { code title { value language } description { value } category { value } loa hasFeed status health } }"""
DEVICE = {
    "platform": "android",
    "endpoint": "https://fcm.googleapis.com/x",
    "p256dh": "k",
    "auth": "a",
    "appVersion": "1.2",
}
CHOICE = {
    "service": "parking",
    "inbox": True,
    "email": True,
    "sms": False,
    "push": False,
    "version": 0,
}


@pytest.fixture
async def residents():
    async with opened("residents", "sqlite://") as asked:
        yield asked


async def test_a_choice_per_service_with_a_version(residents):
    choices = (await residents.ask(CHOICES, AMINA)).data["me"]["contactPreferences"]
    assert {one["service"] for one in choices} == set(deployed())
    assert {one["version"] for one in choices} == {0}
    kept = await residents.ask(SET, AMINA, i=CHOICE)
    assert kept.data["setContactPreference"] == {
        "preference": {"email": True, "version": 1},
        "userErrors": [],
    }
    late = await residents.ask(SET, AMINA, i=CHOICE | {"email": False})
    assert late.data["setContactPreference"]["userErrors"] == [{"code": "CONFLICT"}]
    again = await residents.ask(SET, AMINA, i=CHOICE | {"version": 1, "email": False})
    assert again.data["setContactPreference"]["preference"] == {"email": False, "version": 2}
    unknown = await residents.ask(SET, AMINA, i=CHOICE | {"service": "casino"})
    assert unknown.data["setContactPreference"]["userErrors"] == [{"code": "INPUT_INVALID"}]
    others = (await residents.ask(CHOICES, STRANGER)).data["me"]["contactPreferences"]
    assert {one["version"] for one in others} == {0}


async def test_a_device_is_one_however_often_it_is_added(residents):
    first = (await residents.ask(ADD, AMINA, i=DEVICE)).data["addPushDevice"]["device"]
    again = (await residents.ask(ADD, AMINA, i=DEVICE | {"appVersion": "1.3"})).data[
        "addPushDevice"
    ]["device"]
    assert (again["id"], again["appVersion"]) == (first["id"], "1.3")
    assert len((await residents.ask(DEVICES, AMINA)).data["me"]["pushDevices"]) == 1
    await residents.ask(DROP, STRANGER, i={"id": first["id"]})
    assert len((await residents.ask(DEVICES, AMINA)).data["me"]["pushDevices"]) == 1
    await residents.ask(DROP, AMINA, i={"id": first["id"]})
    assert (await residents.ask(DEVICES, AMINA)).data["me"]["pushDevices"] == []


async def test_a_phone_that_changes_hands_takes_the_new_person_s_pushes(residents):
    await residents.ask(ADD, AMINA, i=DEVICE)
    await residents.ask(ADD, STRANGER, i=DEVICE)
    assert (await residents.ask(DEVICES, AMINA)).data["me"]["pushDevices"] == []
    assert len((await residents.ask(DEVICES, STRANGER)).data["me"]["pushDevices"]) == 1


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"appVersion": "0.9.12"}, "UPGRADE_REQUIRED", ["appVersion"]),
        ({"appVersion": "new"}, "INPUT_INVALID", ["appVersion"]),
        ({"platform": "fridge"}, "INPUT_INVALID", ["platform"]),
        ({"endpoint": "ftp://x"}, "INPUT_INVALID", ["endpoint"]),
        ({"auth": ""}, "INPUT_INVALID", ["keys"]),
    ],
)
async def test_devices_that_cannot_be(residents, change, code, path):
    answer = await residents.ask(ADD, AMINA, i=DEVICE | change)
    assert answer.data["addPushDevice"]["userErrors"] == [{"code": code, "path": path}]
    assert (await residents.ask(DEVICES, AMINA)).data["me"]["pushDevices"] == []


async def test_an_app_knows_before_signing_in_whether_it_is_too_old(residents):
    answer = await residents.ask(
        "{ appRequirements { platform minimumVersion } pushKey }", ANONYMOUS
    )
    assert answer.data["appRequirements"] == [
        {"platform": "ios", "minimumVersion": "1.0.0"}, {"platform": "android", "minimumVersion": "1.0.0"},
    ]  # fmt: skip


async def test_ratings_are_counted_per_language_and_nobody_knows_whose(residents):
    given = {"service": "cityinfo", "page": "/guides/preschool", "stars": 4}
    for caller, locale in ((ANONYMOUS, "ar"), (AMINA, "ar"), (ANONYMOUS, "sv")):
        answer = await residents.ask(RATE, caller, locale=locale, i=given)
        assert answer.data["ratePage"]["thanks"]["language"] == locale
    counts = (await residents.ask(RATINGS, STAFF)).data["serviceRatings"]
    assert counts == [
        {"page": "/guides/preschool", "language": "ar", "month": "2026-01", "stars": 4, "count": 2},
        {"page": "/guides/preschool", "language": "sv", "month": "2026-01", "stars": 4, "count": 1},
    ]
    refused = await residents.ask(RATINGS, AMINA)
    assert refused.errors[0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize(
    "change",
    [{"stars": 0}, {"stars": 6}, {"service": "casino"}, {"page": "x"}, {"page": "/" * 201}],
)
async def test_judgements_that_cannot_be(residents, change):
    given = {"service": "cityinfo", "page": "/a", "stars": 4} | change
    answer = await residents.ask(RATE, ANONYMOUS, i=given)
    assert answer.data["ratePage"]["thanks"] is None
    assert answer.data["ratePage"]["userErrors"][0]["code"] == "INPUT_INVALID"


async def test_the_catalogue_says_which_service_does_not_answer():
    async with together() as city:
        answer = await city.ask(CATALOGUE, locale="so")
        found = {one["code"]: one for one in answer.data["serviceCatalogue"]}
        assert {"parking", "cityinfo", "residents"} <= set(found)
        assert found["cityinfo"]["health"] == "UP"
        assert found["cityinfo"]["title"]["language"] == "so"
        assert found["parking"]["hasFeed"]
        assert found["residents"]["loa"] == 2
        city.stopped.add("parking")
        answer = await city.ask(CATALOGUE)
        found = {one["code"]: one for one in answer.data["serviceCatalogue"]}
        assert (found["parking"]["health"], found["parking"]["status"]) == ("DOWN", "paused")
        assert found["cityinfo"]["health"] == "UP"


async def test_the_catalogue_for_machines(residents):
    async def admit(_):
        return ANONYMOUS

    async with AsyncTestClient(rest_doors([residents.running], admit, residents.clock)) as web:
        graph = (await web.get("/residents/v1/services.jsonld", params={"locale": "en"})).json()[
            "@graph"
        ]
    assert {one["@type"] for one in graph} == {"GovernmentService"}
    assert any(one["name"] == "The open city" for one in graph)


async def test_a_report_of_nothing_of_ours_changes_nothing(residents):
    async def admit(_):
        return ANONYMOUS

    async with AsyncTestClient(rest_doors([residents.running], admit, residents.clock)) as web:
        unknown = await web.post("/residents/v1/sms-report", content=b"id=x&status=delivered")
        assert unknown.status_code == 404
        broken = await web.post("/residents/v1/sms-report", content=b"nonsense")
        assert broken.status_code == 400
