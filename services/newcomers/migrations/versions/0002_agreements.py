# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Agreements, quarantines and prices of interpreters, comments on plans, languages of the guide."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add tables and one column that may be empty; what runs meanwhile does not look at them."""
    _add_agreements()
    op.create_table(
        "plan_comment",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("step", sa.Text),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("plan_comment_person", "plan_comment", ["person", "id"])
    op.create_table(
        "guide_locale",
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("fallbacks", sa.Text, nullable=False),
        sa.Column("machine", sa.Text, nullable=False),
        sa.Column("is_visible", sa.Boolean, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("locale"),
    )
    op.add_column("page", sa.Column("kind", sa.Text))


def _add_agreements() -> None:
    op.create_table(
        "broker_quarantine",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("broker", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("from_at", sa.BigInteger, nullable=False),
        sa.Column("until_at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("put_by", sa.Text, nullable=False),
        sa.Column("lifted_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "agreement_end",
        sa.Column("agreement", sa.Text, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("ended_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("agreement"),
    )
    op.create_table(
        "price_row",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("row", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
