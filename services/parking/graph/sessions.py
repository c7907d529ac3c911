# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Quotes, receipts and sessions as the graph shows them; the resident's own sessions."""

from datetime import datetime
from typing import Annotated

import msgspec
import strawberry

from services.kit.clock import instant
from services.kit.graph import (
    Connection,
    Info,
    LocalizedText,
    Money,
    UserError,
    asked,
    global_id,
    local_id,
    localized,
    money,
    page,
)
from services.kit.graph.feed import FeedItem, feed_item
from services.kit.graph_guard import guarded, permission
from services.parking.actions import sessions as actions
from services.parking.actions import verdicts
from services.parking.actions.permits import list_permits
from services.parking.domain.prices_text import exact_text, line_text
from services.parking.domain.pricing import Line, LineKind, Price, price
from services.parking.domain.sessions import Session, SessionStatus
from services.parking.graph.feed import MOST_STAYS, stay_items
from services.parking.graph.permits import PermitGraph, permit_type
from services.parking.graph.verdicts import RegulationType, TariffType
from services.parking.privacy import STAY

First = Annotated[int | None, strawberry.argument(description="How many at most: 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="Begin after this cursor.")]


@strawberry.type(
    name="ParkingReceiptLine", description="One step on the way to a price.", directives=[STAY]
)
class ReceiptLineType:
    """One step of a receipt."""

    kind: LineKind = strawberry.field(description="What sort of step.")
    text: LocalizedText = strawberry.field(description="The step in words.")
    exact_ore: str = strawberry.field(
        description="What it adds, in öre, exactly: 2550, 77.5, or a fraction such as 77500/3."
    )
    start: datetime | None = strawberry.field(description="When the stretch of time begins.")
    end: datetime | None = strawberry.field(description="When it ends.")
    per_hour: Money | None = strawberry.field(description="The rate of the stretch.")


@strawberry.type(
    name="ParkingReceipt", description="What a stay costs, with every step.", directives=[STAY]
)
class ReceiptType:
    """A price with every step; all steps add up to the total."""

    total: Money = strawberry.field(description="What is to pay, VAT included.")
    vat: Money = strawberry.field(description="The VAT inside the total.")
    net: Money = strawberry.field(description="The total without VAT.")
    vat_percent: int = strawberry.field(description="The rate of VAT.")
    lines: list[ReceiptLineType] = strawberry.field(description="The steps, in order.")


@strawberry.type(
    name="ParkingQuote",
    description="A promised price: the tariff cannot change under it.",
    directives=[STAY],
)
class QuoteType:
    """A promise for ten minutes."""

    id: strawberry.ID = strawberry.field(description="Give it to startParking.")
    start: datetime = strawberry.field(description="When the stay begins.")
    end: datetime = strawberry.field(description="When it ends.")
    expires_at: datetime = strawberry.field(description="Until when the promise holds.")
    must_end_at: datetime | None = strawberry.field(description="When parking turns forbidden.")
    receipt: ReceiptType = strawberry.field(description="The price with every step.")
    tariff: TariffType = strawberry.field(description="The tariff that is promised.")
    citation: str = strawberry.field(description="The decision that permits the stay.")


@strawberry.federation.type(
    name="ParkingSession",
    keys=["id"],
    description="A stay that somebody pays for.",
    directives=[STAY],
)
class SessionType:
    """A session as the graph shows it."""

    facts: strawberry.Private[Session]

    @strawberry.field(description="Opaque id.")
    def id(self) -> strawberry.ID:
        """Opaque id."""
        return global_id("ParkingSession", self.facts.id)

    @strawberry.field(description="Where it stands.")
    def status(self) -> SessionStatus:
        """Where it stands."""
        return self.facts.status

    @strawberry.field(description="When it began.")
    def started_at(self) -> datetime:
        """When it began."""
        return instant(self.facts.started_at)

    @strawberry.field(description="Until when it is paid.")
    def paid_until(self) -> datetime:
        """Until when it is paid."""
        return instant(self.facts.paid_until)

    @strawberry.field(description="When parking turns forbidden there; nobody can pay beyond it.")
    def must_end_at(self) -> datetime | None:
        """When parking turns forbidden."""
        return instant(self.facts.must_end_at) if self.facts.must_end_at is not None else None

    @strawberry.field(description="When it ended; null while it goes on.")
    def ended_at(self) -> datetime | None:
        """When it ended."""
        return instant(self.facts.ended_at) if self.facts.ended_at is not None else None

    @strawberry.field(description="What has been paid, less what was given back.")
    def charged(self) -> Money:
        """What has been paid."""
        return money(self.facts.charged_ore)

    @strawberry.field(description="Goes up with each change; give it back to extendParking.")
    def version(self) -> int:
        """Goes up with each change."""
        return self.facts.version

    @strawberry.field(description="The price with every step.")
    def receipt(self, info: Info) -> ReceiptType:
        """The price with every step."""
        if self.facts.status is SessionStatus.CANCELLED:
            return receipt_type(
                Price(total_ore=0, vat_ore=0, net_ore=0, vat_percent=25, lines=()), info
            )
        paid = price(
            self.facts.tariff, instant(self.facts.started_at), instant(self.facts.paid_until)
        )
        return receipt_type(paid, info)

    @strawberry.field(
        description="The regulation it stands under, if the city still has it.",
        extensions=[permission("parking.verdict.read")],
    )
    async def regulation(self, info: Info) -> RegulationType | None:
        """The regulation."""
        found = await verdicts.read_regulations(info.context.database, [self.facts.regulation])
        return RegulationType(row=found[0]) if found[0] else None

    @classmethod
    @guarded("parking.session.read")
    async def resolve_references(
        cls, keys: "list[SessionKey]", info: Info
    ) -> "list[SessionType | None]":
        """The sessions of a batch of keys, misses None."""
        ids = [local_id("ParkingSession", key.id) for key in keys]
        found = await actions.read_sessions(info.context.database, info.context.caller, ids)
        return [cls(facts=one) if one else None for one in found]


class SessionKey(msgspec.Struct, frozen=True):
    """The key other services know a session by."""

    id: str


@strawberry.federation.type(
    name="Resident",
    keys=["id"],
    description="A person the city knows; parking adds her sessions.",
    directives=[STAY],
)
class ResidentType:
    """A resident, as far as parking knows her."""

    id: strawberry.ID = strawberry.field(description="Opaque id.")

    @strawberry.field(
        description="Her parking sessions, newest first.",
        extensions=[permission("parking.session.read")],
    )
    async def parking_sessions(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[SessionType] | None:
        """A page of her sessions."""
        wish = asked(first, after)
        rows, total = await actions.list_sessions(
            info.context.database, info.context.caller, str(self.id),
            limit=wish.limit, after=wish.after,
        )  # fmt: skip
        return page(
            rows, wish, total=total, place=lambda one: one.id,
            node=lambda one: SessionType(facts=one),
        )  # fmt: skip

    @strawberry.field(
        description="Her stays that go on, for the personal feed.",
        extensions=[permission("parking.session.read")],
    )
    async def parking_feed(self, info: Info) -> list[FeedItem] | None:
        """An item per active stay."""
        context = info.context
        rows, _ = await actions.list_sessions(
            context.database, context.caller, str(self.id), limit=MOST_STAYS, after=None
        )
        return [feed_item(one, info) for one in stay_items(rows, context.clock.now_ms())]

    @strawberry.field(
        description="Her parking permits.", extensions=[permission("parking.permit.read")]
    )
    async def parking_permits(self, info: Info) -> list[PermitGraph] | None:
        """All her permits."""
        rows = await list_permits(info.context.database, info.context.caller, str(self.id))
        return [permit_type(one) for one in rows]

    @classmethod
    @guarded("parking.session.read")
    async def resolve_references(
        cls, keys: "list[ResidentKey]", info: Info
    ) -> "list[ResidentType | None]":
        """Stand-ins for residents; what they may see is judged field by field."""
        del info
        return [cls(id=strawberry.ID(key.id)) for key in keys]


class ResidentKey(msgspec.Struct, frozen=True):
    """The key of a resident."""

    id: str


@strawberry.type(description="What came of asking for a price.")
class ParkingQuotePayload:
    """A quote, or what the person can put right."""

    quote: QuoteType | None = strawberry.field(description="The promise.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of starting, extending or stopping.")
class ParkingSessionPayload:
    """A session, or what the person can put right."""

    session: SessionType | None = strawberry.field(description="The session after the change.")
    plate_reading: str | None = strawberry.field(
        default=None,
        description="On a start: the plate with digits for O and I, which are easily mistaken; ask which is meant.",
        directives=[STAY],
    )
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


def receipt_type(paid: Price, info: Info) -> ReceiptType:
    """A price in the reader's language."""
    return ReceiptType(
        total=money(paid.total_ore), vat=money(paid.vat_ore), net=money(paid.net_ore),
        vat_percent=paid.vat_percent, lines=[_line(one, info) for one in paid.lines],
    )  # fmt: skip


def _line(line: Line, info: Info) -> ReceiptLineType:
    return ReceiptLineType(
        kind=line.kind, text=localized(line_text(line), info), exact_ore=exact_text(line.ore),
        start=line.start, end=line.end,
        per_hour=money(line.ore_per_hour) if line.ore_per_hour is not None else None,
    )  # fmt: skip


def quote_type(quoted: actions.Quoted, info: Info) -> QuoteType:
    """A quote in the reader's language."""
    quote = quoted.quote
    return QuoteType(
        id=global_id("ParkingQuote", quote.id), start=quote.start, end=quote.end,
        expires_at=quote.expires_at, must_end_at=quote.must_end_at,
        receipt=receipt_type(quoted.price, info), tariff=TariffType(facts=quote.tariff),
        citation=quote.citation,
    )  # fmt: skip
