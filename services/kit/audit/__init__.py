# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The audit log: who saw or changed whose data, as a chain that shows every later touch.

An action says `await tx.audit(Entry(...))` in the transaction of the change itself; a read is put on
record with `record(database, entries)` before the answer leaves. `torget audit verify` checks.
"""

from services.kit.audit.entries import Entry, Outcome
from services.kit.audit.log import AuditLog, Seen, open_log, record

__all__ = ["AuditLog", "Entry", "Outcome", "Seen", "open_log", "record"]
