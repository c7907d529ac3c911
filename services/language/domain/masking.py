# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Masking: stretches of a text become tokens an engine leaves alone, and come back exactly."""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

import msgspec

from services.language.domain.personal_data import Found, Kind, find, personal


class Style(StrEnum):
    """What a token looks like; which one an engine respects differs from engine to engine."""

    XML = "xml"
    """`<x id="0"/>` in a text escaped as HTML: Apertium and self-hosted engines."""
    EMAIL = "email"
    """Shaped as an e-mail address: newer DeepL engines move or empty tags."""
    NOTRANSLATE = "notranslate"
    """`[notranslate]K0[/notranslate]`: eTranslation."""
    HASH = "hash"
    """`###K0###`."""


class Token(msgspec.Struct, frozen=True):
    """One hidden stretch: the mark that stands for it and what it was."""

    mark: str
    kind: Kind
    text: str


class Masked(msgspec.Struct, frozen=True):
    """A text that may leave, and what it takes to make it whole again."""

    text: str
    style: Style
    tokens: tuple[Token, ...] = ()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What was hidden, each kind once, in order."""
        return tuple(dict.fromkeys(token.kind for token in self.tokens))


class Fault(StrEnum):
    """How a text came back broken."""

    LOST = "placeholder_lost"
    REPEATED = "placeholder_repeated"
    MOVED = "placeholder_moved"
    LEFT = "token_left"


class Restored(msgspec.Struct, frozen=True):
    """A text made whole; with faults it must not be used."""

    text: str
    faults: tuple[Fault, ...] = ()


_MARKS: dict[Style, Callable[[int], str]] = {
    Style.XML: lambda number: f'<x id="{number}"/>',
    Style.EMAIL: lambda number: f"k{number}x@mask.invalid",
    Style.NOTRANSLATE: lambda number: f"[notranslate]K{number}[/notranslate]",
    Style.HASH: lambda number: f"###K{number}###",
}
_ANY_MARK = {
    Style.XML: re.compile(r'<\s*x\s+id\s*=\s*"(\d+)"\s*/?\s*>(?:\s*</\s*x\s*>)?'),
    Style.EMAIL: re.compile(r"k(\d+)x@mask\.invalid", re.IGNORECASE),
    Style.NOTRANSLATE: re.compile(r"\[notranslate\]\s*K(\d+)\s*\[/notranslate\]", re.IGNORECASE),
    Style.HASH: re.compile(r"###\s?K(\d+)\s?###", re.IGNORECASE),
}
_NUMBER = re.compile(r"\d+")


def mask(text: str, style: Style = Style.XML, *, names: Iterable[str] = ()) -> Masked:
    """Hide everything personal and every code of the message."""
    return hide(text, find(text, names), style)


def hide(text: str, found: Sequence[Found], style: Style) -> Masked:
    """Replace the given stretches by tokens whose numbers the text does not hold already."""
    number = _first_free(text, style)
    parts: list[str] = []
    tokens: list[Token] = []
    place = 0
    for each in found:
        mark = _MARKS[style](number + len(tokens))
        tokens.append(Token(mark, each.kind, each.text))
        parts += (_outward(text[place : each.start], style), mark)
        place = each.end
    parts.append(_outward(text[place:], style))
    return Masked("".join(parts), style, tuple(tokens))


def restore(masked: Masked, translated: str) -> Restored:
    """The translation with every hidden stretch back; says how it is broken if it is (rule 4)."""
    by_number = {_number(token.mark): token for token in masked.tokens}
    order: list[str] = []
    parts: list[str] = []
    place = 0
    for match in _ANY_MARK[masked.style].finditer(translated):
        token = by_number.get(match[1])
        parts.append(_inward(translated[place : match.start()], masked.style))
        parts.append(_inward(match.group(), masked.style) if token is None else token.text)
        order += () if token is None else (match[1],)
        place = match.end()
    parts.append(_inward(translated[place:], masked.style))
    return Restored("".join(parts), _faults(list(by_number), order, "".join(parts), masked))


def split(text: str, found: Sequence[Found]) -> list[tuple[str, bool]]:
    """(piece, hidden) in order: for engines that break every token, only the rest is translated."""
    pieces: list[tuple[str, bool]] = []
    place = 0
    for each in found:
        pieces += [(text[place : each.start], False), (each.text, True)]
        place = each.end
    pieces.append((text[place:], False))
    return [(piece, hidden) for piece, hidden in pieces if piece]


def left_over(masked: Masked, names: Iterable[str] = ()) -> list[Found]:
    """Personal data that would still leave the house: none, or the text is not sent (rule 3)."""
    plain = _ANY_MARK[masked.style].sub(" ", masked.text)
    return personal(find(_inward(plain, masked.style), names))


def _faults(expected: list[str], order: list[str], text: str, masked: Masked) -> tuple[Fault, ...]:
    counted, wanted = Counter(order), Counter(expected)
    faults: list[Fault] = []
    if wanted - counted:
        faults.append(Fault.LOST)
    if counted - wanted:
        faults.append(Fault.REPEATED)
    if counted == wanted and order != expected:
        faults.append(Fault.MOVED)
    if any(token.mark in text and token.mark not in token.text for token in masked.tokens):
        faults.append(Fault.LEFT)
    return tuple(faults)


def _first_free(text: str, style: Style) -> int:
    """A number above those of tokens the text itself happens to hold."""
    if style is Style.XML:
        return 0
    held = [int(number) for number in _ANY_MARK[style].findall(text)]
    return max(held, default=-1) + 1


def _number(mark: str) -> str:
    found = _NUMBER.search(mark)
    return found.group() if found else ""


def _outward(text: str, style: Style) -> str:
    return html.escape(text, quote=False) if style is Style.XML else text


def _inward(text: str, style: Style) -> str:
    return html.unescape(text) if style is Style.XML else text
