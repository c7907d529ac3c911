# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Subscriptions of NGSI-LD: made, listed, read, changed, ended; each by its owner alone."""

from typing import Annotated, Any, cast

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from services.devices.actions import subscriptions as actions
from services.devices.domain.reading import is_id
from services.devices.domain.subscriptions import Subscription, read_subscription
from services.devices.domain.writing import iso
from services.devices.rest.answers import Fault, Web, answer, empty, read_body
from services.devices.store import subscriptions as store
from services.kit.context import Context
from services.kit.ids import new_id
from services.kit.policy.routes import route_permission

_WRITE = route_permission("devices.subscription.write")
Held = NamedDependency[Context]
Name = Annotated[str, PathParameter(description="The subscription's id.")]
Limit = Annotated[int, QueryParameter(name="limit", ge=1, le=1000, description="Page size.")]
Offset = Annotated[
    int, QueryParameter(name="offset", ge=0, le=100_000, description="Skip so many.")
]


@post("/subscriptions", guards=[_WRITE])
async def create_subscription(context: Held, request: Web) -> Response[bytes]:
    """Subscribe; 201 with the place of the subscription."""
    given: Any = await read_body(request)
    name: Any = cast("dict[str, Any]", given).get("id") if isinstance(given, dict) else None
    if name is not None and not (isinstance(name, str) and is_id(name)):
        raise Fault("BadRequestData", 400, "The id must be a URI.")
    name = name or f"urn:ngsi-ld:Subscription:{new_id()}"
    wish = read_subscription(cast("object", given), name, context.clock.now_ms())
    await context.database.transact(lambda tx: actions.subscribe(tx, context.caller, wish))
    return empty(201, {"Location": f"/devices/ngsi-ld/v1/subscriptions/{name}"})


@get("/subscriptions", guards=[_WRITE])
async def list_subscriptions(
    context: Held, request: Web, limit: Limit = 20, offset: Offset = 0
) -> Response[bytes]:
    """The caller's subscriptions."""
    rows = await context.database.many(
        store.of_owner, owner=context.caller.sub, most=limit, skip=offset
    )
    return answer(request, [_json(row, context.clock.now_ms()) for row in rows])


@get("/subscriptions/{name:str}", guards=[_WRITE])
async def read_one_subscription(context: Held, request: Web, name: Name) -> Response[bytes]:
    """One subscription, with how it fares."""
    row = await context.database.one(store.by_id, key=name)
    if row is None or row.owner != context.caller.sub:
        raise Fault("ResourceNotFound", 404, "There is no such subscription.")
    return answer(request, _json(row, context.clock.now_ms()))


@patch("/subscriptions/{name:str}", guards=[_WRITE], status_code=204)
async def change_one_subscription(context: Held, request: Web, name: Name) -> None:
    """Change what is named in the body; the rest stays as it is."""
    given = await read_body(request)
    row = await context.database.one(store.by_id, key=name)
    if row is None or row.owner != context.caller.sub:
        raise Fault("ResourceNotFound", 404, "There is no such subscription.")
    if not isinstance(given, dict):
        raise Fault("BadRequestData", 400, "Send an object.")
    merged = _wish(row.body) | cast("dict[str, Any]", given)
    wish = read_subscription(merged, name, context.clock.now_ms())
    await context.database.transact(
        lambda tx: actions.change_subscription(tx, context.caller, wish)
    )


@delete("/subscriptions/{name:str}", guards=[_WRITE], status_code=204)
async def delete_subscription(context: Held, name: Name) -> None:
    """Unsubscribe."""
    row = await context.database.one(store.by_id, key=name)
    if row is None or row.owner != context.caller.sub:
        raise Fault("ResourceNotFound", 404, "There is no such subscription.")
    await context.database.transact(lambda tx: actions.unsubscribe(tx, context.caller, name))


def _wish(one: Subscription) -> dict[str, Any]:
    """The subscription in the form in which it came."""
    selectors: list[dict[str, Any]] = []
    for each in one.selectors:
        named: dict[str, Any] = {"type": each.type}
        if each.id is not None:
            named["id"] = each.id
        if each.prefix is not None:
            named["idPattern"] = f"{each.prefix}.*"
        selectors.append(named)
    notification: dict[str, Any] = {
        "format": one.form,
        "endpoint": {
            "uri": one.uri,
            "accept": "application/ld+json" if one.linked else "application/json",
        },
    }
    if one.attributes:
        notification["attributes"] = list(one.attributes)
    found: dict[str, Any] = {
        "id": one.id,
        "type": "Subscription",
        "entities": selectors,
        "notification": notification,
        "throttling": one.throttling_s,
        "isActive": one.active,
    }
    optional = {
        "subscriptionName": one.name or None,
        "watchedAttributes": list(one.watched) or None,
        "q": one.q,
        "geoQ": one.geo,
        "expiresAt": iso(one.expires_at) if one.expires_at is not None else None,
    }
    return found | {name: value for name, value in optional.items() if value is not None}


def _json(row: store.Kept, now: int) -> dict[str, Any]:
    found = _wish(row.body)
    over = row.expires_at is not None and row.expires_at <= now
    status = "expired" if over else "active" if row.active else "paused"
    told = found["notification"]
    told["status"] = "failed" if row.failures else "ok"
    told["timesSent"] = row.sent
    for name, value in (
        ("lastNotification", row.last_sent_at),
        ("lastFailure", row.last_failed_at),
    ):
        if value is not None:
            told[name] = iso(value)
    return found | {"status": status}


subscription_doors = [
    create_subscription,
    list_subscriptions,
    read_one_subscription,
    change_one_subscription,
    delete_subscription,
]
