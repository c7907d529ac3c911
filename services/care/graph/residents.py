# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What care adds to a resident: her next check-in, plans, consents, whom she has let in, who has looked."""

from datetime import datetime
from typing import Annotated

import msgspec
import strawberry

from services.care.actions import consultations, reading
from services.care.domain.occurrences import Occurrence
from services.care.domain.people import (
    Consent,
    ConsentPurpose,
    GivenBy,
    Share,
    ShareScope,
    ShareSource,
    Status,
)
from services.care.graph.checkins import (
    OccurrenceType,
    PauseType,
    PlanType,
    pause_type,
)
from services.care.graph.consultations import ConsultationType
from services.care.graph.feed import check_in_item
from services.care.privacy import CARE, WORDS
from services.kit.clock import instant
from services.kit.errors import InputInvalid
from services.kit.graph import Connection, Info, asked, global_id, once, page
from services.kit.graph.feed import FeedItem, feed_item
from services.kit.graph_guard import guarded, permission

First = Annotated[int | None, strawberry.argument(description="How many at most: 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="Begin after this cursor.")]


@strawberry.type(
    name="CareConsent", description="A consent, and whether it still holds.", directives=[CARE]
)
class ConsentType:
    """A consent."""

    id: strawberry.ID = strawberry.field(description="Opaque id.")
    purpose: ConsentPurpose = strawberry.field(description="What for.")
    given_by: GivenBy = strawberry.field(description="Who agreed.")
    valid_from: datetime = strawberry.field(description="From when.")
    valid_to: datetime | None = strawberry.field(
        description="Until when; null is until taken back."
    )
    withdrawn_at: datetime | None = strawberry.field(description="When it was taken back.")


@strawberry.type(
    name="CareDelegation",
    description="What a resident lets somebody know and do.",
    directives=[CARE],
)
class ShareType:
    """A delegation."""

    id: strawberry.ID = strawberry.field(description="Opaque id.")
    grantor: strawberry.ID = strawberry.field(description="The resident.")
    grantee: strawberry.ID = strawberry.field(description="Whom she has let in.")
    scopes: list[ShareScope] = strawberry.field(description="For what.")
    source: ShareSource = strawberry.field(description="Where it comes from.")
    valid_from: datetime = strawberry.field(description="From when.")
    valid_to: datetime | None = strawberry.field(
        description="Until when; null is until taken back."
    )
    withdrawn_at: datetime | None = strawberry.field(description="When it was taken back.")


def consent_type(one: Consent) -> ConsentType:
    """A consent in the graph."""
    return ConsentType(
        id=global_id("CareConsent", one.id), purpose=one.purpose, given_by=one.given_by,
        valid_from=instant(one.valid_from), valid_to=_maybe(one.valid_to), withdrawn_at=_maybe(one.withdrawn_at),
    )  # fmt: skip


def share_type(one: Share) -> ShareType:
    """A delegation in the graph."""
    return ShareType(
        id=global_id("CareDelegation", one.id), grantor=strawberry.ID(one.grantor),
        grantee=strawberry.ID(one.grantee), scopes=[ShareScope(scope) for scope in one.scopes],
        source=one.source, valid_from=instant(one.valid_from), valid_to=_maybe(one.valid_to),
        withdrawn_at=_maybe(one.withdrawn_at),
    )  # fmt: skip


def _maybe(at: int | None) -> datetime | None:
    return None if at is None else instant(at)


@strawberry.federation.type(
    name="Resident", keys=["id"], description="A person the city knows; care adds how she is looked after.",
    directives=[CARE],
)  # fmt: skip
class ResidentType:
    """A resident, as far as care knows her."""

    id: strawberry.ID = strawberry.field(description="Opaque id.", directives=[WORDS])

    @strawberry.field(
        description="Whether all is well, and no more.", extensions=[permission("care.status.read")]
    )
    async def care_status(self, info: Info) -> Status | None:
        """How it goes."""
        return await reading.read_status(info.context.database, info.context.caller, str(self.id))

    @strawberry.field(
        description="The check-in that is open, or the next one.",
        extensions=[permission("care.status.read")],
    )
    async def next_check_in(self, info: Info) -> OccurrenceType | None:
        """The next check-in."""
        found = await _next_of(str(self.id), info)
        return OccurrenceType(facts=found) if found else None

    @strawberry.field(
        description="Her check-ins, newest first.", extensions=[permission("care.status.read")]
    )
    async def check_ins(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[OccurrenceType] | None:
        """A page of her check-ins."""
        wish = asked(first, after)
        rows, total = await reading.read_occurrences(
            info.context.database, info.context.caller, str(self.id), limit=wish.limit,
            before=_place(wish.after),
        )  # fmt: skip
        return page(
            rows, wish, total=total, place=lambda one: f"{one.opens_at}.{one.id}",
            node=lambda one: OccurrenceType(facts=one),
        )  # fmt: skip

    @strawberry.field(
        description="How she is looked after.", extensions=[permission("care.plan.read")]
    )
    async def care_plans(self, info: Info) -> list[PlanType] | None:
        """Her plans."""
        found = await reading.read_plans(info.context.database, info.context.caller, str(self.id))
        return [PlanType(facts=one) for one in found]

    @strawberry.field(description="When plans rest.", extensions=[permission("care.plan.read")])
    async def care_pauses(self, info: Info) -> list[PauseType] | None:
        """Her pauses."""
        found = await reading.read_pauses(info.context.database, info.context.caller, str(self.id))
        return [pause_type(one) for one in found]

    @strawberry.field(
        description="Her talks with care, newest first.",
        extensions=[permission("care.consultation.list")],
    )
    async def consultations(self, info: Info) -> list[ConsultationType]:
        """Her consultations."""
        found = await consultations.read_own_consultations(
            info.context.database, info.context.caller, str(self.id)
        )
        return [ConsultationType(seen=one) for one in found]

    @strawberry.field(
        description="What she has agreed to.", extensions=[permission("care.consent.read")]
    )
    async def care_consents(self, info: Info) -> list[ConsentType] | None:
        """Her consents."""
        found = await reading.read_consents(
            info.context.database, info.context.caller, str(self.id)
        )
        return [consent_type(one) for one in found]

    @strawberry.field(
        description="Whom she has let in.", extensions=[permission("care.consent.read")]
    )
    async def care_delegations(self, info: Info) -> list[ShareType] | None:
        """Her delegations."""
        found = await reading.read_shares(info.context.database, info.context.caller, str(self.id))
        return [share_type(one) for one in found]

    @strawberry.field(
        description="What waits for her in care, for the personal feed.",
        extensions=[permission("care.status.read")],
    )
    async def care_feed(self, info: Info) -> list[FeedItem] | None:
        """The feed."""
        found = await _next_of(str(self.id), info)
        item = check_in_item(found, info.context.clock.now_ms()) if found else None
        return [feed_item(item, info)] if item else []

    @classmethod
    @guarded("care.mine.use")
    async def resolve_references(
        cls, keys: "list[ResidentKey]", info: Info
    ) -> "list[ResidentType | None]":
        """Stand-ins for residents; what may be seen is judged field by field."""
        del info
        return [cls(id=strawberry.ID(key.id)) for key in keys]


async def _next_of(resident: str, info: Info) -> Occurrence | None:
    context = info.context
    return await once(
        info,
        ("next", resident),
        lambda: reading.read_next(context.database, context.caller, resident),
    )


class ResidentKey(msgspec.Struct, frozen=True):
    """The key of a resident."""

    id: str


def _place(after: str | None) -> tuple[int, str] | None:
    if after is None:
        return None
    at, _, last = after.partition(".")
    if not at.isdigit():
        raise InputInvalid(path=("after",))
    return int(at), last
