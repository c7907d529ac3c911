# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of newcomers."""

from typing import Any

from services.kit.data import (
    Boolean,
    Column,
    Index,
    Instant,
    Integer,
    Json,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from services.newcomers.domain.guide import PageSegment
from services.newcomers.domain.interpreting.orders import OrderFacts
from services.newcomers.domain.interpreting.prices import PriceRow
from services.newcomers.domain.planning.grants import Scope
from services.newcomers.domain.planning.plan import Progress
from services.newcomers.domain.planning.situation import Situation

metadata = MetaData()

plan = Table(
    "plan",
    metadata,
    Column("person", Text, primary_key=True),
    Column("situation", Json(Situation), nullable=False),
    Column("locale", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("template_version", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

step = Table(
    "step",
    metadata,
    Column("person", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("progress", Json(Progress), nullable=False),
    Column("updated_at", Instant, nullable=False),
)

plan_grant = Table(
    "plan_grant",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("scopes", Json(list[Scope]), nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)
Index("plan_grant_person", plan_grant.c.person, plan_grant.c.unit)

plan_comment = Table(
    "plan_comment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("step", Text),
    Column("author", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
Index("plan_comment_person", plan_comment.c.person, plan_comment.c.id)

guide_locale = Table(
    "guide_locale",
    metadata,
    Column("locale", Text, primary_key=True),
    Column("fallbacks", Json(list[str]), nullable=False),
    Column("machine", Text, nullable=False),
    Column("is_visible", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
)

page = Table(
    "page",
    metadata,
    Column("id", Text, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("parent", Text),
    Column("position", Integer, nullable=False),
    Column("risk", Text, nullable=False),
    Column("source_locale", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("segments", Json(list[PageSegment]), nullable=False),
    Column("links", Json(dict[str, str]), nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("kind", Text),
    Column("valid_from", Instant),
    Column("valid_to", Instant),
)

page_text = Table(
    "page_text",
    metadata,
    Column("page", Text, primary_key=True),
    Column("locale", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("made_from", Text, nullable=False),
    Column("machine", Boolean, nullable=False),
    Column("reviewed", Boolean, nullable=False),
    Column("engine", Text, nullable=False),
)

page_wish = Table(
    "page_wish",
    metadata,
    Column("page", Text, primary_key=True),
    Column("locale", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Text, primary_key=True),
    Column("page", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("is_up", Boolean, nullable=False),
    Column("comment", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

package = Table(
    "package",
    metadata,
    Column("locale", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("manifest", Json(dict[str, Any]), nullable=False),
    Column("made_at", Instant, nullable=False),
)

place = Table(
    "place",
    metadata,
    Column("id", Text, primary_key=True),
    Column("facts", Json(dict[str, Any]), nullable=False),
)

conversation = Table(
    "conversation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("topic", Text, nullable=False),
    Column("person", Text),
    Column("device", Text),
    Column("unit", Text, nullable=False),
    Column("person_locale", Text, nullable=False),
    Column("staff_locale", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("consent_mt", Boolean, nullable=False),
    Column("names", Json(list[str]), nullable=False),
    Column("retention_until", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
)
Index("conversation_person", conversation.c.person)
Index("conversation_device", conversation.c.device)
Index("conversation_unit", conversation.c.unit, conversation.c.id)
Index("conversation_retention", conversation.c.retention_until)

message = Table(
    "message",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("author_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("original_text", Text, nullable=False),
    Column("original_lang", Text, nullable=False),
    Column("lang_source", Text, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("supersedes", Text),
)
Index("message_conversation", message.c.conversation, message.c.id)

message_translation = Table(
    "message_translation",
    metadata,
    Column("message", Text, primary_key=True),
    Column("locale", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("is_machine", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("masked_kinds", Json(list[str]), nullable=False),
    Column("remarks", Json(list[str]), nullable=False),
    Column("edited_by", Text),
    Column("made_at", Instant, nullable=False),
)

broker = Table(
    "broker",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("email", Text, nullable=False),
    Column("address", Text, nullable=False),
)

pool = Table(
    "pool",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("competence", Text, nullable=False),
)

interpreter_order = Table(
    "interpreter_order",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("person", Text),
    Column("unit", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("facts", Json(OrderFacts), nullable=False),
    Column("status", Text, nullable=False),
    Column("replaces", Text),
    Column("compensation", Text),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
)
Index("interpreter_order_unit", interpreter_order.c.unit, interpreter_order.c.id)

interpreter_request = Table(
    "interpreter_request",
    metadata,
    Column("id", Text, primary_key=True),
    Column("order", Text, nullable=False),
    Column("broker", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("answer_by", Instant),
    Column("name_by", Instant),
    Column("interpreter", Text, nullable=False),
    Column("competence", Text),
    Column("location", Text),
    Column("travel_minutes", Integer, nullable=False),
    Column("travel_km", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
)
Index("interpreter_request_order", interpreter_request.c.order)

broker_quarantine = Table(
    "broker_quarantine",
    metadata,
    Column("id", Text, primary_key=True),
    Column("broker", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("from_at", Instant, nullable=False),
    Column("until_at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Column("put_by", Text, nullable=False),
    Column("lifted_at", Instant),
)

agreement_end = Table(
    "agreement_end",
    metadata,
    Column("agreement", Text, primary_key=True),
    Column("ends_at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Column("ended_by", Text, nullable=False),
)

price_row = Table(
    "price_row",
    metadata,
    Column("id", Text, primary_key=True),
    Column("row", Json(PriceRow), nullable=False),
)

requisition = Table(
    "requisition",
    metadata,
    Column("order", Text, primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False),
    Column("break_minutes", Integer, nullable=False),
    Column("waste_minutes", Integer, nullable=False),
    Column("kilometres", Integer, nullable=False),
    Column("filed_by", Text, nullable=False),
    Column("filed_at", Instant, nullable=False),
)

complaint = Table(
    "complaint",
    metadata,
    Column("id", Text, primary_key=True),
    Column("order", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("body", LargeBinary),
    Column("text", Text, nullable=False),
    Column("gist", Text, nullable=False),
    Column("gist_locale", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("uploaded_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("reading", Text),
)
Index("document_person", document.c.person, document.c.id)
