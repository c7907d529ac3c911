# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sealed plates of permits for offline lists, lent vehicles, moves, and checks that were made offline."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add columns that may be empty, a table and two indexes; what runs meanwhile writes none of them."""
    op.add_column("permit", sa.Column("plate_sealed", sa.LargeBinary))
    op.add_column("permit", sa.Column("wanted_area", sa.Text))
    op.add_column("permit_lookup", sa.Column("epoch", sa.Integer))
    op.add_column("permit_lookup", sa.Column("plate_sealed", sa.LargeBinary))
    op.add_column("enforcement_check", sa.Column("told", sa.Text))
    op.create_table(
        "permit_vehicle",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("permit", sa.Text, nullable=False),
        sa.Column("plate_key", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("plate_sealed", sa.LargeBinary),
        sa.Column("starts_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
    )
    op.create_index("permit_vehicle_permit", "permit_vehicle", ["permit", "starts_at"])
    op.create_index("permit_vehicle_plate", "permit_vehicle", ["plate_key", "ends_at"])
    op.create_index("permit_end", "permit", ["status", "end_day"])
    op.create_index(
        "session_sealed", "session", ["paid_until"],
        sqlite_where=sa.text("plate_sealed IS NOT NULL"),
        postgresql_where=sa.text("plate_sealed IS NOT NULL"),
    )  # fmt: skip
