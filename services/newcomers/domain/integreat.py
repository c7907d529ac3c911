# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The guide in the shapes of Integreat's interface v3, so that its apps read us unchanged (read-only)."""

import html
from datetime import datetime
from typing import Any

from i18n import registry
from services.newcomers.domain.guide import Line, Shown

REGION = "stockholm"
LANGUAGES = ("sv", "en", "ar", "so", "fa", "ti", "uk", "es", "fi")
_EXCERPT = 140
_BOX = [[17.76, 59.22], [18.20, 59.44]]


def region() -> dict[str, Any]:
    """The city as a region."""
    return {
        "name": "Stockholm", "path": REGION, "live": True,
        "languages": [
            {"code": tag, "native_name": registry.entry(tag).endonym,
             "dir": registry.entry(tag).direction}
            for tag in LANGUAGES
        ],
        "events": False, "pois": True, "push_notifications": False, "is_chat_enabled": True,
        "bounding_box": _BOX,
    }  # fmt: skip


def path_of(slug: str, language: str) -> str:
    """Where a page is."""
    return f"/{REGION}/{language}/{slug}/"


def page(shown: Shown, updated_at: datetime) -> dict[str, Any]:
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
            for tag in LANGUAGES
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
