# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Doors of participation: rights to vote, definitions, bundles, open results, the voter's module."""

from importlib.resources import files
from typing import Annotated

import msgspec
from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter

from services.kit.context import Context
from services.kit.errors import NotFound
from services.kit.policy.routes import public_route, route_permission
from services.participation.actions import issuing, results, rolls
from services.participation.actions.polls import read_poll
from services.participation.domain.polls import Poll
from services.participation.domain.registers import Elector
from services.participation.rest import oparl

_OPEN = public_route("definitions, results and proofs are public")
_VOTER = route_permission("participation.ballot.request")
_REGISTER = route_permission("participation.register.import")
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


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """A hand-over of the population register, at most ten thousand people at a time."""

    electors: list[Elector] = []
    gone: list[str] = []
    """Who has moved away or died: they leave the register, not a roll that has been published."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """How many were taken over."""

    electors: int
    gone: int


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


@put("/register", guards=[_REGISTER])
async def take_register(context: Held, data: JSONBody[Register]) -> Taken:
    """Bring the register of electors up to date; the same hand-over twice changes nothing."""
    caller = context.caller
    await context.database.transact(
        lambda tx: rolls.import_electors(tx, caller, data.electors, data.gone)
    )
    return Taken(electors=len(data.electors), gone=len(data.gone))


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
        return Response(
            (await results.as_pb(context.database, published)).encode(), media_type="text/plain"
        )
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
    take_register,
    read_bundle,
    read_result,
    read_module,
    read_page,
    *oparl.routes,
]
