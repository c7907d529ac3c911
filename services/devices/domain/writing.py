# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Writes entities as NGSI-LD: normalised, concise or key-values, cut down to what may be shown."""

from collections.abc import Collection, Mapping
from typing import Any

from services.devices.domain.entities import (
    LANGUAGE,
    RELATIONSHIP,
    Attribute,
    Attributes,
    Entity,
)
from services.devices.domain.sharing import open_attributes
from services.kit.clock import instant

CORE_CONTEXT = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld"
"""Named in answers; never fetched."""


def iso(milliseconds: int) -> str:
    """An instant as NGSI-LD writes it."""
    return instant(milliseconds).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def shown_of(one: Entity, *, everything: bool, wanted: Collection[str] | None = None) -> Attributes:
    """The attributes that a reader may see and asked for."""
    shown = one.attributes
    if not everything:
        allowed = open_attributes(one.type)
        shown = {name: held for name, held in shown.items() if name in allowed}
    if wanted is not None:
        shown = {name: held for name, held in shown.items() if name in wanted}
    return shown


def entity_json(
    one: Entity,
    attributes: Mapping[str, Attribute],
    *,
    form: str = "normalized",
    times: bool = False,
) -> dict[str, Any]:
    """The entity as JSON with the given attributes; `form` is normalized, concise or keyValues."""
    found: dict[str, Any] = {"id": one.id, "type": one.type}
    if times:
        found |= {"createdAt": iso(one.created_at), "modifiedAt": iso(one.modified_at)}
    for name, held in attributes.items():
        found[name] = held.value if form == "keyValues" else _attribute(held, form)
    return found


def _attribute(held: Attribute, form: str) -> dict[str, Any]:
    place = {RELATIONSHIP: "object", LANGUAGE: "languageMap"}.get(held.kind, "value")
    found: dict[str, Any] = {place: held.value}
    if form == "normalized":
        found = {"type": held.kind} | found
    if held.unit is not None:
        found["unitCode"] = held.unit
    found["observedAt"] = iso(held.observed)
    if held.sequence:
        found["sequence"] = (
            {"type": "Property", "value": held.sequence} if form == "normalized" else held.sequence
        )
    return found
