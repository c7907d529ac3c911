# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The shell: inbox, notifications, templates and keys of Notify, preferences, devices, ratings."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Add tables; nothing that runs meanwhile knows them yet."""
    _inbox()
    _notifications()
    _notify()
    op.create_table(
        "preference",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        *(
            sa.Column(name, sa.Boolean, nullable=False)
            for name in ("inbox", "email", "sms", "push")
        ),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("person", "service"),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("endpoint", sa.Text, nullable=False, unique=True),
        sa.Column("keys", sa.Text, nullable=False),
        sa.Column("app_version", sa.Text, nullable=False),
        sa.Column("added_at", sa.BigInteger, nullable=False),
    )
    op.create_index("device_person", "device", ["person"])
    op.create_table(
        "rating",
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("month", sa.Text, nullable=False),
        sa.Column("stars", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("service", "page", "language", "month", "stars"),
    )


def _inbox() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("urgency", sa.Text, nullable=False),
        *(sa.Column(n, sa.Boolean, nullable=False) for n in ("legal", "sensitive", "precondition")),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        *(sa.Column(n, sa.BigInteger) for n in ("due_at", "expires_at")),
        sa.Column("action", sa.Text),
        sa.Column("thread", sa.Text, nullable=False),
        *(sa.Column(n, sa.BigInteger) for n in ("read_at", "archived_at", "confirmed_at")),
    )
    op.create_index("message_person", "message", ["person", "created_at", "id"])
    op.create_table(
        "attachment",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_index("attachment_message", "attachment", ["message"])


def _notifications() -> None:
    op.create_table(
        "notification",
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(n, sa.Text, nullable=False) for n in ("service", "person", "message", "kind")),
        *(sa.Column(n, sa.Text, nullable=False) for n in ("to", "template")),
        sa.Column("template_version", sa.Integer, nullable=False),
        *(sa.Column(n, sa.Text, nullable=False) for n in ("personalisation", "subject", "body")),
        *(sa.Column(n, sa.Text, nullable=False) for n in ("reference", "mark", "urgency")),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("attempted_at", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        *(sa.Column(n, sa.BigInteger) for n in ("sent_at", "completed_at", "scheduled_for")),
        sa.Column("partner", sa.Text, nullable=False),
    )
    op.create_index("notification_service", "notification", ["service", "created_at", "id"])
    op.create_index("notification_mark", "notification", ["mark", "created_at"])
    op.create_index("notification_partner", "notification", ["partner"])
    op.create_index("notification_message", "notification", ["message"])
    op.create_index("notification_person", "notification", ["person"])


def _notify() -> None:
    op.create_table(
        "notify_service",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("callback_url", sa.Text, nullable=False),
        sa.Column("callback_token", sa.Text, nullable=False),
    )
    op.create_table(
        "notify_key",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("revoked_at", sa.BigInteger),
    )
    op.create_index("notify_key_service", "notify_key", ["service"])
    op.create_table(
        "template",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        *(sa.Column(n, sa.Text, nullable=False) for n in ("service", "type", "name")),
        *(sa.Column(n, sa.Text, nullable=False) for n in ("subjects", "bodies", "created_by")),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("first_at", sa.BigInteger, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", "version"),
    )
    op.create_index("template_service", "template", ["service"])
