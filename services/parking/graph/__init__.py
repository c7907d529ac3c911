# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The subgraph of parking: verdicts and prices for everybody, sessions for whoever parks."""

from services.kit.graph import make_schema
from services.parking.graph import words
from services.parking.graph.changes import Mutation
from services.parking.graph.pushes import Subscription
from services.parking.graph.questions import Query
from services.parking.graph.sessions import ResidentType, SessionType
from services.parking.graph.verdicts import RegulationType

__all__ = ["schema", "words"]

schema = make_schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[ResidentType, SessionType, RegulationType],
)
