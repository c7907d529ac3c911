# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A resident's path from arrival to SFI, in Arabic and in Somali, every fall-back visible."""

from typing import Any

import pytest

from services.kit.data import define, select
from services.kit.data.tables import job, outbox
from tests.services.newcomers.people import (
    AMINA,
    ANONYMOUS,
    COUNSELLOR,
    EDITOR,
    LIBRARY,
    STRANGER,
)

pytestmark = pytest.mark.anyio

STEPS = (
    "{ key state title { value language isFallback origin } stateText { value }"
    " due { day reason hard text { value language } sourceUrl checkedOn } blockedBy page doneOn"
    " evidence { kind reference } }"
)
PLAN = f"query($r: [_Any!]!) {{ _entities(representations: $r) {{ ... on Resident {{ newcomerPlan {{ version steps {STEPS} next {STEPS} }} newcomersFeed {{ kind subjectRef title {{ value language }} dueAt priority }} }} }} }}"
START = f"mutation($i: StartNewcomerPlanInput!) {{ startNewcomerPlan(input: $i) {{ plan {{ version steps {STEPS} }} userErrors {{ code path }} }} }}"
STEP = f"mutation($i: ChangeNewcomerStepInput!) {{ changeNewcomerStep(input: $i) {{ plan {{ steps {STEPS} }} userErrors {{ code path }} }} }}"
PAGE = """query($s: String!, $l: Locale) { guidePage(slug: $s, locale: $l) { complete machineTranslated offerInterpreter
  title { value language direction isFallback origin original { value language } }
  lines { text { value language isFallback origin } } } }"""
SEARCH = "query($w: String!, $l: Locale) { guideSearch(words: $w, locale: $l) { slug } }"
GIVE = "mutation($i: GiveNewcomerGrantInput!) { giveNewcomerGrant(input: $i) { grant { id inForce } userErrors { code path } } }"
REVOKE = "mutation($i: RevokeNewcomerGrantInput!) { revokeNewcomerGrant(input: $i) { grant { inForce } } }"
OTHERS = f"query($p: ID!) {{ newcomerPlan(person: $p) {{ steps {STEPS} }} }}"
JOBS = define(select(job.c.id), str)
EVENTS = define(select(outbox.c.type), str)


async def plan_of(pair, caller=AMINA, locale="ar") -> Any:
    answer = await pair.newcomers.ask(
        PLAN, caller, locale=locale, r=[{"__typename": "Resident", "id": "demo-amina"}]
    )
    assert answer.errors == [], answer.errors
    return answer.data["_entities"][0]


def by_key(steps):
    return {step["key"]: step for step in steps}


@pytest.mark.parametrize(("locale", "direction"), [("ar", "RTL"), ("so", "LTR")])
async def test_the_path_from_arrival_to_sfi(pair, locale, direction):
    found = await plan_of(pair, locale=locale)
    steps = by_key(found["newcomerPlan"]["steps"])
    assert all(
        one["title"]["language"] == locale and not one["title"]["isFallback"]
        for one in steps.values()
    )
    assert steps["register_move"]["state"] == "AVAILABLE"
    assert steps["register_move"]["due"] | {"text": None} == {
        "day": "2026-12-14", "reason": "RULE", "hard": True, "text": None,
        "sourceUrl": steps["register_move"]["due"]["sourceUrl"], "checkedOn": "2026-11-25",
    }  # fmt: skip
    assert steps["sfi_start"]["state"] == "BLOCKED"
    page = (await pair.newcomers.ask(PAGE, ANONYMOUS, s=steps["sfi"]["page"], l=locale)).data[
        "guidePage"
    ]
    assert (page["title"]["language"], page["title"]["direction"]) == (locale, direction)
    assert page["title"]["original"] == {"value": "SFI, svenska för invandrare.", "language": "sv"}
    fallback = [line["text"] for line in page["lines"] if line["text"]["isFallback"]]
    assert fallback[-1] == {
        "value": "Kursen ska kunna börja inom tre månader.", "language": "sv", "isFallback": True, "origin": "SOURCE",
    }  # fmt: skip
    assert not page["complete"]
    assert len(fallback) < len(page["lines"])
    done = await pair.newcomers.ask(
        STEP, AMINA, locale=locale,
        i={"key": "sfi", "doneOn": "2026-11-26", "evidenceKind": "code", "evidenceReference": "SFI-1"},
    )  # fmt: skip
    after = by_key(done.data["changeNewcomerStep"]["plan"]["steps"])
    assert after["sfi"]["state"] == "DONE"
    assert after["sfi"]["evidence"] == [{"kind": "code", "reference": "SFI-1"}]
    assert (after["sfi_start"]["state"], after["sfi_start"]["due"]["day"]) == (
        "AVAILABLE",
        "2027-02-26",
    )


async def test_a_language_with_nothing_falls_back_visibly(pair):
    found = await plan_of(pair, locale="ti")
    assert all(
        one["title"]["language"] == "sv" and one["title"]["isFallback"]
        for one in found["newcomerPlan"]["steps"]
    )
    page = (await pair.newcomers.ask(PAGE, ANONYMOUS, s="register-move", l="ti")).data["guidePage"]
    assert page["title"]["isFallback"]
    assert page["offerInterpreter"]


async def test_unread_machine_text_of_the_law_is_never_shown(pair):
    # newcomers 3 rule 2: the guide is offered in nb as well, by a real machine
    publish = "mutation($i: PublishGuidePageInput!) { publishGuidePage(input: $i) { page { slug } userErrors { code } } }"
    segments = [{"path": "1", "text": "Du kan läsa mer här."}]
    for slug, risk in (("a-info", "INFO"), ("a-law", "LEGAL")):
        done = await pair.newcomers.ask(
            publish,
            EDITOR,
            i={"slug": slug, "title": "Ny sida.", "segments": segments, "risk": risk},
        )
        assert done.data["publishGuidePage"]["userErrors"] == []
    await pair.settle()
    request = "mutation($i: RequestTranslationInput!) { requestTranslation(input: $i) { work { state } } }"
    for slug in ("a-info", "a-law"):
        given = {"documentId": f"newcomers:page:{slug}", "locale": "nb"}
        done = await pair.language.ask(request, EDITOR, i=given)
        assert done.data["requestTranslation"]["work"]["state"] == "MT_QUEUED"
    await pair.settle()
    info = (await pair.newcomers.ask(PAGE, ANONYMOUS, s="a-info", l="nb")).data["guidePage"]
    law = (await pair.newcomers.ask(PAGE, ANONYMOUS, s="a-law", l="nb")).data["guidePage"]
    assert (info["lines"][0]["text"]["language"], info["lines"][0]["text"]["origin"]) == (
        "nb",
        "MACHINE",
    )
    assert info["machineTranslated"]
    assert (law["lines"][0]["text"]["language"], law["offerInterpreter"]) == ("sv", True)


async def test_a_changed_page_falls_back_until_it_is_translated_again(pair):
    publish = "mutation($i: PublishGuidePageInput!) { publishGuidePage(input: $i) { page { slug } userErrors { code } } }"
    changed = {
        "slug": "welcome",
        "title": "Välkommen hit.",
        "segments": [{"path": "01", "text": "Nytt."}],
    }
    await pair.newcomers.ask(publish, EDITOR, i=changed)
    page = (await pair.newcomers.ask(PAGE, ANONYMOUS, s="welcome", l="ar")).data["guidePage"]
    assert page["title"]["isFallback"]


async def test_the_guide_is_searched_in_the_readers_language(pair):
    found = await pair.newcomers.ask(SEARCH, ANONYMOUS, w="السويدية", l="ar")
    assert [one["slug"] for one in found.data["guideSearch"]] == ["sfi"]
    found = await pair.newcomers.ask(SEARCH, ANONYMOUS, w="koorso bilaash", l="so")
    assert [one["slug"] for one in found.data["guideSearch"]] == ["sfi"]
    found = await pair.newcomers.ask(SEARCH, ANONYMOUS, w="xyzzy", l="so")
    assert found.data["guideSearch"] == []


async def test_my_feed_says_what_is_next(pair):
    found = await plan_of(pair)
    items = found["newcomersFeed"]
    assert items[0]["subjectRef"] in ("school", "register_move")
    assert all(one["title"]["language"] == "ar" for one in items)
    assert len(items) == 5


async def test_a_plan_is_started_and_told_anew_without_losing_anything(pair):
    first = await pair.newcomers.ask(
        START, STRANGER, i={"situation": {"legalBasis": "NORDIC", "arrivalDate": "2026-11-20"}}
    )
    steps = by_key(first.data["startNewcomerPlan"]["plan"]["steps"])
    assert steps["register_move"]["due"]["day"] == "2026-11-27"
    timers = [
        one
        for one in await pair.newcomers.database.many(JOBS)
        if one.startswith("remind:somebody-else")
    ]
    assert "remind:somebody-else:register_move:0" in timers
    await pair.newcomers.ask(
        STEP,
        STRANGER,
        i={
            "key": "sfi",
            "doneOn": "2026-11-21",
            "evidenceKind": "document",
            "evidenceReference": "d",
        },
    )
    again = await pair.newcomers.ask(
        START, STRANGER,
        i={"situation": {"legalBasis": "ASYLUM", "arrivalDate": "2026-11-20", "languages": [{"tag": "ar"}]}},
    )  # fmt: skip
    steps = by_key(again.data["startNewcomerPlan"]["plan"]["steps"])
    assert steps["sfi"]["state"] == "NOT_APPLICABLE"
    assert steps["sfi"]["evidence"] == [{"kind": "document", "reference": "d"}]


async def test_a_reminder_tells_of_a_step_that_is_still_open(pair):
    await pair.newcomers.ask(
        START, STRANGER, i={"situation": {"legalBasis": "NORDIC", "arrivalDate": "2026-11-20"}}
    )
    pair.clock.advance(24 * 3600)
    await pair.settle()
    assert "newcomers.notice.wanted" in await pair.newcomers.database.many(EVENTS)


async def test_a_plan_is_shared_seen_and_taken_back_at_once(pair):
    # newcomers 3 rule 11
    seen = await pair.newcomers.ask(OTHERS, COUNSELLOR, p="demo-amina")
    assert seen.errors[0]["extensions"]["code"] == "NOT_FOUND"
    given = await pair.newcomers.ask(
        GIVE, AMINA, i={"unit": "start-stockholm", "scopes": ["READ_STEPS"]}
    )
    grant = given.data["giveNewcomerGrant"]["grant"]
    assert grant["inForce"]
    await pair.newcomers.ask(
        STEP, AMINA, i={"key": "sfi", "doneOn": "2026-11-26", "evidenceKind": "code"}
    )
    seen = await pair.newcomers.ask(OTHERS, COUNSELLOR, p="demo-amina")
    assert by_key(seen.data["newcomerPlan"]["steps"])["sfi"]["evidence"] == []
    other = await pair.newcomers.ask(OTHERS, LIBRARY, p="demo-amina")
    assert other.errors[0]["extensions"]["code"] == "NOT_FOUND"
    change = await pair.newcomers.ask(
        STEP, COUNSELLOR, i={"key": "sfi", "person": "demo-amina", "note": "x"}
    )
    assert change.errors[0]["extensions"]["code"] == "NOT_FOUND"
    await pair.newcomers.ask(REVOKE, AMINA, i={"grantId": grant["id"]})
    seen = await pair.newcomers.ask(OTHERS, COUNSELLOR, p="demo-amina")
    assert seen.errors[0]["extensions"]["code"] == "NOT_FOUND"


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"key": "dance"}, "INPUT_INVALID", ["key"]),
        ({"key": "sfi", "doneOn": "2027-01-01"}, "INPUT_INVALID", ["doneOn"]),
        ({"key": "sfi", "note": "x" * 1001}, "INPUT_INVALID", ["note"]),
    ],
)
async def test_bad_changes_are_told(pair, given, code, path):
    done = await pair.newcomers.ask(STEP, AMINA, i=given)
    (error,) = done.data["changeNewcomerStep"]["userErrors"]
    assert (error["code"], error["path"]) == (code, path)


async def test_wishes_and_ratings(pair):
    wish = "mutation($i: WishGuideLanguageInput!) { wishGuideLanguage(input: $i) { wishes userErrors { code } } }"
    for count in (1, 2):
        done = await pair.newcomers.ask(wish, ANONYMOUS, i={"slug": "sfi", "locale": "ti"})
        assert done.data["wishGuideLanguage"]["wishes"] == count
    rate = "mutation($i: RateGuidePageInput!) { rateGuidePage(input: $i) { userErrors { code path } } }"
    done = await pair.newcomers.ask(
        rate, ANONYMOUS, i={"slug": "sfi", "isUp": True, "comment": "x" * 2001}
    )
    assert done.data["rateGuidePage"]["userErrors"][0]["path"] == ["comment"]
    done = await pair.newcomers.ask(rate, ANONYMOUS, i={"slug": "sfi", "isUp": False})
    assert done.data["rateGuidePage"]["userErrors"] == []
