# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The end of permits: told of a week and a day before, and then they are closed."""

from datetime import date

import msgspec

from i18n import t
from services.kit.clock import milliseconds
from services.kit.data import Tx
from services.kit.wire.notice import Notice
from services.parking.actions.permits import close_permit, today_of
from services.parking.domain.local_time import start_of
from services.parking.domain.permits import PermitStatus
from services.parking.store import permits as store

MOST_CLOSED = 500
PERMIT_ENDS = t(
    "parking.notice.permit_ends", "Ditt parkeringstillstånd går snart ut. Förläng det i tid."
)


async def close_over(tx: Tx) -> int:
    """Close permits whose last day has passed; how many. Their vehicles may then be asked for anew."""
    found = await tx.many(store.over, today=today_of(tx).toordinal(), most=MOST_CLOSED)
    for one in found:
        await close_permit(tx, one)
    return len(found)


async def remind_of_end(tx: Tx, permit_id: str, end_day: int) -> None:
    """Tell the holder that her permit ends, if it still ends then; free of charge, into the inbox."""
    permit = await tx.one(store.by_id, id=permit_id)
    if permit is None or permit.status is not PermitStatus.VALID or permit.end_day != end_day:
        return
    notice = Notice(
        title=PERMIT_ENDS, category="permit", action="/parking/permits", subject_ref=permit.id,
        due_at=milliseconds(start_of(date.fromordinal(end_day))),
    )  # fmt: skip
    await tx.emit("parking.notice.wanted", permit.owner, msgspec.to_builtins(notice))
