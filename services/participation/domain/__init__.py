# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Participation in plain Python: ballots, tallies, registers, proposals, deliberation, decisions."""
