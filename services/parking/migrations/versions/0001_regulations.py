# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Regulations by grid cell, the feed's version, and rows that were kept out."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add four tables; nothing that runs meanwhile knows them yet."""
    op.create_table(
        "feed",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "regulation",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("layer", sa.Text, nullable=False),
        sa.Column("citation", sa.Text, nullable=False),
        sa.Column("street", sa.Text, nullable=False),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("area", sa.Text, nullable=False),
        sa.Column("weekday", sa.Integer),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("regulation_layer", "regulation", ["layer", "id"])
    op.create_table(
        "regulation_cell",
        sa.Column("cell", sa.BigInteger, nullable=False),
        sa.Column("regulation", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("cell", "regulation"),
    )
    op.create_index("regulation_cell_regulation", "regulation_cell", ["regulation"])
    op.create_table(
        "refused_row",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
