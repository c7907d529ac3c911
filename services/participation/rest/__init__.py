# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Doors of participation: rights to vote, definitions, bundles, open results, the voter's module."""

from importlib.resources import files
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter

from services.kit.context import Context
from services.kit.errors import NotFound
from services.kit.policy.routes import public_route, route_permission
from services.participation.actions import issuing, results
from services.participation.actions.polls import read_poll
from services.participation.domain.polls import Poll
from services.participation.rest import oparl

_OPEN = public_route("definitions, results and proofs are public")
_VOTER = route_permission("participation.ballot.request")
Held = NamedDependency[Context]
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""What the voter's page may do: run our module and talk to this city."""

Id = Annotated[str, PathParameter(description="The poll.")]


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A blinded serial, base64url."""

    blinded: str


class PollView(msgspec.Struct, frozen=True, kw_only=True):
    """The frozen definition and where the poll stands."""

    definition: Poll
    state: str


@get("/polls/{poll:str}", guards=[_OPEN])
async def read_definition(context: Held, poll: Id) -> PollView:
    """The definition that stands on the board."""
    row = await read_poll(context.database, poll)
    return PollView(definition=row.body, state=row.state)


@post("/polls/{poll:str}/issue", guards=[_VOTER])
async def issue(context: Held, poll: Id, data: JSONBody[Wish]) -> issuing.Token:
    """Sign a blinded serial: once per person, the same answer for the same serial."""
    folder = context.resources.folder
    return await issuing.issue_token(context.database, context.caller, poll, data.blinded, folder)


@post("/polls/{poll:str}/assisted", guards=[_VOTER])
async def issue_assisted(context: Held, poll: Id) -> issuing.Assisted:
    """A right for a client that cannot blind: pseudonymous, never secret."""
    folder = context.resources.folder
    return await issuing.issue_assisted(context.database, context.caller, poll, folder)


@get("/polls/{poll:str}/bundle", guards=[_OPEN])
async def read_bundle(context: Held, poll: Id) -> Response[bytes]:
    """The signed bundle: `torget participation verify` counts it again."""
    published = await results.read_published(context.database, poll)
    return Response(published.outcome.bundle.encode(), media_type="application/json")


@get("/polls/{poll:str}/result/{form:str}", guards=[_OPEN])
async def read_result(
    context: Held,
    poll: Id,
    form: Annotated[str, PathParameter(description="pb, csv or json.")],
) -> Response[bytes]:
    """The result as open data."""
    published = await results.read_published(context.database, poll)
    if form == "pb":
        return Response(results.as_pb(published).encode(), media_type="text/plain")
    if form == "csv":
        return Response(results.as_csv(published).encode(), media_type="text/csv")
    if form == "json":
        body = msgspec.json.encode(published.outcome.result)
        return Response(body, media_type="application/json")
    raise NotFound


@get("/client/ballot.js", guards=[_OPEN])
async def read_module() -> Response[bytes]:
    """The voter's module: draws, blinds, checks, casts; no framework."""
    source = files("services.participation.rest").joinpath("ballot.js").read_bytes()
    return Response(source, media_type="text/javascript")


@get("/client/page", guards=[_OPEN])
async def read_page() -> Response[bytes]:
    """An empty page that may run the module and nothing else: no script of others sees a ballot."""
    page = (
        '<!doctype html><html lang="sv"><meta charset="utf-8"><title>Torget</title>'
        '<script type="module" src="ballot.js"></script></html>'
    )
    return Response(
        page.encode(), media_type="text/html", headers={"Content-Security-Policy": PAGE_POLICY}
    )


routes = [
    read_definition,
    issue,
    issue_assisted,
    read_bundle,
    read_result,
    read_module,
    read_page,
    *oparl.routes,
]
