# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a service knows of decisions taken elsewhere: consents in force, protected identities (V3, V7).

Both come as events and are kept in the service's own tables, so that each is judged in the
transaction that needs it, also while their owner does not answer.
"""

from typing import Final

from services.kit.data import (
    Database,
    Instant,
    Text,
    Tx,
    among,
    bindparam,
    define,
    delete,
    insert,
    select,
)
from services.kit.errors import Problem
from services.kit.privacy.own_tables import consent_known, protection_known
from services.kit.wire.cloudevents import Event

CONSENT_GIVEN: Final = "residents.consent.given"
CONSENT_WITHDRAWN: Final = "residents.consent.withdrawn"
PROTECTION_SET: Final = "residents.protection.set"
PROTECTION_LIFTED: Final = "residents.protection.lifted"
TYPES: Final = (CONSENT_GIVEN, CONSENT_WITHDRAWN, PROTECTION_SET, PROTECTION_LIFTED)

MASK: Final = "•••"
"""What stands where a protected person's address, unit, place or number would."""

_WHO: Final = bindparam("who", type_=Text)
_PURPOSE: Final = bindparam("what_for", type_=Text)
_put = insert(consent_known)
PUT_CONSENT: Final = define(
    _put.on_conflict_do_update(
        index_elements=["person", "purpose"],
        set_={"version": _put.excluded.version, "since": _put.excluded.since},
    )
)
DROP_CONSENT: Final = define(
    delete(consent_known).where(
        consent_known.c.person == _WHO,
        consent_known.c.purpose == _PURPOSE,
        consent_known.c.since <= bindparam("until", type_=Instant),
    )
)
FORGET_CONSENTS: Final = define(delete(consent_known).where(consent_known.c.person == _WHO))
"""With the person. That her identity is protected is known as long as anything of her is kept."""
CONSENT_OF: Final = define(
    select(consent_known.c.version).where(
        consent_known.c.person == _WHO, consent_known.c.purpose == _PURPOSE
    ),
    int,
)
PROTECT: Final = define(insert(protection_known).on_conflict_do_nothing())
LIFT: Final = define(delete(protection_known).where(protection_known.c.person == _WHO))
PROTECTED_AMONG: Final = define(
    select(protection_known.c.person).where(among(protection_known.c.person, "people")), str
)


async def learn(tx: Tx, event: Event) -> None:
    """Take in what the register of people has told."""
    match event.type:
        case "residents.consent.given":
            await tx.run(
                PUT_CONSENT,
                person=event.subject,
                purpose=str(event.data["purpose"]),
                version=int(event.data["version"]),
                since=event.time,
            )
        case "residents.consent.withdrawn":
            await tx.run(
                DROP_CONSENT,
                who=event.subject,
                what_for=str(event.data["purpose"]),
                until=event.time,
            )
        case "residents.protection.set":
            await tx.run(PROTECT, person=event.subject, since=event.time)
        case _:
            await tx.run(LIFT, who=event.subject)


async def has_consent(reader: Tx | Database, person: str, purpose: str) -> bool:
    """Whether a consent is in force; `reader` is a transaction or a database."""
    return await reader.one(CONSENT_OF, who=person, what_for=purpose) is not None


async def require_consent(reader: Tx | Database, person: str, purpose: str) -> None:
    """Pass silently or raise Problem CONSENT_REQUIRED with the purpose."""
    if not await has_consent(reader, person, purpose):
        raise Problem("CONSENT_REQUIRED", extensions={"purpose": purpose})


async def protected_among(reader: Tx | Database, people: list[str]) -> frozenset[str]:
    """Those of `people` whose identity is protected: mask where they live and how to reach them."""
    return frozenset(await reader.many(PROTECTED_AMONG, people=people))
