# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A plan in the resident's own calendar (RFC 5545); the words say nothing about health (care N1)."""

from typing import Annotated, Final
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import PathParameter

from i18n import t
from services.care.actions.calendars import PlanCalendar, read_calendar
from services.kit.context import Context
from services.kit.graph.identity import local_id
from services.kit.icalendar import ZONE, CalendarEvent, write_calendar
from services.kit.policy.routes import route_permission

_HERE: Final = ZoneInfo(ZONE)
_TITLE: Final = t("care.calendar.title", "Avtalad tid")
Plan = Annotated[str, PathParameter(description="The plan's id in the graph.")]


@get("/plans/{plan:str}/calendar.ics", guards=[route_permission("care.mine.use")])
async def show_calendar(context: NamedDependency[Context], plan: Plan) -> Response[bytes]:
    """The agreed times, exactly as we keep them over both clock changes."""
    found = await read_calendar(context.database, context.caller, local_id("CheckinPlan", plan))
    title = context.localizer.text(_TITLE)
    body = write_calendar(
        _events(found, title, context.locale), name=title, language=context.locale
    )
    return Response(
        body,
        media_type="text/calendar",  # the framework adds the character set
        headers={"Cache-Control": "private, no-cache"},
    )


def _events(found: PlanCalendar, title: str, locale: str) -> list[CalendarEvent]:
    series = found.series
    if series is None:
        return []
    start = series.start.astimezone(_HERE)
    return [
        CalendarEvent(
            uid=f"{found.plan}@care",
            start=start,
            end=(series.start + series.length).astimezone(_HERE),
            summary=title,
            language=locale,
            sequence=found.revision,
            rule=series.rule,
            extra_dates=tuple(each.astimezone(_HERE) for each in series.added),
            skipped_dates=tuple(each.astimezone(_HERE) for each in series.taken_out),
        )
    ]
