# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""LibreTranslate 1.9: self-hosted, asked for its languages once (POST /translate, GET /languages)."""

import msgspec

from services.kit.outbound import Outbound, PartnerFault, Request
from services.language.clients.contract import (
    OK,
    Delivery,
    EngineFault,
    Order,
    check_count,
    check_status,
    fault_of,
)
from services.language.domain.masking import Style

_ALIASES = {"zh-Hans": "zh-Hans", "zh-Hant": "zh-Hant", "pt": "pt", "prs": "fa"}
_THEIRS = {"pb": "pt-BR", "zh": "zh-Hans", "zt": "zh-Hant"}
_BAD_REQUEST = 400


class _Language(msgspec.Struct):
    code: str
    targets: list[str] = []


class _Answer(msgspec.Struct):
    translatedText: list[str] | str  # noqa: N815 -- the wire's own name


class LibreTranslate:
    """A LibreTranslate server."""

    name: str = "libretranslate"
    styles: tuple[Style, ...] = (Style.XML,)

    def __init__(self, outbound: Outbound, *, key: str = "", is_external: bool = False) -> None:
        """Talk to the server behind `outbound`; it is the city's own unless said otherwise."""
        self._outbound = outbound
        self._key = key
        self.is_external = is_external
        self._pairs: frozenset[tuple[str, str]] | None = None

    async def supports(self, source: str, target: str) -> bool:
        """What the server itself says."""
        return (_code(source), _code(target)) in await self._known()

    async def translate(self, order: Order) -> Delivery:
        """All texts in one request."""
        wish: dict[str, object] = {
            "q": list(order.texts),
            "source": _code(order.source),
            "target": _code(order.target),
            "format": "html" if order.is_html else "text",
        }
        if self._key:
            wish["api_key"] = self._key
        try:
            reply = await self._outbound.send(
                Request(
                    method="POST",
                    path="/translate",
                    headers={"content-type": "application/json"},
                    body=msgspec.json.encode(wish),
                )
            )
            if reply.status == _BAD_REQUEST:
                raise EngineFault("pair", self.name)
            check_status(reply, self.name)
            texts = reply.json(_Answer).translatedText
        except PartnerFault as problem:
            raise fault_of(problem, self.name) from problem
        return Delivery(
            texts=check_count(order, [texts] if isinstance(texts, str) else texts, self.name)
        )

    async def stop(self) -> None:
        """Close connections."""
        await self._outbound.stop()

    async def _known(self) -> frozenset[tuple[str, str]]:
        if self._pairs is None:
            try:
                reply = await self._outbound.send(Request(path="/languages"))
                if reply.status != OK:
                    raise EngineFault("down", self.name)
                languages = reply.json(list[_Language])
            except PartnerFault as problem:
                raise fault_of(problem, self.name) from problem
            self._pairs = frozenset(
                (_THEIRS.get(one.code, one.code), _THEIRS.get(target, target))
                for one in languages
                for target in one.targets
            )
        return self._pairs


def _code(tag: str) -> str:
    return _ALIASES.get(tag, tag)
