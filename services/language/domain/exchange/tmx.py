# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""TMX 1.4b: translation memories in and out (LISA OSCAR)."""

from datetime import datetime

import msgspec

from services.kit.clock import instant
from services.kit.errors import Problem
from services.kit.xml import Element, child, element, read_xml, write_xml
from services.language.domain.exchange.content import Code, Content, content_of
from services.language.domain.xliff.nodes import XML_LANG

_STAMP = "%Y%m%dT%H%M%SZ"
_CODES = frozenset({"bpt", "ept", "ph", "it"})
_THROUGH = frozenset({"hi", "sub"})


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """A text in one language."""

    locale: str
    text: str


class MemoryUnit(msgspec.Struct, frozen=True, kw_only=True):
    """Texts that say the same in several languages."""

    id: str
    created_at: int
    """UTC milliseconds, whole seconds."""
    origin: str
    variants: tuple[Variant, ...]


def write_tmx(units: list[MemoryUnit], *, source_locale: str = "sv") -> bytes:
    """The memory as TMX 1.4b; codes are ph elements whose x pairs them across languages."""
    root = element("tmx", version="1.4")
    child(
        root, "header",
        **{
            "creationtool": "torget", "creationtoolversion": "1", "segtype": "sentence",
            "o-tmf": "torget", "adminlang": "en", "srclang": source_locale, "datatype": "html",
        },
    )  # fmt: skip
    body = child(root, "body")
    for unit in units:
        stamp = instant(unit.created_at).strftime(_STAMP)
        node = child(body, "tu", tuid=unit.id, creationdate=stamp)
        child(node, "prop", unit.origin, type="x-origin")
        for variant in unit.variants:
            holder = child(node, "tuv")
            holder.set(XML_LANG, variant.locale)
            _write_seg(child(holder, "seg"), content_of(variant.text))
    return write_xml(root)


def read_tmx(given: bytes) -> list[MemoryUnit]:
    """The units of a TMX; EXCHANGE_FILE_INVALID when the file lies about what it is."""
    root = read_xml(given)
    body = root.find("body")
    if root.tag != "tmx" or root.get("version") not in ("1.4", "1.4b") or body is None:
        raise Problem("EXCHANGE_FILE_INVALID", faults=1)
    units = [_unit(node, place) for place, node in enumerate(body.findall("tu"), 1)]
    faults = sum(1 for unit in units if len(unit.variants) < _LEAST)
    if faults:
        raise Problem("EXCHANGE_FILE_INVALID", faults=faults)
    return units


_LEAST = 2
"""A unit says something in at least two languages."""


def _unit(node: Element, place: int) -> MemoryUnit:
    origin = next((p.text or "" for p in node.findall("prop") if p.get("type") == "x-origin"), "")
    variants: list[Variant] = []
    for holder in node.findall("tuv"):
        seg = holder.find("seg")
        locale = holder.get(XML_LANG) or holder.get("lang") or ""
        if seg is not None and locale:
            variants.append(Variant(locale=locale, text=_text(seg)))
    return MemoryUnit(
        id=node.get("tuid") or str(place),
        created_at=_moment(node.get("creationdate") or ""),
        origin=origin,
        variants=tuple(variants),
    )


def _moment(stamp: str) -> int:
    try:
        moment = datetime.strptime(stamp.replace("Z", "+0000"), "%Y%m%dT%H%M%S%z")
    except ValueError:
        return 0
    return round(moment.timestamp() * 1000)


def _write_seg(node: Element, content: Content) -> None:
    last: Element | None = None
    for piece in content:
        if isinstance(piece, Code):
            last = child(node, "ph", piece.equiv, x=piece.id.removeprefix("c"))
        elif last is None:
            node.text = (node.text or "") + piece.text
        else:
            last.tail = (last.tail or "") + piece.text


def _text(node: Element) -> str:
    """The text of a segment with what its codes stand for."""
    parts = [node.text or ""]
    for inner in node:
        if isinstance(inner.tag, str) and inner.tag in _CODES | _THROUGH:
            parts.append(_text(inner))
        parts.append(inner.tail or "")
    return "".join(parts)
