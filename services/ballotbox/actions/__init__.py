# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the ballot box does: take ballots, publish the board, open it at the close."""
