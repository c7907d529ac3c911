# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The personal plan: facts about a person become steps in order, with due dates and reasons."""
