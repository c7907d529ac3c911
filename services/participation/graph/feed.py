# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What participation tells the personal feed: polls that are open to her."""

from collections.abc import Mapping

from i18n import t
from services.kit.graph.feed import Wanting
from services.participation.store.polls import PollRow


def poll_items(rows: list[PollRow], titles: Mapping[str, str]) -> list[Wanting]:
    """An item per poll, due at its close."""
    return [
        Wanting(
            kind="participation.poll",
            subject=row.id,
            title=t("participation.feed.vote", "Du kan rösta: {$title}", title=titles[row.id]),
            reason=t("participation.feed.reason", "Du finns i röstlängden."),
            created_at=row.opens_at,
            valid_until=row.closes_at,
            due_at=row.closes_at,
            action=f"/participation/polls/{row.id}",
        )
        for row in rows
    ]
