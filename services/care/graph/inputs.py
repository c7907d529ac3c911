# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What is given to mutations of care, and how it is read into the words of the domain."""

from datetime import datetime

import strawberry

from services.care.domain.answers import Choice
from services.care.domain.ladder import Channel, Level, Target, TargetKind
from services.care.domain.people import ConsentPurpose, GivenBy, ShareScope
from services.care.domain.plans import (
    HOME_ZONE,
    Attempt,
    AttemptChannel,
    PauseReason,
    PlanInvalid,
    PlanKind,
    PlanRevision,
    Reminder,
)
from services.care.domain.quiet import ALL_DAYS, QuietHours, QuietPolicy
from services.care.domain.rotas import Layer
from services.kit.recurrence import GapMode


@strawberry.input(description="A pressed button, perhaps with drawings and words.")
class CheckInAnswerInput:
    """An answer."""

    choice: Choice = strawberry.field(description="The button.")
    client_event_id: str = strawberry.field(
        description="The client's own id: sent twice, taken once."
    )
    pictograms: list[str] = strawberry.field(default_factory=list, description="Keys of drawings.")
    free_text: str | None = strawberry.field(
        default=None, description="Own words, in any language."
    )
    language: str | None = strawberry.field(default=None, description="The language of the words.")


@strawberry.input(description="Another try after nobody answered.")
class CareAttemptInput:
    """Another try."""

    after_seconds: int = strawberry.field(description="How long it lasts.")
    channel: AttemptChannel = strawberry.field(default=AttemptChannel.PUSH, description="How.")


@strawberry.input(description="Hours in which notices wait.")
class CareQuietHoursInput:
    """Quiet hours."""

    begin: str = strawberry.field(description="Wall time, for example 22:00.")
    end: str = strawberry.field(description="Wall time; may lie on the next day.")
    days: list[int] = strawberry.field(
        default_factory=lambda: list(ALL_DAYS),
        description="Weekdays on which they begin, Monday 0.",
    )


@strawberry.input(description="What a plan says.")
class CarePlanRevisionInput:
    """A revision."""

    start_local: str = strawberry.field(
        description="Wall time of the first check-in: 2026-06-01T08:00."
    )
    zone: str = strawberry.field(default=HOME_ZONE, description="The zone of the wall clock.")
    rule: str | None = strawberry.field(default=None, description="RRULE (RFC 5545); null is once.")
    extra: list[str] = strawberry.field(
        default_factory=list, description="RDATE: further wall times."
    )
    excluded: list[str] = strawberry.field(
        default_factory=list, description="EXDATE: wall times left out."
    )
    gap_mode: GapMode = strawberry.field(default=GapMode.CARE, description="Times the clock skips.")
    window_seconds: int = strawberry.field(
        default=3600, description="How long an answer is awaited."
    )
    attempts: list[CareAttemptInput] = strawberry.field(
        default_factory=list, description="Further tries."
    )
    reminder_seconds: list[int] = strawberry.field(
        default_factory=list, description="Seconds after opening at which to remind."
    )
    quiet_hours: list[CareQuietHoursInput] = strawberry.field(
        default_factory=list, description="Hours in which notices wait."
    )
    quiet_policy: QuietPolicy = strawberry.field(
        default=QuietPolicy.DEFER, description="What they do then."
    )
    max_gap_seconds: int | None = strawberry.field(
        default=None,
        description="Neighbours are never further apart: holes of a clock change are filled.",
    )
    policy: str = strawberry.field(description="The escalation policy that answers silence.")

    def read(self) -> PlanRevision:
        """In the words of the domain; PlanInvalid for quiet hours that are none."""
        try:
            quiet = tuple(
                QuietHours(each.begin, each.end, tuple(each.days)) for each in self.quiet_hours
            )
        except ValueError:
            raise PlanInvalid("value", "quietHours") from None
        return PlanRevision(
            start_local=self.start_local, zone=self.zone, rule=self.rule or None, extra=tuple(self.extra),
            excluded=tuple(self.excluded), gap_mode=self.gap_mode, window_s=self.window_seconds,
            attempts=tuple(Attempt(each.after_seconds, each.channel) for each in self.attempts),
            reminders=tuple(Reminder(seconds) for seconds in self.reminder_seconds), quiet_hours=quiet,
            quiet_policy=self.quiet_policy, max_gap_s=self.max_gap_seconds, policy=self.policy,
        )  # fmt: skip


@strawberry.input(description="The wish to look after somebody.")
class CreateCarePlanInput:
    """A plan."""

    resident: strawberry.ID = strawberry.field(description="Whom.")
    kind: PlanKind = strawberry.field(description="How.")
    revision: CarePlanRevisionInput = strawberry.field(description="What it says.")
    decision: strawberry.ID | None = strawberry.field(
        default=None,
        description="The decision it carries out; a self check-in may rest on consent.",
    )


@strawberry.input(description="A new revision of a plan.")
class ReviseCarePlanInput:
    """A revision from an instant on."""

    plan: strawberry.ID = strawberry.field(description="The plan.")
    version: int = strawberry.field(description="The version of the plan that was read.")
    revision: CarePlanRevisionInput = strawberry.field(description="What it says from then on.")
    effective_from: datetime | None = strawberry.field(
        default=None, description="From when; null is now."
    )


@strawberry.input(description="A decision under the Social Services Act.")
class CareDecisionInput:
    """A decision."""

    resident: strawberry.ID = strawberry.field(description="Whom it is about.")
    legal_basis: str = strawberry.field(description="The law, for example SoL.")
    effort: str = strawberry.field(description="What was granted.")
    valid_from: datetime = strawberry.field(description="From when.")
    valid_to: datetime | None = strawberry.field(default=None, description="Until when.")


@strawberry.input(description="A rest with an end.")
class CarePauseInput:
    """A pause."""

    resident: strawberry.ID = strawberry.field(description="Whose plans.")
    plan: strawberry.ID | None = strawberry.field(
        default=None, description="Which plan; null is all."
    )
    begins_at: datetime | None = strawberry.field(
        default=None, description="From when; null is now."
    )
    ends_at: datetime = strawberry.field(description="Until when: 90 days at most.")
    reason: PauseReason = strawberry.field(description="Why.")


@strawberry.input(description="Who a level tells.")
class CareTargetInput:
    """A target."""

    kind: TargetKind = strawberry.field(description="What sort.")
    id: str = strawberry.field(default="", description="The person, rota, unit or partner.")


@strawberry.input(description="One step of an escalation policy.")
class CareLevelInput:
    """A level."""

    delay_seconds: int = strawberry.field(description="After the step before.")
    targets: list[CareTargetInput] = strawberry.field(description="Who is told.")
    channels: list[Channel] = strawberry.field(description="How.")
    ack_timeout_seconds: int = strawberry.field(
        default=600, description="Whoever acts is heard of within."
    )
    resend_every_seconds: int | None = strawberry.field(
        default=None, description="Told again within the step."
    )
    min_acks: int = strawberry.field(default=1, description="How many must say that they act.")

    def read(self) -> Level:
        """In the words of the domain."""
        return Level(
            delay_s=self.delay_seconds, targets=tuple(Target(each.kind, each.id) for each in self.targets),
            channels=tuple(self.channels), ack_timeout_s=self.ack_timeout_seconds,
            resend_every_s=self.resend_every_seconds, min_acks=self.min_acks,
        )  # fmt: skip


@strawberry.input(description="A new version of an escalation policy.")
class CarePolicyInput:
    """A policy."""

    unit: str = strawberry.field(description="Whose.")
    name: str = strawberry.field(description="Its name.")
    levels: list[CareLevelInput] = strawberry.field(description="Its steps, in order.")
    final_repeat_seconds: int = strawberry.field(
        default=300, description="The last step repeats for ever."
    )
    id: str = strawberry.field(default="", description="The policy; empty for a new one.")


@strawberry.input(description="People who take turns.")
class CareRotaLayerInput:
    """A layer."""

    participants: list[str] = strawberry.field(description="People by id, in order.")
    begins_on: str = strawberry.field(description="Local date of the first turn: 2026-06-01.")
    shift_days: int = strawberry.field(default=7, description="Days of a turn.")
    handover_local: str = strawberry.field(default="08:00", description="Wall time of the change.")
    from_local: str | None = strawberry.field(
        default=None, description="Only from this wall time ..."
    )
    to_local: str | None = strawberry.field(default=None, description="... until this one.")

    def read(self) -> Layer:
        """In the words of the domain."""
        hours = (self.from_local, self.to_local) if self.from_local and self.to_local else None
        return Layer(
            participants=tuple(self.participants), begins_on=self.begins_on, shift_days=self.shift_days,
            handover_local=self.handover_local, hours=hours,
        )  # fmt: skip


@strawberry.input(description="A rota of a unit.")
class CareRotaInput:
    """A rota."""

    unit: str = strawberry.field(description="Whose.")
    name: str = strawberry.field(description="Its name.")
    layers: list[CareRotaLayerInput] = strawberry.field(
        description="The first with somebody decides."
    )
    zone: str = strawberry.field(default=HOME_ZONE, description="The zone of the wall clock.")
    id: str = strawberry.field(default="", description="The rota; empty for a new one.")
    version: int = strawberry.field(default=0, description="The version that was read.")


@strawberry.input(description="Somebody stands in.")
class CareRotaOverrideInput:
    """A stand-in."""

    rota: str = strawberry.field(description="The rota.")
    person: str = strawberry.field(description="Who; empty leaves the time empty on purpose.")
    begins_at: datetime = strawberry.field(description="From when.")
    ends_at: datetime = strawberry.field(description="Until when.")


@strawberry.input(description="A device at somebody's home.")
class CareDeviceInput:
    """A device."""

    unit: str = strawberry.field(description="Whose alarms.")
    cid: str = strawberry.field(description="Its number, digits.")
    resident: strawberry.ID | None = strawberry.field(default=None, description="At whose home.")
    label: str = strawberry.field(default="", description="What staff call it.")
    heartbeat_seconds: int | None = strawberry.field(
        default=None, description="How often it is heard of."
    )
    policy: str = strawberry.field(default="", description="The escalation policy of its alarms.")


@strawberry.input(description="A consent.")
class CareConsentInput:
    """A consent."""

    resident: strawberry.ID = strawberry.field(description="Whose.")
    purpose: ConsentPurpose = strawberry.field(description="What for.")
    given_by: GivenBy = strawberry.field(default=GivenBy.SELF, description="Who agrees.")
    evidence: str | None = strawberry.field(default=None, description="What staff have seen.")
    valid_to: datetime | None = strawberry.field(default=None, description="Until when.")


@strawberry.input(description="What somebody may know and do.")
class CareDelegationInput:
    """A delegation."""

    resident: strawberry.ID = strawberry.field(description="Who lets in.")
    grantee: strawberry.ID = strawberry.field(description="Whom.")
    scopes: list[ShareScope] = strawberry.field(description="For what.")
    valid_to: datetime | None = strawberry.field(default=None, description="Until when.")


@strawberry.input(description="A way to reach me.")
class CareEndpointInput:
    """A way to be reached."""

    channel: Channel = strawberry.field(description="PUSH, SMS or EMAIL.")
    to: str | None = strawberry.field(default=None, description="Number or address.")
    endpoint: str | None = strawberry.field(default=None, description="Of a push subscription.")
    p256dh: str | None = strawberry.field(default=None, description="Its key.")
    auth: str | None = strawberry.field(default=None, description="Its secret.")

    def read(self) -> dict[str, str]:
        """The parts that were given."""
        parts = {"to": self.to, "endpoint": self.endpoint, "p256dh": self.p256dh, "auth": self.auth}
        return {name: value for name, value in parts.items() if value is not None}
