# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How often people keep what an engine wrote, and how far they change it."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add a table; nothing that runs meanwhile knows it yet."""
    op.create_table(
        "engine_score",
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("source_locale", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("approvals", sa.Integer, nullable=False),
        sa.Column("unchanged", sa.Integer, nullable=False),
        sa.Column("chrf_hundredths", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("engine", "source_locale", "locale"),
    )
