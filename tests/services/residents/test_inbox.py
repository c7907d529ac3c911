# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The inbox: notices of services come in, are read, archived, confirmed; files; nobody else sees them."""

from base64 import b64encode

import msgspec
import pytest
from litestar.testing import AsyncTestClient

from i18n import t
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind, Delegation
from services.kit.wire.cloudevents import Event
from services.kit.wire.notice import Notice, Urgency
from services.residents.actions.inbox import receive
from tests.support.services import AMINA, STRANGER, opened

pytestmark = pytest.mark.anyio
CARE = Caller(kind=CallerKind.SERVICE, sub="care")

INBOX = """query($a: Boolean) { me { inbox(archived: $a) { totalCount nodes { id title { value language } body { value }
  service serviceTitle { value } category state urgency needsConfirmation dueAt action
  attachments { name mediaType size path } deliveries { channel status } } } } }"""
MARK = """mutation($i: MarkInboxMessageInput!) { markInboxMessage(input: $i) { message { state } userErrors { code } } }"""
CONFIRM = """mutation($i: ConfirmInboxMessageInput!) { confirmInboxMessage(input: $i) {
  message { needsConfirmation title { value } } userErrors { code } } }"""
SEND = """mutation($i: SendInboxMessageInput!) { sendInboxMessage(input: $i) { message { id } userErrors { code message path } } }"""
FEED = """{ me { feed { items { id kind title { value language } reasonShown { value } priority dueAt action } } } }"""
NOTICE = Notice(
    title=t("residents.demo.welcome", "Välkommen till Torget"),
    urgency=Urgency.URGENT, due_at=1_767_312_000_000, action="/care", subject_ref="c1", category="checkin",
)  # fmt: skip


@pytest.fixture
async def residents():
    async with opened("residents", "sqlite://") as asked:
        yield asked


def event(notice=NOTICE, person="demo-amina", id="0190-e1", type="care.notice.wanted"):  # noqa: A002
    data = msgspec.to_builtins(notice) if isinstance(notice, Notice) else notice
    return Event(id=id, source="/services/care", type=type, subject=person, time=1, data=data)


async def tell(residents, *events):
    for each in events:
        await residents.database.transact(lambda tx, each=each: receive(tx, each))


async def inbox(residents, caller=AMINA, locale="sv", **more):
    answer = await residents.ask(INBOX, caller, locale=locale, **more)
    assert answer.errors == [], answer.errors
    return answer.data["me"]["inbox"]


async def test_a_notice_of_a_service_is_a_message_in_my_language(residents):
    await tell(residents, event())
    found = await inbox(residents, locale="fi")
    assert found["totalCount"] == 2
    first = next(one for one in found["nodes"] if one["service"] == "care")
    assert first["title"] == {"value": "Tervetuloa Torgetiin", "language": "fi"}
    assert (first["state"], first["urgency"], first["category"]) == ("UNREAD", "URGENT", "checkin")
    assert first["dueAt"] == "2026-01-02T00:00:00Z"
    assert {one["channel"] for one in first["deliveries"]} == {"push", "email", "sms"}


async def test_the_same_event_twice_is_one_message(residents):
    await tell(residents, event(), event())
    assert (await inbox(residents))["totalCount"] == 2


async def test_a_broken_notice_is_left_out(residents):
    await tell(residents, event({"title": 5}), event({}))
    assert (await inbox(residents))["totalCount"] == 1


async def test_reading_archiving_and_back(residents):
    (welcome,) = (await inbox(residents))["nodes"]
    for state in ("READ", "UNREAD", "ARCHIVED"):
        answer = await residents.ask(MARK, AMINA, i={"id": welcome["id"], "state": state})
        assert answer.data["markInboxMessage"]["message"]["state"] == state
    assert (await inbox(residents))["totalCount"] == 0
    assert (await inbox(residents, a=True))["totalCount"] == 1
    answer = await residents.ask(MARK, AMINA, i={"id": welcome["id"], "state": "READ"})
    assert answer.data["markInboxMessage"]["message"]["state"] == "READ"
    nonsense = await residents.ask(MARK, AMINA, i={"id": welcome["id"], "state": "EXPIRED"})
    assert nonsense.data["markInboxMessage"]["userErrors"] == [{"code": "INPUT_INVALID"}]


async def test_nobody_else_reads_my_messages_mandate_or_not(residents):
    (welcome,) = (await inbox(residents))["nodes"]
    stranger = await residents.ask(MARK, STRANGER, i={"id": welcome["id"], "state": "READ"})
    assert stranger.errors[0]["extensions"]["code"] == "NOT_FOUND"
    sara = Caller(
        kind=CallerKind.RESIDENT, sub="demo-relative", act_for="demo-amina", loa=3,
        delegation=Delegation(id="d1", scopes=("residents.profile.read",)),
    )  # fmt: skip
    answer = await residents.ask("{ me { inbox { totalCount } } }", sara)
    assert answer.errors
    assert (await residents.ask(FEED, sara)).data["me"]["feed"]["items"] == []
    nobody = await residents.ask("{ me { inbox { totalCount } } }", ANONYMOUS)
    assert nobody.errors[0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_unread_messages_wait_in_my_feed_urgent_first(residents):
    await tell(residents, event())
    items = (await residents.ask(FEED, AMINA)).data["me"]["feed"]["items"]
    assert [one["priority"] for one in items] == ["URGENT", "NORMAL"]
    assert items[0]["action"].startswith("/inbox/")
    assert items[0]["reasonShown"]["value"]


async def test_what_is_hers_alone_is_not_told_before_she_has_confirmed(residents):
    given = {
        "person": "demo-amina",
        "service": "care",
        "title": "Provsvar",
        "body": "Allt bra",
        "precondition": True,
    }
    sent = await residents.ask(SEND, CARE, i=given)
    assert sent.data["sendInboxMessage"]["userErrors"] == []
    message = next(one for one in (await inbox(residents))["nodes"] if one["service"] == "care")
    assert message["needsConfirmation"]
    assert "Provsvar" not in message["title"]["value"]
    assert message["body"] is None
    items = (await residents.ask(FEED, AMINA)).data["me"]["feed"]["items"]
    assert all("Provsvar" not in one["title"]["value"] for one in items)
    confirmed = await residents.ask(CONFIRM, AMINA, i={"id": message["id"]})
    assert "Provsvar" in confirmed.data["confirmInboxMessage"]["message"]["title"]["value"]


async def test_files_come_with_a_message_and_only_its_reader_gets_them(residents):
    content = b"%PDF-1.7 hej"
    given = {
        "person": "demo-amina", "service": "care", "title": "Beslut", "legal": True,
        "attachments": [{"name": "../../beslut 1.pdf", "mediaType": "application/pdf", "content": b64encode(content).decode()}],
    }  # fmt: skip
    await residents.ask(SEND, CARE, i=given)
    message = next(one for one in (await inbox(residents))["nodes"] if one["service"] == "care")
    (file,) = message["attachments"]
    assert (file["name"], file["size"]) == ("beslut 1.pdf", len(content))
    for caller, status in ((AMINA, 200), (STRANGER, 404), (ANONYMOUS, 401)):

        async def admit(_, caller=caller):
            return caller

        async with AsyncTestClient(rest_doors([residents.running], admit, residents.clock)) as web:
            answer = await web.get(file["path"])
        assert answer.status_code == status
        if status == 200:
            assert answer.content == content
            assert answer.headers["content-disposition"] == 'attachment; filename="beslut 1.pdf"'
            assert answer.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "attachments",
    [
        [{"name": "a", "mediaType": "x", "content": "A" * 2_800_000}],
        [{"name": "a", "mediaType": "x", "content": "no base64!"}],
        [{"name": "/", "mediaType": "x", "content": ""}],
        [{"name": "a", "mediaType": "x", "content": ""}] * 6,
        [{"name": "a", "mediaType": "text/html", "content": b64encode(b"<b>Hej</b>").decode()}],
        [{"name": "a", "mediaType": "image/png", "content": b64encode(b"Hej").decode()}],
        [
            {
                "name": "a",
                "mediaType": "text/plain",
                "content": b64encode(b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE").decode(),
            }
        ],
    ],
)
async def test_a_file_that_cannot_be_is_refused_and_nothing_is_half_sent(residents, attachments):
    given = {
        "person": "demo-amina",
        "service": "care",
        "title": "Beslut",
        "attachments": attachments,
    }
    answer = await residents.ask(SEND, CARE, i=given)
    (error,) = answer.data["sendInboxMessage"]["userErrors"]
    assert (error["code"], error["path"]) == ("INPUT_INVALID", ["attachments"])
    assert (await inbox(residents))["totalCount"] == 1


async def test_residents_do_not_write_to_each_other(residents):
    answer = await residents.ask(
        SEND, AMINA, i={"person": "demo-elder", "service": "care", "title": "Hej"}
    )
    assert answer.errors[0]["extensions"]["code"] == "FORBIDDEN"


async def test_pages_of_an_inbox(residents):
    await tell(residents, *(event(id=f"0191-{n:03}", person="demo-elder") for n in range(25)))
    ingrid = Caller(kind=CallerKind.RESIDENT, sub="demo-elder", loa=3)
    query = "query($a: String) { me { inbox(first: 10, after: $a) { totalCount pageInfo { hasNextPage endCursor } nodes { id } } } }"
    seen, after = [], None
    while True:
        page = (await residents.ask(query, ingrid, a=after)).data["me"]["inbox"]
        assert page["totalCount"] == 25
        seen += [one["id"] for one in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert len(set(seen)) == 25
