# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Azure Translator v3 and Google Cloud Translation v3: lists of texts, answers in their order."""

from typing import TypeVar

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

_T = TypeVar("_T")

_AZURE_MOST = 100
_GOOGLE_MOST = 1024
_BAD_REQUEST = 400
_BOTH = frozenset(
    {
        "am", "ar", "az", "bg", "bn", "bs", "ckb", "da", "de", "el", "en", "es", "et", "fa", "fi",
        "fr", "he", "hi", "hr", "hu", "hy", "is", "it", "ja", "ka", "kmr", "ko", "lt", "lv", "mk",
        "nb", "nl", "om", "pl", "prs", "ps", "pt", "ro", "ru", "rw", "so", "sq", "sr", "sv", "sw",
        "th", "ti", "tr", "uk", "ur", "uz", "vi", "yi", "zh-Hans", "zh-Hant",
    }
)  # fmt: skip
_AZURE_CODES = {"ckb": "ku", "sr": "sr-Cyrl"}
_AZURE_LACKS = frozenset({"yi"})
_GOOGLE_CODES = {
    "nb": "no", "kmr": "ku", "prs": "fa-AF", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW",
}  # fmt: skip


class _AzureText(msgspec.Struct):
    text: str


class _AzureItem(msgspec.Struct):
    translations: list[_AzureText]


class _GoogleText(msgspec.Struct, rename="camel"):
    translated_text: str


class _GoogleAnswer(msgspec.Struct):
    translations: list[_GoogleText]


class Azure:
    """Microsoft's service."""

    name: str = "azure"
    is_external: bool = True
    styles: tuple[Style, ...] = (Style.XML, Style.EMAIL)

    def __init__(self, outbound: Outbound, *, key: str, region: str = "") -> None:
        """`region` is needed for keys of one region."""
        self._outbound = outbound
        self._key = key
        self._region = region

    async def supports(self, source: str, target: str) -> bool:
        """Both languages are known."""
        known = _BOTH - _AZURE_LACKS
        return source in known and target in known and source != target

    async def translate(self, order: Order) -> Delivery:
        """At most a hundred texts a request."""
        headers = {"ocp-apim-subscription-key": self._key, "content-type": "application/json"}
        if self._region:
            headers["ocp-apim-subscription-region"] = self._region
        kind = "html" if order.is_html else "plain"
        path = (
            f"/translate?api-version=3.0&from={_AZURE_CODES.get(order.source, order.source)}"
            f"&to={_AZURE_CODES.get(order.target, order.target)}&textType={kind}"
        )
        texts: list[str] = []
        for start in range(0, len(order.texts), _AZURE_MOST):
            body = [{"Text": text} for text in order.texts[start : start + _AZURE_MOST]]
            request = Request(
                method="POST", path=path, headers=headers, body=msgspec.json.encode(body),
                repeatable=False,
            )  # fmt: skip
            items = await _ask(self._outbound, request, list[_AzureItem], self.name)
            texts += [one.translations[0].text for one in items if one.translations]
        return Delivery(texts=check_count(order, texts, self.name))

    async def stop(self) -> None:
        """Close connections."""
        await self._outbound.stop()


class Google:
    """Google's service; the key is an access token of a project."""

    name: str = "google"
    is_external: bool = True
    styles: tuple[Style, ...] = (Style.XML, Style.EMAIL)

    def __init__(self, outbound: Outbound, *, key: str, project: str) -> None:
        """`project` names who pays."""
        self._outbound = outbound
        self._key = key
        self._project = project

    async def supports(self, source: str, target: str) -> bool:
        """Both languages are known."""
        return source in _BOTH and target in _BOTH and source != target

    async def translate(self, order: Order) -> Delivery:
        """At most 1024 texts a request."""
        texts: list[str] = []
        for start in range(0, len(order.texts), _GOOGLE_MOST):
            wish = {
                "contents": list(order.texts[start : start + _GOOGLE_MOST]),
                "mimeType": "text/html" if order.is_html else "text/plain",
                "sourceLanguageCode": _GOOGLE_CODES.get(order.source, order.source),
                "targetLanguageCode": _GOOGLE_CODES.get(order.target, order.target),
            }
            request = Request(
                method="POST",
                path=f"/v3/projects/{self._project}:translateText",
                headers={
                    "authorization": f"Bearer {self._key}",
                    "content-type": "application/json",
                },
                body=msgspec.json.encode(wish),
                repeatable=False,
            )
            answer = await _ask(self._outbound, request, _GoogleAnswer, self.name)
            texts += [one.translated_text for one in answer.translations]
        return Delivery(texts=check_count(order, texts, self.name))

    async def stop(self) -> None:
        """Close connections."""
        await self._outbound.stop()


async def _ask(outbound: Outbound, request: Request, shape: type[_T], engine: str) -> _T:
    try:
        reply = await outbound.send(request)
        if reply.status == _BAD_REQUEST:
            raise EngineFault("pair", engine)
        check_status(reply, engine, quota=(403,))
        return reply.json(shape)
    except PartnerFault as problem:
        raise fault_of(problem, engine) from problem
