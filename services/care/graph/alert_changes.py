# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What staff do with alerts, and what the manager of a unit keeps."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

import strawberry

from services.care.actions import administering, handling
from services.care.domain.alerts import Alert, Outcome
from services.care.graph.alerts import Unit, alert_type
from services.care.graph.inputs import (
    CareDeviceInput,
    CarePolicyInput,
    CareRotaInput,
    CareRotaOverrideInput,
)
from services.care.graph.outcomes import (
    CareAlertPayload,
    CareAlertsPayload,
    CareKeptPayload,
    change,
)
from services.care.graph.resident_changes import Id
from services.care.store import alerts as store
from services.care.store.alerts import Held
from services.kit.clock import milliseconds
from services.kit.data import Tx
from services.kit.errors import InputInvalid
from services.kit.graph import Info, local_id
from services.kit.graph_guard import permission
from services.kit.wire.caller import Caller

Words = Annotated[list[str] | None, strawberry.argument(description="None is none.")]
Ids = Annotated[list[strawberry.ID], strawberry.argument(description="Which.")]
Event = Annotated[
    str, strawberry.argument(description="The client's own id: sent twice, done once.")
]


async def _step(
    info: Info, id: strawberry.ID, step: Callable[[Tx, Caller, str], Awaitable[Alert]]
) -> CareAlertPayload:
    key, caller = local_id("Alert", id), info.context.caller

    async def unit(tx: Tx) -> Held:
        await step(tx, caller, key)
        held = await tx.one(store.by_id, id=key)
        if held is None:
            raise InputInvalid(path=("id",))
        return held

    done, errors = await change(info, unit)
    return CareAlertPayload(alert=alert_type(done, info) if done else None, user_errors=errors)


async def _steps(info: Info, unit: Callable[[Tx], Awaitable[list[Alert]]]) -> CareAlertsPayload:
    done, errors = await change(info, unit)
    shown = [alert_type(Held(body=one, note=None), info) for one in done or []]
    return CareAlertsPayload(alerts=shown, user_errors=errors)


@strawberry.type
class AlertChanges:
    """Steps with alerts."""

    @strawberry.mutation(
        description="Take the most urgent alert nobody has, for a minute; null when all is quiet.",
        extensions=[permission("care.alert.handle")],
    )
    async def claim_next(
        self, info: Info, unit: Unit, skills: Words = None, languages: Words = None
    ) -> CareAlertPayload:
        """Take the next."""
        caller = info.context.caller
        done, errors = await change(
            info,
            lambda tx: handling.claim_next(
                tx, caller, unit, skills=tuple(skills or ()), languages=tuple(languages or ())
            ),
        )
        shown = alert_type(Held(body=done, note=None), info) if done else None
        return CareAlertPayload(alert=shown, user_errors=errors)

    @strawberry.mutation(
        description="Take an alert for a minute.", extensions=[permission("care.alert.handle")]
    )
    async def claim_alert(self, info: Info, id: Id) -> CareAlertPayload:
        """Take."""
        return await _step(info, id, handling.claim)

    @strawberry.mutation(
        description="Say that I act: nothing more is sent. Again prolongs.",
        extensions=[permission("care.alert.handle")],
    )
    async def acknowledge_alert(self, info: Info, id: Id) -> CareAlertPayload:
        """Act."""
        return await _step(info, id, handling.acknowledge)

    @strawberry.mutation(
        description="Send somebody.", extensions=[permission("care.alert.dispatch")]
    )
    async def dispatch_alert(
        self, info: Info, id: Id,
        eta: Annotated[datetime, strawberry.argument(description="When she will be there.")],
        to: Annotated[str | None, strawberry.argument(description="Who; null is myself.")] = None,
    ) -> CareAlertPayload:  # fmt: skip
        """Send."""
        at = milliseconds(eta)
        return await _step(
            info, id, lambda tx, caller, key: handling.dispatch(tx, caller, key, eta=at, to=to)
        )

    @strawberry.mutation(
        description="Somebody is there.", extensions=[permission("care.alert.dispatch")]
    )
    async def arrive_on_site(self, info: Info, id: Id) -> CareAlertPayload:
        """Be there."""
        return await _step(info, id, handling.arrive)

    @strawberry.mutation(description="It is over.", extensions=[permission("care.alert.handle")])
    async def resolve_alert(
        self, info: Info, id: Id,
        outcome: Annotated[Outcome, strawberry.argument(description="How it ended.")],
        note: Annotated[str | None, strawberry.argument(description="Words; OTHER needs them.")] = None,
    ) -> CareAlertPayload:  # fmt: skip
        """End."""
        return await _step(
            info, id, lambda tx, caller, key: handling.resolve(tx, caller, key, outcome, note)
        )

    @strawberry.mutation(
        description="It was not over, within a day: the ladder begins anew.",
        extensions=[permission("care.alert.handle")],
    )
    async def reopen_alert(self, info: Info, id: Id) -> CareAlertPayload:
        """Begin anew."""
        return await _step(info, id, handling.reopen)

    @strawberry.mutation(
        description="Two alerts of one resident become one.",
        extensions=[permission("care.alert.handle")],
    )
    async def merge_alerts(
        self,
        info: Info,
        id: Id,
        into: Annotated[strawberry.ID, strawberry.argument(description="Which goes on.")],
    ) -> CareAlertPayload:
        """Join."""
        kept = local_id("Alert", into)
        return await _step(
            info,
            into,
            lambda tx, caller, _: handling.merge(tx, caller, local_id("Alert", id), kept),
        )

    @strawberry.mutation(
        description="Offer alerts to a colleague; they stay mine until she accepts.",
        extensions=[permission("care.alert.handle")],
    )
    async def offer_handover(
        self, info: Info, ids: Ids, to: Annotated[str, strawberry.argument(description="To whom.")]
    ) -> CareAlertsPayload:
        """Offer."""
        caller, keys = info.context.caller, [local_id("Alert", each) for each in ids]
        return await _steps(info, lambda tx: handling.offer(tx, caller, keys, to))

    @strawberry.mutation(
        description="Take over alerts that were offered to me.",
        extensions=[permission("care.alert.handle")],
    )
    async def accept_handover(self, info: Info, ids: Ids) -> CareAlertsPayload:
        """Accept."""
        caller, keys = info.context.caller, [local_id("Alert", each) for each in ids]
        return await _steps(info, lambda tx: handling.accept(tx, caller, keys))

    @strawberry.mutation(
        description="Raise an alert's priority, or lower a lesser one.",
        extensions=[permission("care.alert.handle")],
    )
    async def set_alert_priority(
        self,
        info: Info,
        id: Id,
        priority: Annotated[int, strawberry.argument(description="1 to 5.")],
    ) -> CareAlertPayload:
        """Priority."""
        return await _step(
            info, id, lambda tx, caller, key: handling.set_priority(tx, caller, key, priority)
        )

    @strawberry.mutation(
        description="An ambulance has it (or no longer): the one thing that stops the clock.",
        extensions=[permission("care.alert.handle")],
    )
    async def wait_for112(
        self,
        info: Info,
        id: Id,
        back: Annotated[bool, strawberry.argument(description="True: it is ours again.")],
    ) -> CareAlertPayload:
        """112."""
        return await _step(
            info, id, lambda tx, caller, key: handling.wait_for_112(tx, caller, key, back=back)
        )

    @strawberry.mutation(
        description="Raise an alert about somebody, as staff or as one who receives alerts.",
        extensions=[permission("care.alert.report")],
    )
    async def raise_alert(
        self, info: Info, client_event_id: Event,
        resident: Annotated[strawberry.ID, strawberry.argument(description="Whom it is about.")],
        priority: Annotated[int, strawberry.argument(description="1 to 5.")],
    ) -> CareAlertsPayload:  # fmt: skip
        """Raise."""
        wish = handling.Report(
            resident=str(resident), priority=priority, client_event_id=client_event_id
        )
        caller = info.context.caller

        async def unit(tx: Tx) -> list[Alert]:
            return [await handling.report(tx, caller, wish)]

        return await _steps(info, unit)


@strawberry.type
class UnitChanges:
    """What the manager of a unit keeps."""

    @strawberry.mutation(
        description="Keep an escalation policy; running alerts go on by the version they began with.",
        extensions=[permission("care.unit.manage")],
    )
    async def save_care_policy(self, info: Info, input: CarePolicyInput) -> CareKeptPayload:
        """A policy."""
        wish = administering.SavePolicy(
            unit=input.unit, name=input.name, levels=tuple(each.read() for each in input.levels),
            final_repeat_s=input.final_repeat_seconds, id=input.id,
        )  # fmt: skip
        caller = info.context.caller
        done, errors = await change(info, lambda tx: administering.save_policy(tx, caller, wish))
        return CareKeptPayload(
            id=done.id if done else None, version=done.version if done else None, user_errors=errors
        )

    @strawberry.mutation(description="Keep a rota.", extensions=[permission("care.unit.manage")])
    async def save_care_rota(self, info: Info, input: CareRotaInput) -> CareKeptPayload:
        """A rota."""
        wish = administering.SaveRota(
            unit=input.unit, name=input.name, layers=tuple(each.read() for each in input.layers),
            zone=input.zone, id=input.id, version=input.version,
        )  # fmt: skip
        caller = info.context.caller
        done, errors = await change(info, lambda tx: administering.save_rota(tx, caller, wish))
        return CareKeptPayload(
            id=done.id if done else None, version=done.version if done else None, user_errors=errors
        )

    @strawberry.mutation(
        description="Let somebody stand in.", extensions=[permission("care.unit.manage")]
    )
    async def override_care_rota(self, info: Info, input: CareRotaOverrideInput) -> CareKeptPayload:
        """A stand-in."""
        caller = info.context.caller
        done, errors = await change(
            info,
            lambda tx: administering.override(
                tx, caller, input.rota, input.person, begins_at=milliseconds(input.begins_at),
                ends_at=milliseconds(input.ends_at),
            ),
        )  # fmt: skip
        return CareKeptPayload(id=done.id if done else None, user_errors=errors)

    @strawberry.mutation(
        description="Put a device up.", extensions=[permission("care.unit.manage")]
    )
    async def register_care_device(self, info: Info, input: CareDeviceInput) -> CareKeptPayload:
        """A device."""
        wish = administering.RegisterDevice(
            unit=input.unit, cid=input.cid, resident=str(input.resident) if input.resident else None,
            label=input.label, heartbeat_s=input.heartbeat_seconds, policy=input.policy,
        )  # fmt: skip
        caller = info.context.caller
        done, errors = await change(
            info, lambda tx: administering.register_device(tx, caller, wish)
        )
        return CareKeptPayload(id=done.id if done else None, user_errors=errors)
