# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Pairs of source and translation out of any of the formats, for checks."""

import msgspec

from services.kit.errors import Problem
from services.language.domain.exchange.content import plain
from services.language.domain.exchange.po import read_po
from services.language.domain.exchange.tmx import MemoryUnit, read_tmx
from services.language.domain.quality import Pair
from services.language.domain.risk import Risk
from services.language.domain.xliff.reading import read_xliff


class UnknownKind(Exception):
    """The name of the file does not say that it holds pairs."""


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    source: str
    target: str
    id: str = ""
    locale: str = ""
    max_length: int | None = None


Named = tuple[str, Pair]


def read_pairs(
    name: str, given: bytes, *, source: str = "sv", target: str = "", risk: Risk = Risk.INFO
) -> list[Named]:
    """(place, pair) of every translated segment. Raises EXCHANGE_FILE_INVALID, UnknownKind."""
    ending = name.lower().rpartition(".")[2]
    if ending in ("xlf", "xliff"):
        return _of_xliff(given, risk)
    if ending == "tmx":
        return _of_tmx(read_tmx(given), source, risk)
    if ending == "po":
        locale = target or _language_of(given) or "en"
        return [
            (one.key or one.source[:40], _pair(one.source, one.target, source, locale, risk))
            for one in read_po(given)
            if one.target
        ]
    if ending == "json":
        return _of_json(given, source, target or "en", risk)
    raise UnknownKind(name)


def _of_xliff(given: bytes, risk: Risk) -> list[Named]:
    package = read_xliff(given)
    return [
        (
            f"{file.id}/{unit.id}/{segment.id}",
            _pair(
                plain(segment.source), plain(segment.target), package.source_locale,
                package.locale or "", risk,
            ),
        )
        for file in package.files
        for unit in file.units
        for segment in unit.segments
        if segment.target is not None
    ]  # fmt: skip


def _of_tmx(units: list[MemoryUnit], source: str, risk: Risk) -> list[Named]:
    found: list[Named] = []
    for unit in units:
        origin = next((v for v in unit.variants if v.locale == source), unit.variants[0])
        for variant in unit.variants:
            if variant is not origin:
                pair = _pair(origin.text, variant.text, origin.locale, variant.locale, risk)
                found.append((f"{unit.id}/{variant.locale}", pair))
    return found


def _of_json(given: bytes, source: str, target: str, risk: Risk) -> list[Named]:
    try:
        listed = msgspec.json.decode(given, type=list[_Row])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise Problem("EXCHANGE_FILE_INVALID", faults=1) from None
    return [
        (
            row.id or str(place),
            msgspec.structs.replace(
                _pair(row.source, row.target, source, row.locale or target, risk),
                max_length=row.max_length,
            ),
        )
        for place, row in enumerate(listed, 1)
    ]


def _pair(source: str, target: str, source_locale: str, locale: str, risk: Risk) -> Pair:
    return Pair(source=source, target=target, source_locale=source_locale, locale=locale, risk=risk)


def _language_of(given: bytes) -> str:
    for line in given.splitlines()[:20]:
        if line.startswith(b'"Language: '):
            return line[len(b'"Language: ') :].rstrip(b'\\n"').decode("ascii", "replace")
    return ""
