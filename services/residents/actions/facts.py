# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Recording what a register or an e-identification vouches for; saying something of oneself."""

from collections.abc import Mapping

import msgspec

from i18n import t
from services.kit.audit import Entry
from services.kit.clock import instant
from services.kit.data import Database, Tx
from services.kit.errors import Conflict
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.residents.domain.facts import (
    FactKind,
    Facts,
    FactSource,
    SelfGiven,
    VerifiedFact,
    check_self_given,
)
from services.residents.store import facts as store
from services.residents.store.numbers import protected_among


async def record_facts(
    tx: Tx, caller: Caller, person: str, facts: Facts, source: FactSource
) -> None:
    """Keep what somebody vouches for, as of now; an earlier check never replaces a later one."""
    require(caller, "residents.identity.link")
    there = facts.by_kind()
    for kind, fact in there.items():
        await tx.run(
            store.put_fact, person=person, kind=kind.value, fact=fact, source=source.value,
            checked_at=tx.now,
        )  # fmt: skip
    if facts.name is not None:
        spelled = f"{facts.name.given} {facts.name.family}"
        await tx.run(store.set_name, id=person, name=spelled)
    if there:
        await tx.audit(
            Entry(
                caller=caller, subject=person, action="residents.facts.record", resource="Resident"
            )
        )


async def read_facts(
    database: Database, caller: Caller, person: str
) -> Mapping[FactKind, VerifiedFact]:
    """What is vouched for. The address of a protected person is for herself alone (security V7)."""
    require(caller, "residents.profile.read", {"owner": person})
    found = {one.kind: one for one in await database.many(store.facts_of, people=[person])}
    if person != caller.sub and await database.many(protected_among, people=[person]):
        found.pop(FactKind.ADDRESS, None)
    return found


async def read_self_given(database: Database, caller: Caller, person: str) -> SelfGiven:
    """What she says of herself; empty until she has said something."""
    require(caller, "residents.profile.read", {"owner": person})
    found = await database.one(store.self_given_of, who=person)
    if found is None:
        return SelfGiven(person=person)
    if person != caller.sub and await database.many(protected_among, people=[person]):
        return msgspec.structs.replace(found, address=None)
    return found


async def say(tx: Tx, caller: Caller, given: SelfGiven) -> SelfGiven:
    """Keep what she says. Conflict when another device was quicker; InputInvalid for what cannot be."""
    require(caller, "residents.profile.write", {"owner": caller.sub})
    checked = check_self_given(given, today=instant(tx.now).date())
    kept = msgspec.structs.replace(
        checked, person=caller.sub, version=given.version + 1, updated_at=tx.now
    )
    row = msgspec.structs.asdict(kept)
    there = await tx.one(store.self_given_of, who=caller.sub)
    read = there.version if there is not None else 0
    if read != given.version or (
        await tx.one(store.put_self_given, **row, read_version=given.version) is None
    ):
        raise Conflict(
            t("residents.changed_meanwhile", "Din profil har ändrats. Läs om den och välj igen.")
        )
    await tx.audit(
        Entry(caller=caller, subject=caller.sub, action="residents.self.write", resource="Resident")
    )
    return kept
