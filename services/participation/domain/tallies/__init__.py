# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Named rules that turn ballots into a result: exact, deterministic, each with its trace."""
