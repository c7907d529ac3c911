# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Merging: one supergraph element out of the subgraphs' sources of it. Total; rules judge later."""
