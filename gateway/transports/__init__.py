# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Doors of the gateway: HTTP, sockets, health, the page for developers."""

from gateway.transports.gateway import Gateway

__all__ = ["Gateway"]
