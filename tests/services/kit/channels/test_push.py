# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Web Push: the vector of RFC 8291, a receiver that decrypts, VAPID that a foreign library verifies."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.jwk import ECKey

from services.kit.channels import Message, PushKeys, State
from services.kit.channels.push import PushChannel
from services.kit.channels.push_encryption import (
    CURVE,
    KeysInvalid,
    decode,
    encode,
    encrypt,
    public_bytes,
)
from services.kit.channels.vapid import open_vapid
from services.kit.clock import ManualClock
from services.kit.outbound import LocalTransport, PartnerFault, Reply, Request

pytestmark = pytest.mark.anyio

# RFC 8291, appendix A
PLAINTEXT = b"When I grow up, I want to be a watermelon"
OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
THEIRS = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
KEYS = PushKeys(
    p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth="BTBZMqHH6r4Tts7J_aSIgg",
)
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
    "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
    "lcy4a-fN"
)
ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/abc?x=1"


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decode(text), "big"), CURVE)


def decrypt(body: bytes, key: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """What a browser does with a message (written from RFC 8291 3.4 and RFC 8188 2)."""
    salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
    sender = body[21 : 21 + length]
    point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender)
    shared = key.exchange(ec.ECDH(), point)
    info = b"WebPush: info\0" + public_bytes(key.public_key()) + sender

    def derive(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
        return HKDF(SHA256(), length, salt, info).derive(material)

    material = derive(shared, auth, info, 32)
    opened = AESGCM(derive(material, salt, b"Content-Encoding: aes128gcm\0", 16)).decrypt(
        derive(material, salt, b"Content-Encoding: nonce\0", 12), body[21 + length :], None
    )
    assert len(body) <= size + 21 + length
    return opened.rstrip(b"\0")[:-1]


def test_the_vector_of_the_rfc():
    made = encrypt(PLAINTEXT, KEYS, own=private(OWN), salt=decode(SALT))
    assert encode(made) == BODY
    assert decrypt(made, private(THEIRS), decode(KEYS.auth)) == PLAINTEXT


def test_every_message_has_a_key_and_salt_of_its_own():
    assert encrypt(PLAINTEXT, KEYS)[:86] != encrypt(PLAINTEXT, KEYS)[:86]


@pytest.mark.parametrize(
    "keys",
    [
        PushKeys(p256dh="AAAA", auth=KEYS.auth),
        PushKeys(p256dh=KEYS.p256dh, auth="AAAA"),
        PushKeys(p256dh="å", auth=KEYS.auth),
        PushKeys(p256dh=KEYS.p256dh[:-8] + "AAAAAAAA", auth=KEYS.auth),
    ],
)
def test_keys_that_are_none_are_refused(keys):
    with pytest.raises(KeysInvalid):
        encrypt(b"x", keys)


class Receiver:
    """A push service of this process that decrypts what it gets."""

    def __init__(self, *statuses: int) -> None:
        self.requests: list[Request] = []
        self.statuses = list(statuses)
        self.origins: list[str] = []

    def connect(self, origin: str) -> LocalTransport:
        self.origins.append(origin)
        return LocalTransport(self.answer)

    async def answer(self, request: Request) -> Reply:
        self.requests.append(request)
        status = self.statuses.pop(0) if self.statuses else 201
        if status == 0:
            raise PartnerFault("unreachable", sent=False)
        return Reply(status=status, headers={"location": "/m/1", "retry-after": "30"})


def channel(receiver: Receiver, clock: ManualClock | None = None) -> PushChannel:
    vapid = open_vapid(None, "mailto:push@example.org", clock or ManualClock())
    return PushChannel(vapid, connect=receiver.connect)


def message(**changes) -> Message:
    return Message(
        **({"id": "m1", "to": ENDPOINT, "body": "Hej", "keys": KEYS, "topic": "t" * 40} | changes)
    )


async def test_a_push_is_encrypted_signed_and_addressed():
    receiver, clock = Receiver(), ManualClock()
    push = channel(receiver, clock)
    receipt = await push.send(message(urgent=True, seconds=60))
    assert (receipt.state, receipt.reference) == (State.SENT, "/m/1")
    (request,) = receiver.requests
    assert receiver.origins == ["https://updates.push.services.mozilla.com"]
    assert request.path == "/wpush/v2/abc?x=1"
    assert decrypt(request.body, private(THEIRS), decode(KEYS.auth)) == b"Hej"
    assert request.headers["TTL"] == "3600"  # care P1: urgent waits an hour at least
    assert request.headers["Urgency"] == "high"
    assert request.headers["Topic"] == "t" * 32
    token, key = request.headers["Authorization"].removeprefix("vapid t=").split(", k=")
    point = decode(key)
    jwk = ECKey.import_key(
        {"kty": "EC", "crv": "P-256", "x": encode(point[1:33]), "y": encode(point[33:])}
    )
    claims = jwt.decode(token, jwk, algorithms=["ES256"]).claims
    assert claims["aud"] == "https://updates.push.services.mozilla.com"
    assert claims["sub"] == "mailto:push@example.org"
    assert 0 < claims["exp"] - clock.now_ms() // 1000 <= 12 * 3600


@pytest.mark.parametrize(
    ("status", "state", "gone"),
    [
        (201, State.SENT, False),
        (410, State.PERMANENT_FAILURE, True),
        (404, State.PERMANENT_FAILURE, True),
        (429, State.TEMPORARY_FAILURE, False),
        (500, State.TEMPORARY_FAILURE, False),
        (403, State.TECHNICAL_FAILURE, False),
        (413, State.TECHNICAL_FAILURE, False),
    ],
)
async def test_answers_of_push_services(status, state, gone):
    receipt = await channel(Receiver(status, status)).send(message())
    assert (receipt.state, receipt.gone) == (state, gone)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://updates.push.services.mozilla.com/x",
        "https://updates.push.services.mozilla.com.evil.example/x",
        "https://user@updates.push.services.mozilla.com/x",
        "https://127.0.0.1/x",
        "https://updates.push.services.mozilla.com:99999/x",
        "file:///etc/passwd",
        "",
    ],
)
async def test_an_endpoint_that_no_push_service_has_is_never_called(endpoint):
    receiver = Receiver()
    receipt = await channel(receiver).send(message(to=endpoint))
    assert (receipt.state, receipt.gone) == (State.PERMANENT_FAILURE, True)
    assert receiver.requests == []


async def test_what_does_not_fit_into_one_record_is_told():
    receipt = await channel(Receiver()).send(message(body="å" * 2100))
    assert receipt.state is State.TECHNICAL_FAILURE


def test_the_city_s_key_is_made_once(tmp_path):
    first = open_vapid(tmp_path, "mailto:a@b.se", ManualClock())
    assert open_vapid(tmp_path, "mailto:a@b.se", ManualClock()).public_key == first.public_key
    assert len(decode(first.public_key)) == 65
