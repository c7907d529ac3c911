# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the coordinator of interpreters changes: the pool, quarantines, agreements, prices."""

from datetime import date, datetime

import strawberry

from services.kit.clock import milliseconds
from services.kit.graph import Info, Locale
from services.kit.graph_guard import permission
from services.newcomers.actions import agreements
from services.newcomers.domain.interpreting.deadlines import Agreement
from services.newcomers.domain.interpreting.orders import Competence
from services.newcomers.domain.interpreting.prices import PriceKind, PriceRow
from services.newcomers.domain.local_time import to_local
from services.newcomers.graph.agreements import (
    BrokerQuarantinePayload,
    InterpreterAgreementPayload,
    InterpreterPricesPayload,
    PoolInterpreterPayload,
    end_type,
    pool_type,
    price_row_type,
    quarantine_type,
)
from services.newcomers.graph.changing import attempt


@strawberry.input(description="An interpreter of the city's own.")
class AddPoolInterpreterInput:
    """An interpreter."""

    name: str = strawberry.field(description="What colleagues call her.")
    language: Locale = strawberry.field(description="One of her languages; add her once for each.")
    competence: Competence = strawberry.field(description="How she has qualified in it.")


@strawberry.input(description="An interpreter who leaves the pool.")
class RemovePoolInterpreterInput:
    """An interpreter."""

    interpreter_id: strawberry.ID = strawberry.field(description="Which one.")


@strawberry.input(description="A broker to pass by for a time.")
class QuarantineBrokerInput:
    """A quarantine."""

    broker: str = strawberry.field(description="Which broker.")
    until: datetime = strawberry.field(description="Until when.")
    reason: str = strawberry.field(description="Why; 1 to 500 characters.")
    unit: str = strawberry.field(default="", description="For whose orders; empty: everybody's.")


@strawberry.input(description="A quarantine to end before its time.")
class LiftBrokerQuarantineInput:
    """A quarantine."""

    quarantine_id: strawberry.ID = strawberry.field(description="Which one.")


@strawberry.input(description="An agreement that ends.")
class EndInterpreterAgreementInput:
    """An end."""

    agreement: Agreement = strawberry.field(description="Which agreement.")
    ends_at: datetime = strawberry.field(description="When; a time that has passed: at once.")
    reason: str = strawberry.field(description="Why; 1 to 500 characters.")


@strawberry.input(description="A price of an agreement.")
class InterpreterPriceRowInput:
    """A row."""

    agreement: Agreement = strawberry.field(description="Which agreement.")
    kind: PriceKind = strawberry.field(description="Of what.")
    amount: int = strawberry.field(description="How much, in öre.")
    valid_from: date = strawberry.field(description="From which day on.")
    source_url: str = strawberry.field(description="Who says so; an https address.")
    checked_on: date = strawberry.field(description="When that was last read.")
    competence: Competence | None = strawberry.field(
        default=None, description="For whom; null: every level."
    )


@strawberry.input(description="Prices to write.")
class PutInterpreterPricesInput:
    """Rows."""

    rows: list[InterpreterPriceRowInput] = strawberry.field(description="1 to 500 rows.")


@strawberry.input(description="A price to take away.")
class RemoveInterpreterPriceInput:
    """A row."""

    row_id: strawberry.ID = strawberry.field(description="Which one.")


@strawberry.type
class AgreementChanges:
    """Changes of the coordinator."""

    @strawberry.mutation(
        description="Take an interpreter into the city's own pool.",
        extensions=[permission("newcomers.interpreter.manage")],
    )
    async def add_pool_interpreter(
        self, info: Info, input: AddPoolInterpreterInput
    ) -> PoolInterpreterPayload:
        """Add."""
        context = info.context
        made, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: agreements.add_to_pool(
                    tx, context.caller, name=input.name, language=input.language,
                    competence=input.competence,
                )
            ),
        )  # fmt: skip
        return PoolInterpreterPayload(
            interpreter=pool_type(made) if made else None, user_errors=errors
        )

    @strawberry.mutation(
        description="Take an interpreter out of the pool; what is booked stays booked.",
        extensions=[permission("newcomers.interpreter.manage")],
    )
    async def remove_pool_interpreter(
        self, info: Info, input: RemovePoolInterpreterInput
    ) -> PoolInterpreterPayload:
        """Remove."""
        context = info.context
        gone, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: agreements.drop_from_pool(tx, context.caller, input.interpreter_id)
            ),
        )
        return PoolInterpreterPayload(
            interpreter=pool_type(gone) if gone else None, user_errors=errors
        )

    @strawberry.mutation(
        description="Pass a broker by for a time, for one unit or all.",
        extensions=[permission("newcomers.interpreter.manage")],
    )
    async def quarantine_broker(
        self, info: Info, input: QuarantineBrokerInput
    ) -> BrokerQuarantinePayload:
        """Put in quarantine."""
        context = info.context
        until = to_local(milliseconds(input.until))
        made, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: agreements.put_in_quarantine(
                    tx, context.caller, broker=input.broker, unit=input.unit, until=until,
                    reason=input.reason,
                )
            ),
        )  # fmt: skip
        return BrokerQuarantinePayload(
            quarantine=quarantine_type(made) if made else None, user_errors=errors
        )

    @strawberry.mutation(
        description="End a quarantine before its time.",
        extensions=[permission("newcomers.interpreter.manage")],
    )
    async def lift_broker_quarantine(
        self, info: Info, input: LiftBrokerQuarantineInput
    ) -> BrokerQuarantinePayload:
        """Lift."""
        context = info.context
        made, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: agreements.lift_quarantine(tx, context.caller, input.quarantine_id)
            ),
        )
        return BrokerQuarantinePayload(
            quarantine=quarantine_type(made) if made else None, user_errors=errors
        )

    @strawberry.mutation(
        description="Say when an agreement ends; what is not booked by then ends with it.",
        extensions=[permission("newcomers.interpreter.manage")],
    )
    async def end_interpreter_agreement(
        self, info: Info, input: EndInterpreterAgreementInput
    ) -> InterpreterAgreementPayload:
        """End."""
        context = info.context
        ends_at = to_local(milliseconds(input.ends_at))
        made, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: agreements.end_agreement(
                    tx, context.caller, agreement=input.agreement, ends_at=ends_at,
                    reason=input.reason,
                )
            ),
        )  # fmt: skip
        return InterpreterAgreementPayload(end=end_type(made) if made else None, user_errors=errors)

    @strawberry.mutation(
        description="Write prices; one of the same agreement, kind, level and day is replaced.",
        extensions=[permission("newcomers.interpreter.manage")],
    )
    async def put_interpreter_prices(
        self, info: Info, input: PutInterpreterPricesInput
    ) -> InterpreterPricesPayload:
        """Write."""
        context = info.context
        rows = [
            PriceRow(
                agreement=one.agreement, kind=one.kind, competence=one.competence,
                valid_from=one.valid_from, ore=one.amount, source_url=one.source_url,
                checked_on=one.checked_on,
            )
            for one in input.rows
        ]  # fmt: skip
        found, errors = await attempt(
            info,
            context.database.transact(lambda tx: agreements.put_prices(tx, context.caller, rows)),
        )
        return InterpreterPricesPayload(
            rows=[price_row_type(one) for one in found or []], user_errors=errors
        )

    @strawberry.mutation(
        description="Take a price away that should not have been there.",
        extensions=[permission("newcomers.interpreter.manage")],
    )
    async def remove_interpreter_price(
        self, info: Info, input: RemoveInterpreterPriceInput
    ) -> InterpreterPricesPayload:
        """Remove."""
        context = info.context
        found, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: agreements.drop_price(tx, context.caller, input.row_id)
            ),
        )
        return InterpreterPricesPayload(
            rows=[price_row_type(one) for one in found or []], user_errors=errors
        )
