# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Under which name a department sends, where answers go, and how mail is unsubscribed from."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add a table and two columns; rows of the version before are sent under the city's own name."""
    op.create_table(
        "notify_sender",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
    )
    for name in ("sender", "unsubscribe"):
        column: sa.Column[str] = sa.Column(name, sa.Text, nullable=False, server_default="")
        op.add_column("notification", column)
