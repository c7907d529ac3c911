# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Contracts: the part of a supergraph that tags select, as a smaller API over the same graph."""
