# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the gateway asks the register of people: whether a mandate is in force, who has a number (G2, W7)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast

from gateway.auth.choices import Mandate, Mandates, no_mandates
from gateway.auth.sign_in import Identify, as_told
from services.kit.clock import Clock, milliseconds
from services.kit.graph.identity import global_id
from services.kit.wire.caller import SYSTEM, Caller, Delegation
from services.kit.wire.deadline import Deadline
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import FetchContext, FetchRequest, OperationKind, Subgraph

OWNER: Final = "residents"
_SECONDS: Final = 3.0
MOST_LETTERS: Final = 200
_CLAIM: Final = "https://id.oidc.se/claim/"
_NUMBERS: Final = (f"{_CLAIM}personalIdentityNumber", f"{_CLAIM}coordinationNumber")
_PREVIOUS: Final = f"{_CLAIM}previousCoordinationNumber"
_VOUCHED: Final = {
    "givenName": "given_name", "familyName": "family_name", "birthDate": "birthdate",
}  # fmt: skip
"""Further claims that are kept as verified, by the field that takes them (OpenID Connect Core, 5.1)."""
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_LINK: Final = "mutation LinkIdentity($i: LinkIdentityInput!) { linkIdentity(input: $i) }"
_USE: Final = (
    "mutation UseMandate($id: ID!) { useMandate(input: {mandateId: $id}) "
    "{ mandate { principalId until scopes { code } } } }"
)


def mandates_of(subgraphs: Mapping[str, Subgraph], clock: Clock) -> Mandates:
    """Ask the subgraph that keeps mandates; a city without it has none."""
    owner = subgraphs.get(OWNER)
    if owner is None:
        return no_mandates

    async def use(caller: Caller, mandate: str) -> Mandate | None:
        request = FetchRequest(
            query=_USE,
            variables={"id": global_id("Mandate", mandate)},
            operation_name="UseMandate",
            kind=OperationKind.MUTATION,
        )
        context = FetchContext(
            deadline=Deadline.after(_SECONDS, now=clock.monotonic()), caller=caller
        )
        answer = await owner.fetch(request, context)
        payload = cast("dict[str, Any]", (answer.data or {}).get("useMandate") or {})
        found = cast("dict[str, Any] | None", payload.get("mandate"))
        if found is None:
            return None
        scopes = tuple(str(scope["code"]) for scope in found["scopes"])
        return Mandate(
            principal=str(found["principalId"]),
            delegation=Delegation(id=mandate, scopes=scopes, until=_instant(found["until"])),
        )

    return use


def identify_by(subgraphs: Mapping[str, Subgraph], clock: Clock) -> Identify:
    """Ask the vault who has the number an issuer vouched for; without a number nothing is asked."""
    owner = subgraphs.get(OWNER)
    if owner is None:
        return as_told

    async def identify(person: str, claims: Mapping[str, Any]) -> str:
        number = next((claims[name] for name in _NUMBERS if name in claims), None)
        if not isinstance(number, str):
            return person
        wish = {"person": person, "number": number, "previous": claims.get(_PREVIOUS)}
        wish |= {name: told for name, claim in _VOUCHED.items() if (told := _text(claims, claim))}
        request = FetchRequest(
            query=_LINK,
            variables={"i": wish},
            operation_name="LinkIdentity",
            kind=OperationKind.MUTATION,
        )
        context = FetchContext(
            deadline=Deadline.after(_SECONDS, now=clock.monotonic()), caller=SYSTEM
        )
        answer = await owner.fetch(request, context)
        found = (answer.data or {}).get("linkIdentity")
        if not isinstance(found, str):
            raise Problem("TOKEN_INVALID")
        return found

    return identify


def _text(claims: Mapping[str, Any], name: str) -> str | None:
    """A claim that can be kept; a date of birth may lack its year or day at other issuers."""
    value = claims.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > MOST_LETTERS:
        return None
    return None if name == "birthdate" and not _DATE.fullmatch(value) else value


def _instant(value: Any) -> int:
    """UTC milliseconds of an instant, which is text over HTTP and itself within one process."""
    if not isinstance(value, datetime):
        value = datetime.fromisoformat(str(value)).astimezone(UTC)
    return milliseconds(value)
