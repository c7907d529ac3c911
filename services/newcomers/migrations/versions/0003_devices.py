# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Conversations found by the device that began them."""

from alembic import op


def upgrade() -> None:
    """Add an index; the table is small."""
    op.create_index("conversation_device", "conversation", ["device"])
