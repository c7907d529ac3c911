# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Words and tokens of OpenStreetMap's opening_hours, for reading and writing."""

import re
from typing import Final

import msgspec

from services.cityinfo.domain.hours import State
from services.kit.errors import InputInvalid

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOLIDAY: Final = "PH"
MOST_LETTERS: Final = 2_000

COMMENTS: Final = {state: state.value.replace("_", " ") for state in State}
"""How a state beyond open and closed is told: `open "by appointment"`."""
STATES_BY_COMMENT: Final = {text: state for state, text in COMMENTS.items()}


class Token(msgspec.Struct, frozen=True):
    """A word with its place in the text."""

    kind: str
    text: str
    at: int


_GRAMMAR: Final = re.compile(
    r"(?P<always>24/7)"
    r"|(?P<time>\d{1,2}:\d{2})"
    r"|(?P<year>\d{4})"
    r"|(?P<number>\d{1,2})"
    r"|(?P<month>" + "|".join(MONTHS) + r")\b"
    r"|(?P<day>" + "|".join(DAYS) + r")\b"
    r"|(?P<holiday>PH)\b"
    r"|(?P<week>week)\b"
    r"|(?P<state>off|closed|open)\b"
    r'|"(?P<comment>[^"]*)"'
    r"|(?P<sign>[-,;/+\[\]:])"
    r"|(?P<space>\s+)"
)


def tokens(text: str) -> list[Token]:
    """The words of a schedule. InputInvalid names the place of what is no word of it."""
    if len(text) > MOST_LETTERS:
        raise InputInvalid(path=("openingHours",), max=MOST_LETTERS)
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _GRAMMAR.match(text, at)
        if match is None:
            raise InputInvalid(path=("openingHours", at))
        kind = match.lastgroup or ""
        if kind != "space":
            found.append(Token(kind, match[kind], at))
        at = match.end()
    return found
