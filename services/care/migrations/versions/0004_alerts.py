# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Alerts that always have a next action while they are open, their events, numbered queues."""

import sqlalchemy as sa
from alembic import op

OPEN = sa.text("next_action_at IS NOT NULL")


def upgrade() -> None:
    """Add tables; nothing that runs meanwhile knows them yet."""
    _alert()
    _alert_event()
    _queue()
    _queue_change()


def _alert() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("resident", sa.Text),
        sa.Column("device", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("sla_due_at", sa.BigInteger, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("answered_at", sa.BigInteger),
        sa.Column("on_site_at", sa.BigInteger),
        sa.Column("waited_ms", sa.Integer, nullable=False),
        sa.Column("next_action_at", sa.BigInteger),
        sa.Column("owner", sa.Text),
        sa.Column("lang", sa.Text, nullable=False),
        sa.Column("skill", sa.Text, nullable=False),
        sa.Column("dedup_key", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.CheckConstraint("(state IN ('resolved', 'merged')) = (next_action_at IS NULL)"),
    )
    op.create_index(
        "alert_dedup", "alert", ["dedup_key"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index(
        "alert_due", "alert", ["next_action_at"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index(
        "alert_queue", "alert", ["unit", "priority"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index("alert_resident", "alert", ["resident", "opened_at"])


def _alert_event() -> None:
    op.create_table(
        "alert_event",
        sa.Column("alert", sa.Text, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("on_behalf_of", sa.Text),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )


def _queue() -> None:
    op.create_table(
        "queue",
        sa.Column("unit", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
    )


def _queue_change() -> None:
    op.create_table(
        "queue_change",
        sa.Column("unit", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("alert", sa.Text, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
