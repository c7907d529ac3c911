# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the city does for people who have just arrived, as facts and rules in plain Python."""
