# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Rows taken together, and one by one when one of them spoils the rest: no row ever blocks another."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TypeVar

from services.kit.data import StorageFull, StorageUnavailable, Tx

R = TypeVar("R")
_log = logging.getLogger(__name__)

AGAIN_MS: Final = 5_000
"""A row whose step failed is tried again so much later."""


async def each(
    tx: Tx, rows: Iterable[R], work: Callable[[R], Awaitable[object]], *,
    careful: bool, postpone: Callable[[R], Awaitable[object]],
) -> None:  # fmt: skip
    """Do the work on every row; when careful, what one row breaks is undone and the row put off."""
    for row in rows:
        if not careful:
            await work(row)
            continue
        try:
            async with tx.savepoint():
                await work(row)
        except (StorageUnavailable, StorageFull):
            raise
        except Exception:  # noqa: BLE001 -- told in the log; the others must go on
            _log.exception("a step failed and is tried again")
            await postpone(row)
