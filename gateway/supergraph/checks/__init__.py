# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Schema checks: what a new schema changes for the clients of the old one."""

from gateway.supergraph.checks.comparing import Change, SchemaUnreadable, compare

__all__ = ["Change", "SchemaUnreadable", "compare"]
