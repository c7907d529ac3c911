# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who publishes, and what each is part of."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add a table; nothing that runs meanwhile knows it yet."""
    op.create_table(
        "organisation",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
