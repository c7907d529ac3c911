# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Language tags taken apart: well-formedness, casing, CLDR aliases, likely scripts (BCP 47)."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from babel.core import get_global

from i18n import registry

MAX_LENGTH = 35

_SHAPE = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?)"
)

ALIASES: Mapping[str, str] = get_global("language_aliases")
LIKELY: Mapping[str, str] = get_global("likely_subtags")


class Tag(NamedTuple):
    """A well-formed tag: language, script and region in their usual case ("" when absent), the rest."""

    language: str
    script: str
    region: str
    rest: str = ""

    def __str__(self) -> str:
        """The tag as text."""
        return "-".join(filter(None, self[:3])) + self.rest


def parse_tag(text: object) -> Tag | None:
    """Take a tag apart, or say None: not a string, too long, grandfathered, malformed."""
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        return None
    found = _SHAPE.fullmatch(text.replace("_", "-").lower())
    if found is None or not text.isascii():
        return None
    language, script, region, rest = found.group("language", "script", "region", "rest")
    return Tag(language, (script or "").title(), (region or "").upper(), rest)


@lru_cache(maxsize=4096)
def likely_script(language: str, region: str = "") -> str:
    """The script a language is written in (there), or "" when nothing is known of the language."""
    full = (LIKELY.get(f"{language}_{region}") if region else None) or LIKELY.get(language)
    if full is not None:
        return full.split("_")[1]
    for row in registry.entries():
        if row.tag == language or language in row.extra:
            return row.script
    return ""


def script_of(tag: Tag) -> str:
    """The script of a tag, its own or the likely one; "" for an unknown language."""
    return tag.script or likely_script(tag.language, tag.region)


def drop_likely_script(tag: Tag) -> Tag:
    """The same tag without a script that says nothing new (ar-Arab-SY is ar-SY)."""
    if tag.script and tag.script == likely_script(tag.language, tag.region):
        return tag._replace(script="")
    return tag


def replace_alias(tag: Tag) -> Tag:
    """The tag by the names CLDR prefers: iw is he, sh is sr-Latn, pes is fa."""
    for key in (f"{tag.language}_{tag.region}" if tag.region else "", tag.language):
        new = ALIASES.get(key) if key else None
        if new is None:
            continue
        other = parse_tag(new)
        if other is None:
            continue
        keeps_region = "" if key != tag.language else tag.region
        return Tag(
            other.language, tag.script or other.script, keeps_region or other.region, tag.rest
        )
    return tag
