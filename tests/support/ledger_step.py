# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The schema step of the ledger."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_table("entry", sa.Column("id", sa.Text, primary_key=True))
