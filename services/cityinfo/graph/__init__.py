# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The subgraph of cityinfo: the open city for everybody, in every language there is."""

from services.cityinfo.graph.changes import Mutation
from services.cityinfo.graph.events import EventGraph
from services.cityinfo.graph.places import PlaceType
from services.cityinfo.graph.questions import Query
from services.kit.graph import make_schema
from services.kit.privacy import public_data

__all__ = ["schema"]

schema = make_schema(
    mark=public_data(), query=Query, mutation=Mutation, types=[PlaceType, EventGraph]
)
