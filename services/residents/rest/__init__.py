# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Doors of residents beside the graph: the Notify-compatible API, files of messages, reports of partners."""

from services.residents.rest.doors import doors
from services.residents.rest.notify import notify

__all__ = ["routes"]

routes = [notify, doors]
