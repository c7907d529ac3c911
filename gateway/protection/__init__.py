# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Bounds on what one request may ask for, judged before anything is fetched."""
