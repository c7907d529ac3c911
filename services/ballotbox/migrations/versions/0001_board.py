# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The board: tables without row numbers, so that nothing tells in which order ballots came (S1)."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add five tables; nothing that runs meanwhile knows them yet."""
    op.create_table(
        "board",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("definition", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("batch", sa.Integer, nullable=False),
    )
    op.create_table(
        "serial",
        sa.Column("poll", sa.Text, nullable=False),
        sa.Column("serial_hash", sa.Text, nullable=False),
        sa.Column("leaf", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("poll", "serial_hash"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pending",
        sa.Column("poll", sa.Text, nullable=False),
        sa.Column("leaf", sa.Text, nullable=False),
        sa.Column("commitment", sa.Text, nullable=False),
        sa.Column("serial_hash", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("poll", "leaf"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entry",
        sa.Column("poll", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("leaf", sa.Text, nullable=False),
        sa.Column("commitment", sa.Text, nullable=False),
        sa.Column("serial_hash", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("opening", sa.Text),
        sa.PrimaryKeyConstraint("poll", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "head",
        sa.Column("poll", sa.Text, nullable=False),
        sa.Column("batch", sa.Integer, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("poll", "batch"),
    )
