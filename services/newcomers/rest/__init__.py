# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Open doors of newcomers: the guide to take along, Integreat's v3 interface, answers of brokers."""

from litestar import Router

from services.newcomers.rest import integreat, talk
from services.newcomers.rest.brokers import answer_request
from services.newcomers.rest.offline import read_delta, read_file, read_manifest

routes = [
    Router(
        path="/",
        route_handlers=[
            read_manifest, read_file, read_delta, *integreat.handlers, *talk.handlers,
            answer_request,
        ],
    )
]  # fmt: skip
