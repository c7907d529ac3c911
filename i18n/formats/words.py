# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Words of time for the languages to which CLDR gives none: our own, read from words.toml."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec


class TimeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Units by plural category, and how a span lies in the past or ahead."""

    ago: str
    ahead: str
    units: dict[str, dict[str, str]]


@cache
def table() -> dict[str, TimeWords]:
    """The words of every language that needs ours."""
    raw = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return msgspec.convert(raw["words"], dict[str, TimeWords])


def unit_word(tag: str, unit: str, category: str) -> str | None:
    """The pattern of a time unit (`{0} roj`), or None when CLDR's own is to be used."""
    words = table().get(tag)
    if words is None or unit not in words.units:
        return None
    row = words.units[unit]
    return row.get(category) or row["other"]
