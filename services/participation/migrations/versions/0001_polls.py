# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The registrar: electors, polls, rolls, rights issued, outcomes."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add seven tables; rows of rights keep no order of their own."""
    op.create_table(
        "elector",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("born", sa.Text, nullable=False),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("registered_from", sa.Text, nullable=False),
    )
    op.create_table(
        "poll",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("opens_at", sa.BigInteger, nullable=False),
        sa.Column("closes_at", sa.BigInteger, nullable=False),
        sa.Column("consultation", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("poll_closes", "poll", ["closes_at", "id"])
    op.create_table(
        "roll",
        sa.Column("poll", sa.Text, nullable=False),
        sa.Column("pseudonym", sa.Text, nullable=False),
        sa.Column("district", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("poll", "pseudonym"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "issue",
        sa.Column("poll", sa.Text, nullable=False),
        sa.Column("pseudonym", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("blinded_hash", sa.Text, nullable=False),
        sa.Column("blind_sig", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("poll", "pseudonym"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "opened",
        sa.Column("poll", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("poll", "position"),
    )
    op.create_table(
        "outcome",
        sa.Column("poll", sa.Text, primary_key=True),
        sa.Column("bundle", sa.Text, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("counted_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "close_share",
        sa.Column("poll", sa.Text, nullable=False),
        sa.Column("share", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("poll", "share"),
    )
