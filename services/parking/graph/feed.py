# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What parking tells the personal feed: stays that go on, each until its paid time ends."""

from i18n import t
from services.kit.clock import instant
from services.kit.graph.feed import FeedPriority, Wanting
from services.parking.domain.sessions import WARN_BEFORE, Session, SessionStatus

MOST_STAYS = 20


def stay_items(sessions: list[Session], now: int) -> list[Wanting]:
    """An item per active stay; urgent when little paid time is left."""
    return [_stay(one, now) for one in sessions if one.status is SessionStatus.ACTIVE]


def _stay(session: Session, now: int) -> Wanting:
    left = instant(session.paid_until) - instant(now)
    return Wanting(
        kind="parking.session",
        subject=session.id,
        title=t(
            "parking.feed.session",
            "Din parkering är betald till {$until :time timeZone=|Europe/Stockholm|}.",
            until=instant(session.paid_until),
        ),
        reason=t("parking.feed.reason", "Du har en parkering som pågår."),
        created_at=session.started_at,
        valid_until=session.paid_until,
        due_at=session.paid_until,
        priority=FeedPriority.URGENT if left <= WARN_BEFORE else FeedPriority.NORMAL,
        action="/parking/sessions",
    )
