# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Codes and refresh tokens."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add two tables; nothing that runs meanwhile knows them yet."""
    op.create_table(
        "sign_in_code",
        sa.Column("code_hash", sa.Text, primary_key=True),
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("redirect_uri", sa.Text, nullable=False),
        sa.Column("challenge", sa.Text, nullable=False),
        sa.Column("nonce", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("acr", sa.Text),
        sa.Column("auth_time", sa.BigInteger, nullable=False),
        sa.Column("sid", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger),
    )
    op.create_table(
        "refresh_token",
        sa.Column("token_hash", sa.Text, primary_key=True),
        sa.Column("family", sa.Text, nullable=False),
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("acr", sa.Text),
        sa.Column("auth_time", sa.BigInteger, nullable=False),
        sa.Column("jkt", sa.Text),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
    )
    op.create_index("refresh_token_family", "refresh_token", ["family"])
