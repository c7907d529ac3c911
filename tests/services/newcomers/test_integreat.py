# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Integreat's v3 interface: events from the city's calendar, news, chat and feedback of a device."""

from typing import Any

import httpx
import pytest

from services.kit.data import define, select
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.front.head import RequestHead
from services.newcomers.actions.guide import PublishPage, keep_page
from services.newcomers.domain.guide import PageKind, PageSegment
from services.newcomers.store.tables import feedback
from tests.services.newcomers.conftest import Pair
from tests.services.newcomers.people import LIBRARY, staff
from tests.services.newcomers.test_conversations import SEND
from tests.services.newcomers.test_rest import V3, web
from tests.support.services import opened

pytestmark = pytest.mark.anyio

DEVICE = "0b1e7c54-5a5e-4c3c-9a9a-2f1f6b1d7a11"
CENTRE = staff("contact-centre", "newcomers.conversation.answer")
OPINIONS = define(select(feedback.c.comment).order_by(feedback.c.id), str)


async def test_events_come_from_the_citys_own_calendar(pair: Pair):
    # newcomers 4.5
    async with web(pair.newcomers) as client:
        assert (await client.get(f"{V3}/stockholm/sv/events")).json() == []
        async with opened("cityinfo", "sqlite://") as calendar:
            neighbours = pair.newcomers.running.resources.neighbours
            assert neighbours is not None
            neighbours.know("cityinfo", calendar.running.fetch)
            pair.clock.set(calendar.clock.now_ms())
            events: list[dict[str, Any]] = (await client.get(f"{V3}/stockholm/ar/events/")).json()
    assert events
    first = events[0]
    assert set(first["event"]) == {"id", "start", "end", "all_day", "only_weekdays", "timezone"}
    assert first["path"] == f"/stockholm/ar/events/{first['id']}/"
    assert first["event"]["start"].endswith(("+01:00", "+02:00"))
    assert first["recurrence_rule"] is None
    assert all(one["is_fallback"] == (one["language"] != "ar") for one in events)
    assert any(one["location"] and one["location"]["latitude"] for one in events)


async def test_news_parents_and_languages(pair: Pair):
    news = PublishPage(
        slug="nyhet", title="SFI flyttar.", kind=PageKind.NOTICE,
        segments=(PageSegment(path="01", text="Ny adress från måndag."),),
    )  # fmt: skip
    below = PublishPage(
        slug="sfi-kvall", title="SFI på kvällen.", parent="sfi", position=9,
        segments=(PageSegment(path="01", text="Kvällskurser."),),
    )  # fmt: skip
    for page in (news, below):
        await pair.newcomers.database.transact(lambda tx, page=page: keep_page(tx, page))
    async with web(pair.newcomers) as client:
        (told,) = (await client.get(f"{V3}/stockholm/ar/fcm", params={"channel": "news"})).json()
        assert (told["title"], told["message"]) == ("SFI flyttar.", "Ny adress från måndag.")
        assert (told["channel"], told["is_fallback"], told["language"]) == ("news", True, "sv")
        path = "/stockholm/ar/sfi-kvall/"
        above = (await client.get(f"{V3}/stockholm/ar/parents", params={"url": path})).json()
        assert [one["path"] for one in above] == ["/stockholm/ar/sfi/"]
        missing = await client.get(f"{V3}/stockholm/ar/parents", params={"url": "/x/"})
        assert missing.status_code == 404
        tongues = (await client.get(f"{V3}/stockholm/languages")).json()
        assert {"code": "so", "native_name": "Soomaali", "dir": "ltr"} in tongues


async def test_a_device_talks_with_the_city_and_reads_the_answer_in_its_language(pair: Pair):
    url = f"{V3}/stockholm/nb/chat/{DEVICE}/"
    async with web(pair.newcomers) as client:
        assert (await client.get(url)).status_code == 404
        form = {"message": "Når begynner kurset?", "evaluation_consent": "true"}
        begun = (await client.post(url, data=form)).json()
        (first,) = begun["messages"]
        assert (first["content"], first["user_is_author"]) == ("Når begynner kurset?", True)
        assert (begun["chatbot_typing"], begun["ticket_url"]) == (False, None)
        mine: Any = await pair.newcomers.ask(
            "{ newcomerConversations { nodes { id unit personLanguage } } }", CENTRE
        )
        (talk,) = mine.data["newcomerConversations"]["nodes"]
        given = {"conversationId": talk["id"], "text": "Kursen börjar på måndag."}
        await pair.newcomers.ask(SEND, CENTRE, i=given)
        second = (await client.get(url)).json()["messages"][1]
        assert second["content"] == "Kurset starter på mandag."
        assert (second["machine_translated"], second["language"]) == (True, "nb")
        assert second["original"] == "Kursen börjar på måndag."
        assert not second["user_is_author"]
        again = (await client.post(url, data={"message": "Takk!"})).json()
        assert [one["content"] for one in again["messages"]][2] == "Takk!"
        other = await client.get(f"{V3}/stockholm/nb/chat/{DEVICE.replace('0b1e', 'ffff')}")
        assert other.status_code == 404
        short = await client.post(f"{V3}/stockholm/nb/chat/gissa", data={"message": "x"})
        assert short.status_code == 400
        empty = await client.post(f"{V3}/stockholm/nb/chat/{DEVICE[::-1]}", data={"message": ""})
        assert empty.status_code == 400
    assert (
        await pair.newcomers.ask("{ newcomerConversations { nodes { id } } }", LIBRARY)
    ).data == {"newcomerConversations": {"nodes": []}}


async def test_a_decision_in_the_chat_is_not_given_by_a_machine_alone(pair: Pair):
    url = f"{V3}/stockholm/nb/chat/{DEVICE}"
    async with web(pair.newcomers) as client:
        await client.post(url, data={"message": "Får jeg plass?"})
        mine: Any = await pair.newcomers.ask("{ newcomerConversations { nodes { id } } }", CENTRE)
        talk = mine.data["newcomerConversations"]["nodes"][0]["id"]
        given = {"conversationId": talk, "text": "Du får plats på kursen.", "kind": "DECISION"}
        await pair.newcomers.ask(SEND, CENTRE, i=given)
        said = (await client.get(url)).json()["messages"][1]
    assert (said["content"], said["language"]) == ("Du får plats på kursen.", "sv")
    assert (said["is_fallback"], said["machine_translated"]) == (True, False)


async def test_a_device_and_a_network_say_only_so_much_in_a_while(pair: Pair):
    async def admit(_: RequestHead) -> Caller:
        return ANONYMOUS

    doors: Any = rest_doors([pair.newcomers.running], admit, pair.clock)

    async def say(address: str, device: str) -> httpx.Response:
        # an empty word is refused only after it has been paid for, and costs no translation here
        transport = httpx.ASGITransport(app=doors, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://city") as client:
            return await client.post(f"{V3}/stockholm/nb/chat/{device}", data={"message": ""})

    own = [(await say("127.0.0.1", DEVICE)).status_code for _ in range(11)]
    assert own == [400] * 10 + [429]
    news = [f"{number:032}" for number in range(62)]
    many = [(await say("198.51.100.7", device)).status_code for device in news[:60]]
    assert set(many) == {400}
    refused = await say("198.51.100.8", news[60])
    assert (refused.status_code, refused.json()["code"]) == (429, "RATE_LIMITED")
    assert (await say("203.0.113.5", news[61])).status_code == 400
    pair.clock.advance(60)
    assert (await say("198.51.100.8", news[60])).status_code == 400
    assert (await say("127.0.0.1", DEVICE)).status_code == 400


async def test_feedback_is_taken_about_a_page_a_search_and_the_rest(pair: Pair):
    url = f"{V3}/stockholm/ar/feedback"
    async with web(pair.newcomers) as client:
        form = {"rating": "down", "slug": "sfi", "comment": "Gammal tid", "category": "Inhalte"}
        assert (await client.post(f"{url}/page/", data=form)).status_code == 201
        asked = {"rating": "up", "query": "تعلم", "comment": ""}
        done = await client.post(f"{url}/search", data=asked)
        assert done.json() == {"success": "Feedback successfully submitted"}
        for path, bad, status in (
            ("page", {"rating": "up", "slug": "finns-inte"}, 404),
            ("page", {"rating": "maybe", "slug": "sfi"}, 400),
            ("weather", {"rating": "up"}, 404),
            ("search", {"rating": "up", "comment": "x" * 2001}, 400),
        ):
            assert (await client.post(f"{url}/{path}", data=bad)).status_code == status
    assert await pair.newcomers.database.many(OPINIONS) == ["Inhalte\nGammal tid", "تعلم"]
