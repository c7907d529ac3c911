# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Locks for REST routes: a Litestar guard that asks the policy, and the walk that finds open doors.

A handler says `guards=[route_permission("parking.session.read")]` or, where anybody may come in,
`guards=[public_route("open data")]`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from services.kit.policy import book, require
from services.kit.wire.caller import ANONYMOUS, Caller

CALLER_KEY = "torget.caller"
"""Where the door of a service leaves the Caller in the ASGI scope."""

PERMISSION_KEY = "torget.permission"
"""Where a guarded route leaves its permission: for the record of what was seen."""


class RouteGuard:
    """A guard in Litestar's sense, which knows its permission."""

    __slots__ = ("permission",)

    def __init__(self, name: str) -> None:
        """Guard with the permission `name`."""
        self.permission = name

    def __call__(self, connection: Any, _: Any) -> None:
        """Raise the Problem of a refusal."""
        if not self.permission.startswith("public: "):
            connection.scope[PERMISSION_KEY] = self.permission
            require(caller_of(connection.scope), self.permission)


def route_permission(name: str) -> RouteGuard:
    """Guard a route with the permission `name`; the action behind it judges the row."""
    return RouteGuard(name)


def public_route(reason: str) -> RouteGuard:
    """Leave a route open to everybody, and say why."""
    return RouteGuard(f"public: {reason}")


def caller_of(scope: Any) -> Caller:
    """The caller that the service's door put into the ASGI scope; nobody if it did not."""
    found = scope.get(CALLER_KEY)
    return found if isinstance(found, Caller) else ANONYMOUS


def unguarded_routes(routes: Iterable[Any]) -> Iterator[str]:
    """Routes of a service's `rest.py` without a lock or with an unknown one. None is right."""
    for handler in routes:
        for each in _handlers(handler):
            if set(each.http_methods) == {"OPTIONS"}:
                continue  # the framework's own answer: which methods there are
            place = f"{'/'.join(sorted(each.http_methods))} {','.join(sorted(each.paths))}"
            locks = [guard for guard in (each.guards or ()) if isinstance(guard, RouteGuard)]
            if not locks:
                yield f"{place} names no permission"
            for lock in locks:
                if not lock.permission.startswith("public: ") and lock.permission not in book:
                    yield f"{place} names {lock.permission}, which no policy.py declares"


def _handlers(handler: Any) -> Iterator[Any]:
    """A handler itself; of a router all that are registered below it."""
    routes = getattr(handler, "routes", None)
    if routes is None:
        yield handler
        return
    for route in routes:
        yield from getattr(route, "route_handlers", ())
