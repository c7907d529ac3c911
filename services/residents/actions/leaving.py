# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What ends when a person is forgotten: her consents everywhere, every mandate she gave or holds (V3, G2)."""

from services.kit.audit import Entry
from services.kit.data import Tx
from services.kit.wire.caller import SYSTEM
from services.residents.store import consents as consent_store
from services.residents.store import mandates as mandate_store


async def take_leave(tx: Tx, person: str) -> None:
    """End them and tell every service, so that nothing is done in her name after she is gone."""
    for consent in await tx.many(consent_store.consents_of, who=person):
        ended = await tx.one(
            consent_store.end_consent,
            who=person,
            what_for=consent.purpose,
            now=tx.now,
            why="erased",
        )
        if ended is not None:
            data = {"id": ended.id, "purpose": ended.purpose, "version": ended.text_version}
            await tx.emit("residents.consent.withdrawn", subject=person, data=data)
            await _note(tx, person, "consent.withdrawn", ended.id)
    for mandate in await tx.many(mandate_store.mandates_of, who=person):
        over = await tx.one(mandate_store.end_mandate, id=mandate.id, now=tx.now)
        if over is not None:
            await tx.cancel(f"mandate:{over.id}:remind")
            await tx.emit(
                "residents.mandate.withdrawn", subject=over.principal, data={"id": over.id}
            )
            await _note(tx, over.principal, "mandate.withdraw", over.id)


async def _note(tx: Tx, person: str, what: str, key: str) -> None:
    await tx.audit(
        Entry(
            caller=SYSTEM,
            subject=person,
            action=f"residents.{what}",
            resource=what.partition(".")[0].capitalize(),
            ids=(key,),
        )
    )
