# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The reference page of a consultation and its script; the right to a call is asked of the graph."""

import html
from pathlib import Path
from typing import Annotated, Final

import msgspec
from litestar import MediaType, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import PathParameter

from i18n import t
from services.kit.context import Context
from services.kit.errors import NotFound
from services.kit.policy.routes import public_route

_OPEN = public_route("the page shows nothing until the graph has judged who asks")
_PAGE: Final = Path(__file__).parent / "page"
_FILES: Final = {
    "call.js": "text/javascript; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
}
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; media-src 'self' blob: mediastream:; frame-ancestors 'none'; base-uri 'none'",
    "Permissions-Policy": "camera=(self), microphone=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

_TEXTS: Final = {
    "title": t("care.call.title", "Samtal med vården"),
    "queue": t("care.call.queue", "I väntrummet"),
    "remote": t("care.call.remote", "Den du talar med"),
    "local": t("care.call.local", "Du själv"),
    "enter": t("care.call.enter", "Gå till väntrummet"),
    "admit": t("care.call.admit", "Släpp in"),
    "hangup": t("care.call.hangup", "Lägg på"),
}
_WORDS: Final = {
    "WAITING": t("care.call.waiting", "Vänta här. Du blir insläppt när det är din tur."),
    "SCHEDULED": t("care.call.scheduled", "Tiden är bokad. Gå till väntrummet när det är dags."),
    "CANCELLED": t("care.call.cancelled", "Samtalet är inställt."),
    "RESCHEDULED": t("care.call.rescheduled", "Samtalet har fått en ny tid."),
    "PHONE_FALLBACK": t("care.call.phone", "Vi ringer upp dig i stället."),
    "ENDED": t("care.call.ended", "Samtalet är slut."),
    "gathering": t("care.call.connecting", "Kopplar upp …"),
    "connecting": t("care.call.connecting", "Kopplar upp …"),
    "connected": t("care.call.connected", "Ni är i samtal."),
    "reconnecting": t("care.call.lost", "Förbindelsen bröts. Försöker igen …"),
    "ended": t("care.call.ended", "Samtalet är slut."),
    "RESIDENT": t("care.call.resident", "Boende"),
    "RELATIVE": t("care.call.relative", "Närstående"),
    "INTERPRETER": t("care.call.interpreter", "Tolk"),
}


@get("/call", guards=[_OPEN], media_type=MediaType.HTML, sync_to_thread=False)
def show_page(context: NamedDependency[Context]) -> Response[str]:
    """The page, in the reader's language."""
    word = context.localizer.text
    words = msgspec.json.encode({name: word(text) for name, text in _WORDS.items()}).decode()
    given = {name: html.escape(word(text)) for name, text in _TEXTS.items()}
    given |= {
        "lang": html.escape(context.locale),
        "dir": context.localizer.direction,
        "words": words.replace("</", "<\\/"),
    }
    page = (_PAGE / "page.html").read_text(encoding="utf-8")
    for name, text in given.items():
        page = page.replace("{" + name + "}", text)
    return Response(page, headers=_HEADERS | {"Content-Language": context.locale})


@get("/page/{name:str}", guards=[_OPEN], sync_to_thread=False)
def show_file(
    name: Annotated[str, PathParameter(description="A file of the page.")],
) -> Response[bytes]:
    """A file of the page."""
    kind = _FILES.get(name)
    if kind is None:
        raise NotFound
    return Response((_PAGE / name).read_bytes(), media_type=kind, headers=_HEADERS)


call_page = Router(path="/", route_handlers=[show_page, show_file])
