# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The subgraph of language: translation for other e-services, words for everybody, tools for translators."""

from services.kit.graph import make_schema
from services.language.graph import words
from services.language.graph.changes import Mutation
from services.language.graph.questions import Query

__all__ = ["schema", "words"]

schema = make_schema(query=Query, mutation=Mutation)
