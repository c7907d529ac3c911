# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The schema step that makes the tables of the tests."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_table(
        "pot",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("size", sa.Integer, sa.CheckConstraint("size > 0"), nullable=False),
        sa.Column("colour", sa.Text, nullable=False, server_default="red"),
        sa.Column("cracked", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("made", sa.BigInteger),
        sa.Column("label", sa.Text),
        sa.Column("photo", sa.LargeBinary),
    )
    op.create_table(
        "plant",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("pot_id", sa.Text, sa.ForeignKey("pot.id"), nullable=False),
    )
