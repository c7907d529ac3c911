# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Files for translators' tools (XLIFF, TMX, TBX) and the callback of eTranslation."""

from typing import Annotated

from litestar import Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from services.kit.context import Context
from services.kit.data import Tx
from services.kit.errors import InputInvalid, NotFound
from services.kit.policy.routes import public_route, route_permission
from services.language.actions import exchange
from services.language.actions.machine import deliver
from services.language.clients.bootstrap import bench
from services.language.clients.etranslation import is_secret, read_delivered
from services.language.domain.xliff.validating import validate

Held = NamedDependency[Context]
Body = Request[object, object, State]
Document = Annotated[str, QueryParameter(description="The page, for example newcomers:page:sfi.")]
Locale = Annotated[str, QueryParameter(name="to", description="The language of the translation.")]
Export = Annotated[str, PathParameter(description="The id the file was given out with.")]
Secret = Annotated[str, PathParameter(description="Known to the engine alone.")]
Stale = Annotated[
    bool, QueryParameter(name="allowStale", description="Take in what was made of older wordings.")
]

XLIFF = "application/xliff+xml"
EXPORT_ID = "Torget-Export"


@get("/exports", guards=[route_permission("language.document.translate")])
async def read_export(context: Held, document: Document, to: Locale) -> Response[bytes]:
    """A page as XLIFF 2.1; the header Torget-Export names the file when it comes back."""

    async def unit(tx: Tx) -> tuple[str, bytes]:
        return await exchange.export_xliff(tx, context.caller, document, to)

    name, body = await context.database.transact(unit)
    return Response(body, media_type=XLIFF, headers={EXPORT_ID: name})


@post("/exports/{export:str}", guards=[route_permission("language.document.translate")])
async def write_import(
    context: Held, request: Body, export: Export, *, allow_stale: Stale = False
) -> exchange.Imported:
    """Take a translated file in as drafts; a broken one is refused with its rules."""
    given = await request.body()

    async def unit(tx: Tx) -> exchange.Imported:
        return await exchange.import_xliff(
            tx, context.caller, export, given, allow_stale=allow_stale
        )

    return await context.database.transact(unit)


@post("/xliff/validations", guards=[public_route("a check of a file that is not kept")])
async def write_validation(request: Body) -> list[str]:
    """The broken rules of an XLIFF file, one line each; an empty list is right."""
    return [str(each) for each in validate(await request.body())]


@get("/memory.tmx", guards=[route_permission("language.memory.read")])
async def read_memory(
    context: Held,
    source: Annotated[str, QueryParameter(name="from", description="Language of the sources.")],
    to: Locale,
) -> Response[bytes]:
    """The memory of a pair as TMX 1.4b."""
    body = await exchange.export_tmx(context.database, context.caller, source, to)
    return Response(body, media_type="application/x-tmx+xml")


@get("/glossary.tbx", guards=[public_route("the city's choice of words is public")])
async def read_glossary(context: Held) -> Response[bytes]:
    """The glossary as TBX-Basic."""
    return Response(await exchange.export_tbx(context.database), media_type="application/x-tbx+xml")


@post("/glossary", guards=[route_permission("language.glossary.write")])
async def write_glossary(context: Held, request: Body) -> dict[str, int]:
    """Take a glossary in; how many terms."""
    given = await request.body()
    taken = await context.database.transact(
        lambda tx: exchange.import_tbx(tx, context.caller, given)
    )
    return {"terms": taken}


@post(
    "/callbacks/etranslation/{secret:str}",
    guards=[public_route("eTranslation signs nothing; the address itself is the secret")],
    status_code=200,
)
async def take_delivery(context: Held, request: Body, secret: Secret) -> dict[str, bool]:
    """A delivery of eTranslation: once, whoever sends it twice; nobody without the secret."""
    if not is_secret(secret, bench.settings.callback_secret):
        raise NotFound
    given = read_delivered(await request.body())
    if given is None:
        raise InputInvalid(path=("body",))
    delivered, locale = given
    taken = await context.database.transact(lambda tx: deliver(tx, delivered, locale))
    return {"taken": taken}


routes = [
    Router(
        path="/",
        route_handlers=[
            read_export,
            write_import,
            write_validation,
            read_memory,
            read_glossary,
            write_glossary,
            take_delivery,
        ],
    )
]
