# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What others vouch for about a person, and what she says of herself."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add two tables; nothing that runs meanwhile knows them yet."""
    op.create_table(
        "verified_fact",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("fact", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("checked_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("person", "kind"),
    )
    op.create_table(
        "self_given",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("called", sa.Text, nullable=False),
        sa.Column("birth", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.BigInteger),
    )
