# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Finding what must not leave the house: addresses of persons, numbers, names, and codes of messages."""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

import msgspec

from services.language.domain.numbers import (
    PERSONAL_NUMBER,
    is_account,
    is_bankgiro,
    is_personal_number,
)


class Kind(StrEnum):
    """What sort of thing is hidden from an engine."""

    PLACEHOLDER = "placeholder"
    """A code of the message itself: not personal, but no engine may touch it."""
    URL = "url"
    EMAIL = "email"
    ACCOUNT = "account"
    GIRO = "giro"
    REFERENCE = "reference"
    PASSPORT = "passport"
    PERSONAL_NUMBER = "personal_number"
    MISTYPED_NUMBER = "mistyped_number"
    """Shaped like a personal number, but its check digit is wrong: hidden all the same."""
    CASE_NUMBER = "case_number"
    PHONE = "phone"
    STREET = "street"
    POSTCODE = "postcode"
    DATE = "date"
    NAME = "name"


class Found(msgspec.Struct, frozen=True, order=True):
    """A stretch of a text, from start up to end."""

    start: int
    end: int
    kind: Kind
    text: str


class _Rule(msgspec.Struct, frozen=True):
    kind: Kind
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] | None = None


_GAP = "[ \u00a0\u202f]"
_STREET_ENDS = (
    "gatan|gata|vägen|väg|gränd|gränden|torget|torg|stigen|stig|allén|allé|backen|backe|plan|planen|"
    "leden|kajen|esplanaden|stranden|parken|platsen|bron|slingan|ringen|höjden|svängen|trappan"
)
_CASE_WORDS = (
    "dnr|diarienr|diarienummer|ärende|ärendenummer|ärendenr|målnummer|mål|mål ?nr|beteckning"
)
_PLACEHOLDER = (
    r"\{\{[^{}\n]*\}\}|\{[^{}\n]*\}|%\([^)\n]*\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]"
    r"|%\d+\$[sdif@]|%[sd](?!\w)|</?[A-Za-z][^<>\n]*>"
)
_ACCOUNT = (
    rf"(?<!\w)[A-Z]{{2}}\d{{2}}(?:{_GAP}?[A-Z0-9]{{4}}){{2,7}}(?:{_GAP}?[A-Z0-9]{{1,3}})?(?!\w)"
)
_PLUSGIRO = rf"(?:plusgiro|postgiro|pg)[\s.:nr]{{0,8}}(?P<x>\d(?:{_GAP}?\d){{1,7}}-\d)(?!\d)"
_PASSPORT = (
    r"(?<!\w)(?:pass(?:et|port)?|LMA(?:-?kort(?:et)?)?)(?:-?(?:nummer|nr|number|no))?[\s.:]{0,4}"
    r"(?P<x>[A-Z]{0,3}\d{6,10})(?!\w)"
)
_CASE = (
    rf"(?<!\w)(?:{_CASE_WORDS})[.:]?{_GAP}{{0,2}}"
    r"(?P<x>(?:[A-ZÅÄÖ]{1,6}[ -]?)?\d[\w/:.-]*\d)(?!\w)"
)
_PHONE = (
    rf"(?<![\w+/-])(?:\+\d{{1,3}}{_GAP}?(?:\(0\){_GAP}?)?|00\d{{1,3}}{_GAP}?|\(?0)\d?"
    rf"(?:{_GAP}?[-/()]?{_GAP}?\d){{5,11}}(?![\d-])"
)
_STREET = (
    rf"(?<!\w)(?:[A-ZÅÄÖÉ][\wåäöé]*{_GAP}){{0,2}}[A-Za-zÅÄÖÉÜåäöéü]*(?:{_STREET_ENDS}){_GAP}"
    rf"\d{{1,4}}(?:{_GAP}?[A-Za-z](?!\w))?(?:,?{_GAP}(?:lgh{_GAP}\d{{4}}|\d{{1,2}}{_GAP}?tr))?(?!\d)"
)
_DATE = r"(?<![\d-])(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])"
_COURT_OR_BOARD = r"(?<![\w/])(?:[A-ZÅÄÖ]{1,6}[ -])?(?:19|20)\d{2}[/:]\d{1,7}(?:[-.]\d+)*(?!\w)"

_RULES = (
    _Rule(Kind.PLACEHOLDER, re.compile(_PLACEHOLDER)),
    _Rule(
        Kind.URL,
        re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]'’]", re.IGNORECASE),
    ),
    _Rule(Kind.EMAIL, re.compile(r"(?:[\w.+'-]*\w)?\w@\w[\w-]*(?:\.\w[\w-]*)+")),
    _Rule(Kind.ACCOUNT, re.compile(_ACCOUNT), is_account),
    _Rule(
        Kind.GIRO,
        re.compile(r"(?:bankgiro|bg)[\s.:nr]{0,8}(?P<x>\d{3,4}-\d{4})(?!\d)", re.IGNORECASE),
    ),
    _Rule(Kind.GIRO, re.compile(_PLUSGIRO, re.IGNORECASE)),
    _Rule(Kind.GIRO, re.compile(r"(?<![\d-])\d{3,4}-\d{4}(?![\d-])"), is_bankgiro),
    _Rule(
        Kind.REFERENCE,
        re.compile(
            r"(?<!\w)OCR(?:-?(?:nummer|nr))?[\s.:]{0,4}(?P<x>\d{2,25})(?!\d)", re.IGNORECASE
        ),
    ),
    _Rule(Kind.PASSPORT, re.compile(_PASSPORT, re.IGNORECASE)),
    _Rule(Kind.PERSONAL_NUMBER, PERSONAL_NUMBER, is_personal_number),
    _Rule(Kind.CASE_NUMBER, re.compile(_CASE, re.IGNORECASE)),
    _Rule(Kind.CASE_NUMBER, re.compile(_COURT_OR_BOARD)),
    _Rule(Kind.DATE, re.compile(_DATE)),
    _Rule(Kind.PHONE, re.compile(_PHONE)),
    _Rule(Kind.STREET, re.compile(_STREET)),
    _Rule(
        Kind.POSTCODE,
        re.compile(rf"(?<![\d-])(?:SE?-)?\d{{3}}{_GAP}?\d{{2}}{_GAP}{{1,2}}[A-ZÅÄÖ][\wåäöé-]+"),
    ),
    _Rule(Kind.MISTYPED_NUMBER, PERSONAL_NUMBER),
)
"""In the order in which a stretch is claimed: what is more certain comes first."""

_INTRODUCED = re.compile(
    r"(?:jag heter|heter jag|mitt namn är|my name is|jeg heter"
    r"|min (?:son|dotter|man|fru|mamma|pappa) heter)"
    rf"{_GAP}(?P<x>[A-ZÅÄÖÉ][\w'’-]+(?:{_GAP}[A-ZÅÄÖÉ][\w'’-]+){{0,3}})",
    re.IGNORECASE,
)
_SHORTEST_NAME = 2


def find(text: str, names: Iterable[str] = ()) -> list[Found]:
    """Every stretch to hide, in order, none over another; `names` are those the conversation knows."""
    claimed: list[Found] = []
    taken = bytearray(len(text))
    for kind, start, end in _candidates(text, names):
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            claimed.append(Found(start, end, kind, text[start:end]))
    return sorted(claimed)


def personal(found: Iterable[Found]) -> list[Found]:
    """Only what tells about a person."""
    return [each for each in found if each.kind is not Kind.PLACEHOLDER]


def introduced_names(text: str) -> list[str]:
    """Names by which somebody introduces herself or hers: "jag heter Amina Haddad"."""
    found = (_with_capitals(match["x"]) for match in _INTRODUCED.finditer(text))
    return [name for name in found if name]


def _with_capitals(name: str) -> str:
    """The words of a name up to the first that is no name."""
    words: list[str] = []
    for word in name.split():
        if not word[0].isupper():
            break
        words.append(word)
    return " ".join(words)


def _candidates(text: str, names: Iterable[str]) -> Iterator[tuple[Kind, int, int]]:
    for rule in _RULES:
        for match in rule.pattern.finditer(text):
            if rule.holds is None or rule.holds(match.group()):
                group = "x" if "x" in match.re.groupindex else 0
                yield rule.kind, match.start(group), match.end(group)
    pattern = _name_pattern((*names, *introduced_names(text)))
    if pattern is not None:
        for match in pattern.finditer(text):
            yield Kind.NAME, match.start(), match.end()


def _name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Whole names before their parts, in capitals too, with their genitive (Aminas, Amina:s)."""
    parts: set[str] = set()
    for name in names:
        whole = " ".join(name.split())
        parts.update(
            form
            for part in (whole, *whole.split())
            if len(part) >= _SHORTEST_NAME
            for form in (part, part.upper())
        )
    if not parts:
        return None
    longest_first = sorted(parts, key=lambda part: (-len(part), part))
    words = "|".join(re.escape(part).replace(r"\ ", r"\s+") for part in longest_first)
    return re.compile(rf"(?<!\w)(?:{words})(?:[:'’]?[sS])?(?!\w)")
