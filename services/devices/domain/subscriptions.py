# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Subscriptions of NGSI-LD: which changes somebody wants to hear of, where, and how often at most."""

import re
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec

from services.devices.domain.areas import Area, read_area
from services.devices.domain.entities import EntityRefused
from services.devices.domain.querying import Query, read_query
from services.devices.domain.reading import is_id, is_type, read_instant

FORMATS = frozenset({"normalized", "concise", "keyValues", "simplified"})
MOST_THROTTLING_S = 86_400
MOST_SELECTORS = 50
_KNOWN = frozenset(
    {
        "id", "type", "subscriptionName", "description", "entities", "watchedAttributes", "q",
        "geoQ", "notification", "throttling", "expiresAt", "isActive", "@context", "lang",
    }
)  # fmt: skip


class Selector(msgspec.Struct, frozen=True):
    """Entities of a type: all, one, or those whose id begins so."""

    type: str
    id: str | None = None
    prefix: str | None = None


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """A wish to be told, as it is kept."""

    id: str
    selectors: tuple[Selector, ...] = ()
    watched: tuple[str, ...] = ()
    """Empty = any attribute."""
    q: str | None = None
    geo: dict[str, Any] | None = None
    attributes: tuple[str, ...] = ()
    """What is told; empty = all that may be shown."""
    form: str = "normalized"
    uri: str
    linked: bool = False
    """Whether notifications carry their context in the body (application/ld+json)."""
    throttling_s: float = 0.0
    expires_at: int | None = None
    name: str = ""
    active: bool = True

    def conditions(self) -> tuple[Query | None, Area | None]:
        """The conditions, read."""
        return (
            read_query(self.q) if self.q else None,
            read_area(self.geo) if self.geo else None,
        )


def read_subscription(given: object, name: str, now: int) -> Subscription:
    """A subscription from its JSON under the id `name`. Raises EntityRefused."""
    if not isinstance(given, dict):
        raise _bad("A subscription is a JSON object.")
    raw = cast("dict[str, Any]", given)
    unknown = sorted(raw.keys() - _KNOWN)
    if unknown:
        raise _bad(f"{unknown[0]} is not supported.")
    if raw.get("type") != "Subscription":
        raise _bad('The type must be "Subscription".')
    selectors = tuple(map(_selector, _listed(raw, "entities")))
    watched = tuple(_listed(raw, "watchedAttributes"))
    if not selectors and not watched:
        raise _bad("Name entities or watchedAttributes.")
    if not all(isinstance(one, str) and is_type(one) for one in watched):
        raise _bad("watchedAttributes are names.")
    notice = raw.get("notification")
    if not isinstance(notice, dict):
        raise _bad("notification with its endpoint is missing.")
    told = cast("dict[str, Any]", notice)
    q = raw.get("q")
    found = Subscription(
        id=name, selectors=selectors, watched=watched, q=q if isinstance(q, str) else None,
        geo=_geo(raw.get("geoQ")), throttling_s=_throttling(raw.get("throttling", 0)),
        expires_at=_expiry(raw.get("expiresAt"), now), name=str(raw.get("subscriptionName", ""))[:200],
        active=raw.get("isActive", True) is True, **_notification(told),
    )  # fmt: skip
    found.conditions()
    return found


def _selector(given: object) -> Selector:
    raw = cast("dict[str, Any]", given) if isinstance(given, dict) else {}
    kind, name, pattern = raw.get("type"), raw.get("id"), raw.get("idPattern")
    if not isinstance(kind, str) or not is_type(kind):
        raise _bad("entities: each needs a type.")
    if name is not None and (not isinstance(name, str) or not is_id(name)):
        raise _bad("entities: the id must be a URI.")
    prefix = None
    if pattern is not None:
        plain = re.fullmatch(r"\^?([\w:./#-]*?)(?:\.\*)?\$?", str(pattern))
        if plain is None:
            raise _bad('entities: idPattern can only say how an id begins, as "urn:ngsi-ld:X:.*".')
        prefix = plain[1]
    return Selector(kind, name, prefix)


def _notification(told: Mapping[str, Any]) -> dict[str, Any]:
    form = told.get("format", "normalized")
    if form not in FORMATS:
        raise _bad(f"notification.format must be one of {', '.join(sorted(FORMATS))}.")
    names = _listed(told, "attributes")
    if not all(isinstance(one, str) and is_type(one) for one in names):
        raise _bad("notification.attributes are names.")
    endpoint = told.get("endpoint")
    place = cast("dict[str, Any]", endpoint) if isinstance(endpoint, dict) else {}
    uri = place.get("uri")
    if not isinstance(uri, str) or not is_endpoint(uri):
        raise _bad("notification.endpoint.uri must be an http or https address.")
    return {
        "form": "keyValues" if form == "simplified" else form,
        "attributes": tuple(names),
        "uri": uri,
        "linked": place.get("accept") == "application/ld+json",
    }


def is_endpoint(uri: str) -> bool:
    """Whether a text is an address that can be told something."""
    try:
        parts = urlsplit(uri)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.username is None
            and not parts.fragment
            and (parts.port is None or parts.port > 0)
            and len(uri) <= 2000  # noqa: PLR2004
            and re.fullmatch(r"[\x21-\x7e]+", uri) is not None
        )
    except ValueError:
        return False


def _listed(raw: Mapping[str, Any], name: str) -> list[Any]:
    value = raw.get(name, [])
    if not isinstance(value, list) or len(cast("list[Any]", value)) > MOST_SELECTORS:
        raise _bad(f"{name} is a list of at most {MOST_SELECTORS}.")
    return cast("list[Any]", value)


def _geo(given: Any) -> dict[str, Any] | None:
    if given is None:
        return None
    if not isinstance(given, dict):
        raise _bad("geoQ is an object.")
    return cast("dict[str, Any]", given)


def _throttling(given: Any) -> float:
    if (
        isinstance(given, bool)
        or not isinstance(given, int | float)
        or not 0 <= given <= MOST_THROTTLING_S
    ):
        raise _bad(f"throttling is 0 to {MOST_THROTTLING_S} seconds.")
    return float(given)


def _expiry(given: Any, now: int) -> int | None:
    if given is None:
        return None
    moment = read_instant(given) if isinstance(given, str) else None
    if moment is None or moment <= now:
        raise _bad("expiresAt must be an instant in the future.")
    return moment


def _bad(text: str) -> EntityRefused:
    return EntityRefused("bad_subscription", text)
