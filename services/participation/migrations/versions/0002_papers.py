# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Everything written, marks on it, and acts of moderation."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add three tables; nothing that runs meanwhile knows them yet."""
    op.create_table(
        "paper",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("parent", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("paper_kind", "paper", ["kind", "parent", "id"])
    op.create_index("paper_author", "paper", ["author"])
    op.create_table(
        "mark",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("paper", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("value", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("kind", "paper", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "moderation_act",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("verb", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("moderator", sa.Text, nullable=False),
        sa.Column("policy_version", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )
