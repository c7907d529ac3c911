# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What sign texts are made of: times, dates, weekdays; and date parking with its side of the street."""

# ruff: noqa: PLR2004 -- 59 minutes and 12 months speak for themselves

import re
import unicodedata

from services.parking.domain.local_time import DAY_MINUTES
from services.parking.domain.windows import Parity, Recurrence

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LONGEST = 500

DATE = r"[0-9]{1,2}(?::[ae])?\s*(?:/\s*[0-9]{1,2}|(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?)"
"""A day and its month: 15 juni, 15/6."""

_CLOCK = r"([0-9]{1,2})(?:[:.]([0-9]{2}))?"
_PARITY = re.compile(rf"datumparkering(?:\s+(?:kl\.?\s*)?{_CLOCK}\s*-\s*{_CLOCK})?\s*[.,;]?")


class SignUnreadable(ValueError):
    """A sign text that does not follow the grammar; the message says which part."""


def plain(text: str) -> str:
    """The text in lower case, with single spaces, plain hyphens and no direction marks."""
    if len(text) > LONGEST:
        raise SignUnreadable(f"longer than {LONGEST} characters")
    folded = unicodedata.normalize("NFC", re.sub("[\u2066-\u2069]", "", text)).lower()
    return " ".join(re.sub("[‐‑–—−]", "-", folded).split())


def clock_minutes(*parts: str | None) -> tuple[int, int]:
    """Start and end of a window in minutes from hour and minute texts; an end of 0:00 is 24:00."""
    numbers = [int(part or 0) for part in parts]
    start, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
    if max(numbers[1], numbers[3]) > 59 or start >= DAY_MINUTES or end > DAY_MINUTES:
        raise SignUnreadable("no time of day")
    end = end or DAY_MINUTES
    if start == end:
        raise SignUnreadable("the time is empty")
    return start, end


def read_date(text: str) -> tuple[int, int]:
    """Month and day of "15 juni" or "15/6". Raises SignUnreadable."""
    found = re.fullmatch(r"([0-9]{1,2})(?::[ae])?\s*(?:/\s*([0-9]{1,2})|([a-z]+)\.?)", text.strip())
    if found is None:
        raise SignUnreadable(f'"{text}" is no date')
    day = int(found[1])
    if found[2]:
        month = int(found[2])
    else:
        names = [number for number, name in enumerate(MONTHS, 1) if name.startswith(found[3])]
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
    start, end = clock_minutes(*found.groups()) if found[1] is not None else (0, DAY_MINUTES)
    return Recurrence(dates=side, start=start, end=end)


def side_of(address: str) -> Parity | None:
    """The side of the street that an address range ("Linnégatan 23 - 27") lies on, if it tells."""
    numbers = [
        int(number)
        for number in re.findall(r"(?<![0-9])([0-9]{1,4})\s*[A-Za-z]?(?=\s|-|–|,|$)", address)
    ]
    sides = {Parity.ODD if number % 2 else Parity.EVEN for number in numbers}
    return sides.pop() if len(sides) == 1 else None
