# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""HL7 FHIR, to read: `/care/fhir/R4/Task?patient=...` and the same in R5 (RESTful API 4.0.1, 5.0.0).

`patient` must be named: there is no search over everybody. Errors are OperationOutcomes.
"""

from typing import Annotated, Any, Final

import msgspec
from litestar import Request, Response, Router, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from i18n import localizer
from services.care.actions.fhir import KINDS, Search, search
from services.care.domain.fhir.elements import CodeableConcept
from services.care.domain.fhir.r4 import OperationOutcome, OutcomeIssue
from services.care.domain.fhir.r5 import as_r5
from services.kit.context import Context
from services.kit.errors import InputInvalid, NotFound, Problem
from services.kit.policy.routes import public_route, route_permission
from services.kit.web import VARY, locale_of
from services.kit.wire.challenges import challenge_headers

RELEASES: Final = {"R4": "4.0.1", "R5": "5.0.0"}
_ISSUES: Final = {401: "login", 403: "forbidden", 404: "not-found", 429: "throttled"}
_SIGNED_IN = route_permission("care.mine.use")
_OPEN = public_route("what the server can do is no secret")

Held = NamedDependency[Context]
Release = Annotated[str, PathParameter(description="R4 or R5.")]
Kind = Annotated[str, PathParameter(description="A kind of resource, for example Task.")]
Key = Annotated[str, PathParameter(description="Its id.")]
Patient = Annotated[
    str, QueryParameter(name="patient", description="Whose: an id, or Patient/ and an id.")
]


@get("/{release:str}/metadata", guards=[_OPEN], sync_to_thread=False)
def describe(context: Held, release: Release) -> Response[bytes]:
    """What this server can do (CapabilityStatement)."""
    version = _version(release)
    body = {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": "2026-11-25",
        "kind": "instance",
        "implementation": {
            "description": "Care at a distance, to read",
            "url": f"{context.resources.address}/care/fhir/{release}",
        },
        "fhirVersion": version,
        "format": ["application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "resource": [
                    {
                        "type": kind,
                        "interaction": [{"code": "read"}, {"code": "search-type"}],
                        "searchParam": [{"name": "patient", "type": "reference"}],
                    }
                    for kind in KINDS
                ],
            }
        ],
    }
    return _answer(body, version)


@get("/{release:str}/{kind:str}", guards=[_SIGNED_IN])
async def search_kind(
    context: Held, release: Release, kind: Kind, patient: Patient = ""
) -> Response[bytes]:
    """The resources of one kind of one resident, newest first (a searchset Bundle)."""
    version = _version(release)
    if not _person(patient):
        raise InputInvalid(path=("patient",))
    found = await _find(context, release, Search(kind=kind, resident=_person(patient)))
    base = f"{context.resources.address}/care/fhir/{release}"
    body = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(found),
        "link": [{"relation": "self", "url": f"{base}/{kind}?patient={patient}"}],
        "entry": [
            {
                "fullUrl": f"{base}/{kind}/{one['id']}",
                "resource": one,
                "search": {"mode": "match"},
            }
            for one in found
        ],
    }
    if not found:
        del body["entry"]
    return _answer(body, version)


@get("/{release:str}/{kind:str}/{key:str}", guards=[_SIGNED_IN])
async def read_one(
    context: Held, release: Release, kind: Kind, key: Key, patient: Patient = ""
) -> Response[bytes]:
    """One resource of a resident."""
    asked = Search(kind=kind, resident=_person(patient) or context.caller.subject, key=key)
    found = await _find(context, release, asked)
    if not found:
        raise NotFound
    return _answer(found[0], _version(release))


async def _find(context: Context, release: str, asked: Search) -> list[dict[str, Any]]:
    found = await search(context.database, context.resources.audit, context.caller, asked)
    plain = [msgspec.to_builtins(one) for one in found]
    return [as_r5(one) for one in plain] if release == "R5" else plain


def _person(given: str) -> str:
    return given.removeprefix("Patient/")


def _version(release: str) -> str:
    if release not in RELEASES:
        raise NotFound
    return RELEASES[release]


def _answer(body: Any, version: str, status: int = 200) -> Response[bytes]:
    return Response(
        msgspec.json.encode(body),
        status_code=status,
        media_type=f"application/fhir+json; fhirVersion={version[:3]}",
        headers={"Cache-Control": "no-store"},
    )


def _refuse(request: Request[Any, Any, State], problem: Problem) -> Response[bytes]:
    """A Problem in FHIR's own shape, in the reader's language."""
    locale = locale_of(request)
    text = localizer(locale).text(problem.text)
    code = _ISSUES.get(problem.status, "processing")
    outcome = OperationOutcome(
        issue=(OutcomeIssue(severity="error", code=code, details=CodeableConcept(text=text)),)
    )
    answer = _answer(outcome, "4.0.1", problem.status)
    answer.headers.update({"Content-Language": locale, "Vary": VARY} | challenge_headers(problem))
    return answer


fhir = Router(
    path="/fhir",
    route_handlers=[describe, search_kind, read_one],
    exception_handlers={Problem: _refuse},
)
