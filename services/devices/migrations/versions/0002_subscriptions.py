# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Subscriptions, what is due for them, and the number of their edition."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add three tables; nothing that runs meanwhile knows them yet."""
    op.create_table(
        "subscription",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("everything", sa.Boolean, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("lease_until", sa.BigInteger, nullable=False),
        sa.Column("sent", sa.Integer, nullable=False),
        sa.Column("last_sent_at", sa.BigInteger),
        sa.Column("last_failed_at", sa.BigInteger),
    )
    op.create_index("subscription_owner", "subscription", ["owner"])
    op.create_table(
        "due",
        sa.Column("subscription", sa.Text, nullable=False),
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("mark", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("subscription", "entity"),
    )
    op.create_table(
        "subscription_edition",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
    )
