# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Mandates: one person lets another act for her, within listed scopes, for at most a year (G1-G4)."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

import msgspec

from i18n import LazyText, t
from services.kit.errors import InputInvalid, Problem

DAY_MS: Final = 86_400_000
LONGEST_MS: Final = 365 * DAY_MS
OFFER_MS: Final = 7 * DAY_MS
REMIND_MS: Final = 14 * DAY_MS
"""So long before its end the principal is reminded."""

SCOPES: Final[dict[str, LazyText]] = {
    "residents.profile.read": t("residents.scope.profile", "Se din profil"),
    "parking.session.read": t("residents.scope.parking", "Se din parkering"),
    "care.view_status": t("residents.scope.care_status", "Se om du mår bra"),
    "care.view_answers": t("residents.scope.care_answers", "Se vad du har svarat i omsorgen"),
    "care.receive_alerts": t("residents.scope.care_alerts", "Få larm om dig"),
    "care.answer_on_behalf": t("residents.scope.care_answer", "Svara åt dig i omsorgen"),
    "care.book": t("residents.scope.care_book", "Boka besök och samtal åt dig"),
    "care.join_call": t("residents.scope.care_call", "Vara med i dina videosamtal"),
    "newcomers.plan.read": t("residents.scope.newcomers", "Se din plan som ny i staden"),
}
"""Everything that can be allowed, in words; there is no scope for everything."""


class MandateStatus(StrEnum):
    """Where a mandate stands."""

    OFFERED = "offered"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class MandateSource(StrEnum):
    """What a mandate rests on."""

    SELF = "self"
    STAFF_VERIFIED = "staff_verified"
    GUARDIAN = "guardian"
    """God man, förvaltare, framtidsfullmakt, guardians of a child: a proof is kept."""


class Mandate(msgspec.Struct, frozen=True, kw_only=True):
    """One mandate. Instants are UTC milliseconds."""

    id: str
    principal: str
    """For whom."""
    delegate: str | None
    """Who may act; None until somebody has accepted."""
    scopes: tuple[str, ...]
    status: MandateStatus
    source: MandateSource
    proof: str | None
    offered_at: int
    accepted_at: int | None
    until: int
    ended_at: int | None
    last_used_at: int | None

    def status_at(self, now: int) -> MandateStatus:
        """Where it stands at `now`; time ends what nobody has ended."""
        if self.status is MandateStatus.OFFERED and now >= self.offered_at + OFFER_MS:
            return MandateStatus.EXPIRED
        if self.status is MandateStatus.ACTIVE and now >= self.until:
            return MandateStatus.EXPIRED
        return self.status

    def in_force(self, now: int) -> bool:
        """Whether somebody may act under it."""
        return self.status_at(now) is MandateStatus.ACTIVE


def check_offer(scopes: Collection[str], until: int, *, now: int) -> tuple[str, ...]:
    """The scopes in order; InputInvalid for unknown or no scopes, for an end past or too far."""
    if not scopes or not set(scopes) <= SCOPES.keys():
        raise InputInvalid(
            t("residents.mandate.scopes", "Välj minst en sak i listan som personen får göra."),
            path=("scopes",),
        )
    if not now < until <= now + LONGEST_MS:
        raise InputInvalid(
            t("residents.mandate.until", "Välj en dag inom ett år."), path=("until",)
        )
    return tuple(scope for scope in SCOPES if scope in scopes)


def check_acceptance(mandate: Mandate | None, person: str, *, now: int) -> Mandate:
    """The offer behind a code; NOT_FOUND if it is none, is over or is one's own."""
    if mandate is None or mandate.status_at(now) is not MandateStatus.OFFERED:
        raise Problem("NOT_FOUND", path=("code",))
    if mandate.principal == person:
        raise InputInvalid(
            t(
                "residents.mandate.own",
                "Koden är för någon annan. Du kan inte vara ditt eget ombud.",
            ),
            path=("code",),
        )
    return mandate
