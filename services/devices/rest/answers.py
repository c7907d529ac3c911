# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Answers of NGSI-LD: bodies read with their context, problems by the standard's own types."""

from typing import Any, cast

import msgspec
from litestar import Request, Response
from litestar.datastructures import State

from services.devices.actions.notices import LINK
from services.devices.actions.taking_in import ALREADY_THERE, NOT_THERE
from services.devices.domain.entities import EntityRefused
from services.devices.domain.writing import CORE_CONTEXT

Web = Request[Any, Any, State]

JSON, JSON_LD = "application/json", "application/ld+json"
ERRORS = "https://uri.etsi.org/ngsi-ld/errors/"
_KINDS = {
    NOT_THERE: ("ResourceNotFound", 404),
    ALREADY_THERE: ("AlreadyExists", 409),
    "too_many": ("TooManyResults", 413),
}


class Fault(Exception):
    """An answer of the standard's own kind."""

    def __init__(self, kind: str, status: int, detail: str) -> None:
        """`kind` is the last part of the problem's type."""
        super().__init__(detail)
        self.kind = kind
        self.status = status
        self.detail = detail


def fault_of(refused: EntityRefused) -> Fault:
    """The answer that a refusal gets."""
    kind, status = _KINDS.get(refused.reason, ("BadRequestData", 400))
    return Fault(kind, status, refused.text)


def problem(kind: str, status: int, detail: str) -> dict[str, Any]:
    """A problem as the standard wants it (RFC 7807)."""
    return {"type": ERRORS + kind, "title": kind, "status": status, "detail": detail}


def answer_fault(_: Web, fault: Fault) -> Response[bytes]:
    """The problem document."""
    body = msgspec.json.encode(problem(fault.kind, fault.status, fault.detail))
    return Response(body, status_code=fault.status, media_type="application/problem+json")


def answer_refusal(request: Web, refused: EntityRefused) -> Response[bytes]:
    """The problem document of a refusal that nobody has caught."""
    return answer_fault(request, fault_of(refused))


FAULTS: Any = {Fault: answer_fault, EntityRefused: answer_refusal}


async def read_body(request: Web) -> Any:
    """The JSON of a request; its context is taken from where it stands and not fetched."""
    media = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if media not in (JSON, JSON_LD, "application/merge-patch+json"):
        raise Fault("BadRequestData", 415, "Send application/json or application/ld+json.")
    try:
        return msgspec.json.decode(await request.body())
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Fault("InvalidRequest", 400, "The body is not JSON.") from None


def answer(
    request: Web, body: Any, *, status: int = 200, headers: dict[str, str] | None = None
) -> Response[bytes]:
    """JSON in the form that was asked for: the context beside it, or inside (application/ld+json)."""
    accepts = request.headers.get("accept", "")
    found = {"Vary": "Accept", **(headers or {})}
    if JSON_LD in accepts:
        if isinstance(body, dict):
            body = _linked(body)
        elif isinstance(body, list):
            body = [_linked(one) for one in cast("list[Any]", body)]
        return Response(
            msgspec.json.encode(body), status_code=status, media_type=JSON_LD, headers=found
        )
    found["Link"] = LINK
    return Response(msgspec.json.encode(body), status_code=status, media_type=JSON, headers=found)


def _linked(one: Any) -> Any:
    return (
        cast("dict[str, Any]", one) | {"@context": CORE_CONTEXT} if isinstance(one, dict) else one
    )


def empty(status: int, headers: dict[str, str] | None = None) -> Response[bytes]:
    """An answer without a body."""
    return Response(b"", status_code=status, headers=headers or {}, media_type=JSON)
