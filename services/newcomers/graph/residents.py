# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What newcomers adds to a resident: her plan and what waits for her."""

import msgspec
import strawberry

from i18n import t
from services.kit.graph import Info, once
from services.kit.graph.feed import FeedItem, FeedPriority, Wanting, feed_item
from services.kit.graph_guard import guarded, permission
from services.newcomers.actions.plans import Plan, read_plan
from services.newcomers.domain.local_time import to_ms
from services.newcomers.domain.planning.plan import Step, next_steps
from services.newcomers.domain.steps_text import title
from services.newcomers.graph.plans import PlanType, plan_type
from services.newcomers.privacy import PLAN

MOST_ITEMS = 5
WEEK_MS = 7 * 86_400_000


class ResidentKey(msgspec.Struct, frozen=True):
    """The key other services know a resident by."""

    id: str


@strawberry.federation.type(
    name="Resident",
    keys=["id"],
    description="A person the city knows; other services add to her.",
    directives=[PLAN],
)
class ResidentType:
    """A resident as newcomers knows her."""

    id: strawberry.ID = strawberry.field(description="Opaque id.")

    @strawberry.field(
        description="Her personal path into the city; null until she starts one.",
        extensions=[permission("newcomers.plan.read")],
    )
    async def newcomer_plan(self, info: Info) -> PlanType | None:
        """The plan as it stands today."""
        plan = await _plan_of(str(self.id), info)
        return None if plan is None else plan_type(plan)

    @strawberry.field(
        description="The next steps of her plan, for the personal feed.",
        extensions=[permission("newcomers.plan.read")],
    )
    async def newcomers_feed(self, info: Info) -> list[FeedItem] | None:
        """At most five, the most pressing first."""
        plan = await _plan_of(str(self.id), info)
        if plan is None:
            return []
        now = info.context.clock.now_ms()
        steps = next_steps(plan.steps)[:MOST_ITEMS]
        return [feed_item(_wanting(step, plan, now), info) for step in steps]

    @classmethod
    @guarded("newcomers.plan.read")
    async def resolve_references(
        cls, keys: list[ResidentKey], info: Info
    ) -> "list[ResidentType | None]":
        """Residents of a batch of keys; what they have is judged field by field."""
        del info
        return [cls(id=strawberry.ID(key.id)) for key in keys]


async def _plan_of(person: str, info: Info) -> Plan | None:
    context = info.context
    return await once(
        info, ("plan", person), lambda: read_plan(context.database, context.caller, person)
    )


def _wanting(step: Step, plan: Plan, now: int) -> Wanting:
    due = None if step.due.on is None else to_ms(step.due.on)
    is_hard = step.due.rule is not None and step.due.rule.hard
    is_near = due is not None and due - now < WEEK_MS
    return Wanting(
        kind="newcomers.step",
        subject=step.key,
        title=title(step.key),
        reason=t("newcomers.feed.reason", "Det är ett steg i din plan."),
        created_at=plan.stored.updated_at,
        due_at=due,
        priority=FeedPriority.URGENT if is_hard and is_near else FeedPriority.NORMAL,
        action=f"/newcomers/plan/{step.key}",
    )
