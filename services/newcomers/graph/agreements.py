# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the coordinator of interpreters sees: the pool, quarantines, agreements, prices."""

from datetime import date, datetime

import strawberry

from services.kit.clock import instant
from services.kit.graph import Info, Locale, Money, UserError, money
from services.kit.graph_guard import permission
from services.kit.privacy import public_data
from services.newcomers.actions import agreements
from services.newcomers.domain.interpreting.agreements import AgreementEnd, Quarantine
from services.newcomers.domain.interpreting.deadlines import Agreement
from services.newcomers.domain.interpreting.orders import Competence
from services.newcomers.domain.interpreting.prices import PriceKind
from services.newcomers.store.agreements import StoredPrice
from services.newcomers.store.interpreters import PoolInterpreter

_PUBLIC = [public_data()]


@strawberry.type(
    name="PoolInterpreter", description="An interpreter of the city's own, in one language.",
    directives=_PUBLIC,
)  # fmt: skip
class PoolInterpreterType:
    """An interpreter."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    name: str = strawberry.field(description="What colleagues call her.")
    language: Locale = strawberry.field(description="The language she interprets.")
    competence: Competence = strawberry.field(description="How she has qualified.")


@strawberry.type(
    name="BrokerQuarantine",
    description="A time in which a broker is passed by.",
    directives=_PUBLIC,
)
class QuarantineType:
    """A quarantine."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    broker: str = strawberry.field(description="Which broker.")
    unit: str | None = strawberry.field(description="For whose orders; null: everybody's.")
    until: datetime = strawberry.field(description="Until when.")
    reason: str = strawberry.field(description="Why.")
    is_lifted: bool = strawberry.field(description="Whether it was ended before its time.")


@strawberry.type(
    name="InterpreterAgreementEnd", description="When an agreement ends.", directives=_PUBLIC
)
class AgreementEndType:
    """An end."""

    agreement: Agreement = strawberry.field(description="Which agreement.")
    ends_at: datetime = strawberry.field(description="From then on nobody is asked under it.")
    reason: str = strawberry.field(description="Why.")


@strawberry.type(
    name="InterpreterPriceRow", description="A price of an agreement.", directives=_PUBLIC
)
class PriceRowType:
    """A row."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    agreement: Agreement = strawberry.field(description="Which agreement.")
    kind: PriceKind = strawberry.field(description="Of what.")
    competence: Competence | None = strawberry.field(description="For whom; null: every level.")
    valid_from: date = strawberry.field(description="From which day on.")
    price: Money = strawberry.field(description="How much.")
    source_url: str = strawberry.field(description="Who says so.")
    checked_on: date = strawberry.field(description="When that was last read.")


@strawberry.type(description="What came of a change to the pool.")
class PoolInterpreterPayload:
    """The interpreter, or what can be put right."""

    interpreter: PoolInterpreterType | None = strawberry.field(description="The interpreter.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of a change to a quarantine.")
class BrokerQuarantinePayload:
    """The quarantine, or what can be put right."""

    quarantine: QuarantineType | None = strawberry.field(description="The quarantine.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of ending an agreement.")
class InterpreterAgreementPayload:
    """The end, or what can be put right."""

    end: AgreementEndType | None = strawberry.field(description="When it ends.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of a change to prices.")
class InterpreterPricesPayload:
    """The rows, or what can be put right."""

    rows: list[PriceRowType] = strawberry.field(description="Every row after it.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


def pool_type(one: PoolInterpreter) -> PoolInterpreterType:
    """An interpreter."""
    return PoolInterpreterType(
        id=strawberry.ID(one.id), name=one.name, language=Locale(one.language),
        competence=one.competence,
    )  # fmt: skip


def quarantine_type(one: Quarantine) -> QuarantineType:
    """A quarantine."""
    return QuarantineType(
        id=strawberry.ID(one.id), broker=one.broker, unit=one.unit or None,
        until=instant(one.until_at), reason=one.reason, is_lifted=one.lifted_at is not None,
    )  # fmt: skip


def end_type(one: AgreementEnd) -> AgreementEndType:
    """An end."""
    return AgreementEndType(
        agreement=one.agreement, ends_at=instant(one.ends_at), reason=one.reason
    )


def price_row_type(one: StoredPrice) -> PriceRowType:
    """A row."""
    row = one.row
    return PriceRowType(
        id=strawberry.ID(one.id), agreement=row.agreement, kind=row.kind,
        competence=row.competence, valid_from=row.valid_from, price=money(row.ore),
        source_url=row.source_url, checked_on=row.checked_on,
    )  # fmt: skip


@strawberry.type
class AgreementQuestions:
    """Questions of the coordinator."""

    @strawberry.field(
        description="The city's own interpreters.",
        extensions=[permission("newcomers.interpreter.manage")],
    )
    async def interpreter_pool(self, info: Info) -> list[PoolInterpreterType]:
        """A row for each language of each."""
        context = info.context
        return [
            pool_type(one) for one in await agreements.list_pool(context.database, context.caller)
        ]

    @strawberry.field(
        description="Brokers that are passed by, now or later.",
        extensions=[permission("newcomers.interpreter.manage")],
    )
    async def broker_quarantines(self, info: Info) -> list[QuarantineType]:
        """Lifted ones are left out."""
        context = info.context
        found = await agreements.list_quarantines(context.database, context.caller)
        return [quarantine_type(one) for one in found]

    @strawberry.field(
        description="Agreements that have ended or will.",
        extensions=[permission("newcomers.interpreter.manage")],
    )
    async def interpreter_agreement_ends(self, info: Info) -> list[AgreementEndType]:
        """With the reason."""
        context = info.context
        found = await agreements.list_agreements(context.database, context.caller)
        return [end_type(one) for one in found]

    @strawberry.field(
        description="Prices of the agreements, old ones too.",
        extensions=[permission("newcomers.interpreter.manage")],
    )
    async def interpreter_prices(self, info: Info) -> list[PriceRowType]:
        """Each with its source."""
        context = info.context
        found = await agreements.list_prices(context.database, context.caller)
        return [price_row_type(one) for one in found]
