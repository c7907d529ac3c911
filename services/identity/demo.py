# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The people of the demonstration city, and tokens of theirs for scripts."""

import secrets
from pathlib import Path
from typing import Any, Final

import msgspec

from services.kit.clock import Clock, SystemClock
from services.kit.crypto.files import secret_file
from services.kit.errors import SettingsProblem
from services.kit.wire.caller import Assignment, CallerKind, Delegation
from services.kit.wire.tokens.keys import SigningKey, new_signing_key
from services.kit.wire.tokens.signed import sign_compact

TOKEN_SECONDS: Final = 3600
AUDIENCE: Final = "torget"
_BANK: Final = "http://id.elegnamnden.se/loa/1.0/loa3"
_WEAK: Final = "http://id.elegnamnden.se/loa/1.0/loa2"
_CARD: Final = "http://id.sambi.se/loa/loa3"


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can sign in at the demonstration issuer."""

    name: str
    """What the command line calls her."""
    id: str
    """Our internal id; two names with one id are one person in two capacities."""
    shown: str
    language: str
    about: str
    kind: CallerKind = CallerKind.RESIDENT
    acr: tuple[str, ...] = (_BANK, _WEAK)
    """Levels at which she can sign in, the usual one first."""
    roles: tuple[str, ...] = ()
    assignment: Assignment | None = None
    others: tuple[Assignment, ...] = ()
    """Assignments she may choose instead, in a session."""
    act_for: str | None = None
    delegation: Delegation | None = None


def _at(unit: str, purpose: str, *rights: str) -> Assignment:
    return Assignment(
        id=f"demo-assignment-{unit}", unit=unit, provider="stad", purpose=purpose, rights=rights
    )


PEOPLE: Final = (
    Person(
        name="amina",
        id="demo-amina",
        shown="Amina Haddad",
        language="ar",
        about="Resident; reads Arabic",
    ),
    Person(
        name="elder",
        id="demo-elder",
        shown="Ingrid Lindqvist",
        language="sv",
        about="Resident with home care and daily check-ins",
    ),
    Person(
        name="sara",
        id="demo-relative",
        shown="Sara Lindqvist",
        language="sv",
        about="Resident; Ingrid's daughter, in her own affairs",
    ),
    Person(
        name="relative",
        id="demo-relative",
        shown="Sara Lindqvist for Ingrid Lindqvist",
        language="sv",
        about="The same daughter, acting for her mother",
        act_for="demo-elder",
        delegation=Delegation(
            id="demo-delegation-1",
            scopes=(
                "residents.profile.read",
                "care.view_status",
                "care.view_answers",
                "care.receive_alerts",
                "care.book",
                "care.join_call",
            ),
        ),
    ),
    Person(
        name="newcomer",
        id="demo-newcomer",
        shown="Hodan Warsame",
        language="so",
        about="Resident, new in Sweden; reads Somali",
    ),
    Person(
        name="staff",
        id="demo-staff",
        shown="Elin Berg",
        language="sv",
        about="Care staff, home care Södermalm",
        kind=CallerKind.STAFF,
        acr=(_CARD,),
        roles=("care_staff",),
        assignment=_at("hemtjanst-sodermalm", "care", "read", "write", "triage", "dispatch"),
        others=(_at("hemtjanst-kungsholmen", "care", "read"),),
    ),
    Person(
        name="nurse",
        id="demo-nurse",
        shown="Amal Farah",
        language="so",
        about="Nurse, home care Södermalm",
        kind=CallerKind.STAFF,
        acr=(_CARD,),
        roles=("care_staff", "nurse"),
        assignment=_at("hemtjanst-sodermalm", "care", "read", "write", "triage", "dispatch"),
    ),
    Person(
        name="careboss",
        id="demo-careboss",
        shown="Karin Holm",
        language="sv",
        about="Head of the unit home care Södermalm",
        kind=CallerKind.STAFF,
        acr=(_CARD,),
        roles=("care_staff", "care_admin"),
        assignment=_at("hemtjanst-sodermalm", "care", "read", "write", "triage", "dispatch"),
    ),
    Person(
        name="nightstaff",
        id="demo-nightstaff",
        shown="Omar Said",
        language="sv",
        about="Care staff, night patrol of another unit",
        kind=CallerKind.STAFF,
        acr=(_CARD,),
        roles=("care_staff",),
        assignment=_at("nattpatrull-jarva", "care", "read", "write", "triage", "dispatch"),
    ),
    Person(
        name="counsellor",
        id="demo-counsellor",
        shown="Leila Karimi",
        language="fa",
        about="Counsellor for newcomers",
        kind=CallerKind.STAFF,
        acr=(_CARD,),
        roles=("counsellor",),
        assignment=_at("welcome-house", "counselling", "read", "write"),
    ),
    Person(
        name="editor",
        id="demo-editor",
        shown="Erik Holm",
        language="sv",
        about="Editor of texts, places and translations",
        kind=CallerKind.STAFF,
        acr=(_CARD,),
        roles=("editor",),
        assignment=_at("communication", "publishing", "read", "write"),
    ),
    Person(
        name="moderator",
        id="demo-moderator",
        shown="Maija Koskinen",
        language="fi",
        about="Moderator of proposals and comments",
        kind=CallerKind.STAFF,
        acr=(_CARD,),
        roles=("moderator",),
        assignment=_at("participation", "participation", "read", "write"),
    ),
    Person(
        name="officer",
        id="demo-officer",
        shown="Johan Ek",
        language="sv",
        about="Case officer, traffic and permits",
        kind=CallerKind.STAFF,
        acr=(_CARD,),
        roles=("officer",),
        assignment=_at("traffic-office", "parking", "read", "write", "decide"),
    ),
    Person(
        name="visitor",
        id="demo-visitor",
        shown="A visitor",
        language="en",
        about="Visitor without an account",
        kind=CallerKind.VISITOR,
        acr=(),
    ),
)


def demo_people() -> tuple[Person, ...]:
    """Everybody who can sign in at the demonstration issuer."""
    return PEOPLE


def person_named(name: str) -> Person:
    """The person the command line calls `name`; SettingsProblem with the list if there is none."""
    for person in PEOPLE:
        if person.name == name:
            return person
    known = ", ".join(person.name for person in PEOPLE)
    raise SettingsProblem(f"There is no demo person called {name}. There are: {known}.")


def demo_key(folder: Path) -> SigningKey:
    """The key of the city whose data are kept in `folder`; made on first use."""
    content = secret_file(
        folder / "keys" / "demo-issuer.json",
        lambda: msgspec.json.encode(new_signing_key("ES256").private_jwk),
    )
    try:
        return SigningKey(msgspec.json.decode(content))
    except (ValueError, KeyError) as error:
        raise SettingsProblem(
            f"{folder}/keys/demo-issuer.json is damaged; remove it and start again."
        ) from error


def issuer_of(address: str) -> str:
    """The issuer identifier of the city at `address`."""
    return f"{address.rstrip('/')}/identity"


def demo_token(name: str, *, folder: Path, address: str, clock: Clock | None = None) -> str:
    """An access token of a demo person for the city at `address`, good for an hour.

    Raises SettingsProblem for an unknown name or a folder that cannot be used.
    """
    person = person_named(name)
    now = (clock or SystemClock()).now_ms() // 1000
    claims = access_claims(
        person,
        iss=issuer_of(address),
        client="torget-cli",
        acr=person.acr[0] if person.acr else None,
        auth_time=now,
        now=now,
        life=TOKEN_SECONDS,
    )
    return sign_compact(claims, demo_key(folder), typ="at+jwt")


def access_claims(
    person: Person,
    *,
    iss: str,
    client: str,
    acr: str | None,
    auth_time: int,
    now: int,
    life: int,
    scope: str = "openid",
    sid: str | None = None,
    jkt: str | None = None,
) -> dict[str, Any]:
    """Claims of an access token (RFC 9068); instants in UTC seconds."""
    facts: dict[str, Any] = {
        "iss": iss,
        "aud": AUDIENCE,
        "sub": person.id,
        "client_id": client,
        "iat": now,
        "exp": now + life,
        "jti": secrets.token_urlsafe(16),
        "auth_time": auth_time,
        "scope": scope,
        "torget_kind": person.kind,
        "acr": acr,
        "sid": sid,
        "roles": person.roles or None,
        "assignment": person.assignment,
        "assignments": (person.assignment, *person.others) if person.others else None,
        "act_for": person.act_for,
        "delegation": person.delegation,
        "cnf": {"jkt": jkt} if jkt else None,
    }
    return {name: value for name, value in facts.items() if value is not None}
