# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Letting somebody act for me: offer, accept, withdraw; both parties see all of it (G1-G4)."""

import hashlib
import secrets
from typing import Final

import msgspec

from i18n import t
from services.kit.audit import Entry, record
from services.kit.data import Database, Tx
from services.kit.errors import NotFound
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.kit.wire.notice import Notice
from services.residents.domain.mandates import (
    REMIND_MS,
    Mandate,
    MandateSource,
    MandateStatus,
    check_acceptance,
    check_offer,
)
from services.residents.store import mandates as store
from services.residents.store.profile import residents_by_id

REMIND: Final = "residents.mandate.remind"
_CODE_WORDS: Final = 4
_ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class OfferMandate(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to let somebody act for me."""

    scopes: tuple[str, ...]
    until: int
    """UTC milliseconds."""


class Offered(msgspec.Struct, frozen=True):
    """A new offer and the code that is shown this once."""

    mandate: Mandate
    code: str


class Parties(msgspec.Struct, frozen=True):
    """A mandate and what each party may know of the other: her name."""

    mandate: Mandate
    principal_name: str | None
    delegate_name: str | None


async def offer_mandate(tx: Tx, caller: Caller, given: OfferMandate) -> Offered:
    """Make an offer; whoever gets the code from me within a week may accept it."""
    require(caller, "residents.mandate.grant", {"owner": caller.sub})
    scopes = check_offer(given.scopes, given.until, now=tx.now)
    code = "-".join(
        "".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(_CODE_WORDS)
    )
    made = Mandate(
        id=new_id(),
        principal=caller.sub,
        delegate=None,
        scopes=scopes,
        status=MandateStatus.OFFERED,
        source=MandateSource.SELF,
        proof=None,
        offered_at=tx.now,
        accepted_at=None,
        until=given.until,
        ended_at=None,
        last_used_at=None,
    )
    await tx.run(store.add_mandate, **msgspec.structs.asdict(made), code_hash=hash_of_code(code))
    await _note(tx, caller, made, "offer")
    return Offered(made, code)


async def accept_mandate(tx: Tx, caller: Caller, code: str) -> Mandate:
    """Accept what somebody offered; from now on I may act for her."""
    require(caller, "residents.mandate.accept")
    found = await tx.one(store.mandate_by_code, code_hash=hash_of_code(code))
    offer = check_acceptance(found, caller.sub, now=tx.now)
    accepted = await tx.one(store.accept_mandate, id=offer.id, who=caller.sub, now=tx.now)
    if accepted is None:
        raise NotFound
    await tx.schedule(REMIND, f"mandate:{offer.id}:remind", max(offer.until - REMIND_MS, tx.now))
    await _note(tx, caller, accepted, "accept")
    return accepted


async def withdraw_mandate(tx: Tx, caller: Caller, mandate_id: str) -> Mandate:
    """End a mandate, from either side; what is open under it ends within a second."""
    found = await tx.one(store.mandate_by_id, id=mandate_id)
    parties = (found.principal, found.delegate) if found is not None else ()
    require(caller, "residents.mandate.withdraw", {"parties": parties})
    ended = await tx.one(store.end_mandate, id=mandate_id, now=tx.now)
    if ended is None:
        if found is None:
            raise NotFound
        return found
    await tx.cancel(f"mandate:{mandate_id}:remind")
    await tx.emit("residents.mandate.withdrawn", subject=ended.principal, data={"id": ended.id})
    await _note(tx, caller, ended, "withdraw")
    return ended


async def list_mandates(database: Database, caller: Caller, person: str) -> list[Parties]:
    """Mandates that a person has given or holds, newest first, ended ones included."""
    require(caller, "residents.mandate.read", {"owner": person})
    found = await database.many(store.mandates_of, who=person)
    people = sorted({each for one in found for each in (one.principal, one.delegate) if each})
    await record(database, _looks_at_others(caller, person, found))
    known = await database.many(residents_by_id, ids=people)
    names = {one.id: one.name for one in known}
    return [Parties(one, names.get(one.principal), names.get(one.delegate or "")) for one in found]


def _looks_at_others(caller: Caller, person: str, mandates: list[Mandate]) -> list[Entry]:
    """Whoever let her act sees that she has looked at it."""
    return [
        Entry(
            caller=caller,
            subject=one.principal,
            action="residents.mandate.read",
            resource="Mandate",
            ids=(one.id,),
        )
        for one in mandates
        if one.principal != person
    ]


async def use_mandate(tx: Tx, caller: Caller, mandate_id: str) -> Mandate:
    """Begin to act under a mandate of mine; NOT_FOUND unless it is in force and mine."""
    require(caller, "residents.mandate.accept")
    found = await tx.one(store.mandate_by_id, id=mandate_id)
    if found is None or found.delegate != caller.sub or not found.in_force(tx.now):
        raise NotFound
    await tx.run(store.use_mandate, id=mandate_id, now=tx.now)
    await _note(tx, caller, found, "use")
    return found


async def remind(tx: Tx, mandate_id: str) -> None:
    """Tell the principal that a mandate ends soon."""
    found = await tx.one(store.mandate_by_id, id=mandate_id)
    if found is None or not found.in_force(tx.now):
        return
    notice = Notice(
        title=t("residents.mandate.ending", "En fullmakt du har gett går snart ut"),
        category="mandate",
        due_at=found.until,
        action="/mandates",
        subject_ref=found.id,
    )
    await tx.emit(
        "residents.notice.wanted", subject=found.principal, data=msgspec.to_builtins(notice)
    )


def hash_of_code(code: str) -> str:
    """What is kept of a code; case, spaces and dashes do not matter."""
    plain = "".join(each for each in code.upper() if each in _ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


async def _note(tx: Tx, caller: Caller, mandate: Mandate, verb: str) -> None:
    await tx.audit(
        Entry(
            caller=caller,
            subject=mandate.principal,
            action=f"residents.mandate.{verb}",
            resource="Mandate",
            ids=(mandate.id,),
        )
    )
