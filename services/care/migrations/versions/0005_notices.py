# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The outbox of notices to people."""

import sqlalchemy as sa
from alembic import op

WAITS = sa.text("done_at IS NULL")


def upgrade() -> None:
    """Add tables; nothing that runs meanwhile knows them yet."""
    _notice()


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("dedup_key", sa.Text, nullable=False, unique=True),
        sa.Column("alert", sa.Text),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("occurrence", sa.Text),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("endpoint", sa.Text),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("lang", sa.Text, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease_until", sa.BigInteger, nullable=False),
        sa.Column("lease_by", sa.Text),
        sa.Column("provider_id", sa.Text),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("done_at", sa.BigInteger),
    )
    op.create_index("notice_alert", "notice", ["alert"])
    op.create_index(
        "notice_due", "notice", ["not_before"], sqlite_where=WAITS, postgresql_where=WAITS
    )
    op.create_index("notice_occurrence", "notice", ["occurrence"])
    op.create_index("notice_person", "notice", ["person", "done_at"])
    op.create_index("notice_provider", "notice", ["provider_id"])
