# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Changes to interpreter orders after a yes: cancelled by the broker, another interpreter, delivery agreed."""

import strawberry

from services.kit.graph import Info
from services.kit.graph_guard import permission
from services.newcomers.actions import afterwards, deliveries
from services.newcomers.actions.orders import AcceptRequest, Ordered
from services.newcomers.domain.interpreting.orders import Competence
from services.newcomers.graph.changing import attempt
from services.newcomers.graph.interpreters import InterpreterPayload, OrderType, order_type


@strawberry.input(description="A request that the broker cannot keep.")
class CancelInterpreterRequestInput:
    """A request."""

    request_id: strawberry.ID = strawberry.field(description="Which request.")


@strawberry.input(description="Another interpreter than the one that was named.")
class ProposeInterpreterInput:
    """A proposal."""

    request_id: strawberry.ID = strawberry.field(description="Which request.")
    interpreter: str = strawberry.field(description="Who comes instead.")
    competence: Competence | None = strawberry.field(
        default=None, description="How she has qualified; null: as the one before."
    )


@strawberry.input(description="Whether the other interpreter may come.")
class DecideInterpreterInput:
    """A decision."""

    order_id: strawberry.ID = strawberry.field(description="Which order.")
    is_approved: bool = strawberry.field(description="Yes; no ends the order.")


@strawberry.input(description="A delivery to agree to.")
class AcceptInterpreterDeliveryInput:
    """A delivery."""

    order_id: strawberry.ID = strawberry.field(description="Which order.")


@strawberry.type
class AfterwardsChanges:
    """Changes after a yes."""

    @strawberry.mutation(
        description="A broker cannot keep what it accepted: the order ends.",
        extensions=[permission("newcomers.interpreter.answer")],
    )
    async def cancel_interpreter_request(
        self, info: Info, input: CancelInterpreterRequestInput
    ) -> InterpreterPayload:
        """By the broker."""
        context = info.context
        ordered, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: afterwards.cancel_by_broker(tx, context.caller, input.request_id)
            ),
        )
        return InterpreterPayload(order=_shown(ordered), user_errors=errors)

    @strawberry.mutation(
        description="A broker proposes another interpreter than the one it named.",
        extensions=[permission("newcomers.interpreter.answer")],
    )
    async def propose_interpreter(
        self, info: Info, input: ProposeInterpreterInput
    ) -> InterpreterPayload:
        """The customer decides."""
        context = info.context
        given = AcceptRequest(
            request=input.request_id, interpreter=input.interpreter, competence=input.competence
        )
        ordered, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: afterwards.propose_other(tx, context.caller, given)
            ),
        )
        return InterpreterPayload(order=_shown(ordered), user_errors=errors)

    @strawberry.mutation(
        description="Take the other interpreter, or let the order end.",
        extensions=[permission("newcomers.interpreter.order")],
    )
    async def decide_interpreter(
        self, info: Info, input: DecideInterpreterInput
    ) -> InterpreterPayload:
        """Yes or no."""
        context = info.context
        ordered, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: afterwards.decide_other(
                    tx, context.caller, input.order_id, is_approved=input.is_approved
                )
            ),
        )
        return InterpreterPayload(order=_shown(ordered), user_errors=errors)

    @strawberry.mutation(
        description="Agree to what was filed as delivered.",
        extensions=[permission("newcomers.interpreter.order")],
    )
    async def accept_interpreter_delivery(
        self, info: Info, input: AcceptInterpreterDeliveryInput
    ) -> InterpreterPayload:
        """The end of an order."""
        context = info.context
        ordered, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: deliveries.accept_delivery(tx, context.caller, input.order_id)
            ),
        )
        return InterpreterPayload(order=_shown(ordered), user_errors=errors)


def _shown(ordered: Ordered | None) -> OrderType | None:
    return order_type(ordered) if ordered else None
