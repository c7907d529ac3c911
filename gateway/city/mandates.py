# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Where the gateway asks whether a mandate is in force: at its owner, as the person who wants to act (G2)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast

from gateway.auth.choices import Mandate, Mandates, no_mandates
from services.kit.clock import Clock, milliseconds
from services.kit.graph.identity import global_id
from services.kit.wire.caller import Caller, Delegation
from services.kit.wire.deadline import Deadline
from services.kit.wire.subgraph import FetchContext, FetchRequest, OperationKind, Subgraph

OWNER: Final = "residents"
_SECONDS: Final = 3.0
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


def _instant(value: Any) -> int:
    """UTC milliseconds of an instant, which is text over HTTP and itself within one process."""
    if not isinstance(value, datetime):
        value = datetime.fromisoformat(str(value)).astimezone(UTC)
    return milliseconds(value)
