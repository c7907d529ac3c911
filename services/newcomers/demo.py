# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The demonstration city: a guide in plain Swedish, a plan for Amina, brokers and interpreters."""

from datetime import timedelta

from services.kit.data import Tx
from services.newcomers.actions.guide import PublishPage, keep_page
from services.newcomers.domain.guide import PageSegment, Risk
from services.newcomers.domain.interpreting.orders import Competence
from services.newcomers.domain.local_time import local_day
from services.newcomers.domain.planning.situation import (
    Employment,
    LegalBasis,
    Situation,
    Spoken,
)
from services.newcomers.domain.planning.templates import stockholm
from services.newcomers.store import guide, interpreters, plans

PAGES: tuple[tuple[str, str, Risk, tuple[str, ...]], ...] = (
    ("welcome", "Välkommen till Stockholm.", Risk.INFO, (
        "Här hittar du det viktigaste för din första tid i staden.",
        "Du kan be om en tolk. Det kostar ingenting.",
    )),
    ("register-move", "Anmäl flytten till Skatteverket.", Risk.LEGAL, (
        "Gå till ett servicekontor och ta med pass och uppehållstillstånd.",
        "Du får ett personnummer när du är folkbokförd.",
    )),
    ("personnummer", "Personnummer.", Risk.LEGAL, (
        "Ditt personnummer är tolv siffror. Visa det bara när det behövs.",
    )),
    ("sfi", "SFI, svenska för invandrare.", Risk.SERVICE, (
        "SFI är en kurs i svenska. Den är gratis.",
        "Anmäl dig på SFI-centrum. Ta med legitimation.",
        "Kursen ska kunna börja inom tre månader.",
    )),
    ("preschool", "Förskola.", Risk.SERVICE, (
        "Barn från ett år kan gå i förskola.",
        "Ställ barnet i kö. Du ska få en plats inom fyra månader.",
    )),
    ("health-centre", "Vårdcentral.", Risk.HEALTH, (
        "Ring 1177 om du är sjuk och undrar vad du ska göra.",
        "Ring 112 om det är akut.",
    )),
)  # fmt: skip

BROKERS = (
    ("broker-a", "Tolkförmedling Norr", 1),
    ("broker-b", "Tolkförmedling Väst", 2),
    ("broker-c", "Tolkförmedling Syd", 3),
)

POOL = (
    ("pool-1", "Tolk 1", "ar", Competence.AUTHORIZED),
    ("pool-2", "Tolk 2", "so", Competence.EDUCATED),
)

SFI_CENTRE = {
    "name": "SFI-centrum", "address": "Hammarby fabriksväg 21", "postcode": "120 33",
    "town": "Stockholm", "latitude": 59.3006, "longitude": 18.0986, "barrier_free": True,
}  # fmt: skip


async def seed(tx: Tx) -> None:
    """Put the guide, a plan and the brokers there; what is there already stays."""
    for position, (slug, title, risk, sentences) in enumerate(PAGES):
        if await tx.one(guide.page_by_slug, key=slug) is None:
            segments = tuple(
                PageSegment(path=f"{number:02}", text=text)
                for number, text in enumerate(sentences, 1)
            )
            page = PublishPage(
                slug=slug, title=title, segments=segments, position=position, risk=risk
            )
            await keep_page(tx, page)
    await tx.run(guide.put_place, id="sfi-centrum", facts=SFI_CENTRE)
    for broker, name, rank in BROKERS:
        await tx.run(interpreters.put_broker, id=broker, name=name, rank=rank, email="", address="")
    for person, name, language, competence in POOL:
        await tx.run(
            interpreters.put_pool, id=person, name=name, language=language, competence=competence
        )
    today = local_day(tx.now)
    await tx.run(
        plans.add_plan, person="demo-amina", locale="ar", created_by="self",
        situation=Situation(
            legal_basis=LegalBasis.REFUGEE, arrival_date=today - timedelta(days=40),
            residence_from=today - timedelta(days=10), birth_year=today.year - 34,
            children=(today.year - 4, today.year - 9), employment=Employment.SEEKING,
            languages=(Spoken(tag="ar"),), has_driving_licence=True,
        ),
        template_version=stockholm().version, version=1, updated_at=tx.now,
    )  # fmt: skip
