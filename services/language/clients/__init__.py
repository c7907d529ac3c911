# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Partners of the service: translation engines behind one contract, and two linguistic libraries."""
