# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Writing XLIFF 2.1: the same package always gives the same bytes."""

from itertools import groupby

from services.kit.xml import Element, child, element, write_xml
from services.language.domain.exchange.content import (
    Code,
    Content,
    ExchangeFile,
    ExchangeUnit,
    Package,
    cut_at_illegal,
    illegal_characters,
)
from services.language.domain.xliff.grammar import CORE
from services.language.domain.xliff.nodes import XML_SPACE


def write_xliff(package: Package) -> bytes:
    """The package as XLIFF 2.1 in UTF-8; white space is kept everywhere."""
    root = element(
        f"{{{CORE}}}xliff", prefixes={None: CORE}, version="2.1", srcLang=package.source_locale
    )
    if package.locale is not None:
        root.set("trgLang", package.locale)
    for file in package.files:
        _write_file(root, file)
    return write_xml(root)


def _write_file(root: Element, file: ExchangeFile) -> None:
    node = child(root, f"{{{CORE}}}file", id=file.id)
    if file.original:
        node.set("original", file.original)
    node.set(XML_SPACE, "preserve")
    for group, units in groupby(file.units, key=lambda unit: unit.group):
        parent = node if not group else child(node, f"{{{CORE}}}group", id=group)
        for unit in units:
            _write_unit(parent, unit)


def _write_unit(parent: Element, unit: ExchangeUnit) -> None:
    node = child(parent, f"{{{CORE}}}unit", id=unit.id)
    if unit.name:
        node.set("name", unit.name)
    if unit.notes:
        notes = child(node, f"{{{CORE}}}notes")
        for text in unit.notes:
            child(notes, f"{{{CORE}}}note", text)
    for segment in unit.segments:
        part = child(node, f"{{{CORE}}}segment", id=segment.id)
        if segment.target is not None and segment.state != "initial":
            part.set("state", segment.state)
        _write_side(child(part, f"{{{CORE}}}source"), segment.source, segment.id)
        if segment.target is not None:
            _write_side(child(part, f"{{{CORE}}}target"), segment.target, segment.id)


def _write_side(node: Element, content: Content, segment: str) -> None:
    last: Element | None = None
    for piece in content:
        if isinstance(piece, Code):
            last = child(node, f"{{{CORE}}}ph", id=f"{segment}-{piece.id}", equiv=piece.equiv)
            continue
        for text in cut_at_illegal(piece.text):
            if illegal_characters(text):
                last = child(node, f"{{{CORE}}}cp", hex=f"{ord(text):04X}")
            elif last is None:
                node.text = (node.text or "") + text
            else:
                last.tail = (last.tail or "") + text
