# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every question of cityinfo to its database: content by id, places by filters, words by full text."""
