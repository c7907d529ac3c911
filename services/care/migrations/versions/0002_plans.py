# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Plans, their revisions and pauses."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add tables; nothing that runs meanwhile knows them yet."""
    _plan()
    _plan_rev()
    _pause()


def _plan() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("resident", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("decision", sa.Text),
        sa.Column("current_rev", sa.Integer, nullable=False),
        sa.Column("made_until", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("plan_made_until", "plan", ["status", "made_until"])
    op.create_index("plan_resident", "plan", ["resident"])


def _plan_rev() -> None:
    op.create_table(
        "plan_rev",
        sa.Column("plan", sa.Text, primary_key=True),
        sa.Column("rev", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("effective_from", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
    )


def _pause() -> None:
    op.create_table(
        "pause",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("resident", sa.Text, nullable=False),
        sa.Column("plan", sa.Text),
        sa.Column("begins_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
    )
    op.create_index("pause_resident", "pause", ["resident"])
