# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be done with a profile: read it, choose a language, keep contact ways."""

import msgspec

from i18n import t
from services.kit.data import Database, Tx
from services.kit.errors import Conflict
from services.kit.policy import decide, require
from services.kit.privacy.known import MASK
from services.kit.wire.caller import Caller
from services.residents.domain.profile import (
    ContactKind,
    ContactWay,
    Resident,
    chosen_language,
    contact_address,
)
from services.residents.store import profile as store
from services.residents.store.numbers import protected_among


class ChooseLanguage(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to be spoken to in a language."""

    language: str
    version: int
    """The version of the profile that the person saw."""


class SetContactWay(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to be reached at an address; an empty address takes the way out."""

    kind: ContactKind
    address: str


async def read_residents(
    database: Database, caller: Caller, ids: list[str]
) -> list[Resident | None]:
    """The profiles of `ids` in their order; None for what is not there or not for this caller.

    The caller's own is there from her first visit, empty.
    """
    allowed = [
        each for each in ids if decide(caller, "residents.profile.read", {"owner": each}).allowed
    ]
    found = {one.id: one for one in await database.many(store.residents_by_id, ids=allowed)}
    if caller.subject in allowed:
        found.setdefault(caller.subject, Resident(id=caller.subject))
    return [found.get(each) for each in ids]


async def read_me(database: Database, caller: Caller) -> Resident:
    """The caller's own profile, or that of the person she acts for."""
    require(caller, "residents.me.read")
    known = await read_residents(database, caller, [caller.subject])
    return known[0] or Resident(id=caller.subject)


async def read_contact_ways(
    database: Database, caller: Caller, residents: list[str]
) -> list[list[ContactWay]]:
    """The contact ways of each resident, in the order asked."""
    for each in residents:
        require(caller, "residents.profile.read", {"owner": each})
    ways = await database.many(store.contact_ways_of, residents=residents)
    others = [each for each in residents if each != caller.sub]
    masked = frozenset(await database.many(protected_among, people=others))
    return [
        [_shown(way, is_masked=each in masked) for way in ways if way.resident == each]
        for each in residents
    ]


async def choose_language(tx: Tx, caller: Caller, given: ChooseLanguage) -> Resident:
    """Remember the language; refuses what the city does not have and what somebody else changed."""
    require(caller, "residents.profile.write", {"owner": caller.sub})
    language = chosen_language(given.language)
    changed = await tx.one(
        store.set_language,
        id=caller.sub,
        read_version=given.version,
        language=language,
        updated_at=tx.now,
    )
    if changed is None:
        raise Conflict(
            t("residents.changed_meanwhile", "Din profil har ändrats. Läs om den och välj igen.")
        )
    await tx.emit(
        "residents.language.chosen",
        subject=changed.id,
        data={"id": changed.id, "language": language},
    )
    return changed


async def set_contact_way(tx: Tx, caller: Caller, given: SetContactWay) -> list[ContactWay]:
    """Keep, replace or take out one contact way; the result is all that remain."""
    require(caller, "residents.profile.write", {"owner": caller.sub})
    if given.address.strip():
        address = contact_address(given.kind, given.address)
        await tx.run(
            store.put_contact_way,
            resident=caller.sub,
            kind=given.kind,
            address=address,
            verified_at=None,
        )
    else:
        await tx.run(store.drop_contact_way, who=caller.sub, kind=given.kind)
    await tx.emit(
        "residents.contact.changed",
        subject=caller.sub,
        data={"id": caller.sub, "kind": given.kind.value},
    )
    return await tx.many(store.contact_ways_of, residents=[caller.sub])


def _shown(way: ContactWay, *, is_masked: bool) -> ContactWay:
    """Nobody but herself sees how to reach a person whose identity is protected (security V7)."""
    return msgspec.structs.replace(way, address=MASK) if is_masked else way
