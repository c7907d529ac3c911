# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Doors of handhelds without a network: lists to take along, their keys, and checks told afterwards (E4)."""

from base64 import urlsafe_b64encode
from typing import Any, cast

from litestar import Response, Router, get, post
from litestar.di import NamedDependency

from services.kit.context import Context
from services.kit.policy.routes import public_route
from services.parking.actions import offline as actions
from services.parking.actions.enforcement import officer_name
from services.parking.actions.plates import chest_of
from services.parking.domain.checks import CheckAnswer
from services.parking.domain.operators import OperatorRole, TellingWrong, read_location, read_time
from services.parking.domain.plates import HOME
from services.parking.rest.parkkihubi import (
    FAULTS,
    Web,
    body_of,
    object_of,
    operator_of,
    said,
    shown_time,
)

_KEY = public_route("an enforcer shows a key of its own (Authorization: ApiKey)")
_OPEN = public_route("public keys are public")
Held = NamedDependency[Context]


@post("/offline_list", guards=[_KEY])
async def make_offline_list(context: Held, request: Web) -> Response[bytes]:
    """A list for some districts: signed, with a secret of its own, dead after four hours; it is kept who asked."""
    operator = await operator_of(context, request, OperatorRole.ENFORCER)
    raw = await object_of(request)
    areas: Any = raw.get("areas")
    if not isinstance(areas, list) or not all(
        isinstance(one, str) for one in cast("list[Any]", areas)
    ):
        raise TellingWrong("areas", "1 to 10 names of permit areas are needed.")
    wish = actions.MakeList(areas=tuple(cast("list[str]", areas)), purpose=_text(raw, "purpose"))
    granted = await context.database.transact(
        lambda tx: actions.note_list(tx, officer_name(operator), wish)
    )
    made = await actions.build_list(
        context.database, granted, actions.signer_of(context.resources),
        chest=chest_of(context.resources),
    )  # fmt: skip
    return said(
        {
            "id": made.head.jti, "expires": shown_time(made.head.exp * 1000),
            "signature": made.signature, "entries": made.entries,
            "key": urlsafe_b64encode(made.secret).decode(),
        },
        201,
    )  # fmt: skip


@get("/offline_keys", guards=[_OPEN])
async def list_keys(context: Held) -> Response[bytes]:
    """The public keys that lists are signed with (RFC 7517)."""
    return said(actions.public_keys(context.resources))


@post("/offline_checks", guards=[_KEY])
async def hand_in_checks(context: Held, request: Web) -> Response[bytes]:
    """Checks that were made offline, each judged anew as of when it was made; handing in twice is once."""
    operator = await operator_of(context, request, OperatorRole.ENFORCER)
    given = await body_of(request)
    if not isinstance(given, list):
        raise TellingWrong("non_field_errors", "Send an array of checks.")
    wish = [_check(one) for one in cast("list[Any]", given)]
    chest = chest_of(context.resources)
    found = await context.database.transact(
        lambda tx: actions.hand_in(tx, officer_name(operator), wish, chest=chest)
    )
    return said(
        [
            {
                "id": one.id, "taken": one.check is not None,
                "answer": None if one.check is None else one.check.answer.value,
                "end_time": None if one.check is None else shown_time(one.check.end),
                "code": None if one.problem is None else one.problem.code.lower(),
                "field": None if one.problem is None else one.problem.path[-1],
            }
            for one in found
        ]
    )  # fmt: skip


def _check(given: Any) -> actions.OfflineCheck:
    if not isinstance(given, dict):
        raise TellingWrong("non_field_errors", "Each check is an object.")
    raw = cast("dict[str, Any]", given)
    point, at = read_location(raw.get("location")), read_time(raw, "time")
    if point is None:
        raise TellingWrong("location", "This field is required.")
    if at is None:
        raise TellingWrong("time", "This field is required.")
    told, accuracy = _text(raw, "answer"), raw.get("accuracy", 10)
    if told not in [one.value for one in CheckAnswer]:
        raise TellingWrong("answer", "Must be valid, not_valid or ambiguous.")
    if isinstance(accuracy, bool) or not isinstance(accuracy, int | float):
        raise TellingWrong("accuracy", "Must be metres.")
    return actions.OfflineCheck(
        id=_text(raw, "id"), list_id=_text(raw, "list"), plate=_text(raw, "registration_number"),
        country=str(raw.get("country", HOME)), point=point, accuracy_m=float(accuracy),
        purpose=_text(raw, "purpose"), at=at, told=CheckAnswer(told),
    )  # fmt: skip


def _text(raw: dict[str, Any], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value.strip():
        raise TellingWrong(name, "This field is required.")
    return value


offline_doors = Router(
    path="/enforcement/v1",
    route_handlers=[make_offline_list, list_keys, hand_in_checks],
    exception_handlers=FAULTS,
)
