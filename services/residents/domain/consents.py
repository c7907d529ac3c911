# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Consents: what a person has agreed to, in which words; as easy to take back as to give (GDPR art. 7; V3)."""

from typing import Final

import msgspec

from i18n import LazyText, t
from services.kit.errors import InputInvalid


class ConsentText(msgspec.Struct, frozen=True):
    """The words of a consent; a new version asks anew."""

    version: int
    text: LazyText


CONSENTS: Final[dict[str, ConsentText]] = {
    "care.checkin": ConsentText(
        1,
        t(
            "residents.consent.checkin",
            "Jag vill att hemtjänsten frågar hur jag mår varje dag och hör av sig om jag inte svarar.",
        ),
    ),
    "care.video": ConsentText(
        1, t("residents.consent.video", "Jag vill kunna ha videosamtal med omsorgen.")
    ),
    "care.camera_look": ConsentText(
        1,
        t(
            "residents.consent.camera",
            "Jag vill att personalen får titta till mig med kamera på de tider vi har bestämt.",
        ),
    ),
    "care.device_activity": ConsentText(
        1,
        t(
            "residents.consent.device",
            "Jag vill att mina apparater hemma får visa omsorgen att jag är uppe och i gång.",
        ),
    ),
    "language.machine_translation": ConsentText(
        1,
        t(
            "residents.consent.translation",
            "Jag vill att en maskin får översätta det jag skriver.",
        ),
    ),
    "statistics": ConsentText(
        1,
        t(
            "residents.consent.statistics",
            "Staden får räkna med mina uppgifter i statistik där ingen kan se vem jag är.",
        ),
    ),
}
"""Every consent the city asks for. Where a law or a task is the basis, none is asked (V3)."""


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """One consent. Instants are UTC milliseconds."""

    id: str
    person: str
    purpose: str
    text_version: int
    language: str
    """In which language she read it."""
    given_by: str
    """`self`, or the mandate of somebody who may give it for her."""
    evidence: str
    """How it was given: the session and its level of assurance."""
    given_at: int
    ended_at: int | None = None
    ended_why: str | None = None
    """`withdrawn` or `superseded`."""


def check_consent(purpose: str, version: int) -> ConsentText:
    """The text that is agreed to; InputInvalid unless it is the newest one of a known purpose."""
    text = CONSENTS.get(purpose)
    if text is None or text.version != version:
        raise InputInvalid(
            t(
                "residents.consent.changed",
                "Texten har ändrats. Läs den nya texten och svara igen.",
            ),
            path=("purpose",),
        )
    return text
