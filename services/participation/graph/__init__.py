# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The subgraph of participation: polls, proposals, deliberation, decisions."""

import strawberry

from services.kit.graph import make_schema
from services.participation.graph.poll_changes import PollChanges
from services.participation.graph.polls import PollGraph
from services.participation.graph.pushes import Subscription
from services.participation.graph.questions import PollQuestions


@strawberry.type
class Query(PollQuestions):
    """What can be asked."""


@strawberry.type
class Mutation(PollChanges):
    """What can be changed."""


schema = make_schema(query=Query, mutation=Mutation, subscription=Subscription, types=[PollGraph])
