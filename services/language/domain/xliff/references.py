# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""References: original data, sub-flows, notes, and fragment identifiers (OASIS XLIFF 2.1, 3)."""

from collections.abc import Iterator

from services.kit.xml import Element
from services.language.domain.xliff import modules
from services.language.domain.xliff.broken import Broken, broken
from services.language.domain.xliff.grammar import is_token
from services.language.domain.xliff.nodes import (
    below,
    codes,
    core,
    elements,
    parts,
    side,
)

_DATA = ("dataRef", "dataRefStart", "dataRefEnd")
_FLOWS = ("subFlows", "subFlowsStart", "subFlowsEnd")
_LEVELS = "fgu"
_LEAVES = frozenset("dnt")


def check_unit_references(file: Element, unit: Element, units: set[str]) -> Iterator[Broken]:
    """Data and sub-flows (10), notes that comments point to (12), state and order (4, 11)."""
    known = {
        data.get("id") or "" for held in core(unit, "originalData") for data in core(held, "data")
    }
    for part in parts(unit):
        yield from _check_state(part)
        for name in ("source", "target"):
            one = side(part, name)
            for code in () if one is None else codes(one):
                yield from _check_named(code, known, units)
            for marker in () if one is None else below(one, "mrk", "sm"):
                yield from _check_marker(file, unit, marker)
    yield from _check_order(unit)


def check_file(file: Element) -> Iterator[Broken]:
    """The skeleton is either inside or elsewhere (4); every unit has a segment."""
    for skeleton in core(file, "skeleton"):
        is_filled = bool((skeleton.text or "").strip() or elements(skeleton))
        if is_filled == (skeleton.get("href") is not None):
            yield broken(skeleton, "skeleton", "A skeleton has either href or content.")
    for unit in below(file, "unit"):
        if not core(unit, "segment"):
            yield broken(unit, "unit-segment", "A unit needs at least one segment.")


def check_fragments(root: Element) -> Iterator[Broken]:
    """Every reference within the document is a well-formed fragment identifier (14)."""
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        said = node.get("ref") or ""
        if said.startswith("#"):
            fault = fragment_fault(said)
            if fault:
                yield broken(node, "fragment", f"{said}: {fault}.")


def fragment_fault(said: str) -> str:
    """What is wrong with `#/f=1/u=2/n=3`; empty when nothing is."""
    selectors = [one.partition("=") for one in said[1:].removeprefix("/").split("/")]
    if not all(is_token(name if has_prefix else prefix) for prefix, has_prefix, name in selectors):
        return "an id is missing or not an NMTOKEN"
    prefixes = [prefix if has_prefix else "" for prefix, has_prefix, _ in selectors]
    levels = [_LEVELS.index(prefix) for prefix in prefixes if prefix and prefix in _LEVELS]
    if levels != sorted(set(levels)):
        return "file, group and unit come once and in this order"
    leaves = [prefix for prefix in prefixes if not prefix or prefix not in _LEVELS]
    if len(leaves) > 1 or (leaves and prefixes[-1] != leaves[0]):
        return "only the last part may point at a leaf"
    if leaves and leaves[0] and not _is_leaf(leaves[0]):
        return f"the prefix {leaves[0]} is not registered"
    return ""


def _is_leaf(prefix: str) -> bool:
    return prefix in _LEAVES or prefix in modules.LEAVES or prefix in modules.EXTENSION_PREFIXES


def _check_state(part: Element) -> Iterator[Broken]:
    state = part.get("state")
    if part.get("subState") is not None and state is None:
        yield broken(part, "substate", "subState needs state.")
    if state not in (None, "initial") and side(part, "target") is None:
        yield broken(part, "state-target", f"A segment in state {state} has a target.")


def _check_named(code: Element, known: set[str], units: set[str]) -> Iterator[Broken]:
    for name in _DATA:
        said = code.get(name)
        if said is not None and said not in known:
            yield broken(code, "data-ref", f"{name} names no data {said} of the unit.")
    for name in _FLOWS:
        for said in (code.get(name) or "").split():
            if said not in units:
                yield broken(code, "sub-flow", f"{name} names no unit {said} of the file.")


def _check_marker(file: Element, unit: Element, marker: Element) -> Iterator[Broken]:
    kind, ref, value = marker.get("type") or "generic", marker.get("ref"), marker.get("value")
    if kind == "comment":
        if (ref is None) == (value is None):
            yield broken(marker, "comment", "A comment has either value or ref.")
        elif ref is not None and not _is_own_note(file, unit, ref):
            yield broken(marker, "comment-note", f"{ref} is no note of this unit.")
    if kind == "mtc:match" and ref is not None:
        yield broken(marker, "match-ref", "An annotation of type mtc:match has no ref.")
    if kind == "generic" and marker.get("translate") is None:
        yield broken(
            marker, "generic-translate", "A generic annotation says translate.", is_warning=True
        )


def _is_own_note(file: Element, unit: Element, ref: str) -> bool:
    if not ref.startswith("#"):
        return False
    selectors = [one.partition("=") for one in ref[1:].removeprefix("/").split("/")]
    named = {prefix: name for prefix, has_prefix, name in selectors if has_prefix}
    if "n" not in named:
        return False
    if len(named) > 1 and ("u" not in named or named["u"] != unit.get("id")):
        return False
    if "f" in named and named["f"] != file.get("id"):
        return False
    notes = [note.get("id") for held in core(unit, "notes") for note in core(held, "note")]
    return named["n"] in notes


def _check_order(unit: Element) -> Iterator[Broken]:
    """Positions of targets are 1 to N, each once; who moves away is replaced by somebody (11)."""
    all_parts = parts(unit)
    explicit: dict[int, Element] = {}
    moved: list[int] = []
    for place, part in enumerate(all_parts, 1):
        target = side(part, "target")
        said = None if target is None else target.get("order")
        if target is None or said is None or not said.isdecimal():
            continue
        position = int(said)
        if not 1 <= position <= len(all_parts):
            yield broken(
                target, "order-range", f"order {position} is beyond 1 to {len(all_parts)}."
            )
        elif position in explicit:
            yield broken(target, "order-unique", f"Two targets have the order {position}.")
        else:
            explicit[position] = target
            if position != place:
                moved.append(place)
    for place in moved:
        if place not in explicit:
            yield broken(unit, "order-unique", f"Nobody takes the position {place} that was left.")
