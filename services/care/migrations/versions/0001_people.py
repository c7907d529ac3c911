# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Residents in care, decisions, ways to reach people, consents and delegations."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add tables; nothing that runs meanwhile knows them yet."""
    _care_resident()
    _decision()
    _endpoint()
    _consent()
    _delegation()


def _care_resident() -> None:
    op.create_table(
        "care_resident",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("lang", sa.Text, nullable=False),
        sa.Column("large_text", sa.Boolean, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("protected", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("resident", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("legal_basis", sa.Text, nullable=False),
        sa.Column("effort", sa.Text, nullable=False),
        sa.Column("decided_at", sa.BigInteger, nullable=False),
        sa.Column("valid_from", sa.BigInteger, nullable=False),
        sa.Column("valid_to", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
    )


def _endpoint() -> None:
    op.create_table(
        "endpoint",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("lang", sa.Text, nullable=False),
        sa.Column("added_at", sa.BigInteger, nullable=False),
        sa.Column("removed_at", sa.BigInteger),
    )
    op.create_index("endpoint_person", "endpoint", ["person"])


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("resident", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("given_by", sa.Text, nullable=False),
        sa.Column("giver", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text),
        sa.Column("valid_from", sa.BigInteger, nullable=False),
        sa.Column("valid_to", sa.BigInteger),
        sa.Column("withdrawn_at", sa.BigInteger),
    )
    op.create_index("consent_resident", "consent", ["resident"])


def _delegation() -> None:
    op.create_table(
        "delegation",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("grantor", sa.Text, nullable=False),
        sa.Column("grantee", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("valid_from", sa.BigInteger, nullable=False),
        sa.Column("valid_to", sa.BigInteger),
        sa.Column("withdrawn_at", sa.BigInteger),
    )
    op.create_index("delegation_grantee", "delegation", ["grantee"])
    op.create_index("delegation_grantor", "delegation", ["grantor"])
