# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be done in care: one function per verb; each asks the policy first and leaves a record."""
