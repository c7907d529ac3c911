# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Translations of what people wrote."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add a table; nothing that runs meanwhile knows it yet."""
    op.create_table(
        "rendering",
        sa.Column("paper", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("source_hash", sa.Text, nullable=False),
        sa.Column("parts", sa.Text, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("is_machine", sa.Boolean, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("paper", "locale"),
    )
