# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the free text of the city's regulations: cleaning times ("Servicetid ...") and date parity."""

# ruff: noqa: PLR2004 -- 59 minutes and 12 months speak for themselves

import re
import unicodedata
from functools import lru_cache

from services.parking.domain.local_time import DAY_MINUTES
from services.parking.domain.windows import Parity, Recurrence, Season

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LONGEST = 500

_CLOCK = r"([0-9]{1,2})[:.]([0-9]{2})"
_DATE = r"[0-9]{1,2}\s*(?:/\s*[0-9]{1,2}|[a-zåäö]+\.?)"
_SEASON = rf"(?P<from>{_DATE})\s*-\s*(?P<to>{_DATE})"
_WEEKS = r"(?P<weeks>udda|jämna)\s+veckor"
_CLEANING = re.compile(
    rf"servicetid\s+(?P<day>[a-zåäö]+?)(?:ar)?\s+(?:kl\.?\s*)?{_CLOCK}\s*-\s*{_CLOCK}"
    rf"(?:\s*,?\s*(?P<except>utom\s+)?(?:under\s+tiden\s+)?(?:{_WEEKS}\s*)?(?:{_SEASON})?)?\s*[.,;]?"
)
_NEXT = re.compile(r"[;,]?\s*(?=\bservicetid\b)")
_PARITY = re.compile(rf"datumparkering(?:\s+(?:kl\.?\s*)?{_CLOCK}\s*-\s*{_CLOCK})?\s*[.,;]?")


class SignUnreadable(ValueError):
    """A sign text that does not follow the grammar; the message says which part."""


def plain(text: str) -> str:
    """The text in lower case, with single spaces, plain hyphens and no direction marks."""
    if len(text) > LONGEST:
        raise SignUnreadable(f"longer than {LONGEST} characters")
    folded = unicodedata.normalize("NFC", re.sub("[\u2066-\u2069]", "", text)).lower()
    return " ".join(re.sub("[‐‑–—−]", "-", folded).split())


@lru_cache(maxsize=2048)
def read_cleaning(text: str) -> tuple[Recurrence, ...]:
    """The forbidden times of a cleaning text, one recurrence per "Servicetid". Raises SignUnreadable."""
    parts = [part for part in _NEXT.split(plain(text)) if part]
    if not parts:
        raise SignUnreadable("the text is empty")
    return tuple(_read_one(part) for part in parts)


def _read_one(part: str) -> Recurrence:
    found = _CLEANING.fullmatch(part.strip())
    if found is None:
        raise SignUnreadable(f'"{part}" is no cleaning time')
    if found["day"] not in WEEKDAYS:
        raise SignUnreadable(f'"{found["day"]}" is no weekday')
    start, end = clock_minutes(*found.groups()[1:5])
    season = None
    if found["from"]:
        season = Season(_read_date(found["from"]), _read_date(found["to"]))
    weeks = {"udda": Parity.ODD, "jämna": Parity.EVEN, None: None}[found["weeks"]]
    if found["except"] and season is None and weeks is None:
        raise SignUnreadable(f'"{part}" does not say what is excepted')
    whole_year = Season((1, 1), (12, 31))
    return Recurrence(
        weekday=WEEKDAYS.index(found["day"]),
        start=start,
        end=end,
        season=None if found["except"] else season,
        weeks=None if found["except"] else weeks,
        outside=(season or whole_year) if found["except"] else None,
        outside_weeks=weeks if found["except"] else None,
    )


def clock_minutes(*parts: str) -> tuple[int, int]:
    """Start and end of a window in minutes from hour and minute texts; an end of 0:00 is 24:00."""
    numbers = [int(part) for part in parts]
    start, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
    if max(numbers[1], numbers[3]) > 59 or start >= DAY_MINUTES or end > DAY_MINUTES:
        raise SignUnreadable("no time of day")
    end = end or DAY_MINUTES
    if start == end:
        raise SignUnreadable("the time is empty")
    return start, end


def _read_date(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,2})\s*(?:/\s*([0-9]{1,2})|([a-zåäö]+)\.?)", text)
    if found is None:
        raise SignUnreadable(f'"{text}" is no date')
    day = int(found[1])
    if found[2]:
        month = int(found[2])
    else:
        names = [
            i for i, name in enumerate(MONTHS, 1) if name.startswith(found[3]) and len(found[3]) > 2
        ]
        month = names[0] if len(names) == 1 else 0
    if not 1 <= month <= 12 or not 1 <= day <= MONTH_DAYS[month - 1]:
        raise SignUnreadable(f'"{text}" is no date')
    return month, day


def read_date_parity(text: str, side: Parity | None) -> Recurrence:
    """The ban of a "Datumparkering" text on the side with odd or even house numbers.

    Forbidden on even dates on the even side, on odd dates on the odd side. Raises SignUnreadable.
    """
    found = _PARITY.fullmatch(plain(text))
    if found is None:
        raise SignUnreadable(f'"{text}" is no date parking')
    if side is None:
        raise SignUnreadable("the address does not tell the side of the street")
    start, end = clock_minutes(*found.groups()) if found[1] else (0, DAY_MINUTES)
    return Recurrence(dates=side, start=start, end=end)


def side_of(address: str) -> Parity | None:
    """The side of the street that an address range ("Linnégatan 23 - 27") lies on, if it tells."""
    numbers = [
        int(number)
        for number in re.findall(r"(?<![0-9])([0-9]{1,4})\s*[A-Za-z]?(?=\s|-|–|,|$)", address)
    ]
    sides = {Parity.ODD if number % 2 else Parity.EVEN for number in numbers}
    return sides.pop() if len(sides) == 1 else None
