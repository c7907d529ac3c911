# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Notes, in the transaction of a change, for whom it is due: one row per subscriber and entity (iot N1)."""

from collections.abc import Sequence

from services.devices.domain.matching import Watchers
from services.devices.domain.merging import Merged
from services.devices.store import subscriptions as store
from services.kit.data import Tx

UNREAD = "?"


class Watch:
    """The index of this process; it is built anew whenever any process has changed a subscription."""

    def __init__(self) -> None:
        """Nothing is indexed before the first change."""
        self._watchers = Watchers(())
        self._edition = UNREAD

    async def __call__(self, tx: Tx, changes: Sequence[Merged]) -> None:
        """Write down what is due."""
        edition = await tx.one(store.edition_name) or ""
        if edition != self._edition:
            kept = await tx.many(store.everyone)
            self._watchers = Watchers((one.body, one.everything) for one in kept)
            self._edition = edition
        if not len(self._watchers):
            return
        rows = [
            {"subscription": name, "entity": one.entity.id, "mark": 1}
            for one in changes
            for name in sorted(self._watchers.match(one))
        ]
        if rows:
            await tx.run_each(store.note_due, rows)
