# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Assignments that an issuer of staff vouches for: one is chosen for a session (G5; Inera/SITHS)."""

from collections.abc import Mapping
from typing import Any, Final, cast

import msgspec

from services.kit.wire.caller import Assignment

_MOST: Final = 50


class CareUnit(msgspec.Struct, frozen=True):
    """The unit of a commission."""

    id: str


class Commission(msgspec.Struct, frozen=True, rename="camel"):
    """A commission (medarbetaruppdrag) as SITHS issuers tell it."""

    commission_hsa_id: str
    commission_purpose: str
    health_care_provider_hsa_id: str
    care_unit: CareUnit
    commission_right: tuple[str, ...] = ()


_PURPOSES: Final = {
    "vård och behandling": "care",
    "omsorg": "care",
    "administration": "case_handling",
    "statistik": "statistics",
}
"""Purposes of commissions in our words; others are kept as they are and open nothing."""


def assignments_of(claims: Mapping[str, Any]) -> tuple[Assignment, ...]:
    """Every assignment the claims speak of; entries that cannot be read open nothing."""
    listed = claims.get("allCommissions")
    if not isinstance(listed, list):
        listed = [claims] if "commissionHsaId" in claims else []
    found: list[Assignment] = []
    for each in cast("list[Any]", listed)[:_MOST]:
        try:
            one = msgspec.convert(each, Commission)
        except msgspec.ValidationError:
            continue
        purpose = one.commission_purpose.strip().lower()
        found.append(
            Assignment(
                id=one.commission_hsa_id,
                unit=one.care_unit.id,
                provider=one.health_care_provider_hsa_id,
                purpose=_PURPOSES.get(purpose, purpose),
                rights=one.commission_right,
            )
        )
    return tuple(found)
