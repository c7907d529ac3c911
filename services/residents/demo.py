# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The people of the demonstration city, as the population register would know them."""

from datetime import date

from i18n import t
from services.kit.data import Tx
from services.kit.wire.notice import Notice
from services.residents.actions.inbox import deliver
from services.residents.domain.facts import Facts, FactSource, PersonName, PostalAddress
from services.residents.domain.mandates import LONGEST_MS, MandateSource, MandateStatus
from services.residents.domain.profile import ContactKind
from services.residents.store import facts as facts_store
from services.residents.store import inbox as inbox_store
from services.residents.store import mandates
from services.residents.store import notify as notify_store
from services.residents.store import profile as store

WELCOME = "01900000-0000-7000-8000-000000000001"
DEPARTMENT = "5b1e2a34-6f0c-4d5e-8a9b-0c1d2e3f4a5b"
SECRET = "9c8b7a65-4f3e-4d2c-9b1a-0f9e8d7c6b5a"  # noqa: S105 -- of the demonstration, worthless elsewhere
"""The demonstration key is `demo-<DEPARTMENT>-<SECRET>`."""
TEMPLATES = {
    "sms": "0f1e2d3c-4b5a-4968-8776-655443322110",
    "email": "1a2b3c4d-5e6f-4708-9192-a3b4c5d6e7f8",
    "letter": "2b3c4d5e-6f70-4819-a2b3-c4d5e6f70819",
}
SENDERS = {
    "sms": ("3c4d5e6f-7081-492a-b3c4-d5e6f7081920", "Demo"),
    "email": ("4d5e6f70-8192-4a3b-84d5-e6f708192031", "svar@example.org"),
}
SUBJECTS = {
    "sv": "Din tid ((day))",
    "en": "Your appointment on ((day))",
    "ar": "موعدك يوم ((day))",
    "so": "Ballantaada ((day))",
}
BODIES = {
    "sv": "Hej ((name))! Du har en tid ((day)).((bring?? Ta med legitimation.))",
    "en": "Hello ((name))! You have an appointment on ((day)).((bring?? Bring proof of identity.))",
    "ar": "مرحباً ((name))! لديك موعد يوم ((day)).((bring?? أحضر هويتك.))",
    "so": "Salaan ((name))! Waxaad leedahay ballan ((day)).((bring?? Aqoonsi soo qaado.))",
}
PEOPLE = (
    ("demo-amina", "Amina Haddad", "ar", "+46701740605"),
    ("demo-relative", "Sara Lindqvist", "sv", "+46701740606"),
    ("demo-elder", "Ingrid Lindqvist", "sv", "+46701740607"),
)
"""Id, name, language, telephone (numbers that are set aside for fiction)."""

FACTS = (
    ("demo-amina", "Amina", "Haddad", "1991-03-14", "Exempelgatan 7"),
    ("demo-relative", "Sara", "Lindqvist", "1974-11-02", "Exempelgatan 12"),
    ("demo-elder", "Ingrid", "Lindqvist", "1943-06-21", "Exempelgatan 30"),
)
"""Id, given name, family name, date of birth, street: as the population register would have them."""

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
    await _facts(tx)
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
    await _letters(tx)
    await _department(tx)


async def _facts(tx: Tx) -> None:
    """What the register says of the demo people, and what one of them says herself."""
    for person, given, family, birth, street in FACTS:
        facts = Facts(
            name=PersonName(given=given, family=family), birth=date.fromisoformat(birth),
            address=PostalAddress(street=street, postal_code="164 40", locality="Kista"),
        )  # fmt: skip
        for kind, fact in facts.by_kind().items():
            await tx.run(
                facts_store.put_fact, person=person, kind=kind.value, fact=fact,
                source=FactSource.POPULATION_REGISTER.value, checked_at=tx.now,
            )  # fmt: skip
    if await tx.one(facts_store.self_given_of, who="demo-amina") is None:
        await tx.run(
            facts_store.put_self_given, person="demo-amina", called="Mina", birth=None,
            address=None, version=1, updated_at=tx.now, read_version=0,
        )  # fmt: skip


async def _letters(tx: Tx) -> None:
    """A message that waits for Amina, once."""
    notice = Notice(
        title=t("residents.demo.welcome", "Välkommen till Torget"),
        body=t(
            "residents.demo.welcome_text",
            "Här samlas det som staden vill berätta för dig. Du väljer själv hur vi når dig.",
        ),
        category="welcome",
        action="/preferences",
    )
    there = await tx.one(inbox_store.message_by_id, key=WELCOME)
    if there is None:
        await deliver(tx, "demo-amina", "residents", notice, key=WELCOME)


async def _department(tx: Tx) -> None:
    """A department that sends through the Notify-compatible API, with templates in four languages."""
    await tx.run(
        notify_store.add_service,
        id=DEPARTMENT,
        name="Demoförvaltningen",
        callback_url="",
        callback_token="",
    )
    await tx.run(
        notify_store.add_key,
        id="demo",
        service=DEPARTMENT,
        name="demo",
        secret=SECRET,
        revoked_at=None,
    )
    for kind, (key, value) in SENDERS.items():
        await tx.run(notify_store.add_sender, id=key, service=DEPARTMENT, kind=kind, value=value)
    for kind, key in TEMPLATES.items():
        await tx.run(
            notify_store.add_template,
            id=key,
            version=1,
            service=DEPARTMENT,
            type=kind,
            name=f"Bokad tid ({kind})",
            subjects={} if kind == "sms" else SUBJECTS,
            bodies=BODIES,
            created_by="demo@example.org",
            created_at=tx.now,
            first_at=tx.now,
            archived=False,
        )
