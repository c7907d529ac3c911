# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The rules of composition: one per file, its code in it, named for what it demands."""
