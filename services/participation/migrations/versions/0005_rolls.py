# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Citizenship and time in Sweden of electors, ages of a roll in bands, additions by appeal."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add columns that may be empty and a table; what runs meanwhile writes none of them."""
    op.add_column("elector", sa.Column("citizenship", sa.Text))
    op.add_column("elector", sa.Column("in_sweden_from", sa.Text))
    op.add_column("roll", sa.Column("age_band", sa.Text))
    op.create_table(
        "roll_addition",
        sa.Column("poll", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("root", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("decided_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("poll", "number"),
    )
