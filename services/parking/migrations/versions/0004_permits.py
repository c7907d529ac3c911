# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Permits with one live one per owner and vehicle, vehicles lent for a while, checks by plate."""

import sqlalchemy as sa
from alembic import op

LIVE = "status IN ('draft', 'preliminary', 'payment_in_progress', 'valid')"


def upgrade() -> None:
    """Add three tables; nothing that runs meanwhile knows them yet."""
    op.create_table(
        "permit",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("area", sa.Text, nullable=False),
        sa.Column("plate_key", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("start_day", sa.Integer, nullable=False),
        sa.Column("end_day", sa.Integer),
        sa.Column("primary_permit", sa.Text),
        sa.Column("month_ore", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
    )
    op.create_index(
        "permit_live", "permit", ["owner", "plate_key"], unique=True,
        sqlite_where=sa.text(LIVE), postgresql_where=sa.text(LIVE),
    )  # fmt: skip
    op.create_index("permit_plate", "permit", ["plate_key"])
    op.create_table(
        "permit_refund",
        sa.Column("permit", sa.Text, primary_key=True),
        sa.Column("gross_ore", sa.Integer, nullable=False),
        sa.Column("vat_ore", sa.Integer, nullable=False),
        sa.Column("months", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "enforcement_check",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("officer", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("plate_key", sa.Text, nullable=False),
        sa.Column("lat_e7", sa.Integer, nullable=False),
        sa.Column("lon_e7", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("feed_version", sa.Integer, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
    )
    op.create_index("enforcement_check_officer", "enforcement_check", ["officer", "at"])
