# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What officers record: decisions, and who sits on which board."""

from typing import Annotated

import strawberry

from services.kit.graph import Info, local_id
from services.kit.graph_guard import permission
from services.participation.actions import decisions
from services.participation.domain.decisions import Ballot, Count, Decision
from services.participation.domain.members import Member
from services.participation.graph import paper_inputs as given
from services.participation.graph.paper_changes import Id, PaperPayload, done, said


@strawberry.type
class DecisionChanges:
    """Changes to what the city has decided and by whom."""

    @strawberry.mutation(
        description="Record a decision.", extensions=[permission("participation.decision.record")]
    )
    async def record_participation_decision(
        self, info: Info, input: Annotated[given.DecisionInput, said("It.")]
    ) -> PaperPayload:
        """Record."""
        caller, it = info.context.caller, _decision(input)
        return await done(info, it.id, lambda tx: decisions.record_decision(tx, caller, it))

    @strawberry.mutation(
        description="Take the record of a decision back; a shell of it stays.",
        extensions=[permission("participation.decision.record")],
    )
    async def withdraw_participation_decision(self, info: Info, decision: Id) -> PaperPayload:
        """Withdraw."""
        caller, key = info.context.caller, local_id("ParticipationDecision", decision)
        return await done(info, key, lambda tx: decisions.withdraw_decision(tx, caller, key))

    @strawberry.mutation(
        description="Record who sits on a board, for whom and since when.",
        extensions=[permission("participation.decision.record")],
    )
    async def record_participation_member(
        self, info: Info, input: Annotated[given.ParticipationMemberInput, said("It.")]
    ) -> PaperPayload:
        """Record a seat."""
        caller = info.context.caller
        it = Member(
            id=input.key, person=input.person, name=input.name, board=input.board,
            role=input.role, party=input.party, has_vote=input.has_vote, start=input.start,
            end=input.end, deleted=input.withdrawn,
        )  # fmt: skip
        return await done(info, it.id, lambda tx: decisions.record_member(tx, caller, it))


def _decision(it: given.DecisionInput) -> Decision:
    return Decision(
        id=it.key,
        board=it.board,
        reference=it.reference,
        title=it.title,
        text=it.text,
        reasons=it.reasons,
        outcome=it.outcome,
        decided_on=it.decided_on,
        counts=tuple(Count(option=c.option, value=c.value, party=c.party) for c in it.counts),
        ballots=tuple(Ballot(person=b.person, option=b.option) for b in it.ballots),
        proposals=tuple(it.proposals),
        consultation=it.consultation,
        poll=it.poll,
        document=it.document,
    )
