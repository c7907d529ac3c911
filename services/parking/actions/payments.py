# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What became of a collection, noted in the transaction that ends its job."""

import msgspec

from i18n import t
from services.kit.data import Tx
from services.kit.wire.notice import Notice, Urgency
from services.parking.domain.payments import Payment, PaymentStatus, instruction_of
from services.parking.store import payments as store
from services.parking.store import sessions as session_store

NOT_PAID = t(
    "parking.notice.not_paid", "Vi kunde inte ta betalt för din parkering. Betala den i appen."
)


class NotPaidYet(Exception):
    """Whoever was asked has not answered: the job asks again later."""


async def due_of(tx: Tx, name: str) -> int:
    """What is left to collect for a session, in öre; 0 when nothing is."""
    found = await tx.one(session_store.by_id, id=name)
    paid = await tx.one(store.of_session, key=name)
    if found is None or found.ended_at is None:
        return 0
    if paid is not None and paid.status is not PaymentStatus.ASKED:
        return 0
    return found.charged_ore


async def note_payment(tx: Tx, name: str, ore: int, status: PaymentStatus, reference: str) -> None:
    """Keep how a payment stands; a paid session is settled, a declined one is told of."""
    found = await tx.one(session_store.by_id, id=name)
    if found is None:
        return
    payment = Payment(
        id=instruction_of(name), session=name, ore=ore, status=status, reference=reference,
        made_at=tx.now, changed_at=tx.now,
    )  # fmt: skip
    await tx.run(store.put, **msgspec.structs.asdict(payment))
    if status is PaymentStatus.PAID and await tx.one(store.settle, key=name) is not None:
        await tx.emit("parking.session.settled", name, {"id": name})
    if status is PaymentStatus.DECLINED:
        notice = Notice(
            title=NOT_PAID, category="payment", urgency=Urgency.URGENT,
            action="/parking/sessions", subject_ref=name,
        )  # fmt: skip
        await tx.emit("parking.notice.wanted", found.owner, msgspec.to_builtins(notice))
