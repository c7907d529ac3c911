# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The vault: one person stays one person, whichever number or issuer she comes with (W7, V6); protection (V7)."""

import msgspec

from services.kit.audit import Entry
from services.kit.data import Tx
from services.kit.policy import require
from services.kit.privacy.seals import seal_for, seals_of
from services.kit.wire.caller import Caller
from services.residents.actions.facts import record_facts
from services.residents.domain.facts import Facts, FactSource
from services.residents.domain.numbers import IdentityNumber, NumberKind, read_number
from services.residents.store import numbers as store

COLUMN = "identity_number"


class LinkIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """What an issuer vouches for at a sign-in."""

    person: str
    """Our id of her at this issuer, used if the number is new to us."""
    number: str
    previous: str | None = None
    """The coordination number she had before her personal number."""
    facts: Facts = Facts()
    """What else the issuer vouches for."""


async def link_identity(tx: Tx, caller: Caller, given: LinkIdentity) -> str:
    """The id of the person with this number; a number that is new is kept for `given.person`."""
    require(caller, "residents.identity.link")
    number = read_number(given.number)
    index = seals_of(tx).index(COLUMN, number.digits)
    known = await tx.one(store.person_by_index, index=index)
    if known is None and given.previous is not None:
        known = await _move(tx, read_number(given.previous), number, index)
    if known is None:
        await tx.run(
            store.add_number,
            person=given.person,
            number_index=index,
            number_sealed=await _sealed(tx, given.person, number),
            kind=number.kind,
            previous_index=None,
            since=tx.now,
        )
        known = await tx.one(store.person_by_index, index=index)
    person = known.person if known is not None else given.person
    await record_facts(tx, caller, person, given.facts, FactSource.EID)
    await tx.audit(
        Entry(caller=caller, subject=person, action="residents.identity.link", resource="Identity")
    )
    return person


async def set_protection(tx: Tx, caller: Caller, person: str, *, lifted: bool = False) -> bool:
    """Protect a person's identity, or lift that; whether anything changed. All services hear."""
    require(caller, "residents.protection.set")
    if lifted:
        changed = await tx.run(store.unprotect, who=person) == 1
    else:
        changed = await tx.run(store.protect, person=person, kind="protected", since=tx.now) == 1
    if changed:
        verb = "lifted" if lifted else "set"
        await tx.emit(f"residents.protection.{verb}", subject=person, data={"id": person})
        await tx.audit(
            Entry(
                caller=caller,
                subject=person,
                action=f"residents.protection.{verb}",
                resource="Protection",
            )
        )
    return changed


async def _move(tx: Tx, old: IdentityNumber, new: IdentityNumber, index: str) -> store.Known | None:
    """Let a person keep her id when a coordination number gives way to a personal number."""
    if old.kind is not NumberKind.COORDINATION:
        return None
    old_index = seals_of(tx).index(COLUMN, old.digits)
    known = await tx.one(store.person_by_index, index=old_index)
    if known is None:
        return None
    await tx.run(
        store.change_number,
        who=known.person,
        new_index=index,
        new_sealed=await _sealed(tx, known.person, new),
        new_kind=new.kind,
        old_index=old_index,
    )
    return known


async def _sealed(tx: Tx, person: str, number: IdentityNumber) -> bytes:
    return await seal_for(
        tx, person, number.digits, table=COLUMN, column="number_sealed", row=person
    )
