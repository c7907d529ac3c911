# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Check-ins, answers, plans and pauses as the graph shows them."""

from datetime import datetime
from typing import Any

import msgspec
import strawberry

from services.care.actions import reading
from services.care.domain.answers import BUTTONS, PICTOGRAMS, Answer, Choice, Tone
from services.care.domain.occurrences import Occurrence, OccurrenceState
from services.care.domain.plans import (
    AttemptChannel,
    Pause,
    PauseReason,
    Plan,
    PlanKind,
    PlanStatus,
    seconds_to_first_alarm,
)
from services.care.privacy import CARE, WORDS
from services.care.store.plans import Revision
from services.kit.clock import instant
from services.kit.errors import NotFound
from services.kit.graph import Info, LocalizedText, global_id, local_id, localized
from services.kit.graph_guard import guarded, permission
from services.kit.recurrence import GapMode


@strawberry.type(
    name="CheckInButton", description="A big button to answer with.", directives=[WORDS]
)
class ButtonType:
    """A button."""

    choice: Choice = strawberry.field(description="Its key, which is what is kept.")
    label: LocalizedText = strawberry.field(description="Its words.")
    pictogram: str = strawberry.field(description="The name of its drawing.")
    tone: Tone = strawberry.field(description="How it looks.")


@strawberry.type(
    name="CheckInPictogram", description="A drawing that says more.", directives=[WORDS]
)
class PictogramType:
    """A drawing."""

    key: str = strawberry.field(description="Its key, which is what is kept.")
    label: LocalizedText = strawberry.field(description="Its words.")


@strawberry.type(name="CheckInForm", description="How a check-in is answered.", directives=[WORDS])
class FormType:
    """Buttons and drawings in the reader's language."""

    buttons: list[ButtonType] = strawberry.field(description="The buttons, in order.")
    pictograms: list[PictogramType] = strawberry.field(description="Drawings that say more.")


def form_type(info: Any) -> FormType:
    """The form in the reader's language."""
    return FormType(
        buttons=[
            ButtonType(
                choice=each.choice,
                label=localized(each.label, info),
                pictogram=each.pictogram,
                tone=each.tone,
            )
            for each in BUTTONS
        ],
        pictograms=[
            PictogramType(key=each.key, label=localized(each.label, info)) for each in PICTOGRAMS
        ],
    )


@strawberry.type(name="CheckInAnswer", description="An answer as it was given.", directives=[CARE])
class AnswerType:
    """An answer."""

    id: strawberry.ID = strawberry.field(description="Opaque id.")
    choice: Choice = strawberry.field(description="The button.")
    pictograms: list[str] = strawberry.field(description="Keys of drawings.")
    free_text: str | None = strawberry.field(description="Her own words, as they were written.")
    language: str = strawberry.field(description="The language of the words.")
    given_by: strawberry.ID = strawberry.field(description="Who answered.")
    on_behalf_of: strawberry.ID | None = strawberry.field(
        description="For whom, when that is another."
    )
    received_at: datetime = strawberry.field(description="When it came.")


def answer_type(one: Answer) -> AnswerType:
    """An answer in the graph."""
    behalf = strawberry.ID(one.on_behalf_of) if one.on_behalf_of else None
    return AnswerType(
        id=global_id("CheckInAnswer", one.id), choice=one.choice, pictograms=list(one.pictograms),
        free_text=one.free_text, language=one.lang, given_by=strawberry.ID(one.by), on_behalf_of=behalf,
        received_at=instant(one.received_at),
    )  # fmt: skip


@strawberry.federation.type(
    name="Occurrence", keys=["id"], description="One promised check-in.", directives=[CARE]
)
class OccurrenceType:
    """A check-in at a time."""

    facts: strawberry.Private[Occurrence]

    @strawberry.field(description="Opaque id.", directives=[WORDS])
    def id(self) -> strawberry.ID:
        """Opaque id."""
        return global_id("Occurrence", self.facts.id)

    @strawberry.field(description="Where it stands.")
    def state(self) -> OccurrenceState:
        """Where it stands."""
        return self.facts.state

    @strawberry.field(description="When it opens.")
    def opens_at(self) -> datetime:
        """When it opens."""
        return instant(self.facts.opens_at)

    @strawberry.field(description="Until when an answer is awaited.")
    def closes_at(self) -> datetime:
        """Until when."""
        return instant(self.facts.closes_at)

    @strawberry.field(description="Which try it is, 1 for the first.")
    def attempt(self) -> int:
        """Which try."""
        return self.facts.attempt_no

    @strawberry.field(description="The promised time on the wall clock: its name in calendars.")
    def recurrence_id(self) -> str:
        """The nominal time."""
        return self.facts.recurrence_id

    @strawberry.field(description="Why it was not held as promised, for example pause.")
    def reason(self) -> str | None:
        """Why."""
        return self.facts.reason

    @strawberry.field(
        description="How it was answered, for those who may read it; else null.",
        extensions=[permission("care.answers.read")],
    )
    async def answers(self, info: Info) -> list[AnswerType] | None:
        """The answers."""
        found = await reading.read_answers(info.context.database, info.context.caller, [self.facts])
        kept = found.get(self.facts.id)
        return None if kept is None else [answer_type(one) for one in kept]

    @strawberry.field(description="Buttons and drawings to answer with.")
    def form(self, info: Info) -> FormType:
        """The form."""
        return form_type(info)

    @classmethod
    @guarded("care.status.read")
    async def resolve_references(
        cls, keys: "list[OccurrenceKey]", info: Info
    ) -> "list[OccurrenceType | None]":
        """Check-ins of a batch of keys, misses None."""
        ids = [_local("Occurrence", key.id) for key in keys]
        found = await reading.read_occurrences_by_id(
            info.context.database, info.context.caller, ids
        )
        return [cls(facts=one) if one else None for one in found]


class OccurrenceKey(msgspec.Struct, frozen=True):
    """The key of a check-in."""

    id: str


def _local(kind: str, given: str) -> str:
    try:
        return local_id(kind, given)
    except NotFound:
        return ""


@strawberry.type(name="CarePlanAttempt", description="Another try.", directives=[CARE])
class AttemptType:
    """Another try."""

    after_seconds: int = strawberry.field(description="How long it lasts.")
    channel: AttemptChannel = strawberry.field(description="How.")


@strawberry.type(
    name="CarePlanRevision", description="What a plan says from an instant on.", directives=[CARE]
)
class RevisionType:
    """A revision."""

    number: int = strawberry.field(description="1 for the first.")
    effective_from: datetime = strawberry.field(description="From when on.")
    start_local: str = strawberry.field(description="The first time on the wall clock.")
    zone: str = strawberry.field(description="The zone of the wall clock.")
    rule: str | None = strawberry.field(description="How it repeats (RFC 5545); null is once.")
    extra: list[str] = strawberry.field(description="Further wall times.")
    excluded: list[str] = strawberry.field(description="Wall times that are left out.")
    gap_mode: GapMode = strawberry.field(description="What becomes of a time the clock skips.")
    window_seconds: int = strawberry.field(description="How long an answer is awaited.")
    attempts: list[AttemptType] = strawberry.field(description="Further tries.")
    seconds_to_first_alarm: int = strawberry.field(description="From opening to the first alarm.")


def revision_type(one: Revision) -> RevisionType:
    """A revision in the graph."""
    body = one.body
    return RevisionType(
        number=one.rev, effective_from=instant(one.effective_from), start_local=body.start_local,
        zone=body.zone, rule=body.rule, extra=list(body.extra), excluded=list(body.excluded),
        gap_mode=body.gap_mode, window_seconds=body.window_s,
        attempts=[AttemptType(after_seconds=a.after_s, channel=a.channel) for a in body.attempts],
        seconds_to_first_alarm=seconds_to_first_alarm(body),
    )  # fmt: skip


@strawberry.federation.type(
    name="CheckinPlan", keys=["id"], description="How somebody is looked after.", directives=[CARE]
)
class PlanType:
    """A plan."""

    facts: strawberry.Private[Plan]

    @strawberry.field(description="Opaque id.", directives=[WORDS])
    def id(self) -> strawberry.ID:
        """Opaque id."""
        return global_id("CheckinPlan", self.facts.id)

    @strawberry.field(description="How one looks after her.")
    def kind(self) -> PlanKind:
        """How."""
        return self.facts.kind

    @strawberry.field(description="Where it stands.")
    def status(self) -> PlanStatus:
        """Where it stands."""
        return self.facts.status

    @strawberry.field(description="Goes up with each change; give it back to reviseCarePlan.")
    def version(self) -> int:
        """Version."""
        return self.facts.version

    @strawberry.field(
        description="What it said from when on, oldest first.",
        extensions=[permission("care.plan.read")],
    )
    async def revisions(self, info: Info) -> list[RevisionType]:
        """The revisions."""
        return [
            revision_type(one)
            for one in await reading.read_revisions(info.context.database, self.facts)
        ]

    @classmethod
    @guarded("care.plan.read")
    async def resolve_references(cls, keys: "list[PlanKey]", info: Info) -> "list[PlanType | None]":
        """Plans of a batch of keys, misses None."""
        ids = [_local("CheckinPlan", key.id) for key in keys]
        found = await reading.read_plans_by_id(info.context.database, info.context.caller, ids)
        return [cls(facts=one) if one else None for one in found]


class PlanKey(msgspec.Struct, frozen=True):
    """The key of a plan."""

    id: str


@strawberry.type(name="CarePause", description="A rest with an end.", directives=[CARE])
class PauseType:
    """A pause."""

    id: strawberry.ID = strawberry.field(description="Opaque id.")
    plan: strawberry.ID | None = strawberry.field(description="The plan; null is all plans.")
    begins_at: datetime = strawberry.field(description="From when.")
    ends_at: datetime = strawberry.field(description="Until when.")
    reason: PauseReason = strawberry.field(description="Why.")
    ended_at: datetime | None = strawberry.field(description="When it ended; null while it lasts.")


def pause_type(one: Pause) -> PauseType:
    """A pause in the graph."""
    return PauseType(
        id=global_id("CarePause", one.id), plan=global_id("CheckinPlan", one.plan) if one.plan else None,
        begins_at=instant(one.begins_at), ends_at=instant(one.ends_at), reason=one.reason,
        ended_at=instant(one.ended_at) if one.ended_at is not None else None,
    )  # fmt: skip
