# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""XLIFF 2.1: a reader that refuses every file that breaks a core constraint, and a writer (OASIS)."""
