# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads what a tariff text says beside its hours: free time, flat first hours, caps, steps, minimum."""

import re
from collections.abc import Iterator

import msgspec

from services.parking.domain.tariffs import NO_OPTIONS, FlatTier, PriceOptions

_KR = r"(?P<kr>[0-9]+(?:[,.][0-9]{1,2})?)\s*(?:kr|kronor)"
_LENGTH = r"(?P<many>[0-9]+)?\s*(?P<unit>minut(?:erna|er|en)?|tim(?:marna|mar|men|me)?)\b"
_FIRST = rf"(?:de\s+)?första\s+{_LENGTH}"
_MOST = r"(?:max|maximalt|högst)\s*"
_PER = r"\s*(?:/\s*|per\s+)"
_PHRASES = {
    "free": re.compile(rf"{_FIRST}\s+(?:är\s+)?(?:gratis|avgiftsfri(?:a|tt)?)"),
    "flat": re.compile(rf"{_KR}\s+(?:för\s+)?{_FIRST}(?:\s*,?\s*därefter)?"),
    "day": re.compile(rf"{_MOST}{_KR}{_PER}(?:kalenderdag|dag)\b"),
    "rolling": re.compile(rf"{_MOST}{_KR}{_PER}(?:dygn|24\s*tim(?:mar)?)\b"),
    "session": re.compile(rf"{_MOST}{_KR}(?:{_PER}(?:parkering|tillfälle|gång))?(?!\s*(?:/|per))"),
    "least": re.compile(rf"(?:minst|minsta\s+avgift)\s*{_KR}"),
    "step": re.compile(
        r"per\s+påbörja[dt]e?\s+(?P<step>(?P<many>[0-9]+)\s*minuter|halvtimme|kvart|timme)"
    ),
}  # fmt: skip
"""In the order in which they are looked for; a cap without its period is one of the whole stay."""
_THEN = re.compile(r"\bdärefter\b")
_STEPS = {"halvtimme": 1800, "kvart": 900, "timme": 3600}


def take_options(plain: str) -> tuple[str, PriceOptions]:
    """The text without these phrases, and what they say; the text itself when there are none."""
    found: dict[str, re.Match[str]] = {}
    for name, pattern in _PHRASES.items():
        if match := pattern.search(plain):
            found[name] = match
            plain = f"{plain[: match.start()]} , {plain[match.end() :]}"
    if not found:
        return plain, NO_OPTIONS
    return _THEN.sub(",", plain), msgspec.structs.replace(NO_OPTIONS, **dict(_values(found)))


def _values(found: dict[str, re.Match[str]]) -> Iterator[tuple[str, object]]:
    fields = {
        "day": "day_cap_ore",
        "rolling": "rolling_cap_ore",
        "session": "session_cap_ore",
        "least": "minimum_ore",
    }
    for name, match in found.items():
        if name == "free":
            yield "free_seconds", _seconds(match)
        elif name == "flat":
            yield "tiers", (FlatTier(_seconds(match), ore_of(match["kr"])),)
        elif name == "step":
            many = match["many"]
            yield "increment_seconds", int(many) * 60 if many else _STEPS[match["step"]]
        else:
            yield fields[name], ore_of(match["kr"])


def _seconds(match: re.Match[str]) -> int:
    return int(match["many"] or 1) * (60 if match["unit"].startswith("minut") else 3600)


def ore_of(amount: str) -> int:
    """Öre of an amount in kronor, with a comma or a point before the öre."""
    whole, _, part = amount.replace(" ", "").replace(",", ".").partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)
