# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The one door to Babel's locales: tags are checked by us before Babel may see them."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal, cast

from babel import Locale, UnknownLocaleError
from babel.localedata import exists, load

from i18n import registry
from i18n.negotiation import match
from i18n.negotiation.tags import parse_tag, script_of

_EXTENSION = re.compile(r"-u(?:-[a-z0-9]{2,8})+", re.IGNORECASE)


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
    plain = base(tag)
    if registry.known(plain) and registry.entry(plain).extra:
        return locale(plain)  # kmr, ckb and the like: ours, whatever CLDR calls them
    return _foreign(plain) or locale(plain)


@lru_cache(maxsize=512)
def base(tag: str) -> str:
    """The tag without its Unicode extension: `ar-u-hc-h23` is `ar`."""
    return _EXTENSION.sub("", tag)


@lru_cache(maxsize=512)
def keyword(tag: str, name: str) -> str:
    """The value of a Unicode extension keyword (`hc`, `nu`, `tz`), or ""."""
    found = _EXTENSION.search(tag)
    words = found.group().split("-") if found else []
    return words[words.index(name) + 1] if name in words[:-1] else ""


@lru_cache(maxsize=512)
def message_tag(tag: str) -> str:
    """The tag under which our own messages are formatted: en-SE for English, 24 hours for all."""
    row = registry.entry(tag)
    plain = row.babel.replace("_", "-") if row.tag == "en" else tag.partition("-x-")[0]
    return f"{plain}-u-hc-{row.hour_cycle}"


@lru_cache(maxsize=128)
def names_locale(tag: str) -> Locale:
    """The locale whose month and day names a language uses: its own, or one that lends them."""
    plain = base(tag)
    own = exact_locale(plain)
    if registry.known(plain):
        for name in (*registry.entry(plain).names,):
            lender = Locale.parse(name)
            if _has_month_names(lender):
                return lender
    return own


def _has_month_names(locale: Locale) -> bool:
    return not str(locale.months["format"]["wide"][3]).startswith("M0")


@lru_cache(maxsize=512)
def direction(tag: str) -> Literal["ltr", "rtl"]:
    """Which way text in this language runs, from its script."""
    plain = base(tag)
    if registry.known(plain):
        return registry.entry(plain).direction
    parsed = parse_tag(plain)
    return "rtl" if parsed and script_of(parsed) in registry.RTL_SCRIPTS else "ltr"


def _foreign(tag: str) -> Locale | None:
    parsed = parse_tag(tag)
    if parsed is None:
        return None
    shapes = (
        parsed[:3],
        (parsed.language, parsed.script, ""),
        (parsed.language, "", parsed.region),
        (parsed.language,),
    )
    for parts in shapes:
        name = "_".join(filter(None, parts))
        if exists(name):
            try:
                return Locale.parse(name)
            except (ValueError, UnknownLocaleError):  # data without an identity of its own
                continue
    return None


def data(locale: Locale, name: str) -> Mapping[Any, Any]:
    """One table of CLDR data of a locale (`unit_patterns`, `interval_formats`, ...)."""
    raw: Any = locale
    return cast("Mapping[Any, Any]", raw._data[name])  # noqa: SLF001 - Babel has no public door to some tables


@lru_cache(maxsize=1)
def root() -> Mapping[str, Any]:
    """CLDR's root data: what Babel shows when a language has nothing of its own."""
    return cast("Mapping[str, Any]", load("root"))


def row(table: Mapping[Any, Any], name: object) -> Mapping[str, Any]:
    """One row of a table of CLDR data, empty when it is missing."""
    return cast("Mapping[str, Any]", table.get(name) or {})
