# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the city's tariff wording ("taxa 2: 31 kr/tim vardagar 7-21 ...") into structure."""

# ruff: noqa: PLR2004 -- 59 minutes speak for themselves

import re
import unicodedata
from functools import lru_cache

import msgspec

from services.parking.domain.day_types import DayType
from services.parking.domain.tariff_options_text import ore_of, take_options
from services.parking.domain.tariffs import (
    DAY_END,
    EVERY_DAY,
    FREE,
    ResidentPrice,
    Tariff,
    TariffWindow,
)

LONGEST = 1000
"""Characters; a longer text is no tariff."""

_DAY_WORDS = (
    (
        re.compile(
            r"\bvardag(?:ar)? utom (?:vardag|dag)(?:ar)? före (?:sön- och )?helgdag(?:ar)?\b"
        ),
        "@wd",
    ),
    (re.compile(r"\b(?:vardag|dag)(?:ar)? före (?:sön- och )?helgdag(?:ar)?\b"), "@pre"),
    (re.compile(r"\b(?:sön- och )?helgdag(?:ar)?\b"), "@red"),
    (re.compile(r"\bvardag(?:ar)?\b"), "@wd"),
    (re.compile(r"\balla dagar\b|\bdygnet runt\b"), "@all"),
)
_DAYS = {
    "@wd": (DayType.WEEKDAY,),
    "@pre": (DayType.EVE,),
    "@red": (DayType.RED,),
    "@all": EVERY_DAY,
}
_HEAD = re.compile(r"taxa\s+([0-9]+[a-zåäö]?)\s*:\s*(.*)", re.DOTALL)
_TAIL = re.compile(r"[,.]?\s*\bboende\s*:\s*(.*)", re.DOTALL)
_RESIDENT = re.compile(
    r"([0-9][0-9 ]*(?:[,.][0-9]{1,2})?)\s*kr\s*(?:/\s*|per\s+)(månad|mån|dygn)(?:\s*(?:eller|och|[,.])\s*)?"
)
_NOTHING = ("avgiftsfri", "avgiftsfritt")
_TIME = r"(?P<h{0}>[0-9]{{1,2}})(?:[.:](?P<m{0}>[0-9]{{2}}))?"
_TOKEN = re.compile(
    r"(?P<price>(?P<kr>[0-9]+(?:[,.][0-9]{1,2})?)\s*kr(?:onor)?\s*(?:/\s*|per\s+|i\s+)(?:tim(?:me|men)?|h)\b)"
    r"|(?P<nothing>avgiftsfri(?:tt)?\b)"
    rf"|(?P<hours>(?:klockan |kl\.? ?)?{_TIME.format(1)}\s*-\s*{_TIME.format(2)})"
    r"|(?P<days>@(?:wd|pre|red|all)\b)"
    r"|(?P<other>övrig tid\b)"
    r"|(?P<noise>och\b|samt\b|[,.;]|\s+)"
)


class TariffUnreadable(ValueError):
    """A tariff text that does not follow the city's grammar; the message says where it breaks."""


class _Token(msgspec.Struct, frozen=True):
    kind: str
    ore: int = 0
    hours: tuple[int, int] = (0, DAY_END)
    days: tuple[DayType, ...] = ()


@lru_cache(maxsize=512)
def read_tariff(text: str) -> Tariff:
    """The structure of a tariff text. Raises TariffUnreadable."""
    if len(text) > LONGEST:
        raise TariffUnreadable(f"longer than {LONGEST} characters")
    plain = " ".join(unicodedata.normalize("NFC", text).lower().replace("–", "-").split())
    if plain.rstrip(".") in _NOTHING:
        return FREE
    code = ""
    if head := _HEAD.fullmatch(plain):
        code, plain = head[1], head[2]
    resident = None
    if tail := _TAIL.search(plain):
        resident = _read_resident(tail[1])
        plain = plain[: tail.start()]
    if plain.rstrip(".") in _NOTHING:
        return Tariff(code=code, resident=resident, text=text)
    try:
        plain, options = take_options(plain)
    except ValueError as wrong:
        raise TariffUnreadable(str(wrong)) from wrong
    windows, other = _read_prices(_tokens(plain))
    return Tariff(
        code=code,
        windows=tuple(windows),
        other_ore_per_hour=other,
        resident=resident,
        options=options,
        text=text,
    )


def read_day_types(text: str) -> tuple[DayType, ...]:
    """The day types that a phrase such as "vardag före sön- och helgdag" names; none if unknown."""
    plain = " ".join(unicodedata.normalize("NFC", text).lower().split())
    for pattern, word in _DAY_WORDS:
        plain = pattern.sub(word, plain)
    words = [word for word in re.split(r"[\s,]+|\boch\b", plain) if word]
    if any(word not in _DAYS for word in words):
        return ()
    return tuple(dict.fromkeys(day for word in words for day in _DAYS[word]))


def _read_resident(text: str) -> ResidentPrice | None:
    if text.strip(" .") == "ingen boendeparkering":
        return None
    prices: dict[str, int] = {}
    rest = text.strip(" .")
    while found := _RESIDENT.match(rest):
        prices[found[2][0]] = ore_of(found[1])
        rest = rest[found.end() :]
    if rest or not prices:
        raise TariffUnreadable(f'resident price "{text.strip()}" is not understood')
    return ResidentPrice(month=prices.get("m"), day=prices.get("d"))


def _tokens(text: str) -> list[_Token]:
    for pattern, word in _DAY_WORDS:
        text = pattern.sub(word, text)
    found: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise TariffUnreadable(f'"{text[at : at + 40]}" is not understood')
        at = match.end()
        if match["price"]:
            found.append(_Token("price", ore=ore_of(match["kr"])))
        elif match["nothing"]:
            found.append(_Token("price"))
        elif match["hours"]:
            found.append(_Token("hours", hours=_hours(match)))
        elif match["days"]:
            found.append(_Token("days", days=_DAYS[match["days"]]))
        elif match["other"]:
            found.append(_Token("other"))
    return found


def _hours(match: re.Match[str]) -> tuple[int, int]:
    numbers = [int(part or 0) for part in (match["h1"], match["m1"], match["h2"], match["m2"])]
    start, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3] or DAY_END
    if numbers[1] > 59 or numbers[3] > 59 or not 0 <= start < end <= DAY_END:
        raise TariffUnreadable(f'"{match["hours"]}" is no time of day')
    return start, end


def _read_prices(tokens: list[_Token]) -> tuple[list[TariffWindow], int]:
    """The windows and the rate of all other time, from either word order."""
    if not any(token.kind == "price" for token in tokens):
        raise TariffUnreadable("no price per hour")
    first = tokens[0].kind == "price"
    parts = _parts_price_first(tokens) if first else _parts_price_last(tokens)
    windows: list[TariffWindow] = []
    other: int | None = None
    for ore, body in parts:
        if [token.kind for token in body] == ["other"] or (len(parts) == 1 and not body):
            if other is not None:
                raise TariffUnreadable("two prices for all other time")
            other = ore
        else:
            windows += _read_groups(body, ore)
    return windows, other or 0


def _parts_price_first(tokens: list[_Token]) -> list[tuple[int, list[_Token]]]:
    parts: list[tuple[int, list[_Token]]] = []
    for index, token in enumerate(tokens):
        if token.kind != "price":
            parts[-1][1].append(token)
        elif parts and tokens[index - 1].kind == "other" and len(parts[-1][1]) > 1:
            parts[-1][1].pop()
            parts.append((token.ore, [tokens[index - 1]]))
        else:
            parts.append((token.ore, []))
    return parts


def _parts_price_last(tokens: list[_Token]) -> list[tuple[int, list[_Token]]]:
    parts: list[tuple[int, list[_Token]]] = []
    body: list[_Token] = []
    for token in tokens:
        if token.kind == "price":
            parts.append((token.ore, body))
            body = []
        else:
            body.append(token)
    if body:
        raise TariffUnreadable("the last days have no price")
    return parts


def _read_groups(body: list[_Token], ore: int) -> list[TariffWindow]:
    """Windows of one price: day words, then the hours they share; no hours = the whole day."""
    windows: list[TariffWindow] = []
    days: tuple[DayType, ...] = ()
    for token in body:
        if token.kind == "days":
            days += tuple(day for day in token.days if day not in days)
        elif token.kind == "hours" and (days or windows):
            windows.append(TariffWindow(days or windows[-1].day_types, *token.hours, ore))
            days = ()
        else:
            raise TariffUnreadable("hours without a day, or other time beside days")
    if days:
        windows.append(TariffWindow(days, 0, DAY_END, ore))
    if not windows:
        raise TariffUnreadable("a price without days")
    return windows
