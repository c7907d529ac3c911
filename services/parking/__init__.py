# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Parking: where, until when, at what price, and why (Stockholm's own regulations)."""
