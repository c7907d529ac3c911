# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be changed: plans, conversations, documents, the guide, interpreter orders."""

import strawberry

from services.newcomers.graph.afterwards import AfterwardsChanges
from services.newcomers.graph.agreement_changes import AgreementChanges
from services.newcomers.graph.guide_changes import GuideChanges
from services.newcomers.graph.interpreter_changes import InterpreterChanges
from services.newcomers.graph.plan_changes import PlanChanges
from services.newcomers.graph.talk_changes import TalkChanges


@strawberry.type
class Mutation(
    PlanChanges, TalkChanges, InterpreterChanges, AgreementChanges, GuideChanges, AfterwardsChanges
):
    """What can be changed."""
