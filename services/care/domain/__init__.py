# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Facts and rules of care at a distance: plain Python, no clock of its own, nothing that waits."""
