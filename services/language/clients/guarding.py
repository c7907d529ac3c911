# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The guard in front of every engine: masked on the way out, restored and checked on the way in."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from services.kit.errors import Problem
from services.language.clients.contract import Delivery, Engine, EngineFault, Order, Pending
from services.language.domain.masking import Masked, Style, hide, left_over, restore, split
from services.language.domain.personal_data import Found, find
from services.language.domain.risk import Outlet

TRIES = 3
_PAUSE = 0.2

Sleep = Callable[[float], Awaitable[object]]


class Translated(msgspec.Struct, frozen=True, kw_only=True):
    """One text in the other language."""

    text: str
    engine: str
    style: str
    """The token style that worked, or `split`."""
    masked_kinds: tuple[str, ...] = ()


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """Texts to translate and what is known about them."""

    texts: tuple[str, ...]
    source: str
    target: str
    names: tuple[str, ...] = ()
    """Names the conversation knows."""
    outlet: Outlet = Outlet.EXTERNAL_MASKED
    key: str = ""


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """The engine has taken the texts and will deliver at our callback."""

    engine: str
    request_id: str
    masked: tuple[Masked, ...]


class Guard:
    """A chain of engines: the first that can and does translates, the others stand behind it."""

    def __init__(self, engines: Sequence[Engine], *, sleep: Sleep = asyncio.sleep) -> None:
        """Engines in the order in which they are asked."""
        self._engines = tuple(engines)
        self._sleep = sleep
        self._chance = random.Random()  # noqa: S311 -- spreads retries, guards nothing

    @property
    def names(self) -> tuple[str, ...]:
        """The engines there are, in order."""
        return tuple(engine.name for engine in self._engines)

    async def candidates(self, source: str, target: str, outlet: Outlet) -> list[Engine]:
        """Engines that may and can take this pair; TRANSLATION_FORBIDDEN when none may."""
        if outlet is Outlet.NONE:
            raise Problem("TRANSLATION_FORBIDDEN")
        allowed = [
            engine
            for engine in self._engines
            if outlet is Outlet.EXTERNAL_MASKED or not engine.is_external
        ]
        found: list[Engine] = []
        for engine in allowed:
            try:
                if await engine.supports(source, target):
                    found.append(engine)
            except EngineFault:
                continue
        return found

    async def translate(self, wish: Wish) -> list[Translated]:
        """The translations in order. Raises the fault of the last engine, or of a missing pair."""
        last: Problem = Problem("LANGUAGE_PAIR_UNSUPPORTED")
        for engine in await self.candidates(wish.source, wish.target, wish.outlet):
            try:
                return await self.ask(engine, wish)
            except EngineFault as fault:
                last = fault
        raise last

    async def ask(self, engine: Engine, wish: Wish) -> list[Translated]:
        """The translations of one engine, now; one that delivers later counts as busy."""
        answer = await self.submit(engine, wish)
        if isinstance(answer, Handed):
            raise EngineFault("busy", engine.name)
        return answer

    async def submit(self, engine: Engine, wish: Wish) -> list[Translated] | Handed:
        """One engine: token styles in turn for what came back broken, at last around the tokens."""
        found = [find(text, wish.names) for text in wish.texts]
        done: dict[int, Translated] = {}
        for style in engine.styles:
            waiting = [at for at in range(len(wish.texts)) if at not in done]
            if not waiting:
                break
            masked = [_masked(wish, at, found[at], style) for at in waiting]
            answers = await self._send(engine, wish, [one.text for one in masked], style)
            if isinstance(answers, Pending):
                return Handed(
                    engine=engine.name, request_id=answers.request_id, masked=tuple(masked)
                )
            for at, one, answer in zip(waiting, masked, answers, strict=True):
                made = accepted(one, answer, engine.name)
                if made is not None:
                    done[at] = made
        for at in range(len(wish.texts)):
            if at not in done:
                done[at] = await self._around(engine, wish, at, found[at])
        return [done[at] for at in range(len(wish.texts))]

    async def _around(self, engine: Engine, wish: Wish, at: int, found: list[Found]) -> Translated:
        """Translate what lies between the hidden stretches; they themselves never leave."""
        pieces = split(wish.texts[at], found)
        style = engine.styles[0]
        open_places = [
            place
            for place, (piece, is_hidden) in enumerate(pieces)
            if not is_hidden and any(sign.isalpha() for sign in piece)
        ]
        masked = [hide(pieces[place][0], [], style) for place in open_places]
        answers = await self._send(engine, wish, [one.text for one in masked], style)
        if isinstance(answers, Pending):
            raise EngineFault("busy", engine.name)
        texts = [piece for piece, _ in pieces]
        for place, one, answer in zip(open_places, masked, answers, strict=True):
            texts[place] = _edged(texts[place], restore(one, answer).text)
        kinds = tuple(dict.fromkeys(each.kind.value for each in found))
        return Translated(
            text="".join(texts), engine=engine.name, style="split", masked_kinds=kinds
        )

    async def _send(
        self, engine: Engine, wish: Wish, texts: list[str], style: Style
    ) -> tuple[str, ...] | Pending:
        if not texts:
            return ()
        order = Order(
            texts=tuple(texts), source=wish.source, target=wish.target, style=style, key=wish.key
        )
        delivery = await self._patiently(engine, order)
        return delivery if isinstance(delivery, Pending) else delivery.texts

    async def _patiently(self, engine: Engine, order: Order) -> Delivery | Pending:
        """Ask again after a pause when the engine is busy or down; never when its quota is spent."""
        for attempt in range(TRIES):
            try:
                return await engine.translate(order)
            except EngineFault as fault:
                if not fault.may_retry or attempt == TRIES - 1:
                    raise
                await self._sleep(_PAUSE * 2**attempt * self._chance.uniform(0.5, 1.5))
        raise EngineFault("down", engine.name)

    async def stop(self) -> None:
        """Close every engine's connections."""
        for engine in self._engines:
            await engine.stop()


def accepted(masked: Masked, answer: str, engine: str) -> Translated | None:
    """The translation with everything restored; None when the engine has broken it."""
    restored = restore(masked, answer)
    if restored.faults or (masked.text.strip() and not answer.strip()):
        return None
    return Translated(
        text=restored.text,
        engine=engine,
        style=masked.style.value,
        masked_kinds=tuple(kind.value for kind in masked.kinds),
    )


def _masked(wish: Wish, at: int, found: list[Found], style: Style) -> Masked:
    """The text as it may leave; whatever personal is still in it stops it here (rule 3)."""
    masked = hide(wish.texts[at], found, style)
    if left_over(masked, wish.names):
        raise Problem("PERSONAL_DATA_LEFT")
    return masked


def _edged(before: str, after: str) -> str:
    """The translation with the source's white space around it."""
    lead = before[: len(before) - len(before.lstrip())]
    return f"{lead}{after.strip()}{before[len(before.rstrip()) :]}"
