# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of each address of the feed: its marks of version, and what came of the last fetch."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add a table; nothing that runs meanwhile knows it yet."""
    op.create_table(
        "feed_source",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("last_modified", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("good_at", sa.BigInteger),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
