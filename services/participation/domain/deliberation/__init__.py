# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Deliberation: opinion groups among people who agree, disagree or pass on statements."""
