# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Files of messages for their reader, delivery reports of the SMS provider, the catalogue for machines."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import PathParameter

from services.kit.channels import ChannelKind
from services.kit.channels.sms import read_report
from services.kit.context import Context
from services.kit.policy.routes import public_route, route_permission
from services.residents.actions import catalogue
from services.residents.actions.inbox import read_file
from services.residents.actions.sending import report

Held = NamedDependency[Context]
Key = Annotated[str, PathParameter(description="The file.")]
Asking = Request[object, object, State]


@get("/attachment/{key:str}", guards=[route_permission("residents.inbox.read")])
async def attachment(context: Held, key: Key) -> Response[bytes]:
    """A file of one of my messages; browsers save it and never run it."""
    found = await read_file(context.database, context.caller, key)
    name = "".join(
        c if c.isascii() and c.isprintable() and c not in '"\\;' else "_" for c in found.name
    )
    return Response(
        found.content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@post(
    "/sms-report",
    guards=[
        public_route("the provider tells about ids that nobody can guess; it changes no content")
    ],
    status_code=204,
)
async def sms_report(context: Held, request: Asking) -> None:
    """What became of a text message; the provider repeats it until it is answered."""
    told = read_report(await request.body())
    await context.database.transact(
        lambda tx: report(tx, ChannelKind.SMS, told.reference, told.state)
    )


@get("/services.jsonld", guards=[public_route("what the city offers is for everybody")])
async def services_linked(context: Held) -> Response[bytes]:
    """The catalogue as schema.org GovernmentService."""
    speak = context.localizer
    graph: list[dict[str, Any]] = [
        {
            "@type": "GovernmentService",
            "@id": f"urn:torget:service:{one.code}",
            "name": speak.text(one.title),
            "description": speak.text(one.description),
            "serviceType": speak.text(one.category),
            "provider": {"@type": "GovernmentOrganization", "name": "Stockholms stad"},
            "areaServed": {"@type": "City", "name": "Stockholm"},
            "availableChannel": {
                "@type": "ServiceChannel",
                "serviceUrl": f"{context.resources.address}/graphql",
                "availableLanguage": ["sv", "en", "fi", "ar", "so", "uk", "es"],
            },
        }
        for one in await catalogue.read_catalogue(context.resources)
    ]
    body = msgspec.json.encode({"@context": "https://schema.org", "@graph": graph})
    return Response(body, media_type="application/ld+json")


doors = Router(path="/v1", route_handlers=[attachment, sms_report, services_linked])
