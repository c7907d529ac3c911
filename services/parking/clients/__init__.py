# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Partners of parking: the city's regulation feed, charging operators, the payment provider."""

from services.parking.clients.feeds import fetch_feed, source_name

__all__ = ["fetch_feed", "source_name"]
