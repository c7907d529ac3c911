# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Notices on their way to people: what they say, to whom, until when they still make sense (care A5-A8, N)."""

from enum import StrEnum
from typing import Any, Final

import msgspec

from i18n import LazyText, t
from services.care.domain.ladder import Channel


class NoticeState(StrEnum):
    """Where a notice stands. Accepted by a provider is not delivered; delivered is not acknowledged."""

    PENDING = "pending"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


class Template(StrEnum):
    """What a notice says."""

    CHECKIN = "checkin"
    REMINDER = "reminder"
    RETRY = "retry"
    ALERT = "alert"
    ALERT_RELATIVE = "alert_relative"
    PAUSE_ENDED = "pause_ended"
    CONSENT_WITHDRAWN = "consent_withdrawn"


TEXTS: Final[dict[Template, LazyText]] = {
    Template.CHECKIN: t("care.notice.checkin", "Det är dags att tala om hur du mår. Öppna appen."),
    Template.REMINDER: t("care.notice.reminder", "Vi väntar på ditt svar. Öppna appen."),
    Template.RETRY: t("care.notice.retry", "Vi har inte hört av dig. Svara i appen nu, annars kontaktar vi personal."),
    Template.ALERT: t("care.notice.alert", "Ett larm väntar på dig. Öppna larmlistan."),
    Template.ALERT_RELATIVE: t("care.notice.alert_relative", "En närstående till dig behöver tillsyn. Öppna appen."),
    Template.PAUSE_ENDED: t("care.notice.pause_ended", "Pausen är slut. Tillsynen börjar igen."),
    Template.CONSENT_WITHDRAWN: t(
        "care.notice.consent_withdrawn", "Ett samtycke har återkallats. Se över hur insatsen ska utföras."),
}  # fmt: skip
"""No name and nothing about health: the rest is behind the sign-in (N1)."""

LIFE_MS: Final[dict[Template, int]] = {
    Template.ALERT: 3_600_000,
    Template.ALERT_RELATIVE: 3_600_000,
    Template.PAUSE_ENDED: 86_400_000,
    Template.CONSENT_WITHDRAWN: 86_400_000,
}
"""How long a notice makes sense; those of a check-in live until it closes."""

LEASE_MS: Final = 15_000
MOST_TRIES: Final = 4
RETRY_MS: Final = 15_000
"""Between tries of one notice whose provider does not answer."""

SMS_WINDOWS: Final = ((15 * 60_000, 5), (3_600_000, 11))
"""At most so many text messages to one person in so long; never for P1 (N5)."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one endpoint."""

    id: str
    dedup_key: str
    alert: str | None
    generation: int
    occurrence: str | None
    level: int
    person: str
    """Whom, or `unit:<id>` for the screens of a unit."""
    channel: Channel
    endpoint: str | None
    template: Template
    lang: str
    urgent: bool
    not_before: int
    expires_at: int
    state: NoticeState
    attempts: int
    lease_until: int
    lease_by: str | None
    provider_id: str | None
    created_at: int
    done_at: int | None


def alert_key(**parts: Any) -> str:
    """The dedup key of a notice of an alert: the same step to the same end is sent once."""
    names = ("alert", "generation", "level", "round", "person", "channel", "endpoint")
    return ":".join(str(parts[name] or "-") for name in names)


def too_many(sent_at: list[int], now: int) -> bool:
    """Whether another text message would be one too many; counts those that were sent."""
    return any(sum(at > now - span for at in sent_at) >= most for span, most in SMS_WINDOWS)
