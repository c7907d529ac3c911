# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The REST doors of running e-services: `/<service>/...`, each request with its caller and context."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from litestar import Request, Router
from litestar.datastructures import State
from litestar.di import Provide

from services.kit.audit import record
from services.kit.audit.watching import watch
from services.kit.clock import Clock
from services.kit.context import Context
from services.kit.ids import new_id
from services.kit.policy.routes import CALLER_KEY, PERMISSION_KEY, caller_of
from services.kit.running import RunningService
from services.kit.service import Room, Service
from services.kit.web import LANGUAGE_KEY, answer_problem, locale_of, web_app
from services.kit.wire import headers
from services.kit.wire.apps import judge_app
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from services.kit.wire.deadline import Deadline
from services.kit.wire.front.head import RequestHead, read_head
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import FetchContext

Admit = Callable[[RequestHead], Awaitable[Caller]]
"""Says who calls; raises Problem for a token that does not hold."""

LanguageOf = Callable[[Caller], Awaitable[str | None]]
"""Says which language a caller has chosen in her profile, if any."""

DEADLINE_SECONDS = 30.0
"""Imports and exports may take longer than a query."""

_PEOPLE = (CallerKind.RESIDENT, CallerKind.STAFF)
_REFUSED = 400

App = Callable[[Any, Any, Any], Awaitable[None]]
"""An ASGI application, whoever serves it."""

RestRequest = Request[object, object, State]


async def nobody_chose(caller: Caller) -> None:
    """Where there are no profiles, nobody has chosen a language."""
    del caller


def rest_doors(
    services: Sequence[RunningService],
    admit: Admit,
    clock: Clock,
    *,
    language_of: LanguageOf = nobody_chose,
) -> App:
    """One ASGI application for the REST rooms of all given services."""
    routers = [
        service_router(running.service, _context_of(running, clock))
        for running in services
        if running.service.has(Room.REST)
    ]
    app = web_app(routers, title="Torget")
    by_name = {running.name: running for running in services}
    aliases = {alias: root for running in services for alias, root in _aliases(running.service)}
    own_keys = tuple(prefix for running in services for prefix in _own_keys(running.service))

    async def door(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope = _at_home(scope, aliases)
        own = scope["type"] == "http" and scope["path"].startswith(own_keys or _NOWHERE)
        if scope["type"] == "http" and not own:
            head = read_head(scope)
            try:
                judge_app(head.headers)
                caller = ANONYMOUS if _has_own_key(head) else await admit(head)
                scope[CALLER_KEY] = caller
            except Problem as problem:
                request: RestRequest = Request(scope, receive, send)
                response: Any = answer_problem(request, problem)
                answer = response.to_asgi_response(None, request)
                await answer(scope, receive, send)
                return
            if caller.is_known:
                scope[LANGUAGE_KEY] = await language_of(caller)
            await _recorded(app, scope, receive, send, by_name.get(_service_in(scope["path"])))
            return
        await app(scope, receive, send)

    return door


def _service_in(path: str) -> str:
    return path.lstrip("/").partition("/")[0]


async def _recorded(
    app: Any, scope: Any, receive: Any, send: Any, running: RunningService | None
) -> None:
    """Answer a request; what a person sees or is refused is on record before the first byte (L1)."""
    caller = caller_of(scope)
    if running is None or not caller.is_known or caller.kind not in _PEOPLE:
        await app(scope, receive, send)
        return
    with watch() as seen:

        async def after_record(message: Any) -> None:
            if message["type"] == "http.response.start":
                permission = scope.get(PERMISSION_KEY)
                subjects = {caller.subject} if permission and not seen.subjects else set[str]()
                entries = seen.entries(
                    caller,
                    subjects if message["status"] < _REFUSED else set(),
                    action=permission or running.name,
                    resource=scope["path"].rpartition("/")[0] or running.name,
                    operation=scope["method"],
                )
                await record(running.resources.database, entries)
            await send(message)

        await app(scope, receive, after_record)


def _has_own_key(head: RequestHead) -> bool:
    """Whether a partner shows a key of its own (`Authorization: ApiKey ...`), which its service judges."""
    shown = head.all(b"authorization")
    return len(shown) == 1 and shown[0].lower().startswith("apikey ")


_NOWHERE = ("\0",)


def _own_keys(service: Service) -> list[str]:
    """Where a service's routers judge keys of their own (`opt={"own_keys": True}`)."""
    if not service.has(Room.REST):
        return []
    return [
        f"/{service.name}{router.path}/"
        for router in service.load(Room.REST)
        if isinstance(router, Router) and router.opt.get("own_keys")
    ]


def _aliases(service: Service) -> list[tuple[str, str]]:
    """Beginnings of addresses that a router answers at the root, too (`opt={"also_at": "/v2/"}`)."""
    if not service.has(Room.REST):
        return []
    return [
        (router.opt["also_at"], f"/{service.name}{router.path}")
        for router in service.load(Room.REST)
        if isinstance(router, Router) and "also_at" in router.opt
    ]


def _at_home(scope: Any, aliases: Mapping[str, str]) -> Any:
    """The scope with the address that its router knows."""
    for alias, root in aliases.items():
        if scope["path"].startswith(alias):
            path = root + scope["path"]
            return scope | {"path": path, "raw_path": path.encode()}
    return scope


def service_router(service: Service, context: Callable[[RestRequest], Context]) -> Router:
    """The REST room of a service below its name; handlers may ask for `context`."""
    return Router(
        path=f"/{service.name}",
        route_handlers=service.load(Room.REST),
        dependencies={"context": Provide(context, sync_to_thread=False)},
    )


def _context_of(running: RunningService, clock: Clock) -> Callable[[RestRequest], Context]:
    def context(request: RestRequest) -> Context:
        return running.context(
            FetchContext(
                caller=caller_of(request.scope),
                locale=locale_of(request),
                deadline=Deadline.after(DEADLINE_SECONDS, now=clock.monotonic()),
                request_id=request.headers.get(headers.REQUEST_ID) or new_id(),
                traceparent=request.headers.get(headers.TRACEPARENT),
                idempotency_key=request.headers.get(headers.IDEMPOTENCY_KEY),
            )
        )

    return context
