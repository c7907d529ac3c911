# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""EU eTranslation v2: asked with Basic auth, answers later at a callback whose address is a secret."""

import hmac
from base64 import b64decode, b64encode

import msgspec

from services.kit.outbound import Outbound, PartnerFault, Request
from services.language.clients.contract import (
    Delivery,
    EngineFault,
    Order,
    Pending,
    check_status,
    fault_of,
)
from services.language.domain.masking import Style

HOST = "https://language-tools.ec.europa.eu"
_LONGEST = 5000
_QUOTA_SPENT = -11200
_JOINT = "\n\n"
LANGUAGES = frozenset(
    {
        "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "is",
        "it", "ja", "lt", "lv", "mt", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr",
        "uk", "zh-Hans",
    }
)  # fmt: skip
"""No so, ti, fa."""


class _Answer(msgspec.Struct, rename="camel"):
    request_id: int | str | None = None
    error_code: int | None = None
    error_message: str | None = None


class Delivered(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """What the callback brings; it may come twice and late."""

    request_id: int | str
    target_language: str = ""
    external_reference: str = ""
    result: str | None = None
    """Base64, when a document was delivered."""
    translated_text: str | None = None
    error_code: int | None = None
    error_message: str | None = None


class ETranslation:
    """The Commission's machine translation, free for public bodies."""

    name: str = "etranslation"
    is_external: bool = True
    styles: tuple[Style, ...] = (Style.NOTRANSLATE, Style.HASH)

    def __init__(self, outbound: Outbound, *, user: str, key: str, callback: str) -> None:
        """`callback` is our own address with its secret; nobody signs what comes there."""
        self._outbound = outbound
        self._user = user
        self._authorization = "Basic " + b64encode(f"{user}:{key}".encode()).decode()
        self._callback = callback

    async def supports(self, source: str, target: str) -> bool:
        """The official languages and a few more."""
        return source in LANGUAGES and target in LANGUAGES and source != target

    async def translate(self, order: Order) -> Pending:
        """Hand the texts in; what comes back is a number."""
        text = _JOINT.join(order.texts)
        if len(text) > _LONGEST:
            raise EngineFault("too_long", self.name)
        wish = {
            "callerInformation": {"externalReference": order.key, "username": self._user},
            "textToTranslate": text,
            "sourceLanguage": _code(order.source),
            "targetLanguages": [_code(order.target)],
            "domain": "GEN",
            "notifications": {
                "success": {"http": self._callback},
                "failure": {"http": self._callback},
            },
        }
        request = Request(
            method="POST",
            path="/etranslation/api/askTranslate",
            headers={"authorization": self._authorization, "content-type": "application/json"},
            body=msgspec.json.encode(wish),
            repeatable=False,
        )
        try:
            reply = await self._outbound.send(request)
            check_status(reply, self.name)
            answer = reply.json(_Answer)
        except PartnerFault as problem:
            raise fault_of(problem, self.name) from problem
        if answer.error_code is not None:
            spent = answer.error_code == _QUOTA_SPENT
            raise EngineFault("quota" if spent else "refused", self.name)
        if answer.request_id is None:
            raise EngineFault("bad_answer", self.name)
        return Pending(request_id=str(answer.request_id))

    async def stop(self) -> None:
        """Close connections."""
        await self._outbound.stop()


def delivery_of(given: Delivered, count: int) -> Delivery:
    """The translations a callback brought; EngineFault when it reports a failure or another number."""
    if given.error_code is not None:
        raise EngineFault(
            "quota" if given.error_code == _QUOTA_SPENT else "bad_answer", "etranslation"
        )
    text = given.translated_text
    if text is None and given.result is not None:
        text = b64decode(given.result).decode("utf-8", "replace")
    parts = [] if text is None else text.split(_JOINT)
    if len(parts) != count:
        raise EngineFault("bad_answer", "etranslation")
    return Delivery(texts=tuple(parts))


def read_delivered(body: bytes) -> tuple[Delivered, str] | None:
    """What a callback says and our tag of its language; None when it is none."""
    try:
        given = msgspec.json.decode(body, type=Delivered)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    theirs = given.target_language.lower()
    return given, {"zh": "zh-Hans", "no": "nb"}.get(theirs, theirs)


def is_secret(given: str, secret: str) -> bool:
    """Whether the callback came to the address that only the engine was told; in constant time."""
    return bool(secret) and hmac.compare_digest(given.encode(), secret.encode())


def _code(tag: str) -> str:
    return {"nb": "NB", "zh-Hans": "ZH"}.get(tag, tag.upper())
