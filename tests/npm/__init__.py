# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Foreign implementations from npm, used for comparison and never needed by a test of the suite."""
