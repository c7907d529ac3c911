# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Opaque global ids of entities: the type's name and its own key, in base64url (RFC 4648)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import strawberry

from services.kit.errors import NotFound


def global_id(type_name: str, key: str | int) -> strawberry.ID:
    """The graph id of the thing that its own service knows by `key`."""
    raw = f"{type_name}:{key}".encode()
    return strawberry.ID(urlsafe_b64encode(raw).decode().rstrip("="))


def local_id(type_name: str, given: str) -> str:
    """The service's own key in a graph id; an id of another type or none at all is NotFound."""
    try:
        raw = urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode()
    except ValueError:
        raise NotFound from None
    name, separator, key = raw.partition(":")
    if not separator or not key or name != type_name or global_id(name, key) != given:
        raise NotFound
    return key
