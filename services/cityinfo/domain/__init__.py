# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Facts and rules of the open city: hours, places, events, texts, searching, feeds."""
