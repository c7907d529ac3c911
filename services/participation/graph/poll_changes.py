# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be changed about polls: draft, open, issue a right, close, certify."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

import strawberry

from services.kit.clock import milliseconds
from services.kit.data import Tx
from services.kit.errors import Problem
from services.kit.graph import Info, UserError, local_id, user_error
from services.kit.graph_guard import permission
from services.participation.actions import closing, issuing
from services.participation.actions import polls as actions
from services.participation.actions.issuing import Channel
from services.participation.actions.rolls import Appeal, add_by_appeal
from services.participation.domain.polls import (
    Choice,
    Eligible,
    Franchise,
    Poll,
    PollKind,
    Quorum,
    QuorumKind,
    Secrecy,
)
from services.participation.graph.polls import OPEN, PollGraph
from services.participation.graph.words import TextInput, texts_of


@strawberry.input(description="Something to choose.")
class ChoiceInput:
    """A choice."""

    key: str = strawberry.field(description="How ballots name it.")
    title: list[TextInput] = strawberry.field(description="Its name by language.")
    cost: int = strawberry.field(default=0, description="Its price in whole units of the currency.")


@strawberry.input(description="A condition for the result to bind.")
class QuorumInput:
    """A condition."""

    kind: QuorumKind = strawberry.field(description="What is measured.")
    value: int = strawberry.field(description="What must be reached.")
    of_roll: int = strawberry.field(
        default=0, description="Double majority: share of the roll behind the winner, in percent."
    )
    strictly: bool = strawberry.field(
        default=False, description="More than the value, not just as much."
    )


@strawberry.input(description="Who may vote.")
class EligibleInput:
    """The rule of the roll."""

    qualifying_date: str = strawberry.field(description="ISO date; age and home count on that day.")
    least_age: int = strawberry.field(default=16, description="Youngest age in years.")
    districts: list[str] = strawberry.field(
        default_factory=list, description="None: the whole city."
    )
    loa: int = strawberry.field(default=2, description="Level of assurance of the sign-in, 2 to 4.")
    franchise: Franchise = strawberry.field(
        default=Franchise.RESIDENTS, description="Whose vote it is by citizenship."
    )


@strawberry.input(description="A poll to be drafted.")
class DraftPollInput:
    """A draft."""

    key: str = strawberry.field(description="Its name in addresses: a-z, 0-9 and hyphens.")
    kind: PollKind = strawberry.field(description="What a voter is asked to write down.")
    title: list[TextInput] = strawberry.field(
        description="Its name by language; Swedish is needed."
    )
    question: list[TextInput] = strawberry.field(description="What is asked, by language.")
    choices: list[ChoiceInput] = strawberry.field(description="What can be chosen.")
    eligible: EligibleInput = strawberry.field(description="Who may vote.")
    opens_at: datetime = strawberry.field(description="From when.")
    closes_at: datetime = strawberry.field(description="Until when.")
    rule: str = strawberry.field(default="", description="A named rule; empty is the usual one.")
    seats: int = strawberry.field(default=1, description="How many are to win.")
    secrecy: Secrecy = strawberry.field(default=Secrecy.SECRET, description="How secret it is.")
    quorum: list[QuorumInput] = strawberry.field(default_factory=list, description="Conditions.")
    most: int = strawberry.field(default=0, description="How many choices at most; 0 is all.")
    least: int = strawberry.field(default=0, description="How many at least, unless blank.")
    points: int = strawberry.field(default=0, description="Points of a whole ballot.")
    most_points: int = strawberry.field(default=0, description="Points of one choice.")
    budget: int = strawberry.field(default=0, description="Money to spend.")
    consultation: str = strawberry.field(default="", description="The consultation it belongs to.")
    trustees_needed: int = strawberry.field(default=0, description="Shares that open the poll.")
    trustees: int = strawberry.field(default=0, description="Shares that are made; 0: none.")


@strawberry.input(description="A person at a desk.")
class IssueAtDeskInput:
    """A right given out by an officer."""

    poll: strawberry.ID = strawberry.field(description="The poll.")
    person: str = strawberry.field(description="The resident's internal id.")
    channel: Channel = strawberry.field(description="Desk or paper.")
    blinded: str = strawberry.field(
        description="The blinded serial of the desk's device, base64url."
    )


@strawberry.input(description="An appeal against the roll that was granted.")
class AddToParticipationRollInput:
    """An appeal."""

    poll: strawberry.ID = strawberry.field(description="The poll.")
    person: str = strawberry.field(description="The resident's internal id.")
    reason: str = strawberry.field(description="Why; published without a name.")
    unit: str = strawberry.field(description="Who decided it.")


@strawberry.type(description="What came of a change to a poll.", directives=[OPEN])
class ParticipationPollPayload:
    """A poll, or what can be put right."""

    poll: PollGraph | None = strawberry.field(description="The poll after the change.")
    shares: list[str] = strawberry.field(description="Shares of the close key; shown this once.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="A blind signature.", directives=[OPEN])
class ParticipationTokenPayload:
    """A signature, or what can be put right."""

    blind_signature: str | None = strawberry.field(description="Base64url; null when refused.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


Key = Annotated[strawberry.ID, strawberry.argument(description="The poll.")]
Share = Annotated[str, strawberry.argument(description="The share, hexadecimal.")]
Blinded = Annotated[str, strawberry.argument(description="The blinded serial, base64url.")]
Draft = Annotated[DraftPollInput, strawberry.argument(description="The poll.")]
AtDesk = Annotated[IssueAtDeskInput, strawberry.argument(description="Who, where, what.")]
AddToRoll = Annotated[AddToParticipationRollInput, strawberry.argument(description="Who, why.")]
Work = Callable[[Tx], Awaitable[object]]


@strawberry.type
class PollChanges:
    """Changes to polls."""

    @strawberry.mutation(
        description="Write a poll down.", extensions=[permission("participation.poll.manage")]
    )
    async def draft_participation_poll(self, info: Info, input: Draft) -> ParticipationPollPayload:
        """Draft."""
        caller = info.context.caller
        given = _poll(input)
        return await _change(info, given.id, lambda tx: actions.draft_poll(tx, caller, given))

    @strawberry.mutation(
        description="Freeze a poll and open it.",
        extensions=[permission("participation.poll.manage")],
    )
    async def open_participation_poll(self, info: Info, poll: Key) -> ParticipationPollPayload:
        """Open."""
        caller, folder = info.context.caller, info.context.resources.folder
        key = local_id("ParticipationPoll", poll)
        return await _change(info, key, lambda tx: actions.open_poll(tx, caller, key, folder))

    @strawberry.mutation(
        description="End a poll without a result.",
        extensions=[permission("participation.poll.manage")],
    )
    async def cancel_participation_poll(self, info: Info, poll: Key) -> ParticipationPollPayload:
        """Cancel."""
        caller, key = info.context.caller, local_id("ParticipationPoll", poll)
        return await _change(info, key, lambda tx: actions.cancel_poll(tx, caller, key))

    @strawberry.mutation(
        description="Close a poll before its time.",
        extensions=[permission("participation.poll.manage")],
    )
    async def close_participation_poll(self, info: Info, poll: Key) -> ParticipationPollPayload:
        """Close."""
        caller, folder = info.context.caller, info.context.resources.folder
        key = local_id("ParticipationPoll", poll)
        return await _change(info, key, lambda tx: closing.close_now(tx, caller, key, folder))

    @strawberry.mutation(
        description="Confirm a counted result.",
        extensions=[permission("participation.poll.manage")],
    )
    async def certify_participation_poll(self, info: Info, poll: Key) -> ParticipationPollPayload:
        """Certify."""
        caller, key = info.context.caller, local_id("ParticipationPoll", poll)
        return await _change(info, key, lambda tx: actions.certify_poll(tx, caller, key))

    @strawberry.mutation(
        description="Hand in a trustee's share after the close.",
        extensions=[permission("participation.poll.trust")],
    )
    async def hand_in_participation_share(
        self, info: Info, poll: Key, share: Share
    ) -> ParticipationPollPayload:
        """Hand in a share."""
        caller, key = info.context.caller, local_id("ParticipationPoll", poll)
        return await _change(info, key, lambda tx: closing.hand_in_share(tx, caller, key, share))

    @strawberry.mutation(
        description="Let somebody onto a published roll because an appeal was granted.",
        extensions=[permission("participation.roll.appeal")],
    )
    async def add_to_participation_roll(
        self, info: Info, input: AddToRoll
    ) -> ParticipationPollPayload:
        """Add by appeal."""
        caller, folder = info.context.caller, info.context.resources.folder
        given = Appeal(
            poll=local_id("ParticipationPoll", input.poll), person=input.person,
            reason=input.reason, unit=input.unit,
        )  # fmt: skip
        return await _change(info, given.poll, lambda tx: add_by_appeal(tx, caller, given, folder))

    @strawberry.mutation(
        description="Ask for my right to vote; the device has blinded the serial.",
        extensions=[permission("participation.ballot.request")],
    )
    async def request_participation_token(
        self, info: Info, poll: Key, blinded: Blinded
    ) -> ParticipationTokenPayload:
        """Issue to the caller."""
        context, key = info.context, local_id("ParticipationPoll", poll)
        folder = context.resources.folder
        return await _issued(
            info, issuing.issue_token(context.database, context.caller, key, blinded, folder)
        )

    @strawberry.mutation(
        description="Give out a right at a desk or for paper, on the same register.",
        extensions=[permission("participation.desk.issue")],
    )
    async def issue_participation_token_at_desk(
        self, info: Info, input: AtDesk
    ) -> ParticipationTokenPayload:
        """Issue at a desk."""
        context = info.context
        given = issuing.AtDesk(
            poll=local_id("ParticipationPoll", input.poll),
            person=input.person,
            channel=input.channel,
            blinded=input.blinded,
        )
        folder = context.resources.folder
        return await _issued(
            info, issuing.issue_at_desk(context.database, context.caller, given, folder)
        )


async def _issued(info: Info, work: Awaitable[issuing.Token]) -> ParticipationTokenPayload:
    try:
        token = await work
    except Problem as problem:
        if not problem.code.startswith("PARTICIPATION_"):
            raise
        return ParticipationTokenPayload(
            blind_signature=None, user_errors=[user_error(problem, info)]
        )
    return ParticipationTokenPayload(blind_signature=token.blind_sig, user_errors=[])


async def _change(info: Info, poll: str, work: Work) -> ParticipationPollPayload:
    database = info.context.database
    try:
        done = await database.transact(work)
    except Problem as problem:
        if problem.code not in ("INPUT_INVALID", "CONFLICT") and not problem.code.startswith(
            "PARTICIPATION_"
        ):
            raise
        return ParticipationPollPayload(
            poll=None, shares=[], user_errors=[user_error(problem, info)]
        )
    row = await actions.read_any_poll(database, poll)
    shares = done.shares if isinstance(done, actions.Opening) else []
    return ParticipationPollPayload(poll=PollGraph(row=row), shares=shares, user_errors=[])


def _poll(given: DraftPollInput) -> Poll:
    who = given.eligible
    return Poll(
        id=given.key,
        kind=given.kind,
        title=texts_of(given.title),
        question=texts_of(given.question),
        choices=tuple(
            Choice(id=c.key, title=texts_of(c.title), cost=c.cost) for c in given.choices
        ),
        eligible=Eligible(
            qualifying_date=who.qualifying_date,
            least_age=who.least_age,
            districts=tuple(who.districts),
            loa=who.loa,
            franchise=who.franchise,
        ),
        opens_at=milliseconds(given.opens_at),
        closes_at=milliseconds(given.closes_at),
        rule=given.rule,
        seats=given.seats,
        secrecy=given.secrecy,
        quorum=tuple(
            Quorum(kind=q.kind, value=q.value, of_roll=q.of_roll, strictly=q.strictly)
            for q in given.quorum
        ),
        least=given.least,
        most=given.most,
        points=given.points,
        most_points=given.most_points,
        budget=given.budget,
        consultation=given.consultation,
        trustees=(given.trustees_needed, given.trustees),
    )
