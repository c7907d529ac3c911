# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be asked about consultations, proposals, budgets, deliberations and decisions."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.kit.clock import milliseconds
from services.kit.graph import Connection, Info, asked, local_id, page
from services.kit.graph_guard import permission
from services.participation.actions import decisions, deliberation, proposals
from services.participation.domain.words import Reason
from services.participation.graph.papers import BudgetGraph, ConsultationGraph, ProposalGraph
from services.participation.graph.questions import After, First, Id
from services.participation.graph.topics import (
    DecisionGraph,
    PictureGraph,
    StatementGraph,
    StatisticGraph,
    decision_graph,
    picture_graph,
    statement_graph,
)
from services.participation.store import papers as store
from services.participation.store.papers import Paper

READ = "participation.public.read"
Topic = Annotated[str, strawberry.argument(description="The topic, for example a consultation.")]
Title = Annotated[str, strawberry.argument(description="The title as far as it is written.")]
Text = Annotated[str, strawberry.argument(description="The text as far as it is written.")]
Since = Annotated[datetime, strawberry.argument(description="From when.")]
Until = Annotated[datetime, strawberry.argument(description="Until when.")]


async def _page(
    info: Info, kind: str, first: int | None, after: str | None
) -> tuple[list[Paper], int]:
    wanted = asked(first, after)
    database = info.context.database
    rows = await database.many(
        store.papers_of, kind=kind, parent="", after=wanted.after or "", limit=wanted.limit
    )
    return rows, await database.one(store.count_papers, kind=kind, parent="") or 0


@strawberry.type
class PaperQuestions:
    """Questions about papers."""

    @strawberry.field(description="Consultations.", extensions=[permission(READ)])
    async def participation_consultations(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[ConsultationGraph]:
        """A page of consultations."""
        rows, total = await _page(info, "consultation", first, after)
        return page(
            rows, asked(first, after), total=total, place=lambda row: row.id,
            node=lambda row: ConsultationGraph(row=row),
        )  # fmt: skip

    @strawberry.field(description="Proposals, oldest first.", extensions=[permission(READ)])
    async def participation_proposals(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[ProposalGraph]:
        """A page of proposals."""
        rows, total = await _page(info, "proposal", first, after)
        return page(
            rows, asked(first, after), total=total, place=lambda row: row.id,
            node=lambda row: ProposalGraph(row=row),
        )  # fmt: skip

    @strawberry.field(
        description="Proposals that say nearly the same as what is being written.",
        extensions=[permission(READ)],
    )
    async def participation_similar_proposals(
        self, info: Info, title: Title, text: Text
    ) -> list[ProposalGraph]:
        """Similar proposals, most alike first."""
        database = info.context.database
        found = await proposals.find_similar(database, title, text)
        rows = [await database.one(store.paper_by_id, id=p.id, kind="proposal") for p in found]
        return [ProposalGraph(row=row) for row in rows if row is not None]

    @strawberry.field(description="Participatory budgets.", extensions=[permission(READ)])
    async def participation_budgets(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[BudgetGraph]:
        """A page of budgets."""
        rows, total = await _page(info, "budget", first, after)
        return page(
            rows, asked(first, after), total=total, place=lambda row: row.id,
            node=lambda row: BudgetGraph(row=row),
        )  # fmt: skip

    @strawberry.field(
        description="What people think of a topic: groups, consensus, division.",
        extensions=[permission(READ)],
    )
    async def participation_deliberation(self, info: Info, topic: Topic) -> PictureGraph:
        """The picture now."""
        return picture_graph(await deliberation.read_picture(info.context.database, topic))

    @strawberry.field(
        description="A statement the caller has not voted on; null when there is none.",
        extensions=[permission("participation.word.write")],
    )
    async def participation_next_statement(self, info: Info, topic: Topic) -> StatementGraph | None:
        """The next statement, drawn by what it would tell."""
        context = info.context
        folder = context.resources.folder
        found = await deliberation.next_statement(context.database, context.caller, topic, folder)
        return None if found is None else statement_graph(found, info)

    @strawberry.field(
        description="What the city decided, in the order of recording.",
        extensions=[permission(READ)],
    )
    async def participation_decisions(self, info: Info) -> list[DecisionGraph]:
        """All decisions that stand."""
        found = await decisions.list_decisions(info.context.database)
        return [decision_graph(each, info) for each in found if not each.deleted]

    @strawberry.field(
        description="How often words were hidden, and why.", extensions=[permission(READ)]
    )
    async def participation_moderation(
        self, info: Info, since: Since, until: Until
    ) -> list[StatisticGraph]:
        """Public statistics of moderation (M2)."""
        rows = await info.context.database.many(
            store.statistics, since=milliseconds(since), until=milliseconds(until)
        )
        return [
            StatisticGraph(
                verb=row.verb, reason=Reason(row.reason) if row.reason else None, count=row.count
            )
            for row in rows
        ]

    @strawberry.field(description="A proposal.", extensions=[permission(READ)])
    async def participation_proposal(self, info: Info, id: Id) -> ProposalGraph | None:
        """A proposal, or null."""
        key = local_id("ParticipationProposal", id)
        row = await info.context.database.one(store.paper_by_id, id=key, kind="proposal")
        return None if row is None else ProposalGraph(row=row)
