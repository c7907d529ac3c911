# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Occurrences that always have a next action while they wait, and answers."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add tables; nothing that runs meanwhile knows them yet."""
    _occurrence()
    _answer()


def _occurrence() -> None:
    op.create_table(
        "occurrence",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("resident", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("recurrence_id", sa.Text, nullable=False),
        sa.Column("opens_at", sa.BigInteger, nullable=False),
        sa.Column("closes_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempt_no", sa.Integer, nullable=False),
        sa.Column("reminders_sent", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("alert", sa.Text),
        sa.Column("next_action_at", sa.BigInteger),
        sa.Column("tzdata", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("(state IN ('scheduled', 'open')) = (next_action_at IS NOT NULL)"),
    )
    op.create_index("occurrence_alert", "occurrence", ["alert"])
    op.create_index("occurrence_due", "occurrence", ["next_action_at"])
    op.create_index("occurrence_plan", "occurrence", ["plan", "opens_at"])
    op.create_index("occurrence_resident", "occurrence", ["resident", "opens_at"])


def _answer() -> None:
    op.create_table(
        "answer",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("resident", sa.Text, nullable=False),
        sa.Column("occurrence", sa.Text),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("on_behalf_of", sa.Text),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("lang", sa.Text, nullable=False),
        sa.Column("choice", sa.Text, nullable=False),
        sa.Column("pictograms", sa.Text, nullable=False),
        sa.Column("free_text", sa.Text),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("client_event_id", sa.Text, nullable=False, unique=True),
    )
    op.create_index("answer_occurrence", "answer", ["occurrence"])
    op.create_index("answer_resident", "answer", ["resident", "received_at"])
