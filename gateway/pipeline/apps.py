# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: whether the app that asks is new enough to understand the answer (cityinfo 4.6)."""

from gateway.pipeline.exchange import Exchange
from services.kit.wire.apps import judge_app


def apps(exchange: Exchange) -> None:
    """Refuse an app that says in its headers that it is too old."""
    judge_app(exchange.head.headers)
