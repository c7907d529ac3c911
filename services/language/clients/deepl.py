# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""DeepL (API 3.11): POST /v2/translate in pieces of 128 KiB and fifty texts; 456 is a spent quota."""

import msgspec

from services.kit.outbound import Outbound, PartnerFault, Request
from services.language.clients.contract import (
    Delivery,
    EngineFault,
    Order,
    check_count,
    check_status,
    fault_of,
)
from services.language.domain.masking import Style

HOST = "https://api.deepl.com"
FREE_HOST = "https://api-free.deepl.com"
_LARGEST = 128 * 1024
_MOST_TEXTS = 50
_QUOTA = 456
_BAD_REQUEST = 400
_CODES = {
    "nb": "NB", "zh-Hans": "ZH", "zh-Hant": "ZH-HANT", "pt": "PT-PT", "en": "EN-GB", "prs": "PRS",
}  # fmt: skip
_SOURCES = {"EN-GB": "EN", "PT-PT": "PT", "ZH-HANT": "ZH"}
LANGUAGES = frozenset(
    {
        "ar", "bg", "bs", "ckb", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hr",
        "hu", "hy", "id", "is", "it", "ja", "ka", "kmr", "ko", "lt", "lv", "mk", "nb", "nl", "om", "pl",
        "prs", "ps", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "th", "tr", "uk", "ur",
        "vi", "yi", "zh-Hans", "zh-Hant",
    }
)  # fmt: skip
"""Not so, ti, am, fit, se."""


class _Translation(msgspec.Struct):
    text: str
    billed_characters: int = 0


class _Answer(msgspec.Struct):
    translations: list[_Translation]


class _Usage(msgspec.Struct):
    character_count: int
    character_limit: int


class DeepL:
    """DeepL's own servers."""

    name: str = "deepl"
    is_external: bool = True
    styles: tuple[Style, ...] = (Style.EMAIL, Style.XML)

    def __init__(self, outbound: Outbound, *, key: str) -> None:
        """`key` ends with `:fx` for free accounts; their host is another one."""
        self._outbound = outbound
        self._key = key

    async def supports(self, source: str, target: str) -> bool:
        """Both languages are known and not the same."""
        return source in LANGUAGES and target in LANGUAGES and source != target

    async def translate(self, order: Order) -> Delivery:
        """All texts, in as many requests as their size asks for."""
        texts: list[str] = []
        billed = 0
        for piece in _pieces(order.texts, self.name):
            answer = await self._send(piece, order)
            texts += [one.text for one in answer.translations]
            billed += sum(one.billed_characters for one in answer.translations)
        return Delivery(texts=check_count(order, texts, self.name), billed=billed)

    async def usage(self) -> tuple[int, int]:
        """(characters used, characters there are) of this period."""
        try:
            reply = await self._outbound.send(Request(path="/v2/usage", headers=self._headers()))
            check_status(reply, self.name, quota=(_QUOTA,))
            usage = reply.json(_Usage)
        except PartnerFault as problem:
            raise fault_of(problem, self.name) from problem
        return usage.character_count, usage.character_limit

    async def stop(self) -> None:
        """Close connections."""
        await self._outbound.stop()

    async def _send(self, texts: list[str], order: Order) -> _Answer:
        target = _CODES.get(order.target, order.target.upper())
        source = _CODES.get(order.source, order.source.upper())
        wish: dict[str, object] = {
            "text": texts,
            "source_lang": _SOURCES.get(source, source),
            "target_lang": target,
            "show_billed_characters": True,
            "preserve_formatting": True,
        }
        if order.is_html:
            wish |= {"tag_handling": "xml", "ignore_tags": ["x"]}
        request = Request(
            method="POST",
            path="/v2/translate",
            headers=self._headers() | {"content-type": "application/json"},
            body=msgspec.json.encode(wish),
            repeatable=False,
        )
        try:
            reply = await self._outbound.send(request)
            if reply.status == _BAD_REQUEST:
                raise EngineFault("pair", self.name)
            check_status(reply, self.name, quota=(_QUOTA,))
            return reply.json(_Answer)
        except PartnerFault as problem:
            raise fault_of(problem, self.name) from problem

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"DeepL-Auth-Key {self._key}"}


def host_of(key: str) -> str:
    """Where a key is valid."""
    return FREE_HOST if key.endswith(":fx") else HOST


def _pieces(texts: tuple[str, ...], engine: str) -> list[list[str]]:
    """The texts in lists that fit into one request."""
    pieces: list[list[str]] = [[]]
    size = 0
    for text in texts:
        weight = len(text.encode()) + 8
        if weight > _LARGEST - 1024:
            raise EngineFault("too_long", engine)
        if pieces[-1] and (size + weight > _LARGEST - 1024 or len(pieces[-1]) == _MOST_TEXTS):
            pieces.append([])
            size = 0
        pieces[-1].append(text)
        size += weight
    return pieces
