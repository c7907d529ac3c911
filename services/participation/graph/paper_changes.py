# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be changed about papers: comment, propose, support, moderate, deliberate, decide."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import strawberry

from services.kit.clock import milliseconds
from services.kit.data import Tx
from services.kit.errors import Problem
from services.kit.graph import Info, UserError, local_id, user_error
from services.kit.graph_guard import permission
from services.kit.ids import new_id
from services.participation.actions import (
    budgets,
    consultations,
    deliberation,
    moderating,
    proposals,
)
from services.participation.domain.budgets import BudgetProcess, Heading, Project
from services.participation.domain.consultations import Consultation, Phase, Section
from services.participation.domain.deliberation.pictures import Statement
from services.participation.domain.proposals import Answer, Proposal
from services.participation.domain.words import Comment
from services.participation.graph import paper_inputs as given
from services.participation.graph.marks import OPEN
from services.participation.graph.words import TextInput, texts_of

VERBS = ("approve", "hide", "uphold", "restore")


def said(about: str) -> Any:
    """The description of an argument."""
    return strawberry.argument(description=about)


Id = Annotated[strawberry.ID, said("Its id.")]
Wants = Annotated[bool, said("False takes it back.")]
Text = Annotated[str, said("The text.")]
Percent = Annotated[int, said("0 to 100.")]


@strawberry.type(
    name="ParticipationPaperPayload", description="What came of it.", directives=[OPEN]
)
class PaperPayload:
    """The id of what was changed, or what can be put right."""

    key: str | None = strawberry.field(description="Its plain key; null when refused.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


async def done(info: Info, key: str, work: Callable[[Tx], Awaitable[object]]) -> PaperPayload:
    """Run a change; what a person can put right goes into the payload."""
    try:
        await info.context.database.transact(work)
    except Problem as problem:
        right = problem.code in ("INPUT_INVALID", "CONFLICT")
        if not right and not problem.code.startswith("PARTICIPATION_"):
            raise
        return PaperPayload(key=None, user_errors=[user_error(problem, info)])
    return PaperPayload(key=key, user_errors=[])


@strawberry.type
class PaperChanges:
    """Changes to papers."""

    @strawberry.mutation(
        description="Publish a consultation.",
        extensions=[permission("participation.decision.record")],
    )
    async def publish_participation_consultation(
        self, info: Info, input: Annotated[given.PublishConsultationInput, said("It.")]
    ) -> PaperPayload:
        """Publish."""
        caller, it = info.context.caller, _consultation(input)
        return await done(
            info, it.id, lambda tx: consultations.publish_consultation(tx, caller, it)
        )

    @strawberry.mutation(
        description="Say what changed because of a consultation.",
        extensions=[permission("participation.decision.record")],
    )
    async def conclude_participation_consultation(
        self,
        info: Info,
        consultation: Id,
        outcome: Annotated[list[TextInput], said("By language.")],
    ) -> PaperPayload:
        """Conclude."""
        caller, key = info.context.caller, local_id("ParticipationConsultation", consultation)
        texts = texts_of(outcome)
        return await done(info, key, lambda tx: consultations.conclude(tx, caller, key, texts))

    @strawberry.mutation(
        description="Comment on a section.", extensions=[permission("participation.word.write")]
    )
    async def comment_participation(
        self, info: Info, input: Annotated[given.CommentInput, said("It.")]
    ) -> PaperPayload:
        """Comment."""
        caller = info.context.caller
        key = local_id("ParticipationConsultation", input.consultation)
        it = Comment(
            id=new_id(), section=input.section, author="", text=input.text,
            language=input.language, geometry=input.geometry,
        )  # fmt: skip
        return await done(info, it.id, lambda tx: consultations.comment(tx, caller, key, it))

    @strawberry.mutation(
        description="Take a comment of one's own back.",
        extensions=[permission("participation.word.write")],
    )
    async def withdraw_participation_comment(self, info: Info, comment: Id) -> PaperPayload:
        """Withdraw."""
        caller, key = info.context.caller, local_id("ParticipationComment", comment)
        return await done(info, key, lambda tx: consultations.withdraw_comment(tx, caller, key))

    @strawberry.mutation(
        description="Propose something.", extensions=[permission("participation.proposal.write")]
    )
    async def propose_participation(
        self, info: Info, input: Annotated[given.ProposeInput, said("It.")]
    ) -> PaperPayload:
        """Propose."""
        caller = info.context.caller
        it = Proposal(
            id=new_id(), title=input.title, text=input.text, language=input.language, author="",
            district=input.district, geometry=input.geometry,
        )  # fmt: skip
        return await done(info, it.id, lambda tx: proposals.propose(tx, caller, it))

    @strawberry.mutation(
        description="Change a proposal of one's own; an amendment once somebody supports it.",
        extensions=[permission("participation.proposal.write")],
    )
    async def edit_participation_proposal(
        self, info: Info, proposal: Id, text: Text
    ) -> PaperPayload:
        """Edit."""
        caller, key = info.context.caller, local_id("ParticipationProposal", proposal)
        return await done(info, key, lambda tx: proposals.edit(tx, caller, key, text))

    @strawberry.mutation(
        description="Add a co-author to a proposal of one's own.",
        extensions=[permission("participation.proposal.write")],
    )
    async def invite_participation_author(
        self, info: Info, proposal: Id, person: Annotated[str, said("The resident's id.")]
    ) -> PaperPayload:
        """Invite."""
        caller, key = info.context.caller, local_id("ParticipationProposal", proposal)
        return await done(info, key, lambda tx: proposals.invite(tx, caller, key, person))

    @strawberry.mutation(
        description="Take a proposal of one's own back.",
        extensions=[permission("participation.proposal.write")],
    )
    async def withdraw_participation_proposal(self, info: Info, proposal: Id) -> PaperPayload:
        """Withdraw."""
        caller, key = info.context.caller, local_id("ParticipationProposal", proposal)
        return await done(info, key, lambda tx: proposals.withdraw(tx, caller, key))

    @strawberry.mutation(
        description="Support a proposal in secret, or take it back.",
        extensions=[permission("participation.proposal.write")],
    )
    async def support_participation_proposal(
        self, info: Info, proposal: Id, wants: Wants
    ) -> PaperPayload:
        """Support."""
        context, key = info.context, local_id("ParticipationProposal", proposal)
        folder = context.resources.folder
        return await done(
            info, key,
            lambda tx: proposals.support(tx, context.caller, key, folder=folder, wants=wants),
        )  # fmt: skip

    @strawberry.mutation(
        description="Stand for a proposal in public, or no longer.",
        extensions=[permission("participation.proposal.write")],
    )
    async def endorse_participation_proposal(
        self, info: Info, proposal: Id, wants: Wants
    ) -> PaperPayload:
        """Endorse."""
        caller, key = info.context.caller, local_id("ParticipationProposal", proposal)
        return await done(info, key, lambda tx: proposals.endorse(tx, caller, key, wants=wants))

    @strawberry.mutation(
        description="Join a proposal to another that says the same.",
        extensions=[permission("participation.moderation.act")],
    )
    async def merge_participation_proposal(
        self, info: Info, proposal: Id, into: Annotated[strawberry.ID, said("The other.")]
    ) -> PaperPayload:
        """Merge."""
        caller, key = info.context.caller, local_id("ParticipationProposal", proposal)
        other = local_id("ParticipationProposal", into)
        return await done(info, key, lambda tx: proposals.merge(tx, caller, key, other))

    @strawberry.mutation(
        description="Hand a proposal to a board, or pass it on as a view.",
        extensions=[permission("participation.decision.record")],
    )
    async def refer_participation_proposal(
        self, info: Info, proposal: Id, board: Annotated[str, said("The board.")],
        within_remit: Annotated[bool, said("False: outside its remit.")],
    ) -> PaperPayload:  # fmt: skip
        """Refer."""
        caller, key = info.context.caller, local_id("ParticipationProposal", proposal)
        return await done(
            info, key, lambda tx: proposals.refer(tx, caller, key, board, within_remit=within_remit)
        )

    @strawberry.mutation(
        description="Answer a proposal for the city.",
        extensions=[permission("participation.decision.record")],
    )
    async def answer_participation_proposal(
        self, info: Info, input: Annotated[given.AnswerInput, said("It.")]
    ) -> PaperPayload:
        """Answer."""
        caller, key = info.context.caller, local_id("ParticipationProposal", input.proposal)
        it = Answer(
            verdict=input.verdict, text=input.text, unit=input.unit, signature=input.signature, at=0
        )
        return await done(
            info, key, lambda tx: proposals.answer(tx, caller, key, it, input.decision)
        )

    @strawberry.mutation(
        description="Say how much of an answered proposal is done.",
        extensions=[permission("participation.decision.record")],
    )
    async def follow_participation_proposal(
        self, info: Info, proposal: Id, percent: Percent
    ) -> PaperPayload:
        """Follow."""
        caller, key = info.context.caller, local_id("ParticipationProposal", proposal)
        return await done(info, key, lambda tx: proposals.follow(tx, caller, key, percent))

    @strawberry.mutation(
        description="Approve, hide, uphold or restore what somebody wrote.",
        extensions=[permission("participation.moderation.act")],
    )
    async def moderate_participation(
        self, info: Info, input: Annotated[given.ModerateInput, said("It.")]
    ) -> PaperPayload:
        """Moderate."""
        caller, key = info.context.caller, _word(input.target)
        verb = input.verb if input.verb in VERBS else "hide"
        it = moderating.Judge(target=key, verb=verb, reason=input.reason, text=input.text)
        return await done(info, key, lambda tx: moderating.judge(tx, caller, it))

    @strawberry.mutation(
        description="Ask for another look at words of one's own that were hidden.",
        extensions=[permission("participation.word.write")],
    )
    async def appeal_participation_moderation(
        self, info: Info, target: Id, text: Text
    ) -> PaperPayload:
        """Appeal."""
        caller, key = info.context.caller, _word(target)
        return await done(info, key, lambda tx: moderating.appeal(tx, caller, key, text))


@strawberry.type
class TopicChanges:
    """Changes to budgets, deliberations and decisions."""

    @strawberry.mutation(
        description="Write a statement; a moderator reads it first.",
        extensions=[permission("participation.word.write")],
    )
    async def state_participation(
        self, info: Info, input: Annotated[given.StatementInput, said("It.")]
    ) -> PaperPayload:
        """State."""
        caller = info.context.caller
        it = Statement(id=new_id(), text=input.text, language=input.language, author="")
        return await done(info, it.id, lambda tx: deliberation.state_(tx, caller, input.topic, it))

    @strawberry.mutation(
        description="Agree (1), disagree (-1) or pass (0).",
        extensions=[permission("participation.word.write")],
    )
    async def vote_participation_statement(
        self, info: Info, statement: Id, choice: Annotated[int, said("1, 0 or -1.")]
    ) -> PaperPayload:
        """Vote."""
        context, key = info.context, local_id("ParticipationStatement", statement)
        folder = context.resources.folder
        return await done(
            info, key, lambda tx: deliberation.vote(tx, context.caller, key, choice, folder)
        )

    @strawberry.mutation(
        description="Draft a participatory budget.",
        extensions=[permission("participation.poll.manage")],
    )
    async def start_participation_budget(
        self, info: Info, input: Annotated[given.StartBudgetInput, said("It.")]
    ) -> PaperPayload:
        """Start."""
        caller = info.context.caller
        headings = tuple(
            Heading(id=h.key, title=texts_of(h.title), budget=h.budget, district=h.district)
            for h in input.headings
        )
        it = BudgetProcess(
            id=input.key, title=texts_of(input.title), headings=headings, rule=input.rule
        )
        return await done(info, it.id, lambda tx: budgets.start_process(tx, caller, it))

    @strawberry.mutation(
        description="Go to the next phase of a budget.",
        extensions=[permission("participation.poll.manage")],
    )
    async def advance_participation_budget(
        self, info: Info, budget: Id,
        ballots: Annotated[given.BallotsInput | None, said("For balloting.")] = None,
    ) -> PaperPayload:  # fmt: skip
        """Advance."""
        context, key = info.context, local_id("ParticipationBudget", budget)
        held = _ballots(ballots)
        folder = context.resources.folder
        return await done(
            info, key, lambda tx: budgets.advance(tx, context.caller, key, held, folder=folder)
        )

    @strawberry.mutation(
        description="Hand in a project.", extensions=[permission("participation.proposal.write")]
    )
    async def submit_participation_project(
        self, info: Info, input: Annotated[given.ProjectInput, said("It.")]
    ) -> PaperPayload:
        """Submit."""
        caller = info.context.caller
        it = Project(
            id=new_id(), process=local_id("ParticipationBudget", input.budget),
            heading=input.heading, title=input.title, text=input.text, language=input.language,
            author="",
        )  # fmt: skip
        return await done(info, it.id, lambda tx: budgets.submit(tx, caller, it))

    @strawberry.mutation(
        description="Say what a project costs, or why it cannot be done.",
        extensions=[permission("participation.poll.manage")],
    )
    async def value_participation_project(
        self, info: Info, input: Annotated[given.ValueProjectInput, said("It.")]
    ) -> PaperPayload:
        """Value."""
        caller, key = info.context.caller, local_id("ParticipationProject", input.project)
        return await done(
            info, key,
            lambda tx: budgets.value(
                tx, caller, key, cost=input.cost, unit=input.unit, reason=input.reason
            ),
        )  # fmt: skip

    @strawberry.mutation(
        description="Support a project in secret while projects are selected.",
        extensions=[permission("participation.proposal.write")],
    )
    async def support_participation_project(
        self, info: Info, project: Id, wants: Wants
    ) -> PaperPayload:
        """Support."""
        context, key = info.context, local_id("ParticipationProject", project)
        folder = context.resources.folder
        return await done(
            info, key,
            lambda tx: budgets.support_project(tx, context.caller, key, folder=folder, wants=wants),
        )  # fmt: skip

    @strawberry.mutation(
        description="Say how far a funded project has come.",
        extensions=[permission("participation.poll.manage")],
    )
    async def deliver_participation_project(
        self, info: Info, project: Id, percent: Percent
    ) -> PaperPayload:
        """Deliver."""
        caller, key = info.context.caller, local_id("ParticipationProject", project)
        return await done(info, key, lambda tx: budgets.deliver(tx, caller, key, percent))


def _word(target: str) -> str:
    for kind in ("Comment", "Statement"):
        try:
            return local_id(f"Participation{kind}", target)
        except Problem:
            continue
    return local_id("ParticipationProposal", target)


def _consultation(it: given.PublishConsultationInput) -> Consultation:
    phases = (
        Phase(
            name=texts_of(each.name),
            opens_at=milliseconds(each.opens_at),
            closes_at=milliseconds(each.closes_at),
        )
        for each in it.phases
    )
    return Consultation(
        id=it.key,
        title=texts_of(it.title),
        sections=tuple(
            Section(
                id=s.key, kind=s.kind, title=texts_of(s.title), text=texts_of(s.text),
                commenting=s.commenting, on_map=s.on_map,
            )
            for s in it.sections
        ),
        phases=tuple(phases),
        area=it.area,
    )  # fmt: skip


def _ballots(it: given.BallotsInput | None) -> budgets.Ballots | None:
    if it is None:
        return None
    return budgets.Ballots(
        kind=it.kind,
        opens_at=milliseconds(it.opens_at),
        closes_at=milliseconds(it.closes_at),
        qualifying_date=it.qualifying_date,
        least_age=it.least_age,
        most=it.most,
        points=it.points,
    )
