# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Ballots as others write them: .pb, PrefLib, BLT, ABIF, Scottish and tabular sheets."""
