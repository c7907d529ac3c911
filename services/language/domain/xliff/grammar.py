# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The core grammar of XLIFF 2.1 as a table: which element holds what, in which order."""

import re
from collections.abc import Mapping

import msgspec

CORE = "urn:oasis:names:tc:xliff:document:2.0"
XML = "http://www.w3.org/XML/1998/namespace"
VERSIONS = ("2.0", "2.1")
OTHER = "*"
"""Stands for an element of another namespace in a content model."""


class Place(msgspec.Struct, frozen=True):
    """A place in a content model: one of the names, so many times."""

    names: frozenset[str]
    least: int
    most: int


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """What one core element may hold."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    """Children in this order; empty for elements without children."""
    is_mixed: bool = False
    """Text and inline elements in any order."""
    has_text: bool = False
    is_free: bool = False
    """Anything may stand inside (skeleton)."""
    foreign_attributes: bool = False
    """Attributes of any other namespace."""
    module_attributes: bool = False
    """Attributes of the known modules only."""
    space: bool = False
    language: bool = False


_MANY = 1_000_000


def _places(*parts: str) -> tuple[Place, ...]:
    """`source`, `target?`, `note+`, `unit|group*`: the notation of the standard's own tree."""
    bounds = {"?": (0, 1), "+": (1, _MANY), "*": (0, _MANY)}
    made: list[Place] = []
    for part in parts:
        least, most = bounds.get(part[-1], (1, 1)) if len(part) > 1 else (1, 1)
        names = part[:-1] if part[-1] in bounds and len(part) > 1 else part
        made.append(Place(frozenset(names.split("|")), least, most))
    return tuple(made)


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_EDITING = "canCopy canDelete canReorder copyOf type subType"
_SCOPE = "name canResegment translate srcDir trgDir type"
_MARKER = "translate type ref value"

SHAPES: Mapping[str, Shape] = {
    "xliff": Shape(
        required=_set("version srcLang"), optional=_set("trgLang"), places=_places("file+"),
        foreign_attributes=True, space=True,
    ),
    "file": Shape(
        required=_set("id"), optional=_set("original canResegment translate srcDir trgDir"),
        places=_places("skeleton?", "**", "notes?", "unit|group+"),
        foreign_attributes=True, space=True,
    ),
    "skeleton": Shape(optional=_set("href"), is_free=True, has_text=True),
    "group": Shape(
        required=_set("id"), optional=_set(_SCOPE),
        places=_places("**", "notes?", "unit|group*"), foreign_attributes=True, space=True,
    ),
    "unit": Shape(
        required=_set("id"), optional=_set(_SCOPE),
        places=_places("**", "notes?", "originalData?", "segment|ignorable+"),
        foreign_attributes=True, space=True,
    ),
    "segment": Shape(
        optional=_set("id canResegment state subState"), places=_places("source", "target?")
    ),
    "ignorable": Shape(optional=_set("id"), places=_places("source", "target?")),
    "notes": Shape(places=_places("note+")),
    "note": Shape(
        optional=_set("id appliesTo category priority"), has_text=True, foreign_attributes=True
    ),
    "originalData": Shape(places=_places("data+")),
    "data": Shape(
        required=_set("id"), optional=_set("dir"), places=_places("cp*"), has_text=True, space=True
    ),
    "source": Shape(is_mixed=True, has_text=True, space=True, language=True),
    "target": Shape(optional=_set("order"), is_mixed=True, has_text=True, space=True, language=True),
    "cp": Shape(required=_set("hex")),
    "ph": Shape(
        required=_set("id"), optional=_set(f"{_EDITING} disp equiv dataRef subFlows"),
        module_attributes=True,
    ),
    "pc": Shape(
        required=_set("id"),
        optional=_set(
            f"{_EDITING} canOverlap dir dispStart dispEnd equivStart equivEnd dataRefStart "
            "dataRefEnd subFlowsStart subFlowsEnd"
        ),
        is_mixed=True, has_text=True, module_attributes=True,
    ),
    "sc": Shape(
        required=_set("id"),
        optional=_set(f"{_EDITING} canOverlap dir isolated disp equiv dataRef subFlows"),
        module_attributes=True,
    ),
    "ec": Shape(
        optional=_set(
            f"id startRef {_EDITING} canOverlap dir isolated disp equiv dataRef subFlows"
        ),
        module_attributes=True,
    ),
    "mrk": Shape(
        required=_set("id"), optional=_set(_MARKER), is_mixed=True, has_text=True,
        foreign_attributes=True,
    ),
    "sm": Shape(required=_set("id"), optional=_set(_MARKER), foreign_attributes=True),
    "em": Shape(required=_set("startRef")),
}  # fmt: skip

INLINE = frozenset({"cp", "ph", "pc", "sc", "ec", "mrk", "sm", "em"})
CODES = frozenset({"ph", "pc", "sc", "ec"})
MARKERS = frozenset({"mrk", "sm"})

_NMTOKEN = re.compile(r"[-.:\w\u00b7]+")
_PREFIXED = re.compile(r"[^\s:]+:[^\s:]+")
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+"
    r"|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)",
    re.IGNORECASE,
)
_YES_NO = re.compile("yes|no")
_DIRECTION = re.compile("ltr|rtl|auto")
_CODE_TYPE = re.compile("fmt|ui|quote|link|image|other")
_ANNOTATION = re.compile(rf"generic|comment|term|{_PREFIXED.pattern}")
_NUMBER = re.compile(r"0*[1-9]\d*")

_VALUES: Mapping[str, re.Pattern[str]] = {
    "id": _NMTOKEN, "startRef": _NMTOKEN, "copyOf": _NMTOKEN, "dataRef": _NMTOKEN,
    "dataRefStart": _NMTOKEN, "dataRefEnd": _NMTOKEN,
    "canCopy": _YES_NO, "canDelete": _YES_NO, "canOverlap": _YES_NO, "canResegment": _YES_NO,
    "translate": _YES_NO, "isolated": _YES_NO, "canReorder": re.compile("yes|firstNo|no"),
    "dir": _DIRECTION, "srcDir": _DIRECTION, "trgDir": _DIRECTION,
    "state": re.compile("initial|translated|reviewed|final"),
    "subState": _PREFIXED, "subType": _PREFIXED, "appliesTo": re.compile("source|target"),
    "priority": re.compile("[1-9]|10"), "order": _NUMBER,
    "srcLang": _LANGUAGE, "trgLang": _LANGUAGE, "version": re.compile("|".join(map(re.escape, VERSIONS))),
}  # fmt: skip


def value_holds(element: str, attribute: str, value: str) -> bool:
    """Whether an attribute's value has the form that the standard gives it."""
    if attribute == "type":
        pattern = _PREFIXED if element in ("unit", "group") else _CODE_TYPE
        pattern = _ANNOTATION if element in MARKERS else pattern
        return bool(pattern.fullmatch(value))
    if attribute.startswith("subFlows"):
        return bool(value.split()) and all(_NMTOKEN.fullmatch(each) for each in value.split())
    pattern = _VALUES.get(attribute)
    return pattern is None or bool(pattern.fullmatch(value))


def is_language(tag: str) -> bool:
    """Whether a tag is well-formed (RFC 5646)."""
    return bool(_LANGUAGE.fullmatch(tag))


def is_token(text: str) -> bool:
    """Whether a text is an NMTOKEN."""
    return bool(_NMTOKEN.fullmatch(text))
