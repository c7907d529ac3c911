# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Apertium: rules, not statistics; runs on our own machine (`apertium -u`) or as APy over HTTP."""

import asyncio
import shutil
from urllib.parse import urlencode

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

PAIRS = {
    ("sv", "nb"): "swe-nob",
    ("nb", "sv"): "nob-swe",
    ("sv", "nn"): "swe-nno",
    ("nn", "sv"): "nno-swe",
    ("sv", "da"): "swe-dan",
    ("da", "sv"): "dan-swe",
    ("sv", "is"): "swe-isl",
    ("is", "sv"): "isl-swe",
}
"""Pairs of the north that Apertium has; which of them a machine has is asked of it."""

_BREAK = "<hr/>"
_SECONDS = 20.0
_MOST_CHARACTERS = 200_000
_BAD_REQUEST = 400


class ApertiumCommand:
    """The program on this machine; unknown words stay unmarked (-u)."""

    name: str = "apertium"
    is_external: bool = False
    styles: tuple[Style, ...] = (Style.XML,)

    def __init__(self, program: str | None = None) -> None:
        """`program` is its path; by default it is looked up."""
        self._program = program or shutil.which("apertium")
        self._modes: frozenset[str] | None = None

    async def supports(self, source: str, target: str) -> bool:
        """Whether the pair's mode is installed."""
        mode = PAIRS.get((source, target))
        return mode is not None and mode in await self._installed()

    async def translate(self, order: Order) -> Delivery:
        """One run of the program for all texts, kept apart by rules across the page."""
        if not await self.supports(order.source, order.target):
            raise EngineFault("pair", self.name)
        joined = f"\n{_BREAK}\n".join(order.texts)
        if len(joined) > _MOST_CHARACTERS:
            raise EngineFault("too_long", self.name)
        out = await self._run("-u", "-f", "html", PAIRS[order.source, order.target], given=joined)
        texts = out.split(_BREAK)
        if len(texts) != len(order.texts) or (joined.strip() and not out.strip()):
            raise EngineFault("bad_answer", self.name)
        pairs = zip(order.texts, texts, strict=True)
        return Delivery(texts=tuple(_with_edges(before, after) for before, after in pairs))

    async def stop(self) -> None:
        """Nothing to close."""

    async def _installed(self) -> frozenset[str]:
        if self._modes is None:
            self._modes = (
                frozenset((await self._run("-l")).split()) if self._program else frozenset()
            )
        return self._modes

    async def _run(self, *arguments: str, given: str = "") -> str:
        if self._program is None:
            raise EngineFault("down", self.name)
        process = await asyncio.create_subprocess_exec(
            self._program,
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(_SECONDS):
                out, _ = await process.communicate(given.encode())
        except TimeoutError:
            process.kill()
            await process.wait()
            raise EngineFault("down", self.name) from None
        if process.returncode != 0:
            raise EngineFault("bad_answer", self.name)
        return out.decode("utf-8", "replace")


class _ApyData(msgspec.Struct):
    translatedText: str  # noqa: N815 -- the wire's own name


class _ApyAnswer(msgspec.Struct):
    responseData: _ApyData  # noqa: N815
    responseStatus: int = 200  # noqa: N815


class ApertiumServer:
    """APy, Apertium's own HTTP server (0.11)."""

    name: str = "apertium"
    is_external: bool = False
    styles: tuple[Style, ...] = (Style.XML,)

    def __init__(self, outbound: Outbound) -> None:
        """Talk to the server behind `outbound`."""
        self._outbound = outbound

    async def supports(self, source: str, target: str) -> bool:
        """Pairs of the north; a server that lacks one says so when it is asked."""
        return (source, target) in PAIRS

    async def translate(self, order: Order) -> Delivery:
        """One request per text: the interface takes no lists."""
        texts = [await self._one(text, order) for text in order.texts]
        return Delivery(texts=check_count(order, texts, self.name))

    async def stop(self) -> None:
        """Close connections."""
        await self._outbound.stop()

    async def _one(self, text: str, order: Order) -> str:
        pair = PAIRS[order.source, order.target].replace("-", "|")
        form = {"langpair": pair, "q": text, "format": "html", "markUnknown": "no"}
        request = Request(
            method="POST",
            path="/translate",
            headers={"content-type": "application/x-www-form-urlencoded"},
            body=urlencode(form).encode(),
        )
        try:
            reply = await self._outbound.send(request)
            if reply.status == _BAD_REQUEST:
                raise EngineFault("pair", self.name)
            check_status(reply, self.name)
            return _with_edges(text, reply.json(_ApyAnswer).responseData.translatedText)
        except PartnerFault as problem:
            raise fault_of(problem, self.name) from problem


def _with_edges(before: str, after: str) -> str:
    """The translation with the white space around it that the source had."""
    core = before.strip()
    if not core:
        return before
    lead = before[: len(before) - len(before.lstrip())]
    tail = before[len(before.rstrip()) :]
    return f"{lead}{after.strip()}{tail}"
