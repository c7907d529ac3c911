# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A poll: what is asked, of whom, how it is counted; frozen when it opens (S8, sheet section 2)."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, Final

import msgspec

from services.kit.errors import Conflict, InputInvalid, Problem
from services.participation.domain.elections import BallotKind
from services.participation.domain.refusals import Refused
from services.participation.domain.tallies.catalogue import VERSION, find_rule
from services.participation.domain.words import checked_key

Texts = dict[str, str]
"""A text by language; Swedish is always there."""


class PollKind(StrEnum):
    """What a voter is asked to write down."""

    SINGLE = "single"
    APPROVAL = "approval"
    SCORE = "score"
    DOTS = "dots"
    RANKED = "ranked"
    ORDINAL = "ordinal"
    KNAPSACK = "knapsack"


DEFAULT_RULES: Final = {
    PollKind.SINGLE: "plurality",
    PollKind.APPROVAL: "approval",
    PollKind.SCORE: "score",
    PollKind.DOTS: "score",
    PollKind.RANKED: "schulze",
    PollKind.ORDINAL: "irv",
    PollKind.KNAPSACK: "greedy-skip",
}
BALLOT_KINDS: Final = {
    PollKind.SINGLE: BallotKind.CHOOSE_ONE,
    PollKind.APPROVAL: BallotKind.APPROVAL,
    PollKind.KNAPSACK: BallotKind.APPROVAL,
    PollKind.SCORE: BallotKind.SCORING,
    PollKind.DOTS: BallotKind.CUMULATIVE,
    PollKind.ORDINAL: BallotKind.ORDINAL,
    PollKind.RANKED: BallotKind.RANKED,
}


class Secrecy(StrEnum):
    """Who could find out who voted how; chosen once, never changed after publication."""

    SECRET = "secret"  # noqa: S105 -- a mode, not a password
    """The voter's own device blinds: nobody can, not even the city."""
    PSEUDONYMOUS = "pseudonymous"
    """A thin client let the city blind for it: the city could (S5)."""


class PollState(StrEnum):
    """The life of a poll (sheet section 2)."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    TALLIED = "tallied"
    CERTIFIED = "certified"
    CANCELLED = "cancelled"


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Something to choose: its names, and its price where money is spent."""

    id: str
    title: Texts
    cost: int = 0


class Franchise(StrEnum):
    """Whose vote it is by citizenship; the sheet's `include_foreigner_rights` is MUNICIPAL."""

    RESIDENTS = "residents"
    """Everybody registered, whatever passport: budgets, views, children's votes."""
    MUNICIPAL = "municipal"
    """As in municipal elections (vallagen): Swedes, citizens of the EU, Iceland and Norway, and
    everybody else who has been registered in Sweden for three years in a row."""
    CITIZENS = "citizens"
    """Swedish citizens alone."""


class Eligible(msgspec.Struct, frozen=True, kw_only=True):
    """Who may vote (E1): there is no way to leave this out (E3)."""

    qualifying_date: str
    """ISO date; age and home are taken on that day."""
    least_age: int = 16
    districts: tuple[str, ...] = ()
    """Empty is the whole city."""
    loa: int = 2
    franchise: Franchise = Franchise.RESIDENTS


OLDEST: Final = 120
LEAST_LOA: Final = 2
HIGHEST_LOA: Final = 4
LEAST_TRUSTEES: Final = 2
MOST_TRUSTEES: Final = 50
WHOLE: Final = 100
"""Percent."""


class QuorumKind(StrEnum):
    """What must be reached for the result to bind (Q1)."""

    COUNT = "count"
    SHARE_OF_ROLL = "share-of-roll"
    SHARE_PER_DISTRICT = "share-per-district"
    VOTE_SHARE = "vote-share"
    DOUBLE_MAJORITY = "double-majority"


class Quorum(msgspec.Struct, frozen=True, kw_only=True):
    """One condition; shares in percent, compared exactly."""

    kind: QuorumKind
    value: int
    of_roll: int = 0
    """For a double majority: the share of the whole roll that must stand behind the winner."""
    strictly: bool = False
    """More than the value, not just as much: a tie of 50 to 50 is no majority."""


class Poll(msgspec.Struct, frozen=True, kw_only=True):
    """The definition; once open, its hash stands on the board and in the bundle."""

    id: str
    kind: PollKind
    title: Texts
    question: Texts
    choices: tuple[Choice, ...]
    eligible: Eligible
    opens_at: int
    closes_at: int
    rule: str
    rule_version: str = VERSION
    seats: int = 1
    secrecy: Secrecy = Secrecy.SECRET
    quorum: tuple[Quorum, ...] = ()
    least: int = 0
    most: int = 0
    points: int = 0
    most_points: int = 0
    budget: int = 0
    currency: str = "SEK"
    consultation: str = ""
    budget_process: str = ""
    key_n: str = ""
    key_e: int = 0
    fingerprint: str = ""
    close_key: str = ""
    seed_commitment: str = ""
    roll_size: int = 0
    roll_root: str = ""
    trustees: tuple[int, int] = (0, 0)
    """Shares needed and made; (0, 0): the registrar keeps the close key until the close."""


def box_definition(poll: Poll) -> dict[str, Any]:
    """What the ballot box is told: the form of ballots and the keys, no title, no person."""
    return {
        "id": poll.id,
        "spec": {
            "form": poll.kind.value,
            "options": [choice.id for choice in poll.choices],
            "least": poll.least,
            "most": poll.most,
            "costs": {choice.id: choice.cost for choice in poll.choices if choice.cost},
            "budget": poll.budget,
            "most_points": poll.most_points,
            "points": poll.points,
        },
        "key_n": poll.key_n,
        "key_e": poll.key_e,
        "fingerprint": poll.fingerprint,
        "close_key": poll.close_key,
        "closes_at": poll.closes_at,
    }


def check_definition(poll: Poll, now: int) -> Poll:
    """The poll as it may be published; InputInvalid names what must be put right."""
    checked_key(poll.id, "key")
    ids = [choice.id for choice in poll.choices]
    if not ids or len(set(ids)) != len(ids) or not all(ids):
        raise InputInvalid(path=("choices",))
    if "sv" not in poll.title or not poll.title["sv"].strip():
        raise InputInvalid(path=("title",))
    if poll.closes_at <= max(poll.opens_at, now):
        raise InputInvalid(path=("closesAt",))
    for path, holds in _CONDITIONS:
        if not holds(poll):
            raise InputInvalid(path=path)
    try:
        rule = find_rule(poll.rule or DEFAULT_RULES[poll.kind])
    except Refused as refused:
        raise InputInvalid(path=("rule",)) from refused
    if rule.spends and poll.budget <= 0:
        raise InputInvalid(path=("budget",))
    return msgspec.structs.replace(poll, rule=rule.name)


def _is_eligible_rule(poll: Poll) -> bool:
    who = poll.eligible
    try:
        date.fromisoformat(who.qualifying_date)
    except ValueError:
        return False
    return 0 <= who.least_age <= OLDEST and LEAST_LOA <= who.loa <= HIGHEST_LOA


def _are_trustees(poll: Poll) -> bool:
    needed, made = poll.trustees
    return (needed, made) == (0, 0) or LEAST_TRUSTEES <= needed <= made <= MOST_TRUSTEES


def _is_length(poll: Poll) -> bool:
    most = poll.most or len(poll.choices)
    return 0 <= poll.least <= most <= len(poll.choices)


def _can_be_met(quorum: Quorum) -> bool:
    """Whether a condition means something and could be met at all."""
    if quorum.kind is QuorumKind.COUNT:
        return quorum.value >= 1
    both = quorum.kind is QuorumKind.DOUBLE_MAJORITY
    shares = [quorum.value, quorum.of_roll] if both else [quorum.value]
    most = WHOLE - 1 if quorum.strictly else WHOLE
    return all(1 <= share <= most for share in shares) and (both or not quorum.of_roll)


_CONDITIONS: Final[tuple[tuple[tuple[str, ...], Callable[[Poll], bool]], ...]] = (
    (("choices",), lambda poll: all(choice.cost >= 0 for choice in poll.choices)),
    (("eligible",), _is_eligible_rule),
    (("quorum",), lambda poll: all(map(_can_be_met, poll.quorum))),
    (("trustees",), _are_trustees),
    (("most",), _is_length),
    (("seats",), lambda poll: 1 <= poll.seats <= len(poll.choices)),
    (("budget",), lambda poll: poll.budget > 0 or poll.kind is not PollKind.KNAPSACK),
    (("points",), lambda poll: poll.points > 0 or poll.kind is not PollKind.DOTS),
    (("points",), lambda poll: poll.points >= 0 and poll.most_points >= 0),
)
"""What must hold of a definition, and what is named when it does not."""


_MOVES: Final = {
    PollState.DRAFT: {PollState.OPEN, PollState.CANCELLED},
    PollState.OPEN: {PollState.CLOSED, PollState.CANCELLED},
    PollState.CLOSED: {PollState.TALLIED, PollState.CANCELLED},
    PollState.TALLIED: {PollState.CERTIFIED, PollState.CANCELLED},
    PollState.CERTIFIED: set[PollState](),
    PollState.CANCELLED: set[PollState](),
}


def move(state: PollState, to: PollState) -> PollState:
    """The next state, or a Problem: a poll never goes back, a correction is a new poll."""
    if to not in _MOVES[state]:
        if to is PollState.CLOSED or state is not PollState.OPEN:
            raise Problem("PARTICIPATION_POLL_NOT_OPEN")
        raise Conflict
    return to
