# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading XLIFF 2.x into a package; a file that breaks a rule is refused before it is read."""

from collections.abc import Iterator

from services.kit.errors import Problem
from services.kit.xml import Element, read_xml
from services.language.domain.exchange.content import (
    Code,
    Content,
    ExchangeFile,
    ExchangeSegment,
    ExchangeUnit,
    Package,
    Piece,
    Words,
)
from services.language.domain.xliff.nodes import core, core_name, side
from services.language.domain.xliff.validating import check, is_valid

MOST_NAMED = 20
"""Broken rules that a refusal names."""


def read_xliff(given: bytes) -> Package:
    """The package; raises XmlUnreadable, or EXCHANGE_FILE_INVALID with the broken rules."""
    root = read_xml(given)
    found = check(root)
    if not is_valid(found):
        errors = [str(each) for each in found if not each.is_warning]
        raise Problem(
            "EXCHANGE_FILE_INVALID",
            extensions={"broken": errors[:MOST_NAMED]},
            faults=len(errors),
        )
    return Package(
        source_locale=root.get("srcLang") or "",
        locale=root.get("trgLang"),
        files=tuple(_file(node) for node in core(root, "file")),
    )


def _file(node: Element) -> ExchangeFile:
    return ExchangeFile(
        id=node.get("id") or "",
        original=node.get("original") or "",
        units=tuple(_units(node, "")),
    )


def _units(node: Element, group: str) -> Iterator[ExchangeUnit]:
    for each in core(node, "unit", "group"):
        if core_name(each) == "group":
            yield from _units(each, each.get("id") or "")
            continue
        notes = (note for held in core(each, "notes") for note in core(held, "note"))
        yield ExchangeUnit(
            id=each.get("id") or "",
            name=each.get("name") or "",
            group=group,
            notes=tuple(note.text or "" for note in notes),
            segments=tuple(_segment(part, at) for at, part in enumerate(core(each, "segment"), 1)),
        )


def _segment(part: Element, place: int) -> ExchangeSegment:
    name = part.get("id") or f"s{place}"
    source, target = side(part, "source"), side(part, "target")
    state = part.get("state") or "initial"
    return ExchangeSegment(
        id=name,
        source=() if source is None else _content(source, name),
        target=None if target is None else _content(target, name),
        state=state if state in ("translated", "reviewed", "final") else "initial",
    )


def _content(node: Element, segment: str) -> Content:
    """The text of a side; codes by what they stand for, annotations by what they hold."""
    merged: list[Piece] = []
    for piece in _pieces(node, segment):
        last = merged[-1] if merged else None
        if isinstance(piece, Words) and isinstance(last, Words):
            merged[-1] = Words(last.text + piece.text)
        elif not isinstance(piece, Words) or piece.text:
            merged.append(piece)
    return tuple(merged)


def _pieces(node: Element, segment: str) -> Iterator[Piece]:
    yield Words(node.text or "")
    for inner in node:
        name = core_name(inner) if isinstance(inner.tag, str) else ""
        if name == "cp":
            yield Words(chr(int(inner.get("hex") or "0", 16)))
        elif name in ("ph", "sc", "ec"):
            said = inner.get("id") or inner.get("startRef") or ""
            yield Code(said.removeprefix(f"{segment}-"), inner.get("equiv") or "")
        elif name in ("pc", "mrk"):
            yield from _pieces(inner, segment)
        yield Words(inner.tail or "")
