# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget parking`: take the feed in, ask for verdicts, prices, forbidden times, forecasts."""

from services.parking.commands import feeds, partners, prices, verdicts
from services.parking.commands.ground import group

__all__ = ["feeds", "group", "partners", "prices", "verdicts"]
