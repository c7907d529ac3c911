# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Memory, glossary, ledger, documents in every language, jobs, exports, late deliveries."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add ten tables; nothing that runs meanwhile knows them yet."""
    _add_memory()
    _add_ledger()
    _add_documents()
    _add_work()


def _add_memory() -> None:
    op.create_table(
        "memory",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("source_locale", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("source_hash", sa.Text, nullable=False),
        sa.Column("context_hash", sa.Text, nullable=False),
        sa.Column("approved_at", sa.BigInteger, nullable=False),
    )
    op.create_index("memory_hash", "memory", ["source_locale", "locale", "source_hash"])
    op.create_table(
        "term",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("gloss", sa.Text, nullable=False),
        sa.Column("is_case_sensitive", sa.Boolean, nullable=False),
    )
    op.create_index("term_locale", "term", ["locale", "source"])


def _add_ledger() -> None:
    op.create_table(
        "budget",
        sa.Column("pool", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("cap", sa.Integer, nullable=False),
        sa.Column("reserved", sa.Integer, nullable=False),
        sa.Column("settled", sa.Integer, nullable=False),
        sa.Column("margin_percent", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("pool", "period"),
        sa.CheckConstraint("reserved >= 0 AND settled >= 0", name="budget_not_negative"),
    )
    op.create_table(
        "reservation",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("pool", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("words", sa.Integer, nullable=False),
        sa.Column("billed", sa.Integer),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )


def _add_documents() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("source_locale", sa.Text, nullable=False),
        sa.Column("risk", sa.Text, nullable=False),
        sa.Column("machine", sa.Text, nullable=False),
        sa.Column("segments", sa.Text, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "rendering",
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("made_from", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.Column("faults", sa.Text, nullable=False),
        sa.Column("reviewed_by", sa.Text),
        sa.Column("reviewed_at", sa.BigInteger),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("document", "locale", "path"),
    )


def _add_work() -> None:
    op.create_table(
        "work",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
    )
    op.create_index("work_state", "work", ["state", "id"])
    op.create_index("work_document", "work", ["document", "locale"])
    op.create_table(
        "waiting",
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("order", sa.Text, nullable=False),
        sa.Column("sent_at", sa.BigInteger, nullable=False),
        sa.Column("delivered_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("request_id", "locale"),
    )
    op.create_table(
        "export",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("segments", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
    )
