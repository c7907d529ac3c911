# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The conventions every graph of the house follows, so that all e-services read alike."""

from services.kit.graph.batched import batched
from services.kit.graph.broadcasts import broadcast
from services.kit.graph.connections import (
    Connection,
    Edge,
    PageInfo,
    Slice,
    asked,
    page,
    page_of,
)
from services.kit.graph.enums import describe_enum
from services.kit.graph.identity import global_id, local_id
from services.kit.graph.money import Money, money
from services.kit.graph.once import once
from services.kit.graph.payloads import UserError, gather, user_error
from services.kit.graph.scalars import DateTime, Locale
from services.kit.graph.schema import Info, make_schema
from services.kit.graph.texts import (
    LocalizedText,
    TextDirection,
    TextOrigin,
    localized,
    text_of,
)

__all__ = [
    "Connection",
    "DateTime",
    "Edge",
    "Info",
    "Locale",
    "LocalizedText",
    "Money",
    "PageInfo",
    "Slice",
    "TextDirection",
    "TextOrigin",
    "UserError",
    "asked",
    "batched",
    "broadcast",
    "describe_enum",
    "gather",
    "global_id",
    "local_id",
    "localized",
    "make_schema",
    "money",
    "once",
    "page",
    "page_of",
    "text_of",
    "user_error",
]
