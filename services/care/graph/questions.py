# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of care: by those who are looked after, by staff, and by those who manage a unit."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from services.care.actions import planning_preview, reading, watching
from services.care.domain.plans import PlanKind
from services.care.domain.presets import PRESETS, Preset
from services.care.domain.triage import KPI_TARGETS, Kpis
from services.care.graph.alerts import AlertType, QueueType, Unit, alert_type
from services.care.graph.checkins import AttemptType, FormType, OccurrenceType, form_type
from services.care.graph.inputs import CarePlanRevisionInput
from services.care.graph.outcomes import change
from services.care.graph.residents import After, First, ResidentType, ShareType, share_type
from services.care.privacy import CARE, DUTY, WORDS
from services.kit.clock import instant, milliseconds
from services.kit.graph import Info, LocalizedText, UserError, asked, local_id, localized
from services.kit.graph.connections import write_cursor
from services.kit.graph_guard import permission, public


@strawberry.type(
    name="CarePreviewTime", description="A time a plan would promise.", directives=[WORDS]
)
class PreviewTimeType:
    """A time."""

    opens_at: datetime = strawberry.field(description="When it opens.")
    recurrence_id: str = strawberry.field(description="The nominal time on the wall clock.")
    shifted: bool = strawberry.field(
        description="The clock skips it that day; it comes an hour later."
    )
    kind: str = strawberry.field(description="rule, extra or dst_fill.")


@strawberry.type(
    name="CarePlanPreview", description="What a plan would promise.", directives=[WORDS]
)
class PreviewType:
    """A preview."""

    occurrences: list[PreviewTimeType] = strawberry.field(
        default_factory=list, description="Its times."
    )
    worst_case_seconds_to_human: int | None = strawberry.field(
        default=None, description="From opening until everybody has been told, when nobody answers."
    )
    seconds_to_first_alarm: int | None = strawberry.field(
        default=None, description="Until the first alarm."
    )
    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="What can be put right."
    )


@strawberry.type(
    name="CarePreset", description="A municipal practice to start from.", directives=[WORDS]
)
class PresetType:
    """A preset."""

    name: str = strawberry.field(description="Its key.")
    title: LocalizedText = strawberry.field(description="What it does.")
    kind: PlanKind = strawberry.field(description="How one looks after somebody.")
    window_seconds: int = strawberry.field(description="How long the first look lasts.")
    attempts: list[AttemptType] = strawberry.field(description="Further tries.")
    on_site_within_seconds: int | None = strawberry.field(description="Promised time to be there.")


def preset_type(one: Preset, info: Any) -> PresetType:
    """A preset in the graph."""
    return PresetType(
        name=one.name, title=localized(one.title, info), kind=one.kind, window_seconds=one.window_s,
        attempts=[AttemptType(after_seconds=a.after_s, channel=a.channel) for a in one.attempts],
        on_site_within_seconds=one.answerer.on_site_within_s,
    )  # fmt: skip


@strawberry.type(name="CareKpis", description="The figures of a unit.", directives=[WORDS])
class KpisType:
    """Figures: counts, and shares in per cent beside what must be reached."""

    alerts: int = strawberry.field(description="Urgent alerts.")
    answered60s: float | None = strawberry.field(description="Per cent answered within 60 s.")
    answered180s: float | None = strawberry.field(description="Per cent answered within 180 s.")
    on_site45min: float | None = strawberry.field(
        description="Per cent of visits on site within 45 min."
    )
    on_site60min: float | None = strawberry.field(
        description="Per cent of visits on site within 60 min."
    )
    targets: list[float] = strawberry.field(description="What must be reached, in the same order.")


def kpis_type(one: Kpis) -> KpisType:
    """Figures in the graph."""

    def share(part: int, whole: int) -> float | None:
        return round(100 * part / whole, 2) if whole else None

    return KpisType(
        alerts=one.alerts, answered60s=share(one.answered_60_s, one.alerts),
        answered180s=share(one.answered_180_s, one.alerts), on_site45min=share(one.on_site_45_min, one.visits),
        on_site60min=share(one.on_site_60_min, one.visits), targets=list(KPI_TARGETS.values()),
    )  # fmt: skip


@strawberry.type(
    name="CareRotaGap", description="A stretch of time with nobody on call.", directives=[WORDS]
)
class GapType:
    """A gap."""

    begins_at: datetime = strawberry.field(description="From when.")
    ends_at: datetime = strawberry.field(description="Until when.")


@strawberry.type(name="CareRota", description="Who takes turns.", directives=[DUTY])
class RotaType:
    """A rota."""

    id: str = strawberry.field(description="Its id.")
    name: str = strawberry.field(description="Its name.")
    version: int = strawberry.field(description="Give it back to saveCareRota.")
    on_call: str | None = strawberry.field(description="Who is on call now; null is a gap.")
    gaps: list[GapType] = strawberry.field(description="Gaps of the next seven days.")


@strawberry.type(name="CarePolicy", description="An escalation policy.", directives=[WORDS])
class PolicyType:
    """A policy."""

    id: str = strawberry.field(description="Its id.")
    name: str = strawberry.field(description="Its name.")
    version: int = strawberry.field(description="Its newest version.")
    levels: int = strawberry.field(description="How many steps it has.")


@strawberry.type(name="CareDevice", description="A device that raises alarms.", directives=[CARE])
class DeviceType:
    """A device."""

    id: str = strawberry.field(description="Its id.")
    cid: str = strawberry.field(description="Its number.")
    label: str = strawberry.field(description="What staff call it.")
    resident: ResidentType | None = strawberry.field(description="At whose home.")
    last_heard_at: datetime | None = strawberry.field(description="When it was last heard of.")
    last_test_at: datetime | None = strawberry.field(description="When it was last tested.")
    is_silent: bool = strawberry.field(description="Whether it has not been heard of for too long.")


@strawberry.type(name="CareEngine", description="Whether alarms are moved on.", directives=[WORDS])
class EngineType:
    """The engine's health."""

    is_down: bool = strawberry.field(
        description="ESCALATION_ENGINE_DOWN: no sign of life for 15 s."
    )
    last_beat_at: datetime | None = strawberry.field(description="Its last sign of life.")
    overdue: int = strawberry.field(description="Alerts whose time passed 15 s ago.")


@strawberry.type
class CareQuery:
    """What can be asked."""

    @strawberry.field(
        description="Buttons and drawings to answer a check-in with.",
        extensions=[public("the buttons say nothing about anybody")],
    )
    def check_in_form(self, info: Info) -> FormType:
        """The form."""
        return form_type(info)

    @strawberry.field(
        description="Who lets me know how they are, in my own name.",
        extensions=[permission("care.mine.use")],
    )
    async def care_shared_with_me(self, info: Info) -> list[ShareType]:
        """Delegations to the caller."""
        return [
            share_type(one)
            for one in await reading.read_shared_with(info.context.database, info.context.caller)
        ]

    @strawberry.field(
        description="A resident as care knows her; each field asks whether I may.",
        extensions=[permission("care.mine.use")],
    )
    async def care_resident(
        self, id: Annotated[strawberry.ID, strawberry.argument(description="Whom.")]
    ) -> ResidentType:
        """A stand-in."""
        return ResidentType(id=id)

    @strawberry.field(
        description="The queue of a unit, most urgent first.",
        extensions=[permission("care.queue.read")],
    )
    async def triage_queue(
        self, info: Info, unit: Unit, first: First = None, after: After = None
    ) -> QueueType:
        """A page of the queue."""
        wish = asked(first, after)
        found = await watching.read_queue(
            info.context.database, info.context.caller, unit, limit=wish.limit, after=wish.after
        )
        shown = found.rows[: wish.first]
        now = info.context.clock.now_ms()
        more = len(found.rows) > len(shown)
        return QueueType(
            queue_version=found.version, entries=[alert_type(row, info) for row in shown],
            end_cursor=write_cursor(watching.place_of(shown[-1], now)) if more and shown else None,
            total_count=found.total, engine_down=found.engine_down,
        )  # fmt: skip

    @strawberry.field(
        description="One alert of my unit.", extensions=[permission("care.queue.read")]
    )
    async def care_alert(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Which.")]
    ) -> AlertType:
        """An alert."""
        held = await watching.one_alert(
            info.context.database, info.context.caller, local_id("Alert", id)
        )
        return alert_type(held, info)

    @strawberry.field(
        description="Check-ins of a unit that are open now: whom to call or look at.",
        extensions=[permission("care.unit.read")],
    )
    async def care_rounds(
        self, info: Info, unit: Unit, first: First = None
    ) -> list[OccurrenceType]:
        """Open check-ins."""
        rows = await reading.read_rounds(
            info.context.database, info.context.caller, unit, limit=asked(first, None).first
        )
        return [OccurrenceType(facts=one) for one in rows]

    @strawberry.field(
        description="Try a plan out: its times and how long silence lasts at worst.",
        extensions=[permission("care.preview.use")],
    )
    async def preview_plan(
        self, info: Info,
        revision: Annotated[CarePlanRevisionInput, strawberry.argument(description="What it would say.")],
        days: Annotated[int, strawberry.argument(description="How many days to show: 1 to 60.")] = 14,
    ) -> PreviewType:  # fmt: skip
        """A preview."""
        caller = info.context.caller
        shown, errors = await change(
            info, lambda tx: planning_preview.preview(tx, caller, revision.read(), days=days)
        )
        if shown is None:
            return PreviewType(user_errors=errors)
        return PreviewType(
            occurrences=[
                PreviewTimeType(opens_at=one.at, recurrence_id=one.key, shifted=one.shifted, kind=one.kind.value)
                for one in shown.times
            ],
            worst_case_seconds_to_human=shown.worst_case_s, seconds_to_first_alarm=shown.first_alarm_s,
        )  # fmt: skip

    @strawberry.field(
        description="Municipal practices to start a plan from.",
        extensions=[public("published practice of municipalities")],
    )
    def care_presets(self, info: Info) -> list[PresetType]:
        """The presets."""
        return [preset_type(one, info) for one in PRESETS]

    @strawberry.field(
        description="The figures of a unit.", extensions=[permission("care.unit.read")]
    )
    async def care_kpis(
        self, info: Info, unit: Unit,
        since: Annotated[datetime, strawberry.argument(description="From when.")],
        until: Annotated[datetime, strawberry.argument(description="Until when.")],
    ) -> KpisType:  # fmt: skip
        """Figures."""
        found = await watching.read_kpis(
            info.context.database,
            info.context.caller,
            unit,
            milliseconds(since),
            milliseconds(until),
        )
        return kpis_type(found)

    @strawberry.field(
        description="The rotas of a unit, and who is on call.",
        extensions=[permission("care.unit.read")],
    )
    async def care_rotas(self, info: Info, unit: Unit) -> list[RotaType]:
        """Rotas."""
        database = info.context.database
        shown: list[RotaType] = []
        for row in await watching.read_rotas(database, info.context.caller, unit):
            duty = await watching.read_duty(database, row, info.context.clock.now_ms(), days=7)
            gaps = [
                GapType(begins_at=instant(begin), ends_at=instant(end)) for begin, end in duty.gaps
            ]
            shown.append(
                RotaType(
                    id=row.id,
                    name=row.body.name,
                    version=row.version,
                    on_call=duty.person,
                    gaps=gaps,
                )
            )
        return shown

    @strawberry.field(
        description="The escalation policies of a unit.", extensions=[permission("care.unit.read")]
    )
    async def care_policies(self, info: Info, unit: Unit) -> list[PolicyType]:
        """Policies."""
        found = await watching.read_policies(info.context.database, info.context.caller, unit)
        return [
            PolicyType(id=row.id, name=row.name, version=row.version, levels=len(row.body.levels))
            for row in found
        ]

    @strawberry.field(
        description="The devices of a unit.", extensions=[permission("care.unit.read")]
    )
    async def care_devices(self, info: Info, unit: Unit, first: First = None) -> list[DeviceType]:
        """Devices."""
        found = await watching.read_devices(
            info.context.database, info.context.caller, unit, limit=asked(first, None).first
        )
        return [
            DeviceType(
                id=one.id, cid=one.cid, label=one.label,
                resident=ResidentType(id=strawberry.ID(one.resident)) if one.resident else None,
                last_heard_at=instant(one.last_heard) if one.last_heard else None,
                last_test_at=instant(one.last_test) if one.last_test else None,
                is_silent=one.heartbeat_s is not None and one.next_check_at is None,
            )
            for one in found
        ]  # fmt: skip

    @strawberry.field(
        description="Whether alarms are moved on.", extensions=[permission("care.preview.use")]
    )
    async def care_engine(self, info: Info) -> EngineType:
        """The engine."""
        found = await watching.read_health(info.context.database)
        at = instant(found.last_beat_at) if found.last_beat_at is not None else None
        return EngineType(is_down=found.is_down, last_beat_at=at, overdue=found.overdue)
