# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What care tells the personal feed: a check-in that waits for an answer, and the next one."""

from i18n import t
from services.care.domain.occurrences import Occurrence, OccurrenceState
from services.care.domain.plans import PlanKind
from services.kit.graph.feed import FeedPriority, Wanting

SOON_MS = 12 * 3_600_000


def check_in_item(
    one: Occurrence, now: int, kind: PlanKind = PlanKind.SELF_CHECKIN
) -> Wanting | None:
    """The item of a check-in: open is urgent, soon is good to know, later is nothing yet."""
    reason = t("care.feed.reason", "Du har avtalad tillsyn.")
    if one.state is OccurrenceState.OPEN and kind is PlanKind.SELF_CHECKIN:
        return Wanting(
            kind="care.checkin", subject=one.id, title=t("care.feed.open", "Hur mår du? Vi väntar på ditt svar."),
            reason=reason, created_at=one.opens_at, valid_until=one.closes_at, due_at=one.closes_at,
            priority=FeedPriority.URGENT, action=f"/care/checkins/{one.id}",
        )  # fmt: skip
    if one.state is OccurrenceState.SCHEDULED and one.opens_at - now <= SOON_MS:
        return Wanting(
            kind="care.checkin", subject=one.id, title=t("care.feed.soon", "Nästa tillsyn är inom kort."),
            reason=reason, created_at=now, valid_until=one.closes_at, priority=FeedPriority.LOW,
            action=f"/care/checkins/{one.id}",
        )  # fmt: skip
    return None
