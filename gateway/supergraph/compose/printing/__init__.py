# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Printing: the merged supergraph as SDL for routers, and as the API schema for clients."""
