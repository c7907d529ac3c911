# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What other operators tell of a stay, in the words of Parkkihubi's operator API (version 1)."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

import msgspec

from services.kit.clock import milliseconds
from services.kit.geometry import Point

OPEN_END = 253_402_300_799_000
"""The end of a stay whose end is not known yet: the last second of the year 9999."""
EDITABLE = timedelta(minutes=2)
LONGEST_STAY = timedelta(days=14)
LONGEST_REGISTRATION = 20
HIGHEST_ZONE = 99
LONGEST_DOMAIN = 20


class OperatorRole(StrEnum):
    """What a key opens."""

    OPERATOR = "operator"
    ENFORCER = "enforcer"


class TellingWrong(ValueError):
    """A field that cannot be taken: its name and why, in English, as the API answers it."""

    def __init__(self, field: str, why: str) -> None:
        """Name the field."""
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A stay as an operator tells it; no plate is kept here."""

    time_start: int
    """UTC milliseconds."""
    time_end: int | None = None
    zone: int | None = None
    domain: str
    location: Point | None = None
    terminal_number: str = ""
    is_disc_parking: bool = False


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """What was told, with the plate."""

    registration_number: str
    told: Told


def read_telling(given: Any, *, domain: str) -> Telling:
    """A stay from its JSON; `domain` is the city's own. Raises TellingWrong."""
    if not isinstance(given, dict):
        raise TellingWrong("non_field_errors", "Send an object.")
    raw = cast("dict[str, Any]", given)
    registration = raw.get("registration_number")
    if (
        not isinstance(registration, str)
        or not 1 <= len(registration.strip()) <= LONGEST_REGISTRATION
    ):
        raise TellingWrong("registration_number", "1 to 20 characters are needed.")
    disc = raw.get("is_disc_parking", False)
    if not isinstance(disc, bool):
        raise TellingWrong("is_disc_parking", "Must be a valid boolean.")
    start = read_time(raw, "time_start")
    if start is None:
        raise TellingWrong("time_start", "This field is required.")
    end = read_time(raw, "time_end")
    check_end(start, end)
    zone, location = read_zone(raw.get("zone")), read_location(raw.get("location"))
    if disc and location is None:
        raise TellingWrong("location", "This field is required for disc parking.")
    if not disc and zone is None:
        raise TellingWrong("zone", "This field is required.")
    area, terminal = raw.get("domain", domain), raw.get("terminal_number", "")
    if not isinstance(area, str) or not 1 <= len(area) <= LONGEST_DOMAIN:
        raise TellingWrong("domain", "No such domain.")
    if not isinstance(terminal, str | int) or len(str(terminal)) > LONGEST_REGISTRATION:
        raise TellingWrong("terminal_number", "At most 20 characters.")
    told = Told(
        time_start=start, time_end=end, zone=zone, domain=area, location=location,
        terminal_number=str(terminal), is_disc_parking=disc,
    )  # fmt: skip
    return Telling(registration_number=registration.strip(), told=told)


def check_end(start: int, end: int | None) -> None:
    """Raise TellingWrong for an end that is no end of a stay."""
    if end is not None and end < start:
        raise TellingWrong("time_end", '"time_start" cannot be after "time_end".')
    if end is not None and end - start > LONGEST_STAY.total_seconds() * 1000:
        raise TellingWrong("time_end", f"A stay is at most {LONGEST_STAY.days} days.")


def read_time(given: dict[str, Any], name: str) -> int | None:
    """An instant with its zone, in milliseconds; None when it is not given. Raises TellingWrong."""
    value = given.get(name)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return milliseconds(moment)
    except (TypeError, ValueError, OverflowError):
        raise TellingWrong(name, "Must be an instant with its time zone (ISO 8601).") from None


def read_zone(value: Any) -> int | None:
    """A zone's number. Raises TellingWrong."""
    if value is None:
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= HIGHEST_ZONE:
        raise TellingWrong("zone", "No such zone.")
    return value


def read_location(value: Any) -> Point | None:
    """The place of a GeoJSON point or of {latitude, longitude}. Raises TellingWrong."""
    if value is None:
        return None
    try:
        if value.get("type") == "Point":
            lon, lat = value["coordinates"]
            return Point(float(lat), float(lon))
        return Point(float(value["latitude"]), float(value["longitude"]))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise TellingWrong("location", "Must be a GeoJSON point.") from None
