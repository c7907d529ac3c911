# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The Notify-compatible API as its clients use it: tokens, sends, pages, templates, errors (cityinfo 4.4)."""

import asyncio
import uuid

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from litestar.testing import AsyncTestClient

from services.kit.channels import ChannelKind, RecordingChannel
from services.kit.data import define, select, update
from services.kit.errors import Problem
from services.kit.jobs import Worker
from services.kit.outbound import LocalTransport, Reply
from services.kit.web_door import rest_doors
from services.residents.demo import DEPARTMENT, SECRET, TEMPLATES
from services.residents.domain.notifications import Notification
from services.residents.domain.templates import MissingValues, Template, fill, placeholders
from services.residents.jobs import make_jobs
from services.residents.store import notify as store
from tests.support.services import opened

pytestmark = pytest.mark.anyio
KEY = f"demo-{DEPARTMENT}-{SECRET}"
ALL = define(select(store.notification).where(store.notification.c.message == ""), Notification)
VALUES = {"name": "Amina", "day": "måndag", "bring": "no"}


class Client:
    """What a stock client does: splits the key, signs a token per call, follows `next`."""

    def __init__(self, web, clock, key=KEY):
        self.web, self.clock = web, clock
        self.secret, self.service = key[-36:], key[-73:-37]

    def token(self, *, secret=None, iss=None, at=None, alg="HS256", **changes):
        claims = {
            "iss": iss or self.service,
            "iat": (at if at is not None else self.clock.now_ms() // 1000),
        } | changes
        key = OctKey.import_key(secret or self.secret)
        return jwt.encode(
            {"typ": "JWT", "alg": alg},
            {k: v for k, v in claims.items() if v is not ...},
            key,
            algorithms=[alg],
        )

    async def call(self, method, path, body=None, token=None, **params):
        headers = {"Authorization": f"Bearer {token or self.token()}"}
        path = path.split("/residents/notify")[-1]
        return await self.web.request(
            method, f"/residents/notify{path}", json=body, headers=headers, params=params or None
        )

    async def send_sms(self, **more):
        body = {
            "phone_number": "+46701740605",
            "template_id": TEMPLATES["sms"],
            "personalisation": VALUES,
        } | more
        return await self.call("POST", "/v2/notifications/sms", body)

    async def send_email(self, **more):
        body = {
            "email_address": "amina@example.org",
            "template_id": TEMPLATES["email"],
            "personalisation": VALUES,
        } | more
        return await self.call("POST", "/v2/notifications/email", body)

    async def all(self, **asked):
        page = (await self.call("GET", "/v2/notifications", **asked)).json()
        while page["notifications"]:
            for one in page["notifications"]:
                yield one
            page = (await self.call("GET", page["links"]["next"].replace("http://t", ""))).json()


@pytest.fixture
async def client():
    async with opened("residents", "sqlite://") as asked:

        async def admit(head):
            raise Problem("TOKEN_INVALID")  # the city's own door would not know these keys

        async with AsyncTestClient(rest_doors([asked.running], admit, asked.clock)) as web:
            made = Client(web, asked.clock)
            made.asked = asked
            yield made


async def rows(client):
    return await client.asked.database.many(ALL)


async def test_a_text_message_is_taken(client):
    answer = await client.send_sms(reference="r1")
    told = answer.json()
    assert answer.status_code == 201
    assert set(told) == {"id", "reference", "content", "uri", "template", "scheduled_for"}
    assert told["content"] == {"body": "Hej Amina! Du har en tid måndag.", "from_number": "Torget"}
    assert told["reference"] == "r1"
    assert told["uri"].endswith(f"/residents/notify/v2/notifications/{told['id']}")
    assert told["template"]["id"] == TEMPLATES["sms"]
    assert told["template"]["version"] == 1
    assert str(uuid.UUID(told["id"])) == told["id"]


async def test_mail_has_a_subject_and_a_letter_an_address(client):
    mail = (
        await client.send_email(personalisation=VALUES | {"bring": "yes", "language": "en"})
    ).json()
    assert mail["content"] == {
        "subject": "Your appointment on måndag",
        "body": "Hello Amina! You have an appointment on måndag. Bring proof of identity.",
        "from_email": "torget@localhost",
    }
    lines = {
        "address_line_1": "Amina Haddad",
        "address_line_2": "Gatan 1",
        "address_line_3": "164 40 Kista",
    }
    letter = await client.call(
        "POST",
        "/v2/notifications/letter",
        {"template_id": TEMPLATES["letter"], "personalisation": VALUES | lines},
    )
    assert letter.status_code == 201
    assert set(letter.json()["content"]) == {"subject", "body"}
    one = (await client.call("GET", f"/v2/notifications/{letter.json()['id']}")).json()
    assert (one["status"], one["line_1"], one["line_4"], one["postage"]) == (
        "accepted",
        "Amina Haddad",
        None,
        "second",
    )


async def test_a_notification_has_every_key(client):
    sent = (await client.send_email()).json()
    one = (await client.call("GET", f"/v2/notifications/{sent['id']}")).json()
    assert {"id", "reference", "email_address", "phone_number", "line_1", "line_2", "line_3", "line_4", "line_5", "line_6",
            "postcode", "type", "status", "template", "body", "subject", "created_at", "sent_at", "completed_at",
            "scheduled_for"} <= set(one)  # fmt: skip
    assert (one["email_address"], one["phone_number"], one["type"], one["status"]) == (
        "amina@example.org",
        None,
        "email",
        "created",
    )
    assert one["created_at"].endswith("Z")
    for other in (str(uuid.uuid4()), "0190"):
        answer = await client.call("GET", f"/v2/notifications/{other}")
        assert answer.status_code == (404 if len(other) > 10 else 400)


async def test_the_iterator_of_a_client_reads_every_page(client, monkeypatch):
    monkeypatch.setattr("services.residents.actions.notify.PAGE", 4)
    for number in range(10):
        await client.send_sms(reference=f"r{number}")
    found = [one async for one in client.all(template_type="sms")]
    assert len({one["id"] for one in found}) == len(found) == 10
    assert [one["reference"] async for one in client.all(reference="r3")] == ["r3"]
    assert [one async for one in client.all(status="delivered")] == []
    last = (await client.call("GET", "/v2/notifications", status="delivered")).json()
    assert "next" not in last["links"], "an empty page ends"


async def test_the_same_thing_within_a_day_is_the_first_one_again(client):  # N1
    first = (await client.send_sms(reference="same")).json()
    assert (await client.send_sms(reference="same")).json()["id"] == first["id"]
    other = (
        await client.send_sms(reference="same", personalisation=VALUES | {"name": "Ada"})
    ).json()
    assert other["id"] != first["id"]
    client.clock.advance(86_401)
    assert (await client.send_sms(reference="same")).json()["id"] != first["id"]


async def test_templates(client):
    listed = (await client.call("GET", "/v2/templates")).json()["templates"]
    assert {one["type"] for one in listed} == {"sms", "email", "letter"}
    only = (await client.call("GET", "/v2/templates", type="email")).json()["templates"]
    (mail,) = only
    assert {
        "id",
        "type",
        "created_at",
        "updated_at",
        "created_by",
        "version",
        "body",
        "subject",
        "name",
    } <= set(mail)
    same = (await client.call("GET", f"/v2/template/{mail['id']}/version/1")).json()
    assert same == mail == (await client.call("GET", f"/v2/template/{mail['id']}")).json()
    shown = await client.call(
        "POST", f"/v2/template/{mail['id']}/preview", {"personalisation": VALUES | {"name": "<b>"}}
    )
    assert shown.status_code == 200
    assert shown.json()["html"] == "<p>Hej &lt;b&gt;! Du har en tid måndag.</p>"
    assert await rows(client) == []
    gone = await client.call("GET", f"/v2/template/{uuid.uuid4()}")
    assert (gone.status_code, gone.json()) == (
        404, {"status_code": 404, "errors": [{"error": "NoResultFound", "message": "No result found"}]},
    )  # fmt: skip
    received = (await client.call("GET", "/v2/received-text-messages")).json()
    assert received["received_text_messages"] == []


@pytest.mark.parametrize(
    ("more", "error", "message"),
    [
        ({"personalisation": {"bring": "yes"}}, "BadRequestError", "Missing personalisation: name, day"),
        ({"template_id": str(uuid.uuid4())}, "BadRequestError", "Template not found"),
        ({"template_id": "x"}, "ValidationError", "template_id is not a valid UUID"),
        ({"template_id": TEMPLATES["email"]}, "BadRequestError", "email template is not suitable for sms notification"),
        ({"phone_number": "hello"}, "ValidationError", "phone_number Not a valid phone number"),
        ({"colour": "red"}, "ValidationError", "Additional properties are not allowed (colour was unexpected)"),
        ({"reference": "x" * 1001}, "ValidationError", None),
        ({"scheduled_for": "tomorrow"}, "ValidationError", None),
        ({"scheduled_for": "2020-01-01T00:00:00Z"}, "ValidationError", "scheduled_for datetime can not be in the past"),
        ({"scheduled_for": "2030-01-01T00:00:00Z"}, "ValidationError", "scheduled_for datetime can only be 24 hours in the future"),
    ],
)  # fmt: skip
async def test_refusals_in_the_clients_own_words_and_nothing_is_sent(
    client, more, error, message
):  # N5
    answer = await client.send_sms(**more)
    told = answer.json()
    assert (answer.status_code, told["status_code"]) == (400, 400)
    assert told["errors"][0]["error"] == error
    if message:
        assert told["errors"][0]["message"] == message
    assert await rows(client) == []


async def test_a_body_that_is_none(client):
    for body in ({}, {"phone_number": 5, "template_id": TEMPLATES["sms"]}):
        answer = await client.call("POST", "/v2/notifications/sms", body)
        assert (answer.status_code, answer.json()["errors"][0]["error"]) == (400, "ValidationError")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"iss": ...}, "Invalid token: iss field not provided"),
        ({"at": -100}, "Error: Your system clock must be accurate to within 30 seconds"),
        ({"at": 100}, "Error: Your system clock must be accurate to within 30 seconds"),
        ({"iss": str(uuid.uuid4())}, "Invalid token: service not found"),
        ({"iss": "nonsense"}, "Invalid token: service not found"),
        ({"secret": str(uuid.uuid4())}, "Invalid token: API key not found"),
        ({"alg": "HS512"}, "Invalid token: algorithm used is not HS256"),
    ],
)
async def test_tokens_that_do_not_hold(client, changes, message):
    given = dict(changes)
    if "at" in given:
        given["at"] += client.clock.now_ms() // 1000
    if given.get("alg") == "HS512":
        given["secret"] = SECRET * 2
    iss = given.pop("iss", None)
    token = client.token(**given, **({"iss": iss} if iss not in (None, ...) else {}))
    if iss is ...:
        key = OctKey.import_key(SECRET)
        token = jwt.encode(
            {"typ": "JWT", "alg": "HS256"}, {"iat": client.clock.now_ms() // 1000}, key
        )
    answer = await client.call("GET", "/v2/notifications", token=token)
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["message"] == message


async def test_a_key_that_was_taken_back_and_no_key_at_all(client):
    await client.asked.database.transact(lambda tx: tx.run(store.revoke_key, key="demo", at=tx.now))
    revoked = await client.call("GET", "/v2/notifications")
    assert (revoked.status_code, revoked.json()["errors"][0]["message"]) == (
        403,
        "Invalid token: API key revoked",
    )
    for header in ({}, {"Authorization": "Basic x"}):
        answer = await client.web.get("/residents/notify/v2/notifications", headers=header)
        assert answer.status_code == 401
        assert answer.json()["status_code"] == 401
    broken = await client.web.get(
        "/residents/notify/v2/notifications", headers={"Authorization": "Bearer a.b"}
    )
    assert broken.status_code == 403


async def test_another_department_sees_nothing_of_this_one(client):
    other = f"other-{uuid.uuid4()}-{uuid.uuid4()}"
    stranger = Client(client.web, client.clock, other)

    async def unit(tx):
        await tx.run(
            store.add_service, id=stranger.service, name="x", callback_url="", callback_token=""
        )
        await tx.run(
            store.add_key,
            id="k2",
            service=stranger.service,
            name="x",
            secret=stranger.secret,
            revoked_at=None,
        )

    await client.asked.database.transact(unit)
    sent = (await client.send_sms()).json()
    assert (await stranger.call("GET", f"/v2/notifications/{sent['id']}")).status_code == 404
    assert (await stranger.call("GET", f"/v2/template/{TEMPLATES['sms']}")).status_code == 404
    assert (await stranger.send_sms()).json()["errors"][0]["message"] == "Template not found"
    assert [one async for one in stranger.all()] == []


async def test_it_goes_out_and_the_department_is_told(client):
    posted = []

    async def partner(request):
        posted.append(request)
        return Reply(status=503 if len(posted) < 3 else 200)

    hook = define(
        update(store.notify_service).values(
            callback_url="https://dep.example/hook?x=1", callback_token="tok"
        )
    )
    database = client.asked.database
    await client.asked.running._worker.stop()  # the test runs the jobs itself
    await database.transact(lambda tx: tx.run(hook))
    sent = (await client.send_sms(reference="r9")).json()
    sms = RecordingChannel(ChannelKind.SMS)
    channels = {kind: RecordingChannel(kind) for kind in ChannelKind} | {ChannelKind.SMS: sms}
    worker = Worker(
        database, make_jobs(database, channels, connect=lambda _: LocalTransport(partner))
    )
    for _ in range(4):
        await worker.run_due()
        client.clock.advance(301)
    assert [one.body for one in sms.sent if one.id == sent["id"]] == [
        "Hej Amina! Du har en tid måndag."
    ]
    one = (await client.call("GET", f"/v2/notifications/{sent['id']}")).json()
    assert one["status"] == "sent"
    assert one["sent_at"]
    told = msgspec.json.decode(posted[-1].body)
    assert set(told) == {"id", "reference", "to", "status", "created_at", "completed_at", "sent_at", "notification_type",
                         "template_id", "template_version"}  # fmt: skip
    assert (told["reference"], told["to"], told["status"]) == ("r9", "+46701740605", "sent")
    assert posted[-1].headers["Authorization"] == "Bearer tok"
    assert posted[-1].path == "/hook?x=1"


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1:8443/x", "http://127.0.0.1/x", "https://10.0.0.7/x"]
)
async def test_a_department_cannot_make_the_city_call_into_its_own_network(client, url):
    # security row 50
    called = []

    async def guarded(reader, writer):
        called.append(await reader.read(1))
        writer.close()

    server = await asyncio.start_server(guarded, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    hook = define(
        update(store.notify_service).values(
            callback_url=url.replace(":8443", f":{port}"), callback_token="tok"
        )
    )
    database = client.asked.database
    await client.asked.running._worker.stop()
    await database.transact(lambda tx: tx.run(hook))
    await client.send_sms()
    worker = Worker(
        database, make_jobs(database, {kind: RecordingChannel(kind) for kind in ChannelKind})
    )
    for _ in range(3):
        await worker.run_due()
        client.clock.advance(301)
    assert called == []
    server.close()
    await server.wait_closed()


async def test_content_goes_after_a_week_and_the_record_stays(client):  # N8
    sent = (await client.send_email()).json()
    await client.asked.running._worker.stop()
    database = client.asked.database
    worker = Worker(
        database, make_jobs(database, {kind: RecordingChannel(kind) for kind in ChannelKind})
    )
    await worker.run_due()
    client.clock.advance(9 * 86_400)
    await client.send_sms()
    client.clock.advance(86_401)
    await worker.run_due()
    one = (await client.call("GET", f"/v2/notifications/{sent['id']}")).json()
    assert (one["body"], one["subject"], one["status"]) == ("", None, "sent")


def template(**bodies):
    return Template(
        id="t", version=1, service="s", type="sms", name="n", subjects={}, bodies=bodies, created_by="x",
        created_at=0, first_at=0,
    )  # fmt: skip


def test_placeholders_conditions_and_languages():
    assert placeholders("((a)) ((b??text)) ((a))") == ["a", "b"]
    filled = fill(
        template(sv="Hej ((First Name)), ((list))((x??!))"),
        {"first_name": "Ada", "list": ["a", "b"], "x": True},
    )
    assert filled.body == "Hej Ada, * a\n* b!"
    assert fill(template(sv="sv", ar="ar"), {}, ["ckb", "ar"]).language == "ar"  # N4
    assert fill(template(sv="sv", en="en"), {}, ["so"]).language == "sv"
    assert fill(template(sv="a((b))c"), {"b": "((d))"}).body == "a((d))c", "a value is no template"
    with pytest.raises(MissingValues) as missing:
        fill(template(sv="((a)) ((b))"), {"a": None})
    assert missing.value.names == ["a", "b"]
