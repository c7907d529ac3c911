# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A resident's proposal: co-authors, amendments, supports and endorsements, and the city's answer."""

from enum import StrEnum
from typing import Final

import msgspec
from rapidfuzz import fuzz, utils

from services.kit.errors import Problem
from services.participation.domain.words import LONGEST_PROPOSAL, LONGEST_TITLE, checked_text

ANSWER_MS: Final = 365 * 86_400_000
"""A board answers within one year (kommunallagen 5 kap. 35 §)."""
THRESHOLD: Final = 200
ALIKE: Final = 60.0
"""From this likeness, of 100, on a proposal is shown as similar."""
MOST_ALIKE: Final = 5


class ProposalState(StrEnum):
    """The life of a proposal (sheet section 2)."""

    PUBLISHED = "published"
    THRESHOLD_REACHED = "threshold_reached"
    REFERRED = "referred"
    ANSWERED = "answered"
    FOLLOWING = "following"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    FORWARDED = "forwarded"
    HIDDEN = "hidden"
    APPEALED = "appealed"
    """Hidden, and its author has asked for another look."""


class Verdict(StrEnum):
    """What the city answered."""

    ACCEPT = "accept"
    PARTLY = "partly"
    REJECT = "reject"


class Amendment(msgspec.Struct, frozen=True, kw_only=True):
    """A change after publication: the old text stays readable."""

    text: str
    by: str
    at: int


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The official answer, with the unit that gave it and its signature (M5)."""

    verdict: Verdict
    text: str
    unit: str
    signature: str
    at: int


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal as it stands."""

    id: str
    title: str
    text: str
    language: str
    author: str
    district: str
    co_authors: tuple[str, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    geometry: str = ""
    threshold: int = THRESHOLD
    answer_due_at: int = 0
    board: str = ""
    answer: Answer | None = None
    merged_into: str = ""
    delivered_percent: int = 0
    decision: str = ""
    created_at: int = 0


_MOVES: Final = {
    "reach": ({ProposalState.PUBLISHED}, ProposalState.THRESHOLD_REACHED),
    "refer": ({ProposalState.PUBLISHED, ProposalState.THRESHOLD_REACHED}, ProposalState.REFERRED),
    "forward": (
        {ProposalState.PUBLISHED, ProposalState.THRESHOLD_REACHED},
        ProposalState.FORWARDED,
    ),
    "answer": (
        {ProposalState.THRESHOLD_REACHED, ProposalState.REFERRED, ProposalState.FORWARDED},
        ProposalState.ANSWERED,
    ),
    "follow": ({ProposalState.ANSWERED, ProposalState.FOLLOWING}, ProposalState.FOLLOWING),
    "merge": ({ProposalState.PUBLISHED}, ProposalState.MERGED),
    "withdraw": (
        {ProposalState.PUBLISHED, ProposalState.THRESHOLD_REACHED},
        ProposalState.WITHDRAWN,
    ),
    "hide": ({ProposalState.PUBLISHED, ProposalState.THRESHOLD_REACHED}, ProposalState.HIDDEN),
    "appeal": ({ProposalState.HIDDEN}, ProposalState.APPEALED),
    "uphold": ({ProposalState.APPEALED}, ProposalState.HIDDEN),
    "restore": ({ProposalState.HIDDEN, ProposalState.APPEALED}, ProposalState.PUBLISHED),
}
UNSEEN: Final = (ProposalState.HIDDEN.value, ProposalState.APPEALED.value)
"""States in which nobody but the author reads a proposal."""


def move(state: ProposalState, verb: str) -> ProposalState:
    """The next state, or the Problem that it is not possible now."""
    allowed, to = _MOVES.get(verb, (set[ProposalState](), state))
    if state not in allowed:
        raise Problem("PARTICIPATION_STATE_WRONG")
    return to


def restored(proposal: Proposal) -> ProposalState:
    """Where a proposal that is shown again goes on: a term of the city that runs does not start anew."""
    reached = proposal.answer_due_at > 0
    return ProposalState.THRESHOLD_REACHED if reached else ProposalState.PUBLISHED


def can_be_supported(state: ProposalState) -> bool:
    """Whether supports still count."""
    return state in (ProposalState.PUBLISHED, ProposalState.THRESHOLD_REACHED)


def checked_proposal(given: Proposal) -> Proposal:
    """The proposal with tidy texts."""
    return msgspec.structs.replace(
        given,
        title=checked_text(given.title, LONGEST_TITLE),
        text=checked_text(given.text, LONGEST_PROPOSAL),
    )


def edited(held: Proposal, text: str, supports: int, *, by: str, at: int) -> Proposal:
    """A new text. Before anybody has supported it, it replaces; afterwards it is an amendment.

    What somebody has put her name to never changes under her (CONSUL #3622).
    """
    tidy = checked_text(text, LONGEST_PROPOSAL)
    if supports == 0:
        return msgspec.structs.replace(held, text=tidy)
    amendment = Amendment(text=tidy, by=by, at=at)
    return msgspec.structs.replace(held, amendments=(*held.amendments, amendment))


def similar(title: str, text: str, others: list[Proposal]) -> list[Proposal]:
    """Proposals that say nearly the same, most alike first."""
    mine = utils.default_process(f"{title} {text}")

    def likeness(other: Proposal) -> float:
        theirs = utils.default_process(f"{other.title} {other.text}")
        by_title = fuzz.token_set_ratio(
            utils.default_process(title), utils.default_process(other.title)
        )
        return max(by_title, fuzz.token_set_ratio(mine, theirs))

    ranked = sorted(((likeness(other), other.id, other) for other in others), reverse=True)
    return [other for score, _, other in ranked if score >= ALIKE][:MOST_ALIKE]
