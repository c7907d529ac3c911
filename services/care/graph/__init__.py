# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The subgraph of care: for whoever is looked after, for relatives she lets in, for staff and managers."""

import strawberry

from services.care.graph import words
from services.care.graph.alert_changes import AlertChanges, UnitChanges
from services.care.graph.alerts import AlertType
from services.care.graph.calls import CallChanges, ConsultationPushes
from services.care.graph.checkins import OccurrenceType, PlanType
from services.care.graph.consultation_changes import BookingChanges, MeetingChanges
from services.care.graph.consultations import ConsultationQuestions, ConsultationType
from services.care.graph.pushes import CareSubscription
from services.care.graph.questions import CareQuery
from services.care.graph.resident_changes import ResidentChanges
from services.care.graph.residents import ResidentType
from services.kit.graph import make_schema

__all__ = ["schema", "words"]


@strawberry.type
class Query(CareQuery, ConsultationQuestions):
    """What can be asked."""


@strawberry.type
class Mutation(
    ResidentChanges, AlertChanges, UnitChanges, BookingChanges, MeetingChanges, CallChanges
):
    """What can be changed."""


@strawberry.type
class Subscription(CareSubscription, ConsultationPushes):
    """What is told as it happens."""


schema = make_schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[ResidentType, OccurrenceType, PlanType, AlertType, ConsultationType],
)
