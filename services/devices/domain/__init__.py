# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Facts and rules of things that report: plain Python, no database, no network."""
