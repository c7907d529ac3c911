# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The one door to Babel's locales: tags are checked by us before Babel may see them."""

from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.localedata import exists

from i18n import registry
from i18n.negotiation import match
from i18n.negotiation.tags import parse_tag, replace_alias, script_of


@lru_cache(maxsize=512)
def locale(tag: str) -> Locale:
    """The CLDR locale that formats for a tag.

    A registered tag uses its registry row. Any other well-formed tag that CLDR knows is honoured as it
    is (`en-US`, `de-AT`); an unknown one formats as the language it would be served, else as Swedish.
    """
    if registry.known(tag):
        return Locale.parse(registry.entry(tag).babel)
    return _foreign(tag) or Locale.parse(registry.entry(match(tag) or registry.DEFAULT).babel)


@lru_cache(maxsize=512)
def exact_locale(tag: str) -> Locale:
    """Like `locale`, but a tag that CLDR knows by its own name keeps it: `en` is CLDR's, not en-SE."""
    return _foreign(tag) or locale(tag)


@lru_cache(maxsize=512)
def direction(tag: str) -> Literal["ltr", "rtl"]:
    """Which way text in this language runs, from its script."""
    if registry.known(tag):
        return registry.entry(tag).direction
    parsed = parse_tag(tag)
    return "rtl" if parsed and script_of(parsed) in registry.RTL_SCRIPTS else "ltr"


def _foreign(tag: str) -> Locale | None:
    parsed = parse_tag(tag)
    if parsed is None:
        return None
    for one in (parsed, replace_alias(parsed)):
        for parts in (
            one[:3],
            (one.language, one.script, ""),
            (one.language, "", one.region),
            (one.language,),
        ):
            name = "_".join(filter(None, parts))
            if exists(name):
                try:
                    return Locale.parse(name)
                except (ValueError, UnknownLocaleError):  # data without an identity of its own
                    continue
    return None
