# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Plate secrets, quotes, sessions with one active per plate and domain, charges."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add four tables; nothing that runs meanwhile knows them yet."""
    op.create_table(
        "plate_epoch",
        sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "quote",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_index("quote_expires_at", "quote", ["expires_at"])
    op.create_table(
        "session",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("operator", sa.Text, nullable=False),
        sa.Column("domain", sa.Text, nullable=False),
        sa.Column("plate_key", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("plate_sealed", sa.LargeBinary),
        sa.Column("regulation", sa.Text, nullable=False),
        sa.Column("area", sa.Text, nullable=False),
        sa.Column("zone", sa.Integer),
        sa.Column("tariff", sa.Text, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("paid_until", sa.BigInteger, nullable=False),
        sa.Column("must_end_at", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("charged_ore", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
    )
    op.create_index(
        "session_active_plate",
        "session",
        ["operator", "domain", "plate_key"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("session_owner", "session", ["owner", "started_at"])
    op.create_index("session_plate", "session", ["plate_key", "paid_until"])
    op.create_table(
        "charge",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("ore", sa.Integer, nullable=False),
        sa.Column("vat_percent", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("charge_session", "charge", ["session", "at"])
