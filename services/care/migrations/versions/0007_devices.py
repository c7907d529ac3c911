# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Alarm devices and every message they sent."""

import sqlalchemy as sa
from alembic import op

HERE = sa.text("removed_at IS NULL")
OWED = sa.text("next_try_at IS NOT NULL")


def upgrade() -> None:
    """Add tables; nothing that runs meanwhile knows them yet."""
    _device()
    _device_message()


def _device() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("cid", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("resident", sa.Text),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("profile", sa.Text, nullable=False),
        sa.Column("heartbeat_s", sa.Integer),
        sa.Column("last_heard", sa.BigInteger),
        sa.Column("last_test", sa.BigInteger),
        sa.Column("next_check_at", sa.BigInteger),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("digest_user", sa.Text, nullable=False),
        sa.Column("removed_at", sa.BigInteger),
    )
    op.create_index("device_check", "device", ["next_check_at"])
    op.create_index(
        "device_cid", "device", ["cid"], unique=True, sqlite_where=HERE, postgresql_where=HERE
    )


def _device_message() -> None:
    op.create_table(
        "device_message",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("cid", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("mty", sa.Text, nullable=False),
        sa.Column("body_hash", sa.Text, nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("alert", sa.Text),
        sa.Column("reply", sa.Text),
        sa.Column("route", sa.Text, nullable=False),
        sa.Column("replied_at", sa.BigInteger),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try_at", sa.BigInteger),
    )
    op.create_index("device_message_alert", "device_message", ["alert"])
    op.create_index(
        "device_message_key", "device_message", ["cid", "ref", "mty", "body_hash"], unique=True
    )
    op.create_index(
        "device_message_owed",
        "device_message",
        ["next_try_at"],
        sqlite_where=OWED,
        postgresql_where=OWED,
    )
