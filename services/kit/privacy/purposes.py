# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Why personal data may be handled: purposes of the city, legal bases of GDPR art. 6, KLASSA classes."""

import re
from enum import StrEnum
from typing import Any, Final, cast

import strawberry


class Purpose(StrEnum):
    """What personal data are used for; the purpose of an assignment is one of these."""

    PROFILE = "profile"
    CONTACT = "contact"
    IDENTITY = "identity"
    CARE = "care"
    PARKING = "parking"
    PARTICIPATION = "participation"
    VOTING = "voting"
    NEWCOMER_SUPPORT = "newcomer_support"
    COUNSELLING = "counselling"
    INTERPRETING = "interpreting"
    TRANSLATION = "translation"
    CITY_INFORMATION = "city_information"
    PUBLISHING = "publishing"
    CASE_HANDLING = "case_handling"
    DEVICES = "devices"
    STATISTICS = "statistics"
    SECURITY = "security"


_SERVES: Final[dict[str, frozenset[Purpose]]] = {
    "counselling": frozenset({Purpose.NEWCOMER_SUPPORT, Purpose.INTERPRETING, Purpose.TRANSLATION}),
    "newcomer_support": frozenset(
        {Purpose.COUNSELLING, Purpose.INTERPRETING, Purpose.TRANSLATION, Purpose.CONTACT}
    ),
    "publishing": frozenset(
        {Purpose.TRANSLATION, Purpose.CITY_INFORMATION, Purpose.CASE_HANDLING, Purpose.CONTACT}
    ),
    "parking": frozenset({Purpose.CASE_HANDLING}),
    "care": frozenset({Purpose.CONTACT, Purpose.INTERPRETING, Purpose.DEVICES}),
}
"""What an assignment's purpose takes in beside itself."""


def purposes_served(purpose: str) -> frozenset[Purpose]:
    """The purposes that work of this purpose may handle data for; none for one we do not know."""
    own = frozenset(each for each in Purpose if each.value == purpose)
    return own | _SERVES.get(purpose, frozenset())


class Basis(StrEnum):
    """The legal basis of GDPR art. 6.1."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL = "vital"
    PUBLIC_TASK = "public_task"


KLASSA: Final = re.compile(r"K([0-4])R([0-4])T([0-4])")
"""Confidentiality, correctness and availability, 0 to 4 each (SKR's KLASSA)."""

PERIOD: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
"""ISO 8601 durations as retention uses them."""

_DAY_MS: Final = 86_400_000


def period_ms(period: str) -> int:
    """Milliseconds of an ISO 8601 period; a year counts 365 days, a month 30. ValueError if none."""
    found = PERIOD.fullmatch(period)
    if found is None or not any(found.groups()):
        raise ValueError(f"{period!r} is no period such as P5Y, P90D or PT1H")
    years, months, days, hours, minutes = (int(part or 0) for part in found.groups())
    return (years * 365 + months * 30 + days) * _DAY_MS + (hours * 60 + minutes) * 60_000


_shown = cast("Any", strawberry.federation).enum

_shown(Purpose, name="Purpose", inaccessible=True, description="Why personal data may be handled.")
_shown(
    Basis,
    name="LegalBasis",
    inaccessible=True,
    description="The legal basis of handling personal data (GDPR art. 6.1).",
)
