# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the Parkkihubi doors share: keys, times, pages and refusals in that API's own words."""

from typing import Any, cast

import msgspec
from litestar import Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from services.kit.clock import instant
from services.kit.context import Context
from services.kit.wire.problem import Problem
from services.parking.actions.operators import GraceOver, judge_key
from services.parking.domain.operators import OPEN_END, OperatorRole, TellingWrong
from services.parking.store.operators import Operator

Web = Request[Any, Any, State]
JSON = "application/json"
NOT_FOUND = 404
LOCKED = 'Grace period has passed. Only "time_end" can be updated via PATCH.'
CHALLENGE = {"WWW-Authenticate": "ApiKey"}


async def operator_of(context: Context, request: Web, role: OperatorRole) -> Operator:
    """Whose key the request shows."""
    return await judge_key(context.database, request.headers.get("authorization"), role)


async def body_of(request: Web) -> Any:
    """The JSON of a request. Raises TellingWrong."""
    try:
        return msgspec.json.decode(await request.body())
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise TellingWrong("non_field_errors", "JSON parse error.") from None


async def object_of(request: Web) -> dict[str, Any]:
    """The JSON object of a request. Raises TellingWrong."""
    given = await body_of(request)
    if not isinstance(given, dict):
        raise TellingWrong("non_field_errors", "Send an object.")
    return cast("dict[str, Any]", given)


def shown_time(milliseconds: int | None) -> str | None:
    """An instant as the API writes it; None for an open end."""
    if milliseconds is None or milliseconds >= OPEN_END:
        return None
    return instant(milliseconds).isoformat().replace("+00:00", "Z")


def page(rows: list[Any]) -> dict[str, Any]:
    """A list that fits one page."""
    return {"count": len(rows), "next": None, "previous": None, "results": rows}


def said(body: Any, status: int = 200) -> Response[bytes]:
    """JSON."""
    return Response(msgspec.json.encode(body), status_code=status, media_type=JSON)


def _answer_wrong(_: Web, wrong: TellingWrong) -> Response[bytes]:
    return said({wrong.field: [wrong.why]}, 400)


def _answer_grace(_: Web, __: GraceOver) -> Response[bytes]:
    return said({"detail": LOCKED, "code": "grace_period_over"}, 403)


def _answer_problem(_: Web, problem: Problem) -> Response[bytes]:
    words = {
        "UNAUTHENTICATED": ("Authentication credentials were not provided or are wrong.", 401),
        "FORBIDDEN": ("You do not have permission to perform this action.", 403),
        "NOT_FOUND": ("Not found.", 404),
        "CONFLICT": ("It is there already.", 409),
        "PARKING_PLATE_INVALID": ("Enter a valid registration number.", 400),
        "RATE_LIMITED": ("Request was throttled.", 429),
    }
    detail, status = words.get(problem.code, ("Invalid input.", problem.status))
    answer = said({"detail": detail, "code": problem.code.lower()}, status)
    if problem.code == "UNAUTHENTICATED":
        answer.headers.update(CHALLENGE)
    if (wait := problem.extensions.get("retryAfter")) is not None:
        answer.headers["Retry-After"] = str(wait)
    return answer


def _answer_http(_: Web, error: HTTPException) -> Response[bytes]:
    detail = "Not found." if error.status_code == NOT_FOUND else "Invalid input."
    return said({"detail": detail}, error.status_code)


FAULTS: Any = {
    TellingWrong: _answer_wrong,
    GraceOver: _answer_grace,
    Problem: _answer_problem,
    HTTPException: _answer_http,
}
