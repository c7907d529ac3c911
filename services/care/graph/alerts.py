# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Alerts and the queue as the graph shows them to the staff of a unit."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
import strawberry

from services.care.actions import watching
from services.care.domain.alerts import Happening, Outcome, State
from services.care.domain.ladder import Channel
from services.care.domain.notices import NoticeState
from services.care.domain.scaip_codes import device_text, location_text, status_text
from services.care.domain.triage import Source
from services.care.graph.checkins import AnswerType, answer_type
from services.care.graph.residents import ResidentType
from services.care.privacy import CARE, DUTY, WORDS
from services.care.store import occurrences as occurrence_store
from services.care.store.alerts import Held
from services.kit.clock import instant
from services.kit.errors import NotFound
from services.kit.graph import Info, LocalizedText, global_id, local_id, localized
from services.kit.graph_guard import guarded, permission


@strawberry.type(
    name="CareAlertEvent", description="Something that happened to an alert.", directives=[DUTY]
)
class EventType:
    """An event."""

    seq: int = strawberry.field(description="Its place: 1, 2, 3 without a gap.")
    at: datetime = strawberry.field(description="When.")
    type: Happening = strawberry.field(description="What.")
    actor: str = strawberry.field(description="Who; `system` for timers.")
    on_behalf_of: str | None = strawberry.field(description="For whom, when that is another.")


@strawberry.type(
    name="CareAlertNotice", description="Somebody who was told, or not.", directives=[DUTY]
)
class NoticeType:
    """A notice."""

    channel: Channel = strawberry.field(description="How.")
    to: str = strawberry.field(description="Whom, or `unit:` and a unit.")
    level: int = strawberry.field(description="By which level.")
    state: NoticeState = strawberry.field(description="Where it stands.")
    created_at: datetime = strawberry.field(description="When it was written.")


@strawberry.federation.type(
    name="Alert", keys=["id"], description="Something somebody must look at.", directives=[CARE]
)
class AlertType:
    """An alert."""

    held: strawberry.Private[Held]
    now: strawberry.Private[int]

    @strawberry.field(description="Opaque id.", directives=[WORDS])
    def id(self) -> strawberry.ID:
        """Opaque id."""
        return global_id("Alert", self.held.body.id)

    @strawberry.field(description="The unit whose queue it is in.")
    def unit(self) -> str:
        """The unit."""
        return self.held.body.unit

    @strawberry.field(description="Whom it is about; null for a device nobody knows.")
    def resident(self) -> ResidentType | None:
        """Whom it is about."""
        resident = self.held.body.resident
        return ResidentType(id=strawberry.ID(resident)) if resident else None

    @strawberry.field(description="Where it comes from.")
    def source(self) -> Source:
        """Where it comes from."""
        return self.held.body.source

    @strawberry.field(description="1 is most urgent, 5 is information.")
    def priority(self) -> int:
        """How urgent."""
        return self.held.body.priority

    @strawberry.field(description="Where it stands.")
    def state(self) -> State:
        """Where it stands."""
        return self.held.body.state

    @strawberry.field(description="Which level of the ladder was told last; 0 before the first.")
    def level(self) -> int:
        """The level."""
        return self.held.body.level

    @strawberry.field(description="Who has it in hand.")
    def owner(self) -> str | None:
        """Who has it in hand."""
        return self.held.body.owner

    @strawberry.field(description="To whom it is offered.")
    def offered_to(self) -> str | None:
        """To whom it is offered."""
        return self.held.body.offered_to

    @strawberry.field(description="When it was raised.")
    def opened_at(self) -> datetime:
        """When it was raised."""
        return instant(self.held.body.opened_at)

    @strawberry.field(description="The deadline that counts now.")
    def sla_due_at(self) -> datetime:
        """The deadline."""
        return instant(self.held.body.sla_due_at)

    @strawberry.field(description="Whether that deadline has passed.")
    def sla_breached(self) -> bool:
        """Whether it has passed."""
        return self.held.body.is_open and self.held.body.sla_due_at <= self.now

    @strawberry.field(description="When the engine looks again; null when it is over.")
    def next_action_at(self) -> datetime | None:
        """When the engine looks again."""
        at = self.held.body.next_action_at
        return instant(at) if at is not None else None

    @strawberry.field(description="When somebody will be there.")
    def eta(self) -> datetime | None:
        """When somebody will be there."""
        return instant(self.held.body.eta) if self.held.body.eta is not None else None

    @strawberry.field(
        description="Whether she has answered late that all is well: confirm and end it."
    )
    def said_ok(self) -> bool:
        """Whether she said ok."""
        return self.held.body.said_ok

    @strawberry.field(description="How it ended.")
    def outcome(self) -> Outcome | None:
        """How it ended."""
        return self.held.body.outcome

    @strawberry.field(description="Words about how it ended.")
    def note(self) -> str | None:
        """Words."""
        return self.held.note

    @strawberry.field(description="Why, as a key: no_answer, service_outage, offline, ...")
    def reason(self) -> str | None:
        """Why."""
        return self.held.body.about.get("reason") or self.held.body.about.get("choice")

    @strawberry.field(description="What sort of device sent it.")
    def device_type(self, info: Info) -> LocalizedText | None:
        """What sort of device."""
        code = self.held.body.about.get("dty")
        return localized(device_text(code), info) if code else None

    @strawberry.field(description="What the device says.")
    def device_status(self, info: Info) -> LocalizedText | None:
        """What the device says."""
        code = self.held.body.about.get("stc")
        return localized(status_text(code), info) if code else None

    @strawberry.field(description="Where in the home, as the device says.")
    def place(self, info: Info) -> LocalizedText | None:
        """Where."""
        found = location_text(self.held.body.about.get("lco", ""))
        return localized(found, info) if found is not None else None

    @strawberry.field(
        description="What is odd about its sender: unknown_device, identity_mismatch, unreadable."
    )
    def doubts(self) -> list[str]:
        """What is odd."""
        about = self.held.body.about
        marks = [name for name in ("unknown_device", "identity_mismatch") if about.get(name)]
        return [*marks, "unreadable"] if about.get("readable") is False else marks

    @strawberry.field(
        description="Everything that happened, in order.",
        extensions=[permission("care.queue.read")],
    )
    async def events(self, info: Info) -> list[EventType]:
        """The events."""
        found = await watching.read_events(info.context.database, [self.held.body.id])
        return [
            EventType(
                seq=e.seq, at=instant(e.at), type=e.type, actor=e.actor, on_behalf_of=e.on_behalf_of
            )
            for e in found[self.held.body.id]
        ]

    @strawberry.field(
        description="Who was told, and what came of it.", extensions=[permission("care.queue.read")]
    )
    async def notices(self, info: Info) -> list[NoticeType]:
        """The notices."""
        found = await watching.read_notices(info.context.database, self.held.body.id)
        return [
            NoticeType(
                channel=n.channel,
                to=n.person,
                level=n.level,
                state=n.state,
                created_at=instant(n.created_at),
            )
            for n in found
        ]

    @strawberry.field(description="What she answered.", extensions=[permission("care.queue.read")])
    async def answers(self, info: Info) -> list[AnswerType]:
        """The answers of the check-in it is about."""
        about = self.held.body.about.get("occurrence")
        if about is None:
            return []
        found = await info.context.database.many(occurrence_store.answers_of, occurrences=[about])
        return [answer_type(one) for one in found]

    @classmethod
    @guarded("care.queue.read")
    async def resolve_references(
        cls, keys: "list[AlertKey]", info: Info
    ) -> "list[AlertType | None]":
        """Alerts of a batch of keys, misses None."""
        ids = [_local(key.id) for key in keys]
        found = await watching.read_alerts_by_id(info.context.database, info.context.caller, ids)
        return [alert_type(one, info) if one else None for one in found]


class AlertKey(msgspec.Struct, frozen=True):
    """The key of an alert."""

    id: str


def _local(given: str) -> str:
    try:
        return local_id("Alert", given)
    except NotFound:
        return ""


def alert_type(held: Held, info: Any) -> AlertType:
    """An alert in the graph, judged now."""
    return AlertType(held=held, now=info.context.clock.now_ms())


@strawberry.type(name="TriageQueue", description="What waits in a unit.", directives=[CARE])
class QueueType:
    """A page of the queue."""

    queue_version: int = strawberry.field(description="Changes are numbered on from here.")
    entries: list[AlertType] = strawberry.field(description="Most urgent first.")
    end_cursor: str | None = strawberry.field(description="Give it as `after`; null at the end.")
    total_count: int = strawberry.field(description="How many wait in all.")
    engine_down: bool = strawberry.field(
        description="ESCALATION_ENGINE_DOWN: nobody is told; watch it yourselves."
    )


@strawberry.type(
    name="TriageDiff", description="One numbered change of a queue.", directives=[CARE]
)
class DiffType:
    """A change."""

    queue_version: int = strawberry.field(
        description="One more than the one before; a gap means: read anew."
    )
    added: AlertType | None = strawberry.field(default=None, description="It came in.")
    updated: AlertType | None = strawberry.field(default=None, description="It changed.")
    removed: strawberry.ID | None = strawberry.field(default=None, description="It is gone.")
    resync: bool = strawberry.field(default=False, description="Read the queue anew.")
    engine_down: bool = strawberry.field(default=False, description="ESCALATION_ENGINE_DOWN.")


Unit = Annotated[str, strawberry.argument(description="The unit, for example hemtjanst-sodermalm.")]
