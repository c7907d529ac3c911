# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Giving a consent and taking it back; services hear of both within a second (V3)."""

import msgspec

from services.kit.audit import Entry
from services.kit.data import Database, Tx
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.residents.domain.consents import Consent, check_consent
from services.residents.store import consents as store


class GiveConsent(msgspec.Struct, frozen=True, kw_only=True):
    """Yes to a text that was read."""

    purpose: str
    text_version: int
    language: str


async def give_consent(tx: Tx, caller: Caller, given: GiveConsent) -> Consent:
    """Write the consent down; an older one for the same purpose is superseded."""
    require(caller, "residents.consent.give", {"owner": caller.sub})
    text = check_consent(given.purpose, given.text_version)
    await tx.one(
        store.end_consent, who=caller.sub, what_for=given.purpose, now=tx.now, why="superseded"
    )
    made = Consent(
        id=new_id(),
        person=caller.sub,
        purpose=given.purpose,
        text_version=text.version,
        language=given.language,
        given_by="self",
        evidence=f"session {caller.session or '-'}, loa {caller.loa}",
        given_at=tx.now,
    )
    await tx.run(store.add_consent, **msgspec.structs.asdict(made))
    await _tell(tx, caller, made, "given")
    return made


async def withdraw_consent(tx: Tx, caller: Caller, purpose: str) -> Consent | None:
    """Take a consent back; None when there was none."""
    require(caller, "residents.consent.give", {"owner": caller.sub})
    ended = await tx.one(
        store.end_consent, who=caller.sub, what_for=purpose, now=tx.now, why="withdrawn"
    )
    if ended is not None:
        await _tell(tx, caller, ended, "withdrawn")
    return ended


async def list_consents(database: Database, caller: Caller, person: str) -> list[Consent]:
    """Everything a person has agreed to, newest first, ended ones included."""
    require(caller, "residents.consent.read", {"owner": person})
    return await database.many(store.consents_of, who=person)


async def _tell(tx: Tx, caller: Caller, consent: Consent, verb: str) -> None:
    await tx.emit(
        f"residents.consent.{verb}",
        subject=consent.person,
        data={"id": consent.id, "purpose": consent.purpose, "version": consent.text_version},
    )
    await tx.audit(
        Entry(
            caller=caller,
            subject=consent.person,
            action=f"residents.consent.{verb}",
            resource="Consent",
            ids=(consent.id,),
        )
    )
