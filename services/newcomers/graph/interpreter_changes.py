# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Changes to interpreter orders: by staff, and by brokers through their own interface."""

from datetime import datetime

import strawberry

from services.kit.clock import milliseconds
from services.kit.graph import Info, UserError
from services.kit.graph_guard import permission
from services.newcomers.actions import deliveries, interpreters
from services.newcomers.actions.orders import AcceptRequest, Ordered
from services.newcomers.domain.interpreting.deadlines import Agreement
from services.newcomers.domain.interpreting.orders import (
    Assignment,
    Competence,
    Location,
    OrderFacts,
    Requirement,
    RequirementKind,
    TravelCost,
)
from services.newcomers.domain.local_time import to_local
from services.newcomers.graph.changing import attempt
from services.newcomers.graph.interpreters import InterpreterPayload, order_type


@strawberry.input(description="A demand on an interpreter, or a wish.")
class InterpreterRequirementInput:
    """A requirement."""

    kind: RequirementKind = strawberry.field(description="What it is about.")
    value: str = strawberry.field(default="", description="In words; never about the person.")
    required: bool = strawberry.field(default=True, description="Whether it must be so.")


@strawberry.input(description="An interpreter to order.")
class OrderInterpreterInput:
    """An order."""

    language: str = strawberry.field(description="A BCP 47 tag, or `other`.")
    other_language: str = strawberry.field(default="", description="When it is `other`.")
    dialect: str = strawberry.field(default="", description="If it matters.")
    dialect_required: bool = strawberry.field(default=False, description="Whether it must be so.")
    start_at: datetime = strawberry.field(description="When it begins.")
    end_at: datetime = strawberry.field(description="When it ends.")
    locations: list[Location] = strawberry.field(
        default_factory=lambda: [Location.PHONE], description="Ways to take part, best first."
    )
    competence: list[Competence] = strawberry.field(
        default_factory=list, description="Levels, best first, at most two."
    )
    competence_required: bool = strawberry.field(
        default=False, description="Whether it must be so."
    )
    travel_cost: TravelCost = strawberry.field(
        default=TravelCost.NO, description="Whether travel may cost something."
    )
    answer_by: datetime | None = strawberry.field(
        default=None, description="When no rule gives a term: by when to answer."
    )
    assignment: Assignment = strawberry.field(
        default=Assignment.INTERPRETATION, description="What the interpreter does."
    )
    requirements: list[InterpreterRequirementInput] = strawberry.field(
        default_factory=list, description="What else is asked for."
    )
    agreement: Agreement = strawberry.field(
        default=Agreement.CURRENT, description="The framework agreement it is ordered under."
    )
    use_pool: bool = strawberry.field(
        default=False, description="Whether the city's own interpreters are asked first."
    )
    person: strawberry.ID | None = strawberry.field(default=None, description="For whom.")
    replaces: strawberry.ID | None = strawberry.field(default=None, description="Which order.")


@strawberry.input(description="A term the customer sets.")
class SetInterpreterDeadlineInput:
    """A term."""

    order_id: strawberry.ID = strawberry.field(description="Which order.")
    answer_by: datetime = strawberry.field(description="By when to answer.")


@strawberry.input(description="A broker's yes.")
class AcceptInterpreterRequestInput:
    """An answer."""

    request_id: strawberry.ID = strawberry.field(description="Which request.")
    interpreter: str = strawberry.field(default="", description="Who comes; may follow later.")
    competence: Competence | None = strawberry.field(default=None, description="How qualified.")
    location: Location | None = strawberry.field(default=None, description="How she takes part.")
    travel_minutes: int = strawberry.field(default=0, description="How long the journey is.")
    travel_km: int = strawberry.field(default=0, description="How far it is.")


@strawberry.input(description="A broker's no.")
class DeclineInterpreterRequestInput:
    """An answer."""

    request_id: strawberry.ID = strawberry.field(description="Which request.")


@strawberry.input(description="Whether the travel is approved.")
class ApproveInterpreterInput:
    """A decision."""

    order_id: strawberry.ID = strawberry.field(description="Which order.")
    is_approved: bool = strawberry.field(description="Yes or no.")


@strawberry.input(description="An order to cancel.")
class CancelInterpreterInput:
    """An order."""

    order_id: strawberry.ID = strawberry.field(description="Which order.")


@strawberry.input(description="What was really done.")
class FileRequisitionInput:
    """Real times."""

    order_id: strawberry.ID = strawberry.field(description="Which order.")
    started_at: datetime = strawberry.field(description="When it began.")
    ended_at: datetime = strawberry.field(description="When it ended.")
    break_minutes: int = strawberry.field(default=0, description="Breaks.")
    waste_minutes: int = strawberry.field(default=0, description="Time lost.")
    kilometres: int = strawberry.field(default=0, description="By car.")


@strawberry.input(description="What went wrong.")
class ComplainInterpreterInput:
    """A complaint."""

    order_id: strawberry.ID = strawberry.field(description="Which order.")
    kind: str = strawberry.field(
        description="late_or_too_late_interpreter, bad_quality_delivery, bad_service_delivery or "
        "other_deviation."
    )
    text: str = strawberry.field(description="In words.")


def _wall(moment: datetime) -> datetime:
    return to_local(milliseconds(moment))


@strawberry.type
class InterpreterChanges:
    """Changes to interpreter orders."""

    @strawberry.mutation(
        description="Order an interpreter: the best ranked broker is asked at once.",
        extensions=[permission("newcomers.interpreter.order")],
    )
    async def order_interpreter(
        self, info: Info, input: OrderInterpreterInput
    ) -> InterpreterPayload:
        """Place an order."""
        facts = OrderFacts(
            language=input.language, other_language=input.other_language, dialect=input.dialect,
            dialect_required=input.dialect_required, start_at=_wall(input.start_at),
            end_at=_wall(input.end_at), locations=tuple(input.locations),
            competence=tuple(input.competence), competence_required=input.competence_required,
            travel_cost=input.travel_cost, use_pool=input.use_pool,
            latest_answer_by=_wall(input.answer_by) if input.answer_by else None,
            assignment=input.assignment, agreement=input.agreement,
            requirements=tuple(
                Requirement(kind=one.kind, value=one.value, required=one.required)
                for one in input.requirements
            ),
        )  # fmt: skip
        context = info.context
        ordered, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: interpreters.place(
                    tx, context.caller, facts, person=input.person, replaces=input.replaces
                )
            ),
        )
        return _payload(ordered, errors)

    @strawberry.mutation(
        description="Set the term that no rule gives.",
        extensions=[permission("newcomers.interpreter.order")],
    )
    async def set_interpreter_deadline(
        self, info: Info, input: SetInterpreterDeadlineInput
    ) -> InterpreterPayload:
        """Ask a broker by then."""
        context = info.context
        until = _wall(input.answer_by)
        ordered, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: interpreters.set_deadline(tx, context.caller, input.order_id, until)
            ),
        )
        return _payload(ordered, errors)

    @strawberry.mutation(
        description="A broker accepts, or names the interpreter.",
        extensions=[permission("newcomers.interpreter.answer")],
    )
    async def accept_interpreter_request(
        self, info: Info, input: AcceptInterpreterRequestInput
    ) -> InterpreterPayload:
        """Yes."""
        given = AcceptRequest(
            request=input.request_id, interpreter=input.interpreter, competence=input.competence,
            location=input.location, travel_minutes=input.travel_minutes, travel_km=input.travel_km,
        )  # fmt: skip
        context = info.context
        ordered, errors = await attempt(
            info,
            context.database.transact(lambda tx: interpreters.accept(tx, context.caller, given)),
        )
        return _payload(ordered, errors)

    @strawberry.mutation(
        description="A broker declines: the next one is asked.",
        extensions=[permission("newcomers.interpreter.answer")],
    )
    async def decline_interpreter_request(
        self, info: Info, input: DeclineInterpreterRequestInput
    ) -> InterpreterPayload:
        """No."""
        context = info.context
        ordered, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: interpreters.decline(tx, context.caller, input.request_id)
            ),
        )
        return _payload(ordered, errors)

    @strawberry.mutation(
        description="Approve the travel, or ask the next broker.",
        extensions=[permission("newcomers.interpreter.order")],
    )
    async def approve_interpreter_travel(
        self, info: Info, input: ApproveInterpreterInput
    ) -> InterpreterPayload:
        """Decide."""
        context = info.context
        ordered, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: interpreters.approve(
                    tx, context.caller, input.order_id, is_approved=input.is_approved
                )
            ),
        )
        return _payload(ordered, errors)

    @strawberry.mutation(
        description="Cancel an order; the answer says what that costs.",
        extensions=[permission("newcomers.interpreter.order")],
    )
    async def cancel_interpreter_order(
        self, info: Info, input: CancelInterpreterInput
    ) -> InterpreterPayload:
        """Cancel."""
        context = info.context
        ordered, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: interpreters.cancel(tx, context.caller, input.order_id)
            ),
        )
        return _payload(ordered, errors)

    @strawberry.mutation(
        description="Tell what was really done.",
        extensions=[permission("newcomers.interpreter.order")],
    )
    async def file_interpreter_requisition(
        self, info: Info, input: FileRequisitionInput
    ) -> InterpreterPayload:
        """Real times."""
        context = info.context
        given = deliveries.FileRequisition(
            order=input.order_id, started_at=_wall(input.started_at),
            ended_at=_wall(input.ended_at), break_minutes=input.break_minutes,
            waste_minutes=input.waste_minutes, kilometres=input.kilometres,
        )  # fmt: skip
        ordered, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: deliveries.file_requisition(tx, context.caller, given)
            ),
        )
        return _payload(ordered, errors)

    @strawberry.mutation(
        description="Say what went wrong.", extensions=[permission("newcomers.interpreter.order")]
    )
    async def complain_about_interpreter(
        self, info: Info, input: ComplainInterpreterInput
    ) -> InterpreterPayload:
        """Complain."""
        context = info.context
        ordered, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: deliveries.complain(
                    tx, context.caller, input.order_id, kind=input.kind, text=input.text
                )
            ),
        )
        return _payload(ordered, errors)


def _payload(ordered: Ordered | None, errors: list[UserError]) -> InterpreterPayload:
    return InterpreterPayload(order=order_type(ordered) if ordered else None, user_errors=errors)
