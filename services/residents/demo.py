# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The people of the demonstration city, as the population register would know them."""

from services.kit.data import Tx
from services.residents.domain.mandates import LONGEST_MS, MandateSource, MandateStatus
from services.residents.domain.profile import ContactKind
from services.residents.store import mandates
from services.residents.store import profile as store

PEOPLE = (
    ("demo-amina", "Amina Haddad", "ar", "+46701740605"),
    ("demo-relative", "Sara Lindqvist", "sv", "+46701740606"),
    ("demo-elder", "Ingrid Lindqvist", "sv", "+46701740607"),
)
"""Id, name, language, telephone (numbers that are set aside for fiction)."""

DAUGHTER = (
    "residents.profile.read",
    "care.view_status",
    "care.view_answers",
    "care.receive_alerts",
    "care.book",
    "care.join_call",
)
"""What Ingrid lets her daughter Sara do for her."""


async def seed(tx: Tx) -> None:
    """Put the demo people into the register; those already there stay as they are."""
    for person, name, language, phone in PEOPLE:
        await tx.run(
            store.add_resident,
            id=person,
            name=name,
            language=language,
            version=1,
            updated_at=tx.now,
        )
        await tx.run(
            store.put_contact_way,
            resident=person,
            kind=ContactKind.SMS,
            address=phone,
            verified_at=tx.now,
        )
    await tx.run(
        mandates.add_mandate,
        id="demo-delegation-1",
        principal="demo-elder",
        delegate="demo-relative",
        scopes=DAUGHTER,
        status=MandateStatus.ACTIVE,
        source=MandateSource.SELF,
        proof=None,
        code_hash=None,
        offered_at=tx.now,
        accepted_at=tx.now,
        until=tx.now + LONGEST_MS,
        ended_at=None,
        last_used_at=None,
    )
