# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What people wrote, in another language: beside the original, never in its place, and marked."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

import msgspec

from services.participation.domain.proposals import UNSEEN, ProposalState
from services.participation.domain.words import WordState

PARTS: Final = {
    "comment": ("text",),
    "statement": ("text",),
    "proposal": ("title", "text"),
    "project": ("title", "text"),
}
"""What is translated of a paper, by its kind."""
READABLE: Final = {
    "comment": {WordState.VISIBLE.value},
    "statement": {WordState.VISIBLE.value},
    "proposal": {each.value for each in ProposalState} - {*UNSEEN},
}
"""The states in which everybody may read a paper; kinds not named here are always readable."""


class Original(msgspec.Struct, frozen=True, kw_only=True):
    """Words as their author wrote them."""

    language: str
    parts: dict[str, str]

    @property
    def hash(self) -> str:
        """Changes when a word does."""
        return sha256(msgspec.json.encode([self.language, self.parts])).hexdigest()


class Rendering(msgspec.Struct, frozen=True, kw_only=True):
    """The same words in another language, with who made them and when."""

    paper: str
    locale: str
    source_hash: str
    parts: dict[str, str]
    engine: str
    """Empty where people have said the same before."""
    is_machine: bool
    made_at: int


def original_of(kind: str, state: str, body: Mapping[str, Any]) -> Original | None:
    """What may be translated of a paper, or None: not everybody may read it, or nothing is written."""
    if kind not in PARTS or state not in READABLE.get(kind, {state}):
        return None
    parts = {name: str(body[name]) for name in PARTS[kind]}
    return Original(language=str(body["language"]), parts=parts) if all(parts.values()) else None
