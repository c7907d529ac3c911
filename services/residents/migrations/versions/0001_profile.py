# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The profile and the contact ways."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add two tables; nothing that runs meanwhile knows them yet."""
    op.create_table(
        "resident",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.BigInteger),
    )
    op.create_table(
        "contact_way",
        sa.Column("resident", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("verified_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("resident", "kind"),
    )
