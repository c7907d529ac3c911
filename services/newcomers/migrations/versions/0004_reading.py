# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How the text of a document was come by."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add a column that may be empty; a version that runs meanwhile does not look at it."""
    op.add_column("document", sa.Column("reading", sa.Text))
