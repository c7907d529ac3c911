# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The history of an entity in NGSI-LD's temporal form: an array of values for each attribute."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from services.devices.domain.entities import Entity
from services.devices.domain.history import Reading
from services.devices.domain.writing import iso


def temporal_json(
    one: Entity, readings: Iterable[Reading], *, short: bool = False
) -> dict[str, Any]:
    """The entity with what was observed; `short` = pairs of value and instant."""
    series: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.entity == one.id:
            series[reading.attribute].append(reading)
    found: dict[str, Any] = {"id": one.id, "type": one.type}
    for name, values in series.items():
        if short:
            pairs = [[value.value, iso(value.observed)] for value in values]
            found[name] = {"type": "Property", "values": pairs}
        else:
            found[name] = [
                {"type": "Property", "value": value.value, "observedAt": iso(value.observed)}
                for value in values
            ]
    return found
