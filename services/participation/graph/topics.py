# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Deliberations, decisions and moderation statistics as the graph shows them."""

from datetime import datetime

import strawberry

from services.kit.clock import instant
from services.kit.graph import Info, LocalizedText, global_id
from services.participation.actions.papers import body_of
from services.participation.domain.decisions import Decision, Outcome
from services.participation.domain.deliberation.pictures import Statement
from services.participation.domain.deliberation.statements import Representative
from services.participation.domain.words import Reason
from services.participation.graph.marks import OPEN, WORD
from services.participation.graph.translations import translated
from services.participation.graph.words import by_participant, written
from services.participation.store.papers import Paper, Seen


@strawberry.type(
    name="ParticipationStatement",
    description="Something to agree or disagree with.",
    directives=[WORD],
)
class StatementGraph:
    """A statement."""

    row: strawberry.Private[Paper]
    id: strawberry.ID = strawberry.field(description="Opaque id.")
    text: LocalizedText = strawberry.field(description="In its writer's own language.")
    by: LocalizedText = strawberry.field(description="Says that a participant wrote it.")

    translation = translated()


def statement_graph(row: Paper, info: Info) -> StatementGraph:
    """A statement."""
    held = body_of(row, Statement)
    return StatementGraph(
        row=row,
        id=global_id("ParticipationStatement", held.id),
        text=written(held.text, held.language, info),
        by=by_participant(info),
    )


@strawberry.type(
    name="ParticipationTelling", description="A statement and from which side.", directives=[OPEN]
)
class TellingGraph:
    """A telling statement."""

    statement: strawberry.ID = strawberry.field(description="The statement.")
    agrees: bool = strawberry.field(description="True: they agree with it.")


@strawberry.type(
    name="ParticipationOpinionGroup", description="People who vote alike.", directives=[OPEN]
)
class OpinionGroupGraph:
    """A group."""

    size: int = strawberry.field(description="How many they are.")
    telling: list[TellingGraph] = strawberry.field(description="What tells them apart.")


@strawberry.type(
    name="ParticipationDeliberation", description="What people think now.", directives=[OPEN]
)
class PictureGraph:
    """The picture of a deliberation."""

    participants: int = strawberry.field(description="How many have voted.")
    groups: list[OpinionGroupGraph] = strawberry.field(
        description="Groups, in an order that lasts while votes come in."
    )
    consensus: list[TellingGraph] = strawberry.field(description="What most of all think.")
    divisive: list[strawberry.ID] = strawberry.field(description="Where groups differ most.")
    computed_at: datetime | None = strawberry.field(
        description="When it was seen so; at most a minute after the last vote."
    )


def picture_graph(seen: Seen) -> PictureGraph:
    """The picture with ids of the graph."""
    held = seen.body.picture

    def key(n: int) -> strawberry.ID:
        return global_id("ParticipationStatement", held.statements[n])

    def tell(found: list[Representative]) -> list[TellingGraph]:
        return [TellingGraph(statement=key(r.statement), agrees=r.agrees) for r in found]

    return PictureGraph(
        participants=held.participants,
        groups=[
            OpinionGroupGraph(size=g.size, telling=tell(g.representative)) for g in held.groups
        ],
        consensus=tell(held.consensus),
        divisive=[key(n) for n in held.divisive],
        computed_at=instant(seen.computed_at) if seen.computed_at else None,
    )


@strawberry.type(
    name="ParticipationDecision", description="What the city decided.", directives=[OPEN]
)
class DecisionGraph:
    """A decision."""

    id: strawberry.ID = strawberry.field(description="Opaque id.")
    board: str = strawberry.field(description="Who decided.")
    reference: str = strawberry.field(description="The case number.")
    title: str = strawberry.field(description="What it is about.")
    text: str = strawberry.field(description="What was decided.")
    reasons: str = strawberry.field(description="Why.")
    outcome: Outcome = strawberry.field(description="What became of the motion.")
    decided_on: str = strawberry.field(description="ISO date.")
    consultation: str | None = strawberry.field(description="The consultation it answers.")
    oparl: str = strawberry.field(description="Address of the OParl paper.")


def decision_graph(held: Decision, info: Info) -> DecisionGraph:
    """A decision."""
    root = info.context.resources.address
    return DecisionGraph(
        id=global_id("ParticipationDecision", held.id),
        board=held.board,
        reference=held.reference,
        title=held.title,
        text=held.text,
        reasons=held.reasons,
        outcome=held.outcome,
        decided_on=held.decided_on,
        consultation=held.consultation or None,
        oparl=f"{root}/participation/oparl/paper/{held.id}",
    )


@strawberry.type(
    name="ParticipationModerationStatistic",
    description="How often something was done for a reason.",
    directives=[OPEN],
)
class StatisticGraph:
    """A line of the public statistics."""

    verb: str = strawberry.field(description="approve, hide, appeal, uphold or restore.")
    reason: Reason | None = strawberry.field(description="Why.")
    count: int = strawberry.field(description="How often.")
