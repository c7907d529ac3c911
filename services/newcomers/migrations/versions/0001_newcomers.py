# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Plans, the guide, conversations, interpreter orders, documents."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add the tables; nothing that runs meanwhile knows them yet."""
    _add_plans()
    _add_guide()
    _add_conversations()
    _add_interpreting()
    _add_documents()


def _add_plans() -> None:
    op.create_table(
        "plan",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("situation", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("template_version", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "step",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("progress", sa.Text, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("person", "key"),
    )
    op.create_table(
        "plan_grant",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("given_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("plan_grant_person", "plan_grant", ["person", "unit"])


def _add_guide() -> None:
    op.create_table(
        "page",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("slug", sa.Text, nullable=False, unique=True),
        sa.Column("parent", sa.Text),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("risk", sa.Text, nullable=False),
        sa.Column("source_locale", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("segments", sa.Text, nullable=False),
        sa.Column("links", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "page_text",
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("made_from", sa.Text, nullable=False),
        sa.Column("machine", sa.Boolean, nullable=False),
        sa.Column("reviewed", sa.Boolean, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("page", "locale", "path"),
    )
    op.create_table(
        "page_wish",
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("page", "locale"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("is_up", sa.Boolean, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    _add_guide_2()


def _add_guide_2() -> None:
    op.create_table(
        "package",
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("locale", "version"),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _add_conversations() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("person", sa.Text),
        sa.Column("device", sa.Text),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("person_locale", sa.Text, nullable=False),
        sa.Column("staff_locale", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("consent_mt", sa.Boolean, nullable=False),
        sa.Column("names", sa.Text, nullable=False),
        sa.Column("retention_until", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("conversation_person", "conversation", ["person"])
    op.create_index("conversation_unit", "conversation", ["unit", "id"])
    op.create_index("conversation_retention", "conversation", ["retention_until"])
    op.create_table(
        "message",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("author_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("original_text", sa.Text, nullable=False),
        sa.Column("original_lang", sa.Text, nullable=False),
        sa.Column("lang_source", sa.Text, nullable=False),
        sa.Column("sent_at", sa.BigInteger, nullable=False),
        sa.Column("supersedes", sa.Text),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("message_conversation", "message", ["conversation", "id"])
    op.create_table(
        "message_translation",
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("is_machine", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("masked_kinds", sa.Text, nullable=False),
        sa.Column("remarks", sa.Text, nullable=False),
        sa.Column("edited_by", sa.Text),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("message", "locale"),
    )


def _add_interpreting() -> None:
    op.create_table(
        "broker",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "pool",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("competence", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "interpreter_order",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False, unique=True),
        sa.Column("person", sa.Text),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("replaces", sa.Text),
        sa.Column("compensation", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("interpreter_order_unit", "interpreter_order", ["unit", "id"])
    op.create_table(
        "interpreter_request",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("order", sa.Text, nullable=False),
        sa.Column("broker", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("answer_by", sa.BigInteger),
        sa.Column("name_by", sa.BigInteger),
        sa.Column("interpreter", sa.Text, nullable=False),
        sa.Column("competence", sa.Text),
        sa.Column("location", sa.Text),
        sa.Column("travel_minutes", sa.Integer, nullable=False),
        sa.Column("travel_km", sa.Integer, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("interpreter_request_order", "interpreter_request", ["order"])
    _add_interpreting_2()


def _add_interpreting_2() -> None:
    op.create_table(
        "requisition",
        sa.Column("order", sa.Text, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger, nullable=False),
        sa.Column("break_minutes", sa.Integer, nullable=False),
        sa.Column("waste_minutes", sa.Integer, nullable=False),
        sa.Column("kilometres", sa.Integer, nullable=False),
        sa.Column("filed_by", sa.Text, nullable=False),
        sa.Column("filed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("order"),
    )
    op.create_table(
        "complaint",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("order", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _add_documents() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("gist", sa.Text, nullable=False),
        sa.Column("gist_locale", sa.Text, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("uploaded_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("document_person", "document", ["person", "id"])
