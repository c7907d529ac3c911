# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads NGSI-LD entities: normalised, concise or key-values, each fault with its reason."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from services.devices.domain.entities import (
    FUTURE_MS,
    GEO,
    LANGUAGE,
    LONGEST_ID,
    LONGEST_TYPE,
    MOST_ATTRIBUTES,
    PROPERTY,
    RELATIONSHIP,
    Attribute,
    Attributes,
    EntityRefused,
    Incoming,
)

KINDS = {
    PROPERTY: "value",
    GEO: "value",
    RELATIONSHIP: "object",
    LANGUAGE: "languageMap",
}
"""Where the value of each kind of attribute stands."""
SHAPES = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
)
NOT_ATTRIBUTES = frozenset({"id", "type", "@context", "scope", "createdAt", "modifiedAt"})
DEEPEST = 12
_SCALARS = (str, int, float, bool)
_USUAL_KEYS = 3
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_:./#-]*")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x1f\"<>\\^`{|}]+")


def read_entity(
    given: object,
    now: int,
    *,
    replaces: bool = False,
    keeps: bool = False,
    only: str = "",
    corrects: bool = False,
) -> Incoming:
    """An entity with id and type. Raises EntityRefused."""
    if not isinstance(given, dict):
        raise EntityRefused("not_an_object", "An entity is a JSON object.")
    raw = cast("dict[str, Any]", given)
    name, kind = raw.get("id"), raw.get("type")
    if not isinstance(name, str) or not is_id(name):
        raise EntityRefused("bad_id", "The id must be a URI such as urn:ngsi-ld:ParkingSpot:1.")
    if not isinstance(kind, str) or not is_type(kind):
        raise EntityRefused("bad_type", "The type must be a name such as ParkingSpot.", entity=name)
    try:
        return Incoming(name, kind, read_attributes(raw, now), replaces, keeps, only, corrects)
    except EntityRefused as refused:
        raise EntityRefused(refused.reason, refused.text, entity=name) from None


@lru_cache(maxsize=65_536)
def is_id(text: str) -> bool:
    """Whether a text is a URI, without wildcards and control characters."""
    return len(text) <= LONGEST_ID and _URI.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def is_type(text: str) -> bool:
    """Whether a text can name a type or an attribute."""
    return len(text) <= LONGEST_TYPE and _WORD.fullmatch(text) is not None


def read_attributes(raw: Mapping[str, Any], now: int) -> Attributes:
    """The attributes of an entity or of a fragment of one. Raises EntityRefused."""
    if len(raw) > MOST_ATTRIBUTES:
        raise EntityRefused("too_many_attributes", f"At most {MOST_ATTRIBUTES} attributes.")
    found: Attributes = {}
    for name, value in raw.items():
        if name in NOT_ATTRIBUTES:
            continue
        if not is_type(name):
            raise EntityRefused("bad_attribute_name", f'"{name[:80]}" cannot name an attribute.')
        found[name] = _usual(value, now) or read_attribute(name, value, now)
    return found


def _usual(value: Any, now: int) -> Attribute | None:
    """What sensors send nearly always, without a detour: a Property of a plain value with its instant, no more.

    None for everything else, faults too; never another answer than that of `read_attribute`.
    """
    if value.__class__ is not dict or len(value) != _USUAL_KEYS or value.get("type") != PROPERTY:
        return None
    shown, told = value.get("value"), value.get("observedAt")
    if shown.__class__ not in _SCALARS or told.__class__ is not str:
        return None
    observed = read_instant(told)
    if observed is None or observed > now + FUTURE_MS:
        return None
    return Attribute(PROPERTY, shown, observed, 0, now)


def read_attribute(name: str, value: Any, now: int) -> Attribute:
    """One attribute, in any of the three forms. Raises EntityRefused."""
    if type(value) in _SCALARS:
        return Attribute(PROPERTY, value, now, 0, now, None, ("no_time",))
    if value is None:
        raise EntityRefused("null_value", f"{name} is null; delete the attribute instead.")
    if not isinstance(value, dict):
        return Attribute(PROPERTY, _checked(name, value), now, 0, now, None, ("no_time",))
    raw = cast("dict[str, Any]", value)
    kind = raw.get("type")
    if not isinstance(kind, str) or kind not in KINDS:
        return _concise(name, raw, now)
    place = KINDS[kind]
    if place not in raw:
        raise EntityRefused("no_value", f"{name} is a {kind} without {place}.")
    return _stamped(name, kind, raw[place], raw, now)


def _concise(name: str, raw: dict[str, Any], now: int) -> Attribute:
    """Without its kind: told by what is in it."""
    for kind, place in (
        (PROPERTY, "value"),
        (RELATIONSHIP, "object"),
        (LANGUAGE, "languageMap"),
    ):
        if place in raw and "type" not in raw:
            shown = raw[place]
            is_geo = kind == PROPERTY and isinstance(shown, dict) and _is_shape(shown)
            return _stamped(name, GEO if is_geo else kind, shown, raw, now)
    kind = GEO if _is_shape(raw) else PROPERTY
    return _stamped(name, kind, raw, {}, now)


def _is_shape(value: Any) -> bool:
    kind = value.get("type")
    return isinstance(kind, str) and kind in SHAPES and "coordinates" in value


def _stamped(name: str, kind: str, value: Any, raw: Mapping[str, Any], now: int) -> Attribute:
    if kind == GEO:
        _check_shape(name, value)
    elif kind == RELATIONSHIP:
        _check_object(name, value)
    elif type(value) not in _SCALARS:
        _checked(name, value)
    unit = raw.get("unitCode")
    if unit is not None and not isinstance(unit, str):
        raise EntityRefused("bad_unit", f"{name}.unitCode is no text.")
    sequence = _sequence(name, raw.get("sequence"))
    told = raw.get("observedAt")
    if told is None:
        return Attribute(kind, value, now, sequence, now, unit, ("no_time",))
    observed = read_instant(told) if isinstance(told, str) else None
    if observed is None:
        raise EntityRefused("bad_time", f"{name}.observedAt is no instant with a time zone.")
    if observed > now + FUTURE_MS:
        return Attribute(kind, value, now, sequence, now, unit, ("clock_skew",))
    return Attribute(kind, value, observed, sequence, now, unit)


def _sequence(name: str, given: Any) -> int:
    """A frame counter: a whole number, or a Property that holds one."""
    if given is None:
        return 0
    number = given.get("value") if isinstance(given, dict) else given  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 1 << 62:
        raise EntityRefused("bad_sequence", f"{name}.sequence is no whole number.")
    return number


@lru_cache(maxsize=16_384)
def read_instant(text: str) -> int | None:
    """UTC milliseconds of an ISO 8601 instant with a zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
        return None if moment.tzinfo is None else round(moment.timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def _check_object(name: str, value: Any) -> None:
    targets = cast("list[object]", value) if isinstance(value, list) else [value]
    if not targets or not all(isinstance(one, str) and is_id(one) for one in targets):
        raise EntityRefused("bad_relationship", f"{name}.object must be a URI.")


def _check_shape(name: str, value: Any) -> None:
    if not isinstance(value, dict) or not _is_shape(value):
        raise EntityRefused("bad_geometry", f"{name} is no GeoJSON geometry.")
    depth = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2}
    shape = cast("dict[str, Any]", value)
    if not _positions(shape["coordinates"], depth.get(shape["type"], 3)):
        raise EntityRefused("bad_geometry", f"{name} has coordinates outside [lon, lat].")


def _positions(value: Any, depth: int) -> bool:
    if not isinstance(value, list) or not value:
        return False
    items = cast("list[Any]", value)
    if depth:
        return all(_positions(item, depth - 1) for item in items)
    numbers = [n for n in items[:2] if isinstance(n, int | float) and not isinstance(n, bool)]
    return len(numbers) == 2 and abs(numbers[0]) <= 180 and abs(numbers[1]) <= 90  # noqa: PLR2004


def _checked(name: str, value: Any, depth: int = 0) -> Any:
    """The value itself; EntityRefused when it nests too deep."""
    if depth > DEEPEST:
        raise EntityRefused("too_deep", f"{name} nests deeper than {DEEPEST} levels.")
    if isinstance(value, dict):
        for part in cast("dict[str, Any]", value).values():
            _checked(name, part, depth + 1)
    elif isinstance(value, list):
        for part in cast("list[Any]", value):
            _checked(name, part, depth + 1)
    return value  # pyright: ignore[reportUnknownVariableType] -- any JSON
