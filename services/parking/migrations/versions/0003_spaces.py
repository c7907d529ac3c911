# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Bays with their newest state, and quarter-hours of occupancy."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add two tables; nothing that runs meanwhile knows them yet."""
    op.create_table(
        "space",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("lat_e7", sa.Integer, nullable=False),
        sa.Column("lon_e7", sa.Integer, nullable=False),
        sa.Column("cell", sa.BigInteger, nullable=False),
        sa.Column("heartbeat_ms", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("observed_at", sa.BigInteger, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("stale_at", sa.BigInteger, nullable=False),
        sa.Column("flagged", sa.Boolean, nullable=False),
    )
    free = sa.text("status = 'free'")
    op.create_index(
        "space_free", "space", ["cell", "lat_e7", "lon_e7", "since", "stale_at", "observed_at", "id"],
        sqlite_where=free, postgresql_where=free,
    )  # fmt: skip
    op.create_index("space_zone", "space", ["zone"])
    op.create_table(
        "occupancy_quarter",
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("slot", sa.Integer, nullable=False),
        sa.Column("occupied", sa.Integer, nullable=False),
        sa.Column("known", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("zone", "slot"),
    )
