# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The box keeps nothing about anybody: no table of it leads to a person (S1, S7)."""

from services.ballotbox.store import board, entry, head, pending, serial
from services.kit.privacy import Rights

rights = Rights(impersonal=(board, serial, pending, entry, head))
