# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: a caller who has chosen a language in her profile is answered in it (i18n 3.4)."""

from collections.abc import Awaitable

from gateway.pipeline.exchange import Exchange, LanguageOf
from i18n import match


def speak(exchange: Exchange) -> Awaitable[None] | None:
    """Let the profile go before cookie and header; `@locale` still goes before the profile."""
    language_of = exchange.desk.language_of
    if language_of is None or not exchange.caller.is_known:
        return None
    return _take(exchange, language_of)


async def _take(exchange: Exchange, language_of: LanguageOf) -> None:
    chosen = await language_of(exchange.caller)
    if chosen is not None:
        exchange.locale = match(chosen) or exchange.locale
