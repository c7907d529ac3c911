# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Devices and the frames they sent."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add two tables; nothing that runs meanwhile knows them yet."""
    op.create_table(
        "device",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("eui", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("heartbeat_ms", sa.Integer, nullable=False),
    )
    op.create_table(
        "frame",
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("observed_at", sa.BigInteger, nullable=False),
        sa.Column("counter", sa.BigInteger, nullable=False),
        sa.Column("port", sa.Integer, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("device", "observed_at", "counter"),
    )
    op.create_index("frame_received", "frame", ["received_at"])
