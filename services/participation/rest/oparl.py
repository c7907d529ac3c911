# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Decisions as OParl 1.1 lists and objects, and as Popolo motions."""

# ruff: noqa: PLR0917 -- Litestar calls handlers by name; the wire has these parameters

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from services.kit.context import Context
from services.kit.errors import InputInvalid, NotFound
from services.kit.policy.routes import public_route
from services.participation.actions import decisions
from services.participation.domain import decisions as oparl
from services.participation.domain.decisions import Address

_OPEN = public_route("decisions of the city are public documents")
Held = NamedDependency[Context]
Kind = Annotated[str, PathParameter(description="papers, meetings, agendaitems, ...")]
Key = Annotated[str, PathParameter(description="The object.")]
Page = Annotated[int, QueryParameter(ge=1, description="Page of the list.")]
_SINGLE = {
    "paper": "papers",
    "meeting": "meetings",
    "agendaitem": "agendaitems",
    "consultation": "consultations",
    "organization": "organizations",
    "body": "bodies",
    "file": "files",
    "person": "people",
    "membership": "memberships",
    "proposal": "proposals",
}


def _since(name: str) -> Any:
    return QueryParameter(name=name, description="Instant with its offset (RFC 3339).")


def _answer(body: Any) -> Response[bytes]:
    return Response(msgspec.json.encode(body), media_type="application/json")


def _at(context: Context) -> Address:
    return Address(root=context.resources.address)


@get("/oparl/system", guards=[_OPEN])
async def read_system(context: Held) -> Response[bytes]:
    """The entry of OParl."""
    return _answer(oparl.system(_at(context)))


@get("/oparl/{kind:str}", guards=[_OPEN])
async def read_list(
    context: Held,
    kind: Kind,
    page: Page = 1,
    created_since: Annotated[str | None, _since("created_since")] = None,
    created_until: Annotated[str | None, _since("created_until")] = None,
    modified_since: Annotated[str | None, _since("modified_since")] = None,
    modified_until: Annotated[str | None, _since("modified_until")] = None,
) -> Response[bytes]:
    """A list of objects, a hundred to a page."""
    at = _at(context)
    objects = await decisions.oparl_objects(context.database, at, kind)
    wanted = {
        "created_since": created_since,
        "created_until": created_until,
        "modified_since": modified_since,
        "modified_until": modified_until,
    }
    for name, text in wanted.items():
        if text is not None:
            objects = [each for each in objects if _fits(each, name, text)]
    query = "".join(f"&{n}={v.replace('+', '%2B')}" for n, v in wanted.items() if v is not None)
    return _answer(decisions.oparl_page(at, kind, objects, page, query))


def _fits(found: dict[str, Any], name: str, text: str) -> bool:
    field, _, way = name.partition("_")
    try:
        limit = datetime.fromisoformat(text)
        stamp = datetime.fromisoformat(found.get(field, "1970-01-01T00:00:00+00:00"))
        later = stamp >= limit
    except (ValueError, TypeError) as broken:
        raise InputInvalid(path=(name,)) from broken
    return later if way == "since" else not later or stamp == limit


@get("/oparl/{kind:str}/{key:str}", guards=[_OPEN])
async def read_object(context: Held, kind: Kind, key: Key) -> Response[bytes]:
    """One object by its address."""
    at = _at(context)
    if kind not in _SINGLE:
        raise NotFound
    address = at.of(kind, key)
    for each in await decisions.oparl_objects(context.database, at, _SINGLE[kind]):
        if each["id"] == address:
            return _answer(each)
    raise NotFound


@get("/popolo/motions/{key:str}", guards=[_OPEN])
async def read_motion(context: Held, key: Key) -> Response[bytes]:
    """A decision as a Popolo motion with its vote event."""
    return _answer(await decisions.read_motion(context.database, key))


routes = [read_system, read_list, read_object, read_motion]
