# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Facts and rules of street parking: pure functions over frozen structs, no clock, no database."""
