# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Names of the HTTP headers that travel between gateway and e-services."""

from typing import Final

CALLER: Final = "Torget-Caller"
"""Short-lived signed caller token, one audience per service."""

BINDING: Final = "Torget-Binding"
"""MAC that ties the caller token to this one operation."""

DEADLINE: Final = "Torget-Deadline"
"""Whole milliseconds left for the answer."""

CLIENT: Final = "Torget-Client"
"""Preflight header of browsers: its presence proves that the page was allowed to add headers."""

REQUEST_ID: Final = "X-Request-Id"
TRACEPARENT: Final = "traceparent"
IDEMPOTENCY_KEY: Final = "Idempotency-Key"
LAST_EVENT_ID: Final = "Last-Event-ID"
"""The last event of a stream that the reader saw (WHATWG, server-sent events)."""

IDEMPOTENCY_REPLAYED: Final = "Idempotency-Replayed"

PREFIX: Final = "torget-"
"""Headers with this prefix are stripped from outside requests, whatever they say."""
