# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A second schema step: a column more, which the old version does not mind."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.add_column("pot", sa.Column("depth", sa.Integer))
