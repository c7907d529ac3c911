# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The subgraph of residents: the person, her home screen, what she may change."""

from services.kit.graph import make_schema
from services.residents.graph.profile import Mutation, Query, ResidentType

__all__ = ["schema"]

schema = make_schema(query=Query, mutation=Mutation, types=[ResidentType])
