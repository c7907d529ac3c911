# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The HTTP front of a GraphQL endpoint as a small ASGI callable, for the gateway and for services."""
