# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What goes to translators and comes back: files, units, segments, and text with codes in it."""

import re
from typing import Literal

import msgspec

from services.language.domain.personal_data import Kind, find

XliffState = Literal["initial", "translated", "reviewed", "final"]
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Code(msgspec.Struct, frozen=True, tag="code"):
    """A placeholder: its id within the unit and the text it stands for (`{$name}`)."""

    id: str
    equiv: str


class Words(msgspec.Struct, frozen=True, tag="words"):
    """Plain text between codes."""

    text: str


Piece = Words | Code
Content = tuple[Piece, ...]


class ExchangeSegment(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence in two languages."""

    id: str
    source: Content
    target: Content | None = None
    state: XliffState = "initial"


class ExchangeUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph, heading or message."""

    id: str
    name: str = ""
    group: str = ""
    """The block it stands in; neighbours of one block share a group element."""
    notes: tuple[str, ...] = ()
    segments: tuple[ExchangeSegment, ...] = ()


class ExchangeFile(msgspec.Struct, frozen=True, kw_only=True):
    """A page."""

    id: str
    original: str = ""
    units: tuple[ExchangeUnit, ...] = ()


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """Pages for one translator and one language."""

    source_locale: str
    locale: str | None
    files: tuple[ExchangeFile, ...]


def content_of(text: str) -> Content:
    """The text with its placeholders as codes, numbered as they come."""
    count = 0
    pieces: list[Piece] = []
    place = 0
    for found in find(text):
        if found.kind is not Kind.PLACEHOLDER:
            continue
        if found.start > place:
            pieces.append(Words(text[place : found.start]))
        count += 1
        pieces.append(Code(f"c{count}", found.text))
        place = found.end
    if place < len(text):
        pieces.append(Words(text[place:]))
    return tuple(pieces)


def target_of(text: str, source: Content) -> Content:
    """A translation whose codes carry the ids that they have in the source."""
    waiting = [piece for piece in source if isinstance(piece, Code)]
    extra = len(waiting)
    pieces: list[Piece] = []
    for piece in content_of(text):
        if isinstance(piece, Code):
            twin = next((code for code in waiting if code.equiv == piece.equiv), None)
            if twin is None:
                extra += 1
                pieces.append(Code(f"c{extra}", piece.equiv))
            else:
                waiting.remove(twin)
                pieces.append(twin)
        else:
            pieces.append(piece)
    return tuple(pieces)


def plain(content: Content | None) -> str:
    """The text with the codes written out."""
    pieces = content or ()
    return "".join(piece.equiv if isinstance(piece, Code) else piece.text for piece in pieces)


def illegal_characters(text: str) -> list[str]:
    """Characters that XML cannot hold."""
    return _ILLEGAL.findall(text)


def cut_at_illegal(text: str) -> list[str]:
    """The text in pieces; every character that XML cannot hold is a piece of its own."""
    return [piece for piece in re.split(f"({_ILLEGAL.pattern})", text) if piece]
