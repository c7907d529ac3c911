# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The subgraph of newcomers: a plan, a guide, conversations, interpreters, documents."""

from services.kit.graph import make_schema
from services.newcomers.graph import words
from services.newcomers.graph.changes import Mutation
from services.newcomers.graph.questions import Query
from services.newcomers.graph.residents import ResidentType

__all__ = ["schema", "words"]

schema = make_schema(query=Query, mutation=Mutation, types=[ResidentType])
