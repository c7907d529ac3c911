# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Consultations, proposals, budgets, deliberations and decisions as the graph shows them."""

from datetime import datetime
from typing import Any

import strawberry

from services.kit.clock import instant
from services.kit.graph import Info, LocalizedText, global_id, local_id
from services.kit.graph_guard import guarded, permission
from services.participation.actions.papers import body_of, list_papers
from services.participation.actions.proposals import ENDORSE, SUPPORT, is_supporter
from services.participation.domain.budgets import BudgetPhase, BudgetProcess, Project, ProjectState
from services.participation.domain.consultations import (
    Commenting,
    Consultation,
    OnMap,
    Section,
    SectionKind,
)
from services.participation.domain.proposals import UNSEEN, Proposal, ProposalState, Verdict
from services.participation.domain.words import Comment, WordState
from services.participation.graph.marks import OPEN, WORD
from services.participation.graph.translations import translated
from services.participation.graph.words import EntityKey, by_participant, spoken, written
from services.participation.store import papers as store
from services.participation.store.papers import Paper


@strawberry.type(name="ParticipationComment", description="A comment.", directives=[WORD])
class CommentGraph:
    """A comment."""

    row: strawberry.Private[Paper]
    id: strawberry.ID = strawberry.field(description="Opaque id.")
    section: str = strawberry.field(description="The section it belongs to.")
    text: LocalizedText = strawberry.field(description="In the writer's own language.")
    geometry: str | None = strawberry.field(description="GeoJSON of what it is about.")
    state: WordState = strawberry.field(description="Whether it can be read.")
    by: LocalizedText = strawberry.field(description="Says that a participant wrote it.")
    mine: bool = strawberry.field(description="Whether the caller wrote it.")
    created_at: datetime = strawberry.field(description="When it was written.")

    translation = translated()


def comment_graph(row: Paper, info: Info) -> CommentGraph:
    """A comment as its reader may see it; hidden words are shown to their author alone."""
    body = body_of(row, Comment)
    mine = bool(info.context.caller.sub) and info.context.caller.sub == row.author
    visible = row.state == WordState.VISIBLE.value or mine
    return CommentGraph(
        row=row,
        id=global_id("ParticipationComment", row.id),
        section=body.section,
        text=written(body.text if visible else "", body.language, info),
        geometry=(body.geometry or None) if visible else None,
        state=WordState(row.state),
        by=by_participant(info),
        mine=mine,
        created_at=instant(row.created_at),
    )


@strawberry.type(
    name="ParticipationSection", description="A section of a consultation.", directives=[OPEN]
)
class SectionGraph:
    """A section."""

    facts: strawberry.Private[Section]

    @strawberry.field(description="Its name within the consultation.")
    def key(self) -> str:
        """The key."""
        return self.facts.id

    @strawberry.field(description="What it is.")
    def kind(self) -> SectionKind:
        """The kind."""
        return self.facts.kind

    @strawberry.field(description="Its title.")
    def title(self, info: Info) -> LocalizedText:
        """The title."""
        return spoken(self.facts.title, info)

    @strawberry.field(description="Its text.")
    def text(self, info: Info) -> LocalizedText:
        """The text."""
        return spoken(self.facts.text, info)

    @strawberry.field(description="Who may comment.")
    def commenting(self) -> Commenting:
        """Who may comment."""
        return self.facts.commenting

    @strawberry.field(description="Whether comments point at a place.")
    def on_map(self) -> OnMap:
        """Whether on the map."""
        return self.facts.on_map


@strawberry.type(
    name="ParticipationPhase", description="A phase of a consultation.", directives=[OPEN]
)
class PhaseGraph:
    """A phase."""

    name: LocalizedText = strawberry.field(description="What it is called.")
    opens_at: datetime = strawberry.field(description="From when comments are taken.")
    closes_at: datetime = strawberry.field(description="Until when.")
    is_running: bool = strawberry.field(description="Whether it runs now.")


@strawberry.federation.type(
    name="ParticipationConsultation",
    keys=["id"],
    description="What the city asks about.",
    directives=[OPEN],
)
class ConsultationGraph:
    """A consultation."""

    row: strawberry.Private[Paper]

    @property
    def body(self) -> Consultation:
        """The facts."""
        return body_of(self.row, Consultation)

    @strawberry.field(description="Opaque id.")
    def id(self) -> strawberry.ID:
        """Opaque id."""
        return global_id("ParticipationConsultation", self.row.id)

    @strawberry.field(description="What it is called.")
    def title(self, info: Info) -> LocalizedText:
        """The title."""
        return spoken(self.body.title, info)

    @strawberry.field(description="Its sections in order.")
    def sections(self) -> list[SectionGraph]:
        """The sections."""
        return [SectionGraph(facts=each) for each in self.body.sections]

    @strawberry.field(description="GeoJSON of the place it is about.")
    def area(self) -> str | None:
        """The place."""
        return self.body.area or None

    @strawberry.field(description="Whether comments are taken now.")
    def is_open(self, info: Info) -> bool:
        """Whether a phase is running."""
        return self.body.is_open(info.context.clock.now_ms())

    @strawberry.field(description="Its phases in order.")
    def phases(self, info: Info) -> list[PhaseGraph]:
        """The phases."""
        now = info.context.clock.now_ms()
        return [
            PhaseGraph(
                name=spoken(each.name, info),
                opens_at=instant(each.opens_at),
                closes_at=instant(each.closes_at),
                is_running=each.opens_at <= now < each.closes_at,
            )
            for each in self.body.phases
        ]

    @strawberry.field(description="What changed because of you; null until the end.")
    def outcome(self, info: Info) -> LocalizedText | None:
        """What changed."""
        return spoken(self.body.outcome, info) if self.body.outcome else None

    @strawberry.field(
        description="Comments, oldest first.",
        extensions=[permission("participation.public.read")],
    )
    async def comments(self, info: Info) -> list[CommentGraph]:
        """All comments that can be read, and the caller's own."""
        rows = await list_papers(info.context.database, "comment", self.row.id)
        shown = [comment_graph(row, info) for row in rows]
        return [each for each in shown if each.mine or each.state is not WordState.PENDING]

    @classmethod
    @guarded("participation.public.read")
    async def resolve_references(
        cls, keys: list[EntityKey], info: Info
    ) -> "list[ConsultationGraph | None]":
        """Those of a batch of keys, misses None."""
        database = info.context.database
        ids = [local_id("ParticipationConsultation", key.id) for key in keys]
        rows = [await database.one(store.paper_by_id, id=each, kind="consultation") for each in ids]
        return [cls(row=row) if row else None for row in rows]


@strawberry.type(name="ParticipationAnswer", description="The city's answer.", directives=[OPEN])
class AnswerGraph:
    """An answer."""

    verdict: Verdict = strawberry.field(description="What the city says.")
    text: str = strawberry.field(description="Why.")
    unit: str = strawberry.field(description="The unit that answers.")
    signature: str = strawberry.field(description="Who signed for it.")
    at: datetime = strawberry.field(description="When.")


@strawberry.federation.type(
    name="ParticipationProposal",
    keys=["id"],
    description="A resident's proposal.",
    directives=[WORD],
)
class ProposalGraph:
    """A proposal."""

    row: strawberry.Private[Paper]

    @property
    def body(self) -> Proposal:
        """The facts."""
        return body_of(self.row, Proposal)

    @strawberry.field(description="Opaque id.")
    def id(self) -> strawberry.ID:
        """Opaque id."""
        return global_id("ParticipationProposal", self.row.id)

    @strawberry.field(description="Its title.")
    def title(self, info: Info) -> LocalizedText:
        """The title."""
        return written(self._seen(self.body.title, info), self.body.language, info)

    @strawberry.field(description="Its text as first supported.")
    def text(self, info: Info) -> LocalizedText:
        """The text."""
        return written(self._seen(self.body.text, info), self.body.language, info)

    def _seen(self, words: str, info: Info) -> str:
        """Hidden words are shown to their author alone."""
        return words if self.row.state not in UNSEEN or self.mine(info) else ""

    translation = translated()

    @strawberry.field(description="Changes since somebody supported it, oldest first.")
    def amendments(self, info: Info) -> list[str]:
        """The amendments."""
        return [text for each in self.body.amendments if (text := self._seen(each.text, info))]

    @strawberry.field(description="The district it is for.")
    def district(self) -> str:
        """The district."""
        return self.body.district

    @strawberry.field(description="Where it stands.")
    def state(self) -> ProposalState:
        """The state."""
        return ProposalState(self.row.state)

    @strawberry.field(description="How many supports lead to an official answer.")
    def threshold(self) -> int:
        """The threshold."""
        return self.body.threshold

    @strawberry.field(
        description="How many support it; who, nobody is told.",
        extensions=[permission("participation.public.read")],
    )
    async def supports(self, info: Info) -> int:
        """Secret supports."""
        found = await info.context.database.one(store.count_marks, kind=SUPPORT, paper=self.row.id)
        return found or 0

    @strawberry.field(
        description="Whether the caller supports it; nobody else is told.",
        extensions=[permission("participation.public.read")],
    )
    async def supported(self, info: Info) -> bool:
        """The caller's own support."""
        context: Any = info.context
        if not context.caller.sub:
            return False
        folder = context.resources.folder
        return await is_supporter(context.database, context.caller, self.row.id, folder)

    @strawberry.field(
        description="How many stand for it in public.",
        extensions=[permission("participation.public.read")],
    )
    async def endorsements(self, info: Info) -> int:
        """Public endorsements."""
        found = await info.context.database.one(store.count_marks, kind=ENDORSE, paper=self.row.id)
        return found or 0

    @strawberry.field(description="By when the city answers; null before the threshold.")
    def answer_due_at(self) -> datetime | None:
        """The term of the answer."""
        return instant(self.body.answer_due_at) if self.body.answer_due_at else None

    @strawberry.field(description="The city's answer.")
    def answer(self) -> AnswerGraph | None:
        """The answer."""
        held = self.body.answer
        if held is None:
            return None
        return AnswerGraph(
            verdict=held.verdict,
            text=held.text,
            unit=held.unit,
            signature=held.signature,
            at=instant(held.at),
        )

    @strawberry.field(description="How much of what was promised is done, in percent.")
    def delivered_percent(self) -> int:
        """Delivered."""
        return self.body.delivered_percent

    @strawberry.field(description="Says that a participant wrote it.")
    def by(self, info: Info) -> LocalizedText:
        """The label."""
        return by_participant(info)

    @strawberry.field(description="Whether the caller wrote it.")
    def mine(self, info: Info) -> bool:
        """Whether it is the caller's."""
        sub = info.context.caller.sub
        return bool(sub) and sub in (self.row.author, *self.body.co_authors)

    @classmethod
    @guarded("participation.public.read")
    async def resolve_references(
        cls, keys: list[EntityKey], info: Info
    ) -> "list[ProposalGraph | None]":
        """Those of a batch of keys, misses None."""
        database = info.context.database
        ids = [local_id("ParticipationProposal", key.id) for key in keys]
        rows = [await database.one(store.paper_by_id, id=each, kind="proposal") for each in ids]
        return [cls(row=row) if row else None for row in rows]


@strawberry.type(
    name="ParticipationProject", description="A project of a budget.", directives=[WORD]
)
class ProjectGraph:
    """A project."""

    row: strawberry.Private[Paper]
    id: strawberry.ID = strawberry.field(description="Opaque id.")
    heading: str = strawberry.field(description="The purse it is for.")
    title: LocalizedText = strawberry.field(description="Its title.")
    text: LocalizedText = strawberry.field(description="What it is.")
    state: ProjectState = strawberry.field(description="Where it stands.")
    cost: int = strawberry.field(description="What it costs; 0 until it has been valued.")
    reason: str | None = strawberry.field(description="Why it cannot be done.")
    delivered_percent: int = strawberry.field(description="How much is done, in percent.")

    translation = translated()


@strawberry.type(name="ParticipationHeading", description="A purse.", directives=[OPEN])
class HeadingGraph:
    """A purse."""

    key: str = strawberry.field(description="Its name within the process.")
    title: LocalizedText = strawberry.field(description="What it is called.")
    budget: int = strawberry.field(description="Money to spend.")
    poll: str | None = strawberry.field(description="Key of the poll it is decided in.")


@strawberry.type(
    name="ParticipationBudget", description="A participatory budget.", directives=[OPEN]
)
class BudgetGraph:
    """A process."""

    row: strawberry.Private[Paper]

    @strawberry.field(description="Opaque id.")
    def id(self) -> strawberry.ID:
        """Opaque id."""
        return global_id("ParticipationBudget", self.row.id)

    @strawberry.field(description="Where it stands.")
    def phase(self) -> BudgetPhase:
        """The phase."""
        return BudgetPhase(self.row.state)

    @strawberry.field(description="What it is called.")
    def title(self, info: Info) -> LocalizedText:
        """The title."""
        return spoken(body_of(self.row, BudgetProcess).title, info)

    @strawberry.field(description="Its purses.")
    def headings(self, info: Info) -> list[HeadingGraph]:
        """The purses."""
        return [
            HeadingGraph(
                key=h.id, title=spoken(h.title, info), budget=h.budget, poll=h.poll or None
            )
            for h in body_of(self.row, BudgetProcess).headings
        ]

    @strawberry.field(
        description="Its projects.", extensions=[permission("participation.public.read")]
    )
    async def projects(self, info: Info) -> list[ProjectGraph]:
        """The projects."""
        rows = await list_papers(info.context.database, "project", self.row.id)
        return [_project(row, info) for row in rows]


def _project(row: Paper, info: Info) -> ProjectGraph:
    body = body_of(row, Project)
    return ProjectGraph(
        row=row,
        id=global_id("ParticipationProject", row.id),
        heading=body.heading,
        title=written(body.title, body.language, info),
        text=written(body.text, body.language, info),
        state=ProjectState(row.state),
        cost=body.cost,
        reason=body.reason or None,
        delivered_percent=body.delivered_percent,
    )
