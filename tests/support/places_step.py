# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The schema step of the data benchmark."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_table(
        "place",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("street", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
    )
