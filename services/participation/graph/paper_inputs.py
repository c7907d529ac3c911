# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What people hand in: comments, proposals, statements, projects, decisions."""

from datetime import datetime

import strawberry

from services.kit.graph import Locale
from services.participation.domain.consultations import Commenting, OnMap, SectionKind
from services.participation.domain.decisions import Outcome, Voice
from services.participation.domain.polls import PollKind
from services.participation.domain.proposals import Verdict
from services.participation.domain.words import Reason
from services.participation.graph.words import TextInput


@strawberry.input(description="A section of a consultation.")
class SectionInput:
    """A section."""

    key: str = strawberry.field(description="Its name within the consultation.")
    kind: SectionKind = strawberry.field(description="What it is.")
    title: list[TextInput] = strawberry.field(description="Its title by language.")
    text: list[TextInput] = strawberry.field(description="Its text by language.")
    commenting: Commenting = strawberry.field(description="Who may comment.")
    on_map: OnMap = strawberry.field(default=OnMap.NONE, description="Whether on the map.")


@strawberry.input(description="A phase of a consultation: while one runs, comments are taken.")
class ParticipationPhaseInput:
    """A phase."""

    name: list[TextInput] = strawberry.field(description="Its name by language; Swedish is needed.")
    opens_at: datetime = strawberry.field(description="From when.")
    closes_at: datetime = strawberry.field(description="Until when; the next begins no earlier.")


@strawberry.input(description="A consultation to be published.")
class PublishConsultationInput:
    """A consultation with all its phases."""

    key: str = strawberry.field(description="Its name in addresses.")
    title: list[TextInput] = strawberry.field(description="Its title by language.")
    sections: list[SectionInput] = strawberry.field(description="Its sections in order.")
    phases: list[ParticipationPhaseInput] = strawberry.field(
        description="Its phases in order; they may leave gaps and never overlap."
    )
    area: str = strawberry.field(default="", description="GeoJSON of the place.")


@strawberry.input(description="A comment on a section.")
class CommentInput:
    """A comment."""

    consultation: strawberry.ID = strawberry.field(description="The consultation.")
    section: str = strawberry.field(description="The section.")
    text: str = strawberry.field(description="In the writer's own language.")
    language: Locale = strawberry.field(description="BCP 47 tag of that language.")
    geometry: str = strawberry.field(default="", description="GeoJSON of what it is about.")


@strawberry.input(description="A proposal.")
class ProposeInput:
    """A proposal."""

    title: str = strawberry.field(description="Its title.")
    text: str = strawberry.field(description="What is to be done, and why.")
    language: Locale = strawberry.field(description="BCP 47 tag of its language.")
    district: str = strawberry.field(description="The district it is for.")
    geometry: str = strawberry.field(default="", description="GeoJSON of the place.")


@strawberry.input(description="The city's answer to a proposal.")
class AnswerInput:
    """An answer."""

    proposal: strawberry.ID = strawberry.field(description="The proposal.")
    verdict: Verdict = strawberry.field(description="What the city says.")
    text: str = strawberry.field(description="Why.")
    unit: str = strawberry.field(description="The unit that answers.")
    signature: str = strawberry.field(description="Who signs for it.")
    decision: str = strawberry.field(default="", description="Key of the decision behind it.")


@strawberry.input(description="An act of moderation.")
class ModerateInput:
    """An act."""

    target: strawberry.ID = strawberry.field(description="The comment, statement or proposal.")
    verb: str = strawberry.field(description="approve, hide, uphold or restore.")
    reason: Reason | None = strawberry.field(default=None, description="Why; needed to hide.")
    text: str = strawberry.field(default="", description="In words; needed for another reason.")


@strawberry.input(description="A statement for a deliberation.")
class StatementInput:
    """A statement."""

    topic: str = strawberry.field(description="The topic.")
    text: str = strawberry.field(description="At most 280 characters.")
    language: Locale = strawberry.field(description="BCP 47 tag of its language.")


@strawberry.input(description="A purse.")
class HeadingInput:
    """A purse."""

    key: str = strawberry.field(description="Its name within the process.")
    title: list[TextInput] = strawberry.field(description="What it is called, by language.")
    budget: int = strawberry.field(description="Money to spend.")
    district: str = strawberry.field(default="", description="Empty is the whole city.")


@strawberry.input(description="A participatory budget.")
class StartBudgetInput:
    """A process."""

    key: str = strawberry.field(description="Its name in addresses.")
    title: list[TextInput] = strawberry.field(description="What it is called, by language.")
    headings: list[HeadingInput] = strawberry.field(description="Its purses.")
    rule: str = strawberry.field(default="equal-shares-add1", description="The named rule.")


@strawberry.input(description="How the ballots of a budget are held.")
class BallotsInput:
    """Ballots."""

    kind: PollKind = strawberry.field(description="What a voter writes down.")
    opens_at: datetime = strawberry.field(description="From when.")
    closes_at: datetime = strawberry.field(description="Until when.")
    qualifying_date: str = strawberry.field(description="ISO date of the roll.")
    least_age: int = strawberry.field(default=13, description="Youngest age in years.")
    most: int = strawberry.field(default=0, description="How many projects at most.")
    points: int = strawberry.field(default=0, description="Points of a whole ballot.")


@strawberry.input(description="A project for a budget.")
class ProjectInput:
    """A project."""

    budget: strawberry.ID = strawberry.field(description="The process.")
    heading: str = strawberry.field(description="The purse.")
    title: str = strawberry.field(description="Its title.")
    text: str = strawberry.field(description="What it is.")
    language: Locale = strawberry.field(description="BCP 47 tag of its language.")


@strawberry.input(description="What a unit says about a project.")
class ValueProjectInput:
    """A valuation."""

    project: strawberry.ID = strawberry.field(description="The project.")
    cost: int = strawberry.field(default=0, description="What it costs.")
    unit: str = strawberry.field(description="The unit that says so.")
    reason: str = strawberry.field(default="", description="Why it cannot be done; empty: it can.")


@strawberry.input(description="Votes of a party or of the whole board.")
class CountInput:
    """Votes."""

    option: Voice = strawberry.field(description="How.")
    value: int = strawberry.field(description="How many.")
    party: str = strawberry.field(default="", description="Empty is the whole board.")


@strawberry.input(description="How one member voted, where the vote was by name.")
class ParticipationBallotInput:
    """A vote by name."""

    person: str = strawberry.field(description="Key of the person.")
    option: Voice = strawberry.field(description="How.")


@strawberry.input(description="A seat of an elected person.")
class ParticipationMemberInput:
    """A seat; the same key again corrects it."""

    key: str = strawberry.field(description="Its name in addresses.")
    person: str = strawberry.field(description="Key of the person, the same in all her seats.")
    name: str = strawberry.field(description="What she is called.")
    board: str = strawberry.field(description="Where she sits.")
    role: str = strawberry.field(description="As what, for example ordförande.")
    party: str = strawberry.field(default="", description="For whom.")
    has_vote: bool = strawberry.field(default=True, description="False: a deputy.")
    start: str = strawberry.field(description="ISO date since when.")
    end: str = strawberry.field(default="", description="ISO date until when; empty: she sits.")
    withdrawn: bool = strawberry.field(default=False, description="True takes the record back.")


@strawberry.input(description="A decision.")
class DecisionInput:
    """A decision."""

    key: str = strawberry.field(description="Its name in addresses.")
    board: str = strawberry.field(description="Who decided.")
    reference: str = strawberry.field(description="The case number.")
    title: str = strawberry.field(description="What it is about.")
    text: str = strawberry.field(description="What was decided.")
    reasons: str = strawberry.field(description="Why.")
    outcome: Outcome = strawberry.field(description="What became of the motion.")
    decided_on: str = strawberry.field(description="ISO date of the meeting.")
    counts: list[CountInput] = strawberry.field(default_factory=list, description="The votes.")
    ballots: list[ParticipationBallotInput] = strawberry.field(
        default_factory=list, description="Votes by name, of members who sat there that day."
    )
    proposals: list[str] = strawberry.field(default_factory=list, description="Keys of proposals.")
    consultation: str = strawberry.field(default="", description="Key of the consultation.")
    poll: str = strawberry.field(default="", description="Key of the poll.")
    document: str = strawberry.field(default="", description="Address of the signed record.")
