# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Mandates in the graph: whom I let act for me, for whom I may act, and the steps between."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, cast

import strawberry

from services.kit.clock import instant, milliseconds
from services.kit.data import Tx
from services.kit.errors import Problem
from services.kit.graph import (
    Info,
    LocalizedText,
    UserError,
    describe_enum,
    global_id,
    local_id,
    localized,
    user_error,
)
from services.kit.graph_guard import permission, public
from services.kit.privacy import public_data
from services.residents.actions import mandates as actions
from services.residents.domain.mandates import SCOPES, Mandate, MandateStatus
from services.residents.privacy import MANDATE

describe_enum(
    MandateStatus,
    "MandateStatus",
    description="Where a mandate stands.",
    values={
        "OFFERED": "Offered; nobody has accepted yet.",
        "ACTIVE": "In force.",
        "WITHDRAWN": "Ended by one of the two.",
        "EXPIRED": "Over by time.",
    },
)

_CAN_BE_PUT_RIGHT = frozenset({"INPUT_INVALID", "NOT_FOUND"})


@strawberry.type(description="Something one may let another person do.", directives=[public_data()])
class MandateScope:
    """One scope."""

    code: str = strawberry.field(description="Its name, for example `care.book`.")
    text: LocalizedText = strawberry.field(description="What it allows, in plain words.")


@strawberry.type(
    name="Mandate",
    description="One person's permission to act for another, within listed things, for a time.",
    directives=[MANDATE],
)
class MandateType:
    """A mandate as its two parties see it."""

    id: strawberry.ID = strawberry.field(description="Opaque id.")
    is_mine_to_use: bool = strawberry.field(description="Whether I am the one who may act.")
    principal_id: strawberry.ID = strawberry.field(description="The id of whom it is for.")
    principal_name: str | None = strawberry.field(description="For whom.")
    delegate_name: str | None = strawberry.field(description="Who may act; null until accepted.")
    scopes: list[MandateScope] = strawberry.field(description="What is allowed; nothing else is.")
    status: MandateStatus = strawberry.field(description="Where it stands.")
    offered_at: datetime = strawberry.field(description="When it was offered.")
    accepted_at: datetime | None = strawberry.field(description="When it was accepted.")
    until: datetime = strawberry.field(description="When it ends by itself, within a year.")
    last_used_at: datetime | None = strawberry.field(description="When somebody last acted so.")


@strawberry.type(description="What came of a step with a mandate.")
class MandatePayload:
    """The mandate, or what can be put right."""

    mandate: MandateType | None = strawberry.field(description="The mandate after the step.")
    code: str | None = strawberry.field(
        default=None,
        description="Of an offer: the code for the other person, shown this once.",
        directives=[MANDATE],
    )
    user_errors: list[UserError] = strawberry.field(
        default_factory=list[UserError], description="What can be put right."
    )


@strawberry.input(description="The wish to let somebody act for me.")
class OfferMandateInput:
    """Scopes and an end."""

    scopes: list[str] = strawberry.field(description="Codes of `mandateScopes`.")
    until: datetime = strawberry.field(description="When it ends, within a year.")


@strawberry.input(description="The code somebody gave me.")
class AcceptMandateInput:
    """A code."""

    code: str = strawberry.field(description="As it was told; case and dashes do not matter.")


@strawberry.input(description="A mandate of mine.")
class MandateInput:
    """A mandate."""

    mandate_id: strawberry.ID = strawberry.field(description="The mandate.")


@strawberry.type
class MandateReader:
    """What a resident shows of mandates."""

    @strawberry.field(
        description="Whom she lets act for her and for whom she may act, newest first.",
        extensions=[permission("residents.mandate.read")],
    )
    async def mandates(self, info: Info) -> list[MandateType]:
        """All her mandates."""
        person = str(cast("Any", self).id)
        context = info.context
        found = await actions.list_mandates(context.database, context.caller, person)
        return [mandate_type(each, person, info) for each in found]


@strawberry.type
class MandateQuestions:
    """What anybody may ask."""

    @strawberry.field(
        description="Everything one may let another person do.",
        extensions=[public("what can be allowed is no secret")],
    )
    def mandate_scopes(self, info: Info) -> list[MandateScope]:
        """All scopes."""
        return [_scope(code, info) for code in SCOPES]


@strawberry.type
class MandateChanges:
    """Steps with mandates."""

    @strawberry.mutation(
        description="Offer somebody to act for me; the code in the answer is for her.",
        extensions=[permission("residents.mandate.grant")],
    )
    async def offer_mandate(self, input: OfferMandateInput, info: Info) -> MandatePayload:
        """Make an offer."""
        wish = actions.OfferMandate(scopes=tuple(input.scopes), until=milliseconds(input.until))
        caller = info.context.caller
        try:
            offered = await info.context.database.transact(
                lambda tx: actions.offer_mandate(tx, caller, wish)
            )
        except Problem as problem:
            return _refused(problem, info)
        shown = actions.Parties(offered.mandate, None, None)
        return MandatePayload(mandate=mandate_type(shown, caller.sub, info), code=offered.code)

    @strawberry.mutation(
        description="Accept what somebody offered me.",
        extensions=[permission("residents.mandate.accept")],
    )
    async def accept_mandate(self, input: AcceptMandateInput, info: Info) -> MandatePayload:
        """Accept by code."""
        caller = info.context.caller
        return await _step(info, lambda tx: actions.accept_mandate(tx, caller, input.code))

    @strawberry.mutation(
        description="End a mandate that I gave or hold; it is over within a second.",
        extensions=[permission("residents.mandate.withdraw")],
    )
    async def withdraw_mandate(self, input: MandateInput, info: Info) -> MandatePayload:
        """Withdraw."""
        caller = info.context.caller
        wanted = local_id("Mandate", input.mandate_id)
        return await _step(info, lambda tx: actions.withdraw_mandate(tx, caller, wanted))

    @strawberry.mutation(
        description="Begin to act under a mandate; the principal sees when it was last used.",
        extensions=[permission("residents.mandate.accept")],
    )
    async def use_mandate(self, input: MandateInput, info: Info) -> MandatePayload:
        """Begin to act."""
        caller = info.context.caller
        wanted = local_id("Mandate", input.mandate_id)
        return await _step(info, lambda tx: actions.use_mandate(tx, caller, wanted))


async def _step(info: Info, unit: Callable[[Tx], Awaitable[Mandate]]) -> MandatePayload:
    try:
        changed = await info.context.database.transact(unit)
    except Problem as problem:
        return _refused(problem, info)
    shown = actions.Parties(changed, None, None)
    return MandatePayload(mandate=mandate_type(shown, info.context.caller.sub, info))


def _refused(problem: Problem, info: Info) -> MandatePayload:
    if problem.code not in _CAN_BE_PUT_RIGHT:
        raise problem
    return MandatePayload(mandate=None, user_errors=[user_error(problem, info)])


def mandate_type(shown: actions.Parties, person: str, info: Info) -> MandateType:
    """A mandate as `person`, one of its parties, sees it."""
    one = shown.mandate
    return MandateType(
        id=global_id("Mandate", one.id),
        is_mine_to_use=one.delegate == person,
        principal_id=strawberry.ID(one.principal),
        principal_name=shown.principal_name,
        delegate_name=shown.delegate_name,
        scopes=[_scope(code, info) for code in one.scopes if code in SCOPES],
        status=one.status_at(info.context.clock.now_ms()),
        offered_at=instant(one.offered_at),
        accepted_at=instant(one.accepted_at) if one.accepted_at is not None else None,
        until=instant(one.until),
        last_used_at=instant(one.last_used_at) if one.last_used_at is not None else None,
    )


def _scope(code: str, info: Info) -> MandateScope:
    return MandateScope(code=code, text=localized(SCOPES[code], info))
