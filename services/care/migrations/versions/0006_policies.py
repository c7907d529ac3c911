# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Escalation policies, rotas and signs of life."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add tables; nothing that runs meanwhile knows them yet."""
    _policy()
    _rota()
    _rota_override()
    _beat()


def _policy() -> None:
    op.create_table(
        "policy",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
    )
    op.create_index("policy_unit", "policy", ["unit"])


def _rota() -> None:
    op.create_table(
        "rota",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("rota_unit", "rota", ["unit"])


def _rota_override() -> None:
    op.create_table(
        "rota_override",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("rota", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("begins_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
    )
    op.create_index("rota_override_rota", "rota_override", ["rota", "ends_at"])


def _beat() -> None:
    op.create_table(
        "beat",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
    )
