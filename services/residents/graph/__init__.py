# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The subgraph of residents: the person, her home screen, her mandates, consents and rights."""

import strawberry

from services.kit.graph import make_schema
from services.residents.graph import profile
from services.residents.graph.consents import ConsentChanges, ConsentQuestions
from services.residents.graph.facts import FactsChanges
from services.residents.graph.identities import IdentityChanges
from services.residents.graph.inbox import InboxChanges
from services.residents.graph.mandates import MandateChanges, MandateQuestions
from services.residents.graph.rights import RightsChanges
from services.residents.graph.shell import ShellChanges, ShellQuestions
from services.residents.graph.templates import TemplateChanges

__all__ = ["schema"]


@strawberry.type
class Query(profile.Query, MandateQuestions, ConsentQuestions, ShellQuestions):
    """What can be asked."""


@strawberry.type
class Mutation(
    profile.Mutation,
    MandateChanges,
    ConsentChanges,
    FactsChanges,
    RightsChanges,
    IdentityChanges,
    InboxChanges,
    ShellChanges,
    TemplateChanges,
):
    """What can be changed."""


schema = make_schema(query=Query, mutation=Mutation, types=[profile.ResidentType])
