# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Inline codes: pairs that open and close, what may be copied, deleted and reordered, code points."""

from collections.abc import Iterator, Sequence

from services.kit.xml import Element
from services.language.domain.xliff.broken import Broken, broken
from services.language.domain.xliff.nodes import (
    below,
    code_id,
    codes,
    core_name,
    in_order,
    parts,
    side,
)

_SAME_IN_PAIR = ("canCopy", "canDelete", "canOverlap")
_SAME_IF_SAID = ("type", "subType", "copyOf")
_REORDER_PAIRS = frozenset({("yes", "yes"), ("no", "no"), ("firstNo", "no")})
_SUBTYPES = {"b": "fmt", "i": "fmt", "u": "fmt", "lb": "fmt", "pb": "fmt", "var": "ui"}
_CODE_POINTS = (
    (0x0, 0x8), (0xB, 0xC), (0xE, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0xD800, 0xDFFF),
    (0xFFFE, 0xFFFF),
)  # fmt: skip
_PAIRED = ("dataRef", "subFlows", "equiv")


def check_codes(unit: Element) -> Iterator[Broken]:
    """The rules 5 to 9, 13 and the pairs of 10 for one unit."""
    sources = [found for part in parts(unit) if (found := side(part, "source")) is not None]
    for name, sides in (("source", sources), ("target", in_order(unit))):
        yield from _check_pairs(sides, name)
        yield from _check_markers(sides)
        for each in sides:
            yield from _check_sequence(each)
            for code in codes(each):
                yield from _check_code(unit, code)
            for point in below(each, "cp"):
                yield from check_code_point(point)
    for part in parts(unit):
        source, target = side(part, "source"), side(part, "target")
        if source is not None and target is not None:
            yield from _check_kept(source, target)


def check_code_point(point: Element) -> Iterator[Broken]:
    """Four hexadecimal digits of a character that XML cannot hold (13)."""
    said = point.get("hex") or ""
    is_hex = len(said) == 4 and all(sign in "0123456789abcdefABCDEF" for sign in said)  # noqa: PLR2004
    if not is_hex or not any(first <= int(said, 16) <= last for first, last in _CODE_POINTS):
        yield broken(point, "cp-hex", f"cp is not for {said!r}: XML can hold it, or it is no hex.")


def _check_pairs(sides: Sequence[Element], name: str) -> Iterator[Broken]:
    """sc and ec find each other within their side of the unit (5)."""  # noqa: D403 -- an element's name
    waiting: dict[str, Element] = {}
    for code in (each for one in sides for each in codes(one)):
        kind = core_name(code)
        if kind == "sc":
            waiting[code.get("id") or ""] = code
        elif kind == "ec" and code.get("isolated") == "yes":
            if code.get("startRef") is not None or code.get("id") is None:
                yield broken(code, "ec-isolated", "An isolated ec has an id and no startRef.")
        elif kind == "ec":
            yield from _check_end(code, waiting)
    for said, code in waiting.items():
        if code.get("isolated") != "yes":
            yield broken(code, "sc-pair", f"No ec closes sc {said} in the {name} of the unit.")


def _check_end(code: Element, waiting: dict[str, Element]) -> Iterator[Broken]:
    if code.get("id") is not None or code.get("startRef") is None:
        yield broken(code, "ec-start", "An ec that is not isolated has startRef and no id.")
    if code.get("dir") is not None:
        yield broken(code, "ec-dir", "Only an isolated ec has dir.")
    said = code.get("startRef") or ""
    start = waiting.pop(said, None)
    if start is None or start.get("isolated") == "yes":
        yield broken(code, "ec-pair", f"No sc {said} is open before this ec.")
    else:
        yield from _check_pair(start, code)


def _check_pair(start: Element, end: Element) -> Iterator[Broken]:
    for attribute in _SAME_IN_PAIR:
        if (start.get(attribute) or "yes") != (end.get(attribute) or "yes"):
            yield broken(end, "pair-equal", f"sc and ec differ in {attribute}.")
    for attribute in _SAME_IF_SAID:
        said = end.get(attribute)
        if said is not None and said != start.get(attribute):
            yield broken(end, "pair-equal", f"sc and ec differ in {attribute}.")
    pair = (start.get("canReorder") or "yes", end.get("canReorder") or "yes")
    if pair not in _REORDER_PAIRS:
        yield broken(end, "pair-equal", "sc and ec differ in canReorder.")


def _check_markers(sides: Sequence[Element]) -> Iterator[Broken]:
    """Sm stands before its em, both in the unit."""
    waiting: dict[str, Element] = {}
    for node in (each for one in sides for each in below(one, "sm", "em")):
        if core_name(node) == "sm":
            waiting[node.get("id") or ""] = node
        elif waiting.pop(node.get("startRef") or "", None) is None:
            yield broken(node, "em-pair", "No sm is open before this em.")
    for node in waiting.values():
        yield broken(node, "sm-pair", "No em closes this sm in the unit.")


def _check_code(unit: Element, code: Element) -> Iterator[Broken]:
    sub, kind = code.get("subType"), code.get("type")
    if sub is not None:
        prefix, _, local = sub.partition(":")
        if kind is None:
            yield broken(code, "subtype", "subType needs type.")
        elif prefix == "xlf" and _SUBTYPES.get(local) != kind:
            yield broken(code, "subtype", f"{sub} does not go with {kind}.")
    if code.get("canReorder") in ("no", "firstNo") and (
        code.get("canCopy") != "no" or code.get("canDelete") != "no"
    ):
        yield broken(code, "reorder-fixed", "What cannot be reordered cannot be copied or deleted.")
    if core_name(code) == "pc":
        for name in _PAIRED:
            if (code.get(f"{name}Start") is None) != (code.get(f"{name}End") is None):
                yield broken(code, "paired-attributes", f"{name}Start and {name}End go together.")
    if code.get("copyOf") is not None:
        yield from _check_copy(unit, code)


def _check_copy(unit: Element, code: Element) -> Iterator[Broken]:
    """A copy names a code of the unit; neither has original data; the original may be copied (7)."""
    said = code.get("copyOf")
    originals = [
        each
        for part in parts(unit)
        for name in ("source", "target")
        if (one := side(part, name)) is not None
        for each in codes(one)
        if each.get("id") == said and each is not code
    ]
    if not originals:
        yield broken(code, "copy-of", f"copyOf names no code {said} of the unit.")
        return
    if any(_has_data(each) for each in (code, originals[0])):
        yield broken(code, "copy-of", "A copy and its original have no original data.")
    if originals[0].get("canCopy") == "no":
        yield broken(code, "copy-of", f"The code {said} cannot be copied.")


def _has_data(code: Element) -> bool:
    return any(str(name).startswith("dataRef") for name in code.attrib)


def _check_sequence(one: Element) -> Iterator[Broken]:
    """A code that cannot move follows directly in a sequence opened by firstNo (8)."""
    is_open = False
    for code in codes(one):
        order = code.get("canReorder") or "yes"
        if order == "no" and not is_open:
            yield broken(code, "reorder-first", "A sequence of fixed codes begins with firstNo.")
        is_open = order in ("firstNo", "no")


def _check_kept(source: Element, target: Element) -> Iterator[Broken]:
    """Codes that cannot be deleted are in the target (9); fixed sequences stay whole (8)."""
    there = {(core_name(code) == "ec", code_id(code)) for code in codes(target)}
    for code in codes(source):
        is_there = (core_name(code) == "ec", code_id(code)) in there
        if code.get("canDelete") == "no" and not is_there:
            yield broken(target, "code-kept", f"The code {code_id(code)} must not be left out.")
    placed = [_place(code, target) for code in codes(target)]
    for sequence in _sequences(source):
        wanted = [_place(code, source) for code in sequence]
        if wanted[0] in placed:
            start = placed.index(wanted[0])
            if placed[start : start + len(wanted)] != wanted:
                yield broken(target, "reorder-whole", "A sequence of fixed codes was broken up.")
        elif {key[:2] for key in wanted} & {key[:2] for key in placed}:
            yield broken(target, "reorder-whole", "A sequence of fixed codes was moved out.")


def _sequences(source: Element) -> Iterator[list[Element]]:
    current: list[Element] = []
    for code in codes(source):
        order = code.get("canReorder") or "yes"
        if order == "no" and current:
            current.append(code)
            continue
        if current:
            yield current
        current = [code] if order == "firstNo" else []
    if current:
        yield current


def _place(code: Element, within: Element) -> tuple[str, str, str]:
    """(element, id, id of the pc around it)."""
    parent = code.getparent()
    while parent is not None and parent is not within and core_name(parent) != "pc":
        parent = parent.getparent()
    around = "" if parent is None or parent is within else parent.get("id") or ""
    return core_name(code), code_id(code), around
