# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sessions, attempts and revocations."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add three tables; nothing that runs meanwhile knows them yet."""
    op.create_table(
        "session",
        sa.Column("id_hash", sa.Text, primary_key=True),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("sub", sa.Text, nullable=False),
        sa.Column("sid", sa.Text),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("refresh_at", sa.BigInteger),
        sa.Column("idle_until", sa.BigInteger, nullable=False),
        sa.Column("absolute_until", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("session_person", "session", ["person"])
    op.create_index("session_sign_in", "session", ["issuer", "sub"])
    op.create_index("session_end", "session", ["absolute_until"])
    op.create_table(
        "attempt",
        sa.Column("state_hash", sa.Text, primary_key=True),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("attempt_expiry", "attempt", ["expires_at"])
    op.create_table(
        "revocation",
        sa.Column("iss", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("revocation_at", "revocation", ["at"])
