# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Integreat's chat and feedback forms: a device talks with the city, and says what it thinks of a page."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.datastructures import State
from litestar.enums import RequestEncodingType
from litestar.params import Body, PathParameter

from services.kit.errors import InputInvalid, RateLimited
from services.kit.wire.floor import network_of
from services.kit.wire.gcra import Budget
from services.newcomers.actions import chat, guide
from services.newcomers.actions.conversations import hash_of
from services.newcomers.domain import integreat
from services.newcomers.rest.integreat import Region, here
from services.newcomers.rest.ways import OPEN, Held, Language, known

Device = Annotated[str, PathParameter(description="A secret of the device, 32 characters or more.")]
About = Annotated[str, PathParameter(description="page, search, events, locations or region.")]

A_DEVICE = Budget(limit=20, burst=10)
A_NETWORK = Budget(limit=120, burst=60)
"""Words a minute, and at once: each costs a translation, and a house of newcomers shares a network."""


class ChatForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a device sends."""

    message: str = ""
    evaluation_consent: str = ""
    """Taken and forgotten: conversations are evaluated by nobody."""


class FeedbackForm(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody thinks."""

    rating: str = ""
    slug: str = ""
    query: str = ""
    comment: str = ""
    category: str = ""


Words = Annotated[ChatForm, Body(media_type=RequestEncodingType.URL_ENCODED)]
Opinion = Annotated[FeedbackForm, Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/api/v3/{region:str}/{language:str}/chat/{device:str}", guards=[OPEN])
async def read_chat(
    context: Held, region: Region, language: Language, device: Device
) -> dict[str, Any]:
    """The conversation of a device; NOT_FOUND before its first word."""
    here(region)
    opened = await chat.read(context.database, context.caller, device)
    return integreat.talk(opened.messages, opened.translations, known(language))


@post("/api/v3/{region:str}/{language:str}/chat/{device:str}", guards=[OPEN], status_code=200)
async def write_chat(
    *,
    context: Held,
    request: Request[Any, Any, State],
    region: Region,
    language: Language,
    device: Device,
    data: Words,
) -> dict[str, Any]:
    """A word of a device; the first begins its conversation. RATE_LIMITED by device and by network."""
    here(region)
    await _pay(context, request.client.host if request.client else "", device)
    opened = await chat.say(
        context.resources, context.caller, device, data.message, known(language)
    )
    return integreat.talk(opened.messages, opened.translations, known(language))


@post("/api/v3/{region:str}/{language:str}/feedback/{about:str}", guards=[OPEN])
async def write_feedback(
    context: Held, region: Region, language: Language, about: About, data: Opinion
) -> dict[str, str]:
    """Thumbs up or down, with a word; about a page, what was looked for, or the rest of the guide."""
    here(region)
    if data.rating not in ("up", "down"):
        raise InputInvalid(path=("rating",))
    comment = "\n".join(text for text in (data.query, data.category, data.comment) if text)
    await context.database.transact(
        lambda tx: guide.take_opinion(
            tx, context.caller, about=about, slug=data.slug, locale=known(language),
            is_up=data.rating == "up", comment=comment,
        )
    )  # fmt: skip
    return {"success": "Feedback successfully submitted"}


async def _pay(context: Held, address: str, device: str) -> None:
    spend, network = context.resources.spend, network_of(address)
    purses = {f"chat:net:{network}": A_NETWORK} if network else {}
    purses[f"chat:device:{hash_of(device)}"] = A_DEVICE
    for purse, budget in purses.items():
        wait = spend(purse, budget, 1) if spend else 0
        seconds = wait if isinstance(wait, int) else await wait
        if seconds:
            raise RateLimited(seconds)


handlers = (read_chat, write_chat, write_feedback)
