# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What people write: comments, proposals, statements; who moderates, why, and how it is appealed."""

import re
from enum import StrEnum
from typing import Final

import msgspec

from services.kit.errors import InputInvalid, Problem

LONGEST_COMMENT: Final = 5_000
LONGEST_STATEMENT: Final = 280
LONGEST_TITLE: Final = 140
LONGEST_KEY: Final = 80
LONGEST_PROPOSAL: Final = 20_000
POLICY_VERSION: Final = "2026-1"
"""Version of the published moderation policy; kept on every act (M3)."""


_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class WordState(StrEnum):
    """Whether something written can be read."""

    PENDING = "pending"
    VISIBLE = "visible"
    HIDDEN = "hidden"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"


class Reason(StrEnum):
    """Why something was hidden."""

    OFF_TOPIC = "off_topic"
    PERSONAL_DATA = "personal_data"
    HATE = "hate"
    THREAT = "threat"
    ILLEGAL = "illegal"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    ADVERTISING = "advertising"
    IMPERSONATION = "impersonation"
    OTHER = "other"


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act of moderation, kept for good and counted in public (M1-M3)."""

    target: str
    kind: str
    author: str
    by: str
    verb: str
    """hide, approve, appeal, uphold, restore."""
    reason: str = ""
    text: str = ""
    policy_version: str = POLICY_VERSION
    at: int = 0


_NEXT: Final = {
    "approve": ({WordState.PENDING}, WordState.VISIBLE),
    "hide": ({WordState.PENDING, WordState.VISIBLE}, WordState.HIDDEN),
    "appeal": ({WordState.HIDDEN}, WordState.APPEALED),
    "uphold": ({WordState.APPEALED}, WordState.HIDDEN),
    "restore": ({WordState.APPEALED, WordState.HIDDEN}, WordState.VISIBLE),
    "withdraw": (
        {WordState.PENDING, WordState.VISIBLE, WordState.HIDDEN, WordState.APPEALED},
        WordState.WITHDRAWN,
    ),
}


def moderate(state: WordState, verb: str) -> WordState:
    """The state after an act, or the Problem that the act is not possible now."""
    allowed, to = _NEXT[verb]
    if state not in allowed:
        raise Problem("PARTICIPATION_STATE_WRONG")
    return to


def checked_key(key: str, *path: str) -> str:
    """A name as it may stand in addresses and names of files: a-z, 0-9 and hyphens."""
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        raise InputInvalid(path=path)
    return key


def checked_text(text: str, longest: int) -> str:
    """The text without blanks around it; refused when empty or too long (M4)."""
    tidy = text.strip()
    if not tidy or len(tidy) > longest:
        raise Problem("PARTICIPATION_SENTENCE_TOO_LONG", most=longest)
    return tidy


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """A comment on a section of a consultation, in the writer's own language."""

    id: str
    section: str
    author: str
    text: str
    language: str
    geometry: str = ""
    """GeoJSON of what it is about, where the section asks for it."""
    created_at: int = 0
