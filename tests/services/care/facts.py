# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Facts of care for tests that need no database."""

from services.care.domain.alerts import Alert, State
from services.care.domain.ladder import Channel, Ladder, Level, Target, TargetKind
from services.care.domain.triage import Source

AT = 1_780_300_800_000


def alert_of(**changes):
    """An alert about a missed check-in."""
    ladder = Ladder(
        policy="po1", version=1, unit="u1",
        levels=(Level(delay_s=0, targets=(Target(TargetKind.UNIT, "u1"),), channels=(Channel.SCREEN,)),),
        final_repeat_s=300,
    )  # fmt: skip
    facts = {
        "id": "al1", "unit": "u1", "resident": "r1", "device": None, "source": Source.MISSED,
        "default_priority": 2, "priority": 2, "state": State.TRIGGERED, "ladder": ladder, "level": 1,
        "rung_due": AT, "rung_round": 0, "generation": 1, "next_action_at": AT, "opened_at": AT,
        "sla_due_at": AT + 180_000, "answered_at": None, "on_site_at": None, "ended_at": None,
        "owner": "n1", "ackers": (), "eta": None, "outcome": None, "merged_into": None,
        "said_ok": False, "waiting_since": None, "waited_ms": 0, "offered_to": None, "about": {},
        "dedup_key": "k", "seq": 4,
    }  # fmt: skip
    return Alert(**(facts | changes))
