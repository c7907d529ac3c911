# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Residents in care, what their care rests on, how people are reached, who may know what."""

from enum import StrEnum
from typing import Final

import msgspec

from services.care.domain.ladder import Channel


class CareResident(msgspec.Struct, frozen=True, kw_only=True):
    """A resident as care knows her: no name, no address, no number."""

    id: str
    unit: str
    lang: str
    large_text: bool
    zone: str
    protected: bool
    """Protected identity: relatives never learn a place or a unit (D2)."""
    version: int


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A decision under the Social Services Act that a plan carries out."""

    id: str
    resident: str
    unit: str
    legal_basis: str
    effort: str
    decided_at: int
    valid_from: int
    valid_to: int | None
    ended_at: int | None

    def holds(self, now: int) -> bool:
        """Whether it is in force."""
        is_over = self.valid_to is not None and self.valid_to <= now
        return self.ended_at is None and self.valid_from <= now and not is_over


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """One way to reach a person on one device."""

    id: str
    person: str
    channel: Channel
    address: dict[str, str]
    lang: str
    added_at: int
    removed_at: int | None


class ConsentPurpose(StrEnum):
    """What somebody agrees to."""

    CHECKIN = "checkin"
    CAMERA_LOOK = "camera_look"
    VIDEO = "video"
    SHARE_WITH = "share_with"
    TRANSLATION = "translation_of_free_text"
    STATISTICS = "statistics"


class GivenBy(StrEnum):
    """Who agreed."""

    SELF = "self"
    GOD_MAN = "god_man"
    FORVALTARE = "forvaltare"
    FRAMTIDSFULLMAKT = "framtidsfullmakt"


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """A consent, and when it ended."""

    id: str
    resident: str
    purpose: ConsentPurpose
    given_by: GivenBy
    giver: str
    evidence: str | None
    valid_from: int
    valid_to: int | None
    withdrawn_at: int | None

    def holds(self, now: int) -> bool:
        """Whether it is in force."""
        is_over = self.valid_to is not None and self.valid_to <= now
        return self.withdrawn_at is None and self.valid_from <= now and not is_over


class ShareScope(StrEnum):
    """What a relative or guardian may."""

    VIEW_STATUS = "view_status"
    VIEW_ANSWERS = "view_answers"
    RECEIVE_ALERTS = "receive_alerts"
    ANSWER = "answer_on_behalf"
    BOOK = "book"
    JOIN_CALL = "join_call"


SHARE_SCOPES: Final = frozenset(each.value for each in ShareScope)


class ShareSource(StrEnum):
    """Where a delegation comes from."""

    SELF = "self"
    STAFF_VERIFIED = "staff_verified"
    MINA_OMBUD = "mina_ombud"
    GUARDIAN_REGISTER = "guardian_register"


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A delegation: what the grantor lets the grantee know and do."""

    id: str
    grantor: str
    grantee: str
    scopes: tuple[str, ...]
    source: ShareSource
    valid_from: int
    valid_to: int | None
    withdrawn_at: int | None

    def holds(self, now: int) -> bool:
        """Whether it is in force."""
        is_over = self.valid_to is not None and self.valid_to <= now
        return self.withdrawn_at is None and self.valid_from <= now and not is_over


class Status(StrEnum):
    """All that a relative with `view_status` learns (D2)."""

    OK = "ok"
    LATE = "late"
    HANDLED = "handled"
    WAITING = "waiting"
