# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The schema step of a searchable table: FTS5 on SQLite, a text-search index on PostgreSQL."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_table(
        "page",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("weight", sa.Float, nullable=False),
    )
    if op.get_context().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE page_text USING fts5(id UNINDEXED, body)")
    else:
        op.execute("CREATE INDEX page_words ON page USING gin (to_tsvector('simple', body))")
