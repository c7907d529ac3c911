# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The ballot box in plain Python: forms of ballots, the life of a board."""
