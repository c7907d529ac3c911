# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Keys in files, sealed values, pseudonyms: what keeps data unreadable to whoever should not read."""
