# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the guide that hold from a moment or until one."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add columns that may be empty; a version that runs meanwhile does not look at them."""
    op.add_column("page", sa.Column("valid_from", sa.BigInteger))
    op.add_column("page", sa.Column("valid_to", sa.BigInteger))
