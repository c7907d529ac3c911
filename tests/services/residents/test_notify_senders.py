# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Notify: a department's own senders, where answers go, one-click unsubscribing, what is refused clearly."""

import uuid

import pytest

from services.kit.channels import ChannelKind, RecordingChannel
from services.kit.channels.mail import write_mail
from services.kit.jobs import Worker
from services.kit.wire.caller import Caller, CallerKind
from services.residents.actions.notify import Wish, read_notification, send
from services.residents.actions.shell import sent_counts
from services.residents.demo import DEPARTMENT, SENDERS, TEMPLATES
from services.residents.jobs import make_jobs
from tests.services.residents.test_notify import VALUES, client, rows  # noqa: F401 -- a fixture
from tests.support.services import AMINA, opened
from tests.support.stores import *  # noqa: F403 -- the fixtures of the house
from tests.support.stores import execute

pytestmark = pytest.mark.anyio
OFF = "https://example.org/off?list=1"


async def test_a_client_that_keeps_only_the_host_of_its_address_is_answered_too(client):  # noqa: F811
    headers = {"Authorization": f"Bearer {client.token()}"}
    body = {"phone_number": "+46701740605", "template_id": TEMPLATES["sms"], "personalisation": VALUES}  # fmt: skip
    sent = await client.web.post("/v2/notifications/sms", json=body, headers=headers)
    assert sent.status_code == 201
    same = await client.web.get(f"/v2/notifications/{sent.json()['id']}", headers=headers)
    assert same.json()["phone_number"] == "+46701740605"
    assert (await client.web.get("/v2/nothing", headers=headers)).status_code == 404


async def test_it_goes_out_under_the_department_s_name_and_can_be_answered_and_ended(client):  # noqa: F811
    await client.asked.running._worker.stop()  # the test runs the jobs itself
    text = (await client.send_sms(sms_sender_id=SENDERS["sms"][0])).json()
    assert text["content"]["from_number"] == "Demo"
    mail = (
        await client.send_email(
            email_reply_to_id=SENDERS["email"][0], one_click_unsubscribe_url=OFF
        )
    ).json()
    assert mail["content"]["one_click_unsubscribe_url"] == OFF
    channels = {kind: RecordingChannel(kind) for kind in ChannelKind}
    worker = Worker(client.asked.database, make_jobs(client.asked.database, channels))
    await worker.run_due()
    (sms,) = channels[ChannelKind.SMS].sent
    assert sms.sender == "Demo"
    (letter,) = channels[ChannelKind.EMAIL].sent
    written = write_mail(letter, "torget@example.org", client.clock)
    assert written["Reply-To"] == "svar@example.org"
    assert written["List-Unsubscribe"] == f"<{OFF}>"
    assert written["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert written["From"] == "torget@example.org"


async def test_without_a_sender_it_is_the_city_s(client):  # noqa: F811
    assert (await client.send_sms()).json()["content"]["from_number"] == "Torget"
    assert "one_click_unsubscribe_url" not in (await client.send_email()).json()["content"]


async def test_links_go_from_values_that_strangers_wrote(client):  # noqa: F811
    evil = VALUES | {
        "name": "Eve HTTPS://evil.example/a?b www.evil.example",
        "day": "http://ok.example",
    }
    told = await client.send_email(personalisation=evil, sanitise_content_for=["name"])
    assert told.json()["content"]["body"] == "Hej Eve  ! Du har en tid http://ok.example."
    (kept,) = await rows(client)
    assert "evil" not in kept.body


@pytest.mark.parametrize(
    ("kind", "more", "error", "message"),
    [
        ("sms", {"sms_sender_id": "x"}, "ValidationError", "sms_sender_id is not a valid UUID"),
        ("sms", {"sms_sender_id": str(uuid.UUID(int=1))}, "BadRequestError", "does not exist in database for service id"),
        ("sms", {"sms_sender_id": SENDERS["email"][0]}, "BadRequestError", "does not exist in database"),
        ("email", {"email_reply_to_id": SENDERS["sms"][0]}, "BadRequestError", "email_reply_to_id"),
        ("email", {"one_click_unsubscribe_url": "http://example.org/off"}, "ValidationError", "not a valid https url"),
        ("email", {"one_click_unsubscribe_url": "https://e.org/\r\nBcc: x"}, "ValidationError", "not a valid https url"),
    ],
)  # fmt: skip
async def test_senders_and_addresses_that_cannot_be(client, kind, more, error, message):  # noqa: F811
    send = client.send_sms if kind == "sms" else client.send_email
    answer = await send(**more)
    assert answer.status_code == 400
    (told,) = answer.json()["errors"]
    assert told["error"] == error
    assert message in told["message"]
    assert await rows(client) == []


async def test_letters_of_one_s_own_making_and_their_pages_are_refused_clearly(client):  # noqa: F811
    ready = {"reference": "r", "content": "JVBERi0xLjc=", "postage": "first"}
    answer = await client.call("POST", "/v2/notifications/letter", ready)
    assert answer.json() == {
        "status_code": 400,
        "errors": [{"error": "BadRequestError", "message": "Service is not allowed to send precompiled letters"}],
    }  # fmt: skip
    nothing = await client.call("POST", "/v2/notifications/letter", {"personalisation": VALUES})
    assert nothing.json()["errors"][0]["message"] == "template_id is a required property"
    assert await rows(client) == []
    lines = {f"address_line_{number}": f"Rad {number}" for number in (1, 2, 3)}
    wish = {"template_id": TEMPLATES["letter"], "personalisation": VALUES | lines}
    letter = (await client.call("POST", "/v2/notifications/letter", wish)).json()
    mail = (await client.send_email()).json()
    for key, error, status in (
        (letter["id"], "PDFNotReadyError", 400),
        (mail["id"], "BadRequestError", 400),
        (str(uuid.uuid4()), "NoResultFound", 404),
    ):
        refused = await client.call("GET", f"/v2/notifications/{key}/pdf")
        assert (refused.status_code, refused.json()["errors"][0]["error"]) == (status, error)


async def test_what_went_out_is_counted_by_month_channel_and_state(client):  # noqa: F811
    asked = "{ sentCounts { service channel status month count } }"
    await client.asked.running._worker.stop()
    for number in range(3):
        await client.send_sms(reference=f"n{number}")
    await client.send_email()
    client.clock.advance(40 * 86_400)
    await client.send_sms(reference="later")
    staff = Caller(kind=CallerKind.STAFF, sub="staff-1", loa=3, auth_time=1_767_225_000)
    counts = (await client.asked.ask(asked, staff)).data["sentCounts"]
    mine = [one for one in counts if one.pop("service") == DEPARTMENT]
    assert mine == [
        {"channel": "email", "status": "created", "month": "2026-01", "count": 1},
        {"channel": "sms", "status": "created", "month": "2026-01", "count": 3},
        {"channel": "sms", "status": "created", "month": "2026-02", "count": 1},
    ]
    refused = await client.asked.ask(asked, AMINA)
    assert refused.errors[0]["extensions"]["code"] == "FORBIDDEN"
    client.clock.advance(350 * 86_400)
    later = (await client.asked.ask(asked, staff)).data["sentCounts"]
    assert {one["month"] for one in later if one["service"] == DEPARTMENT} == {"2026-02"}


async def test_senders_and_counts_are_kept_on_each_database(database_url):
    wish = Wish(
        kind="email", to="a@example.org", template_id=TEMPLATES["email"], personalisation=VALUES,
        reference="r", scheduled_for=None, sender_id=SENDERS["email"][0], unsubscribe=OFF,
    )  # fmt: skip
    staff = Caller(kind=CallerKind.STAFF, sub="staff-1", loa=3, auth_time=1_767_225_000)
    async with opened("residents", database_url) as asked:
        await asked.running._worker.stop()
        sent = await asked.database.transact(lambda tx: send(tx, DEPARTMENT, wish))
        kept = await read_notification(asked.database, DEPARTMENT, sent.id)
        assert (kept.sender, kept.unsubscribe) == ("svar@example.org", OFF)
        counts = [
            one for one in await sent_counts(asked.database, staff) if one.service == DEPARTMENT
        ]
        assert [(one.kind, one.month, one.count) for one in counts] == [("email", "2026-01", 1)]
    if database_url.startswith("postgresql"):
        await execute(database_url, 'DROP SCHEMA IF EXISTS "residents" CASCADE')
