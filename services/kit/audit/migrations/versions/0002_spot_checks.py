# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Rows that were drawn to be looked into by a human."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add a table; nothing that runs meanwhile knows it yet."""
    op.create_table(
        "spot_check",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("drawn_at", sa.BigInteger, nullable=False),
        sa.Column("reviewed_at", sa.BigInteger),
        sa.Column("reviewer", sa.Text),
        sa.Column("finding", sa.Text),
    )
