# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Consultations, their times and people, signed notes, traces of calls."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add seven tables; nothing that runs meanwhile knows them yet."""
    _bookings()
    _people()


def _bookings() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("resident", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("staff", sa.Text),
        sa.Column("starts_at", sa.BigInteger),
        sa.Column("ends_at", sa.BigInteger),
        sa.Column("replaces", sa.Text),
        sa.Column("ended", sa.Text),
        sa.Column("call", sa.Integer, nullable=False),
        sa.Column("state_since", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("consultation_resident", "consultation", ["resident", "id"])
    op.create_index("consultation_unit", "consultation", ["unit", "state", "id"])
    op.create_table(
        "consultation_slot",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("staff", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("starts_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.Column("held_for", sa.Text),
        sa.Column("held_until", sa.BigInteger),
        sa.Column("taken_by", sa.Text),
    )
    op.create_index(
        "consultation_slot_once", "consultation_slot", ["staff", "starts_at"], unique=True
    )
    op.create_table(
        "consultation_proposal",
        sa.Column("consultation", sa.Text, primary_key=True),
        sa.Column("slot", sa.Text, primary_key=True),
    )


def _people() -> None:
    op.create_table(
        "consultation_participant",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("consultation", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("consented_at", sa.BigInteger),
        sa.Column("waiting_since", sa.BigInteger),
        sa.Column("admitted_at", sa.BigInteger),
        sa.Column("left_at", sa.BigInteger),
    )
    op.create_index(
        "consultation_participant_once",
        "consultation_participant",
        ["consultation", "person"],
        unique=True,
    )
    op.create_index("consultation_participant_person", "consultation_participant", ["person"])
    op.create_table(
        "consultation_note",
        sa.Column("consultation", sa.Text, primary_key=True),
        sa.Column("signed_by", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "call_event",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("consultation", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
    )
    op.create_index("call_event_at", "call_event", ["at"])
