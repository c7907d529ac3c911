# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The guide in the shapes of Integreat's interface v3, so that its apps read us unchanged."""

import hashlib
import html
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from i18n import registry
from services.kit.clock import instant
from services.newcomers.domain.conversations import Author, Message, MessageTranslation
from services.newcomers.domain.guide import Line, Shown
from services.newcomers.domain.local_time import STOCKHOLM

REGION = "stockholm"
LANGUAGES = ("sv", "en", "ar", "so", "fa", "ti", "uk", "es", "fi")
_EXCERPT = 140
_BOX = [[17.76, 59.22], [18.20, 59.44]]


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """Where something happens."""

    id: str
    name: str
    address: str
    latitude: float
    longitude: float


class CityEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happens in the city, with the languages its texts are in."""

    id: str
    title: str
    title_language: str
    text: str
    text_language: str
    is_fallback: bool
    start: datetime
    end: datetime | None
    is_all_day: bool
    url: str | None
    spot: Spot | None


def languages(tags: Iterable[str] = LANGUAGES) -> list[dict[str, Any]]:
    """Languages with their own names."""
    return [
        {"code": tag, "native_name": registry.entry(tag).endonym,
         "dir": registry.entry(tag).direction}
        for tag in tags
    ]  # fmt: skip


def region(tags: Iterable[str] = LANGUAGES) -> dict[str, Any]:
    """The city as a region."""
    return {
        "name": "Stockholm", "path": REGION, "live": True, "languages": languages(tags),
        "events": True, "pois": True, "push_notifications": True, "is_chat_enabled": True,
        "bounding_box": _BOX,
    }  # fmt: skip


def path_of(slug: str, language: str) -> str:
    """Where a page is."""
    return f"/{REGION}/{language}/{slug}/"


def page(shown: Shown, updated_at: datetime, tags: Iterable[str] = LANGUAGES) -> dict[str, Any]:
    """A page; its content says of every sentence in which language it is and whether a machine wrote it."""
    facts, language = shown.page, shown.locale
    path = path_of(facts.slug, language)
    body = "".join(_paragraph(line) for line in shown.lines[1:])
    text = " ".join(line.text for line in shown.lines[1:])
    return {
        "id": facts.position + 1, "url": path, "path": path, "title": shown.title.text,
        "last_updated": updated_at.isoformat(), "excerpt": text[:_EXCERPT], "content": body,
        "available_languages": {
            tag: {"id": facts.position + 1, "url": path_of(facts.slug, tag),
                  "path": path_of(facts.slug, tag)}
            for tag in tags
        },
        "thumbnail": None,
        "parent": {
            "id": 0, "url": path_of(facts.parent, language) if facts.parent else None,
            "path": path_of(facts.parent, language) if facts.parent else None,
        },
        "order": facts.position, "organization": None, "embedded_offers": [], "hash": None,
    }  # fmt: skip


def _paragraph(line: Line) -> str:
    tag = {"heading": "h2", "list_item": "li"}.get(line.kind, "p")
    direction = registry.entry(line.language).direction
    machine = ' data-machine-translated="true"' if line.machine and not line.reviewed else ""
    fallback = ' data-fallback="true"' if line.is_fallback else ""
    text = html.escape(line.text)
    return f'<{tag} lang="{line.language}" dir="{direction}"{machine}{fallback}>{text}</{tag}>'


def location(name: str, facts: dict[str, Any], language: str) -> dict[str, Any]:
    """A place or contact."""
    path = f"/{REGION}/{language}/locations/{name}/"
    return {
        "id": name, "url": path, "path": path, "title": facts["name"], "last_updated": None,
        "excerpt": "", "content": "", "available_languages": {}, "thumbnail": None,
        "location": {
            "id": name, "name": facts["name"], "address": facts.get("address"),
            "town": facts.get("town"), "postcode": facts.get("postcode"), "country": "Sverige",
            "latitude": facts.get("latitude"), "longitude": facts.get("longitude"),
        },
        "temporarily_closed": False, "opening_hours": facts.get("opening_hours"),
        "appointment_url": facts.get("appointment_url"), "category": facts.get("category"),
        "contacts": facts.get("contacts", []), "barrier_free": facts.get("barrier_free"),
    }  # fmt: skip


def event(one: CityEvent, language: str) -> dict[str, Any]:
    """Something that happens; a text in another language than the one asked for says so."""
    name = number(one.id)
    path = f"/{REGION}/{language}/events/{name}/"
    mark = ' data-fallback="true"' if one.text_language != language else ""
    body = f'<p lang="{one.text_language}"{mark}>{html.escape(one.text)}</p>' if one.text else ""
    start = one.start.astimezone(STOCKHOLM)
    end = (one.end or one.start).astimezone(STOCKHOLM)
    place = None
    if one.spot is not None:
        place = {
            "id": number(one.spot.id), "name": one.spot.name, "address": one.spot.address,
            "town": "Stockholm", "postcode": None, "country": "Sverige",
            "latitude": one.spot.latitude, "longitude": one.spot.longitude,
        }  # fmt: skip
    return {
        "id": name, "url": path, "path": path, "title": one.title, "last_updated": None,
        "excerpt": one.text[:_EXCERPT], "content": body, "available_languages": {},
        "thumbnail": None, "location": place, "location_path": None,
        "meeting_url": one.url, "recurrence_rule": None, "hash": None,
        "event": {
            "id": name, "start": start.isoformat(), "end": end.isoformat(),
            "all_day": one.is_all_day, "only_weekdays": False, "timezone": "Europe/Stockholm",
        },
        "language": one.title_language, "is_fallback": one.is_fallback,
    }  # fmt: skip


def notice(shown: Shown, updated_at: datetime, tags: Iterable[str] = LANGUAGES) -> dict[str, Any]:
    """News in the shape of a push message."""
    name, at = number(shown.page.id), updated_at.astimezone(STOCKHOLM).isoformat()
    return {
        "id": name, "title": shown.title.text,
        "message": "\n".join(line.text for line in shown.lines[1:]), "timestamp": at,
        "last_updated": at, "display_date": at, "channel": "news",
        "available_languages": {tag: {"id": name} for tag in tags},
        "language": shown.title.language, "is_fallback": not shown.is_complete,
        "machine_translated": shown.machine_made,
    }  # fmt: skip


def talk(
    messages: Iterable[Message], translations: Iterable[MessageTranslation], language: str
) -> dict[str, Any]:
    """A conversation for the person: the city's words in her language where there are any."""
    made = {one.message: one for one in translations if one.is_shown}
    return {
        "messages": [
            _said(message, made.get(message.id), language) for message in messages
        ],
        "chatbot_typing": False, "ticket_url": None,
    }  # fmt: skip


def _said(message: Message, made: MessageTranslation | None, language: str) -> dict[str, Any]:
    is_hers = message.author is Author.PERSON
    shown = None if is_hers else made
    return {
        "id": number(message.id),
        "content": message.original_text if shown is None else shown.text,
        "created_at": instant(message.sent_at).isoformat(), "user_is_author": is_hers,
        "automatic_answer": False,
        "language": message.original_lang if shown is None else shown.locale,
        "is_fallback": not is_hers and (shown.locale if shown else message.original_lang) != language,
        "machine_translated": shown is not None and shown.is_machine,
        "original": None if shown is None else message.original_text,
    }  # fmt: skip


def number(name: str) -> int:
    """A whole number for an id of ours: Integreat's apps count on one; the same every time."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") >> 1
