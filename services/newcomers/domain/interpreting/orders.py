# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An interpreter order: what is asked for, the states of order and request, who is asked next."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from services.kit.errors import Conflict, InputInvalid, Problem
from services.newcomers.domain.interpreting.deadlines import Agreement

MOST_MINUTES_AWAY = {Agreement.CURRENT: 180, Agreement.OLDER: 120}
MOST_KILOMETRES = {Agreement.CURRENT: 250, Agreement.OLDER: 100}
ACUTE = timedelta(hours=20)
"""Municipal practice: what is needed sooner goes by telephone."""
LONGEST = timedelta(days=7)
"""From beginning to end of an occasion: what takes longer is several orders."""
MOST_WISHED = 10
MOST_LEVELS = 2


class Competence(StrEnum):
    """Levels in rising order; the two specialists stand side by side."""

    OTHER = "other_interpreter"
    EDUCATED = "educated_interpreter"
    AUTHORIZED = "authorized_interpreter"
    HEALTH_CARE = "health_care_specialist_interpreter"
    LEGAL = "legal_specialist_interpreter"


RANK = {
    Competence.OTHER: 0, Competence.EDUCATED: 1, Competence.AUTHORIZED: 2,
    Competence.HEALTH_CARE: 3, Competence.LEGAL: 3,
}  # fmt: skip

AUTHORISED_LANGUAGES = frozenset({
    "ar", "bs", "hr", "sr", "sq", "fa", "prs", "fi", "fr", "es", "de", "en", "el", "it", "nl",
    "pl", "ps", "pt", "ro", "ru", "so", "ckb", "kmr", "tr", "uk", "th", "vi", "zh-Hans", "hu",
    "bg", "et", "lv", "lt", "ti",
})  # fmt: skip
"""Languages in which Kammarkollegiet authorises interpreters, as far as the city has noted them."""


class Location(StrEnum):
    """How the interpreter takes part."""

    ON_SITE = "on_site"
    PHONE = "off_site_phone"
    VIDEO = "off_site_video"
    DESIGNATED = "off_site_designated_location"


class Assignment(StrEnum):
    """What the interpreter does."""

    INTERPRETATION = "interpretation"
    AVISTA = "avista"


class TravelCost(StrEnum):
    """Whether travel may cost something."""

    REQUIRE_APPROVAL = "yes_require_approval"
    IMPLICIT_APPROVAL = "yes_implicit_approval"
    NO = "no"


class RequirementKind(StrEnum):
    """What else is asked for."""

    GENDER = "gender"
    DIALECT = "dialect"
    SPECIFIED = "specified_interpreter"
    DENIED = "denied_interpreter"
    CLEARANCE = "security_clearance"
    REGISTER_CHECK = "register_check"
    QUALITIES = "special_qualities"


class Requirement(msgspec.Struct, frozen=True, kw_only=True):
    """One demand or wish."""

    kind: RequirementKind
    value: str = ""
    required: bool = True


class OrderStatus(StrEnum):
    """Where an order stands."""

    REQUESTED = "requested"
    ACCEPTED_AWAITING_INTERPRETER = "accepted_awaiting_interpreter"
    AWAITING_APPROVAL = "awaiting_approval"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    DELIVERY_ACCEPTED = "delivery_accepted"
    CANCELLED_BY_CREATOR = "cancelled_by_creator"
    CANCELLED_BY_BROKER = "cancelled_by_broker"
    NO_BROKER_ACCEPTED = "no_broker_accepted"
    RESPONSE_NOT_ANSWERED = "response_not_answered"
    AWAITING_DEADLINE = "awaiting_deadline_from_customer"
    NO_DEADLINE = "no_deadline_from_customer"
    NEW_INTERPRETER = "new_interpreter"
    TERMINATED_AGREEMENT = "terminated_agreement"


class RequestStatus(StrEnum):
    """Where a request to one broker stands."""

    CREATED = "created"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    DELIVERED = "delivered"
    INTERPRETER_REPLACED = "interpreter_replaced"
    DECLINED_BY_BROKER = "declined_by_broker"
    DENIED_BY_CREATOR = "denied_by_creator"
    DENIED_BY_TIME_LIMIT = "denied_by_time_limit"
    CANCELLED_BY_CREATOR = "cancelled_by_creator"
    CANCELLED_BY_CREATOR_WHEN_APPROVED = "cancelled_by_creator_when_approved"
    CANCELLED_BY_BROKER = "cancelled_by_broker"
    LOST_DUE_TO_QUARANTINE = "lost_due_to_quarantine"
    TERMINATED_AGREEMENT = "terminated_agreement"


_O = OrderStatus
NEXT: dict[OrderStatus, frozenset[OrderStatus]] = {
    _O.REQUESTED: frozenset(
        {
            _O.ACCEPTED_AWAITING_INTERPRETER, _O.AWAITING_APPROVAL, _O.ACCEPTED,
            _O.NO_BROKER_ACCEPTED, _O.CANCELLED_BY_CREATOR, _O.AWAITING_DEADLINE,
            _O.TERMINATED_AGREEMENT,
        }
    ),
    _O.AWAITING_DEADLINE: frozenset(
        {_O.REQUESTED, _O.NO_DEADLINE, _O.CANCELLED_BY_CREATOR, _O.TERMINATED_AGREEMENT}
    ),
    _O.ACCEPTED_AWAITING_INTERPRETER: frozenset(
        {_O.ACCEPTED, _O.AWAITING_APPROVAL, _O.REQUESTED, _O.CANCELLED_BY_CREATOR,
         _O.CANCELLED_BY_BROKER, _O.NO_BROKER_ACCEPTED, _O.TERMINATED_AGREEMENT}
    ),
    _O.AWAITING_APPROVAL: frozenset(
        {_O.ACCEPTED, _O.REQUESTED, _O.NO_BROKER_ACCEPTED, _O.RESPONSE_NOT_ANSWERED,
         _O.CANCELLED_BY_CREATOR, _O.TERMINATED_AGREEMENT}
    ),
    _O.ACCEPTED: frozenset(
        {_O.DELIVERED, _O.CANCELLED_BY_CREATOR, _O.CANCELLED_BY_BROKER, _O.NEW_INTERPRETER}
    ),
    _O.NEW_INTERPRETER: frozenset({_O.ACCEPTED, _O.CANCELLED_BY_CREATOR, _O.CANCELLED_BY_BROKER}),
    _O.DELIVERED: frozenset({_O.DELIVERY_ACCEPTED}),
}  # fmt: skip
"""From each state those that may follow; the others are ends."""


class OrderFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for. Times are wall-clock times of Stockholm."""

    language: str
    """Our tag; `other` with `other_language`."""
    other_language: str = ""
    dialect: str = ""
    dialect_required: bool = False
    start_at: datetime
    end_at: datetime
    assignment: Assignment = Assignment.INTERPRETATION
    locations: tuple[Location, ...] = (Location.PHONE,)
    """Ranked: the first is liked best."""
    competence: tuple[Competence, ...] = ()
    """Ranked, at most two."""
    competence_required: bool = False
    requirements: tuple[Requirement, ...] = ()
    travel_cost: TravelCost = TravelCost.NO
    agreement: Agreement = Agreement.CURRENT
    region: str = "Stockholm"
    use_pool: bool = False
    """Whether the city's own interpreters are asked before any broker."""
    latest_answer_by: datetime | None = None
    """What the customer sets when no rule gives a term."""


def check_order(facts: OrderFacts, now: datetime) -> OrderFacts:
    """The order if it can be placed; INPUT_INVALID or a Problem names what cannot be."""
    if facts.start_at <= now:
        raise Problem("INTERPRETER_TOO_LATE", path=("startAt",))
    if not timedelta() < facts.end_at - facts.start_at <= LONGEST:
        raise InputInvalid(path=("endAt",))
    if len(facts.competence) > MOST_LEVELS or len(set(facts.competence)) != len(facts.competence):
        raise InputInvalid(path=("competence",), max=MOST_LEVELS)
    if not facts.locations or len(set(facts.locations)) != len(facts.locations):
        raise InputInvalid(path=("locations",))
    if facts.dialect_required and not facts.dialect:
        raise InputInvalid(path=("dialect",))
    wished = [one for one in facts.requirements if one.kind is RequirementKind.SPECIFIED]
    if len(wished) > MOST_WISHED:
        raise InputInvalid(path=("requirements",), max=MOST_WISHED)
    _check_levels(facts)
    if facts.start_at - now < ACUTE and Location.PHONE not in facts.locations:
        return msgspec.structs.replace(facts, locations=(*facts.locations, Location.PHONE))
    return facts


def _check_levels(facts: OrderFacts) -> None:
    """Ask only for levels that the language has."""
    highest = max((RANK[one] for one in facts.competence), default=0)
    if (
        facts.competence_required
        and highest > RANK[Competence.EDUCATED]
        and facts.language not in AUTHORISED_LANGUAGES
    ):
        raise Problem("INTERPRETER_LEVEL_MISSING", path=("competence",))


def satisfies(facts: OrderFacts, competence: Competence) -> bool:
    """Whether an interpreter's level does for an order."""
    if not facts.competence_required or not facts.competence:
        return True
    return any(
        competence is wanted or RANK[competence] > RANK[wanted] for wanted in facts.competence
    )


def needs_approval(facts: OrderFacts, *, minutes: int, kilometres: int) -> bool:
    """Whether the customer must agree to the travel before the answer holds."""
    far = (
        minutes > MOST_MINUTES_AWAY[facts.agreement]
        or kilometres > MOST_KILOMETRES[facts.agreement]
    )
    return far or (
        facts.travel_cost is TravelCost.REQUIRE_APPROVAL and (minutes > 0 or kilometres > 0)
    )


def moved(status: OrderStatus, to: OrderStatus) -> OrderStatus:
    """The next state; CONFLICT when it cannot follow."""
    if to not in NEXT.get(status, frozenset()):
        raise Conflict(state=status.value)
    return to


class Broker(msgspec.Struct, frozen=True, kw_only=True):
    """A broker of the agreement, in the order of its ranking."""

    id: str
    name: str
    rank: int
    email: str = ""
    address: str = ""
    """An https origin that speaks our broker interface; empty: by e-mail."""


def check_level(language: str, competence: Competence) -> None:
    """Refuse a level that nobody can have in the language."""
    if RANK[competence] > RANK[Competence.EDUCATED] and language not in AUTHORISED_LANGUAGES:
        raise Problem("INTERPRETER_LEVEL_MISSING", path=("competence",))


POOL = "pool"
"""Stands for the city's own interpreters among the brokers."""


def next_broker(brokers: list[Broker], asked: set[str]) -> Broker | None:
    """The best ranked broker that has not been asked; each is asked once (no more time for one)."""
    waiting = [one for one in brokers if one.id not in asked]
    return min(waiting, key=lambda one: one.rank, default=None)
