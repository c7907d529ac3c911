# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Entities with their newest state, the history of what was observed, counts of refusals."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add three tables; nothing that runs meanwhile knows them yet."""
    op.create_table(
        "entity",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("cell", sa.BigInteger),
        sa.Column("attributes", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("modified_at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("entity_type", "entity", ["type", "id"])
    op.create_index("entity_cell", "entity", ["cell", "type"])
    op.create_table(
        "segment",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            sa.Identity(),
            primary_key=True,
        ),
        sa.Column("bucket", sa.Integer, nullable=False),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("readings", sa.Text, nullable=False),
    )
    op.create_index("segment_bucket", "segment", ["bucket", "last"])
    op.create_index("segment_received", "segment", ["received_at"])
    op.create_table(
        "refusal",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("example", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("source", "reason", "day"),
    )
