# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The subgraph of participation: polls, consultations, proposals, deliberation, decisions."""

import strawberry

from services.kit.graph import make_schema
from services.participation.graph.decision_changes import DecisionChanges
from services.participation.graph.paper_changes import PaperChanges, TopicChanges
from services.participation.graph.paper_questions import PaperQuestions
from services.participation.graph.papers import ConsultationGraph, ProposalGraph
from services.participation.graph.poll_changes import PollChanges
from services.participation.graph.polls import PollGraph
from services.participation.graph.pushes import Subscription
from services.participation.graph.questions import PollQuestions
from services.participation.graph.residents import ResidentType
from services.participation.graph.translations import TranslationChanges


@strawberry.type
class Query(PollQuestions, PaperQuestions):
    """What can be asked."""


@strawberry.type
class Mutation(PollChanges, PaperChanges, TopicChanges, DecisionChanges, TranslationChanges):
    """What can be changed."""


schema = make_schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[PollGraph, ConsultationGraph, ProposalGraph, ResidentType],
)
