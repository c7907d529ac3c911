# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Units of the memory that nobody should be shown until a person has put them right."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add two columns that may be empty; a version that runs meanwhile does not look at them."""
    op.add_column("memory", sa.Column("quarantined_at", sa.BigInteger))
    op.add_column("memory", sa.Column("quarantine_reason", sa.Text))
