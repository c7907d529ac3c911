# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How mutations of care end: a fact, or what the person can put right; refusals stay on record."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import strawberry

from services.care.actions.access import Refused
from services.care.domain.codes import CODES, plan_problem
from services.care.domain.plans import PlanInvalid
from services.care.graph.alerts import AlertType, alert_type
from services.care.graph.checkins import OccurrenceType, PlanType
from services.care.graph.residents import ConsentType, ShareType
from services.care.privacy import CARE
from services.care.store.alerts import Held
from services.kit.audit import record
from services.kit.data import Tx
from services.kit.errors import Problem
from services.kit.graph import Info, UserError, user_error

T = TypeVar("T")
CAN_BE_PUT_RIGHT = frozenset({"INPUT_INVALID", "CONFLICT", *(code.code for code in CODES)})


@strawberry.type(description="What came of an answer.", directives=[CARE])
class CheckInPayload:
    """A check-in after an answer."""

    check_in: OccurrenceType | None = strawberry.field(
        default=None, description="The check-in afterwards."
    )
    alert: strawberry.ID | None = strawberry.field(
        default=None, description="The alert it raised or joined."
    )
    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="What can be put right."
    )


@strawberry.type(description="What came of a change to a plan.", directives=[CARE])
class CarePlanPayload:
    """A plan after a change."""

    plan: PlanType | None = strawberry.field(default=None, description="The plan afterwards.")
    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="What can be put right."
    )


@strawberry.type(description="What came of a step with an alert.", directives=[CARE])
class CareAlertPayload:
    """An alert after a step."""

    alert: AlertType | None = strawberry.field(default=None, description="The alert afterwards.")
    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="What can be put right."
    )


@strawberry.type(description="What came of a step with several alerts.", directives=[CARE])
class CareAlertsPayload:
    """Alerts after a step."""

    alerts: list[AlertType] = strawberry.field(
        default_factory=list, description="The alerts afterwards."
    )
    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="What can be put right."
    )


@strawberry.type(description="What came of a change to a consent.", directives=[CARE])
class CareConsentPayload:
    """A consent after a change."""

    consent: ConsentType | None = strawberry.field(
        default=None, description="The consent afterwards."
    )
    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="What can be put right."
    )


@strawberry.type(description="What came of a change to a delegation.", directives=[CARE])
class CareDelegationPayload:
    """A delegation after a change."""

    delegation: ShareType | None = strawberry.field(
        default=None, description="The delegation afterwards."
    )
    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="What can be put right."
    )


@strawberry.type(
    description="What came of a change that leaves a thing with an id.", directives=[CARE]
)
class CareKeptPayload:
    """An id, or what can be put right."""

    id: str | None = strawberry.field(default=None, description="What was made or changed.")
    version: int | None = strawberry.field(
        default=None, description="Its version, where it has one."
    )
    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="What can be put right."
    )


async def change(
    info: Info, unit: Callable[[Tx], Awaitable[T]]
) -> tuple[T | None, list[UserError]]:
    """Run a command in one transaction: its fact, or what can be put right.

    A refusal undoes what was tried and is put on record before it is told.
    """
    database = info.context.database
    try:
        return await database.transact(unit), []
    except Refused as refused:
        await record(database, [refused.entry])
        raise
    except PlanInvalid as wrong:
        return None, [user_error(plan_problem(wrong), info)]
    except Problem as problem:
        if problem.code not in CAN_BE_PUT_RIGHT:
            raise
        return None, [user_error(problem, info)]


def alert_shown(held: Held, info: Info) -> AlertType:
    """An alert after a change."""
    return alert_type(held, info)
