# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Doors of devices: NGSI-LD (ETSI GS CIM 009), uplinks of LoRaWAN, and what was refused."""

from litestar import Router

from services.devices.rest.answers import FAULTS
from services.devices.rest.entities import entity_doors
from services.devices.rest.intake import intake_doors
from services.devices.rest.operations import operation_doors
from services.devices.rest.questions import question_doors
from services.devices.rest.subscriptions import subscription_doors

routes = [
    Router(
        path="/ngsi-ld/v1",
        route_handlers=[*entity_doors, *operation_doors, *question_doors, *subscription_doors],
        exception_handlers=FAULTS,
    ),
    Router(path="/", route_handlers=intake_doors, exception_handlers=FAULTS),
]
