# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of language."""

from typing import Any

from services.kit.data import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Instant,
    Integer,
    Json,
    MetaData,
    Table,
    Text,
)
from services.language.domain.documents import StoredSegment

metadata = MetaData()

memory = Table(
    "memory",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source_locale", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("source_hash", Text, nullable=False),
    Column("context_hash", Text, nullable=False),
    Column("approved_at", Instant, nullable=False),
    Column("quarantined_at", Instant),
    Column("quarantine_reason", Text),
)
Index("memory_hash", memory.c.source_locale, memory.c.locale, memory.c.source_hash)

term = Table(
    "term",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("gloss", Text, nullable=False),
    Column("is_case_sensitive", Boolean, nullable=False),
)
Index("term_locale", term.c.locale, term.c.source)

budget = Table(
    "budget",
    metadata,
    Column("pool", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("cap", Integer, nullable=False),
    Column("reserved", Integer, nullable=False),
    Column("settled", Integer, nullable=False),
    Column("margin_percent", Integer, nullable=False),
)

reservation = Table(
    "reservation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("pool", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("words", Integer, nullable=False),
    Column("billed", Integer),
    Column("expires_at", Instant, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("source_locale", Text, nullable=False),
    Column("risk", Text, nullable=False),
    Column("machine", Text, nullable=False),
    Column("segments", Json(list[StoredSegment]), nullable=False),
    Column("updated_at", Instant, nullable=False),
)

rendering = Table(
    "rendering",
    metadata,
    Column("document", Text, primary_key=True),
    Column("locale", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("made_from", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("percent", Integer, nullable=False),
    Column("faults", Json(list[str]), nullable=False),
    Column("reviewed_by", Text),
    Column("reviewed_at", Instant),
    Column("made_at", Instant, nullable=False),
)

engine_score = Table(
    "engine_score",
    metadata,
    Column("engine", Text, primary_key=True),
    Column("source_locale", Text, primary_key=True),
    Column("locale", Text, primary_key=True),
    Column("approvals", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("chrf_hundredths", BigInteger, nullable=False),
)

work = Table(
    "work",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("attempts", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False),
)
Index("work_state", work.c.state, work.c.id)
Index("work_document", work.c.document, work.c.locale)

waiting = Table(
    "waiting",
    metadata,
    Column("request_id", Text, primary_key=True),
    Column("locale", Text, primary_key=True),
    Column("order", Json(dict[str, Any]), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("delivered_at", Instant),
)

export = Table(
    "export",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("segments", Json(list[StoredSegment]), nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
)
