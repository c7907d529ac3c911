# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Polls as the graph shows them: what is asked, who may vote, turnout, and the result with its reasons."""

from datetime import datetime
from typing import Any

import strawberry

from services.kit.clock import instant
from services.kit.graph import Info, LocalizedText, global_id, local_id, localized
from services.kit.graph_guard import guarded, permission
from services.kit.privacy import public_data
from services.participation.actions import issuing, results
from services.participation.domain.counting import shown
from services.participation.domain.polls import PollKind, PollState, QuorumKind, Secrecy
from services.participation.graph.words import EntityKey, spoken
from services.participation.store import polls as store
from services.participation.store.polls import Outcome, PollRow

OPEN = public_data()


@strawberry.type(name="ParticipationChoice", description="Something to choose.", directives=[OPEN])
class ChoiceGraph:
    """A choice."""

    key: str = strawberry.field(description="How ballots name it.")
    title: LocalizedText = strawberry.field(description="What it is called.")
    cost: int = strawberry.field(description="Its price in whole units of the currency; 0 is none.")


@strawberry.type(
    name="ParticipationDistrictTurnout",
    description="How many may vote in a district and how many have taken their right.",
    directives=[OPEN],
)
class DistrictTurnout:
    """Turnout of a district."""

    district: str = strawberry.field(
        description="The district; empty: those together in which fewer than ten have voted."
    )
    roll: int = strawberry.field(description="How many may vote.")
    issued: int = strawberry.field(description="How many have taken their right.")


@strawberry.type(
    name="ParticipationRollAddition",
    description="Somebody let onto a published roll by appeal; who, nobody is told.",
    directives=[OPEN],
)
class RollAdditionGraph:
    """An addition."""

    number: int = strawberry.field(description="1, 2, 3, ... within the poll.")
    size: int = strawberry.field(description="Size of the roll from then on.")
    root: str = strawberry.field(description="Merkle root of the roll from then on.")
    reason: str = strawberry.field(description="Why the appeal was granted.")
    unit: str = strawberry.field(description="Who decided it.")
    decided_at: datetime = strawberry.field(description="When.")


@strawberry.type(
    name="ParticipationTurnout",
    description="Turnout as the registrar knows it; never from the ballot box.",
    directives=[OPEN],
)
class TurnoutGraph:
    """Turnout."""

    roll: int = strawberry.field(description="How many may vote.")
    issued: int = strawberry.field(description="How many have taken their right.")
    districts: list[DistrictTurnout] = strawberry.field(description="The same by district.")


@strawberry.type(
    name="ParticipationVerdict",
    description="A choice and why it won or did not.",
    directives=[OPEN],
)
class VerdictGraph:
    """A choice after the count."""

    key: str = strawberry.field(description="The choice.")
    place: int | None = strawberry.field(description="Its place among the winners, from 1.")
    why: LocalizedText = strawberry.field(description="Why it won or did not, in a sentence.")


@strawberry.type(
    name="ParticipationQuorum",
    description="A condition for the result to bind, with its numbers.",
    directives=[OPEN],
)
class QuorumGraph:
    """A condition."""

    kind: QuorumKind = strawberry.field(description="What is measured.")
    needed: int = strawberry.field(description="What must be reached.")
    reached: int = strawberry.field(description="What was reached.")
    met: bool = strawberry.field(description="Whether it is enough.")
    of_roll_needed: int = strawberry.field(
        description="Of a double majority: the share of the roll behind the winner, in percent."
    )
    of_roll_reached: int = strawberry.field(description="What was reached of it.")


@strawberry.type(
    name="ParticipationResult",
    description="What was counted; anybody can count again from the bundle.",
    directives=[OPEN],
)
class ResultGraph:
    """A result."""

    rule: str = strawberry.field(description="The named rule.")
    winners: list[str] = strawberry.field(description="Keys in the order of selection.")
    voters: int = strawberry.field(description="Ballots that count, blank ones too.")
    blank: int = strawberry.field(description="Blank ballots.")
    verdicts: list[VerdictGraph] = strawberry.field(description="Every choice with its reason.")
    quorum: list[QuorumGraph] = strawberry.field(description="The conditions with their numbers.")
    binds: bool = strawberry.field(description="Whether every condition was met.")
    bundle: str = strawberry.field(description="Address of the signed bundle.")
    counted_at: datetime = strawberry.field(description="When it was counted.")


@strawberry.federation.type(
    name="ParticipationPoll", keys=["id"], description="A poll.", directives=[OPEN]
)
class PollGraph:
    """A poll as everybody may see it."""

    row: strawberry.Private[PollRow]

    @strawberry.field(description="Opaque id.")
    def id(self) -> strawberry.ID:
        """Opaque id."""
        return global_id("ParticipationPoll", self.row.id)

    @strawberry.field(description="How ballot box and registrar name it.")
    def key(self) -> str:
        """The plain key."""
        return self.row.id

    @strawberry.field(description="What it is called.")
    def title(self, info: Info) -> LocalizedText:
        """The title."""
        return spoken(self.row.body.title, info)

    @strawberry.field(description="What is asked.")
    def question(self, info: Info) -> LocalizedText:
        """The question."""
        return spoken(self.row.body.question or self.row.body.title, info)

    @strawberry.field(description="What a voter is asked to write down.")
    def kind(self) -> PollKind:
        """The kind."""
        return self.row.body.kind

    @strawberry.field(description="Where it stands.")
    def state(self) -> PollState:
        """The state."""
        return PollState(self.row.state)

    @strawberry.field(description="Who could find out who voted how.")
    def secrecy(self) -> Secrecy:
        """The secrecy."""
        return self.row.body.secrecy

    @strawberry.field(description="The named rule it is counted by.")
    def rule(self) -> str:
        """The rule."""
        return self.row.body.rule

    @strawberry.field(description="From when votes are taken.")
    def opens_at(self) -> datetime:
        """The opening."""
        return instant(self.row.opens_at)

    @strawberry.field(description="Until when votes are taken.")
    def closes_at(self) -> datetime:
        """The close."""
        return instant(self.row.closes_at)

    @strawberry.field(description="What can be chosen.")
    def choices(self, info: Info) -> list[ChoiceGraph]:
        """The choices."""
        return [
            ChoiceGraph(key=c.id, title=spoken(c.title, info), cost=c.cost)
            for c in self.row.body.choices
        ]

    @strawberry.field(description="Money to spend, in whole units of the currency; 0 is none.")
    def budget(self) -> int:
        """The budget."""
        return self.row.body.budget

    @strawberry.field(description="Size of the published roll.")
    def roll_size(self) -> int:
        """How many may vote."""
        return self.row.body.roll_size

    @strawberry.field(description="Merkle root of the published roll.")
    def roll_root(self) -> str:
        """The commitment to the roll."""
        return self.row.body.roll_root

    @strawberry.field(
        description="Who came onto the published roll by appeal: how many, why, never who.",
        extensions=[permission("participation.public.read")],
    )
    async def roll_additions(self, info: Info) -> list[RollAdditionGraph]:
        """Each with the root of the roll from then on."""
        found = await info.context.database.many(store.additions_of, poll=self.row.id)
        return [
            RollAdditionGraph(
                number=each.number,
                size=each.size,
                root=each.root,
                reason=each.reason,
                unit=each.unit,
                decided_at=instant(each.decided_at),
            )
            for each in found
        ]

    @strawberry.field(description="SHA-256 of the poll's signing key; devices compare it.")
    def fingerprint(self) -> str:
        """The key's fingerprint."""
        return self.row.body.fingerprint

    @strawberry.field(
        description="Turnout, live.", extensions=[permission("participation.public.read")]
    )
    async def turnout(self, info: Info) -> TurnoutGraph:
        """Turnout from the registrar."""
        return await turnout_of(self.row.id, info)

    @strawberry.field(
        description="The result; null until the poll has been counted, for everybody.",
        extensions=[permission("participation.public.read")],
    )
    async def result(self, info: Info) -> ResultGraph | None:
        """The result after the close."""
        outcome = await results.read_outcome(info.context.database, self.row.id)
        return None if outcome is None else result_graph(self.row, outcome, info)

    @classmethod
    @guarded("participation.public.read")
    async def resolve_references(
        cls, keys: list[EntityKey], info: Info
    ) -> "list[PollGraph | None]":
        """The polls of a batch of keys, misses None."""
        database = info.context.database
        ids = [local_id("ParticipationPoll", key.id) for key in keys]
        rows = [await database.one(store.published_poll, id=each) for each in ids]
        return [cls(row=row) if row else None for row in rows]


async def turnout_of(poll: str, info: Info) -> TurnoutGraph:
    """Turnout of a poll by district."""
    counted = shown(await issuing.read_turnout(info.context.database, poll))
    return TurnoutGraph(
        roll=sum(counted.roll.values()),
        issued=sum(counted.issued.values()),
        districts=[
            DistrictTurnout(district=d, roll=n, issued=counted.issued.get(d, 0))
            for d, n in sorted(counted.roll.items())
        ],
    )


def result_graph(row: PollRow, outcome: Outcome, info: Info) -> ResultGraph:
    """The result with a sentence per choice."""
    record: dict[str, Any] = outcome.result["record"]
    winners: list[str] = record["winners"]
    quorum = [
        QuorumGraph(
            kind=QuorumKind(q["kind"]),
            needed=q["needed"],
            reached=q["reached"],
            met=q["met"],
            of_roll_needed=q.get("of_roll_needed", 0),
            of_roll_reached=q.get("of_roll_reached", 0),
        )
        for q in outcome.result["quorum"]
    ]
    return ResultGraph(
        rule=record["rule"],
        winners=winners,
        voters=record["voters"],
        blank=record["blank"],
        verdicts=[
            VerdictGraph(
                key=key,
                place=winners.index(key) + 1 if key in winners else None,
                why=localized(text, info),
            )
            for key, text in results.why(row.body, outcome).items()
        ],
        quorum=quorum,
        binds=all(each.met for each in quorum),
        bundle=f"{info.context.resources.address}/participation/polls/{row.id}/bundle",
        counted_at=instant(outcome.counted_at),
    )
