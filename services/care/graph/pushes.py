# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What care tells as it happens: the queue change by change, and how a resident is; each push asked for anew."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Annotated, Any

import strawberry

from services.care.actions import reading, watching
from services.care.actions.watching import Diff
from services.care.domain.people import Status
from services.care.graph.alerts import DiffType, Unit, alert_type
from services.care.privacy import CARE
from services.kit.audit import record
from services.kit.errors import NotFound
from services.kit.graph import Info, global_id
from services.kit.graph_guard import permission
from services.kit.policy import require

LOOK_SECONDS = 5.0
"""So often a quiet screen is told whether the engine lives."""


@strawberry.type
class CareSubscription:
    """What is told as it happens."""

    @strawberry.subscription(
        description="The queue of a unit, change by change: versions go up by one, a gap means read anew.",
        extensions=[permission("care.queue.read")],
    )
    async def triage_changed(
        self, info: Info, unit: Unit,
        after_version: Annotated[int, strawberry.argument(description="The version that was read.")] = 0,
    ) -> AsyncGenerator[DiffType]:  # fmt: skip
        """Every change after a version."""
        context = info.context
        require(context.caller, "care.queue.read", {"unit": unit, "owner": ""})
        last, was_down = after_version, False
        async with aclosing(
            context.live.listen("care.queue.changed", subject=f"unit:{unit}")
        ) as events:
            news = asyncio.ensure_future(anext(events))
            try:
                while True:
                    for diff in await watching.read_changes(context.database, unit, last):
                        require(context.caller, "care.queue.read", {"unit": unit, "owner": ""})
                        await _on_record(info, diff)
                        last = diff.version
                        yield _shown(diff, info, down=was_down)
                    down = (await watching.read_health(context.database)).is_down
                    if down is not was_down:
                        was_down = down
                        yield DiffType(queue_version=last, engine_down=down)
                    await asyncio.wait({news}, timeout=LOOK_SECONDS)
                    if news.done():
                        await news
                        news = asyncio.ensure_future(anext(events))
            finally:
                news.cancel()
                with suppress(asyncio.CancelledError, StopAsyncIteration):
                    await news

    @strawberry.subscription(
        description="How somebody is, now and at every change; ends when I may no longer know.",
        directives=[CARE],
        extensions=[permission("care.status.read")],
    )
    async def resident_status(
        self,
        info: Info,
        resident: Annotated[strawberry.ID, strawberry.argument(description="Whom.")],
    ) -> AsyncGenerator[Status]:
        """The status, as long as the caller may know it (D1)."""
        context, who = info.context, str(resident)
        told: Status | None = None
        async with aclosing(
            context.live.listen("care.resident.changed", subject=f"resident:{who}")
        ) as events:
            while True:
                try:
                    status = await reading.read_status(context.database, context.caller, who)
                except NotFound:
                    if told is None:
                        raise
                    return
                if status is not told:
                    told = status
                    yield status
                await anext(events)


async def _on_record(info: Info, diff: Diff) -> None:
    """A push is a look: it stands on record before it leaves (L2)."""
    if diff.alert is not None:
        entries = watching.looks(info.context.caller, "care.queue.read", [diff.alert.body])
        await record(info.context.database, entries)


def _shown(diff: Diff, info: Any, *, down: bool) -> DiffType:
    if diff.resync or diff.alert is None:
        return DiffType(queue_version=diff.version, resync=True, engine_down=down)
    shown = alert_type(diff.alert, info)
    return DiffType(
        queue_version=diff.version,
        added=shown if diff.change == "added" else None,
        updated=shown if diff.change == "updated" else None,
        removed=global_id("Alert", diff.alert_id) if diff.change == "removed" else None,
        engine_down=down,
    )
