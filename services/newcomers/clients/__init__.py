# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Partners and programs that newcomers calls: brokers of interpreters, text recognition."""
