# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who calls: issuers, bearer tokens and their proofs, sign-in for browsers, sessions, logout."""
