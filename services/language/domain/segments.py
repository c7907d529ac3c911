# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Segments and staleness: what is out of date follows from hashes alone, never from clocks (rule 7)."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Literal

import msgspec


class Inline(msgspec.Struct, frozen=True):
    """A code inside a segment: a placeholder (`ph`) or a pair around text (`pc`)."""

    kind: Literal["ph", "pc"]
    id: str
    equiv: str = ""


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence, heading or list item of a source."""

    path: str
    text: str
    kind: Literal["text", "heading", "list_item", "alt"] = "text"
    inline: tuple[Inline, ...] = ()
    same_as: tuple[str, ...] = ()
    """Hashes of earlier wordings that minor edits have led here from: their translations still hold."""

    @property
    def hash(self) -> str:
        """The hash of this wording."""
        return source_hash(self.text, self.inline)

    @property
    def accepted(self) -> frozenset[str]:
        """Hashes of which a translation may have been made and still hold."""
        return frozenset((self.hash, *self.same_as))


class Rendering(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a segment in one language."""

    made_from: str
    """The source's hash when it was translated."""
    machine_made: bool = False
    reviewed: bool = False
    faults: int = 0


class State(StrEnum):
    """How a page stands in a language. Machine-made is a flag beside it, never a state."""

    MISSING = "missing"
    IN_TRANSLATION = "in_translation"
    UP_TO_DATE = "up_to_date"
    OUTDATED = "outdated"
    PARTIAL = "partial"


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a page in a language and the flags beside it."""

    state: State
    machine_made: bool = False
    reviewed: bool = False
    quality_faults: int = 0


def source_hash(text: str, inline: Sequence[Inline] = ()) -> str:
    """SHA-256 of the text in NFC and the skeleton of its codes."""
    skeleton = "\x1f".join(f"{code.kind}\x1e{code.id}\x1e{code.equiv}" for code in inline)
    whole = f"{unicodedata.normalize('NFC', text)}\x1d{skeleton}"
    return hashlib.sha256(whole.encode()).hexdigest()


def context_hash(before: str, after: str, path: str = "") -> str:
    """The hash of a segment's surroundings: its neighbours' texts and its place."""
    return hashlib.sha256(
        "\x1d".join(unicodedata.normalize("NFC", part) for part in (before, after, path)).encode()
    ).hexdigest()


def edited(segment: Segment, text: str, *, major: bool) -> Segment:
    """The segment with a new wording; a minor edit keeps what was translated from the old ones."""
    if text == segment.text:
        return segment
    kept = () if major else tuple(dict.fromkeys((*segment.same_as, segment.hash)))
    return msgspec.structs.replace(segment, text=text, same_as=kept)


def standing(
    segments: Sequence[Segment],
    renderings: Mapping[str, Rendering],
    *,
    is_root: bool = False,
    is_leased: bool = False,
    parent: State | None = None,
) -> Standing:
    """How a page stands; `renderings` by path, `parent` the state of the locale it is translated from."""
    present = [renderings[one.path] for one in segments if one.path in renderings]
    return Standing(
        state=_state(segments, renderings, is_root, is_leased, parent),
        machine_made=any(one.machine_made and not one.reviewed for one in present),
        reviewed=bool(present) and all(one.reviewed for one in present),
        quality_faults=sum(one.faults for one in present),
    )


def _state(
    segments: Sequence[Segment],
    renderings: Mapping[str, Rendering],
    is_root: bool,  # noqa: FBT001
    is_leased: bool,  # noqa: FBT001
    parent: State | None,
) -> State:
    known = [one for one in segments if one.path in renderings]
    if not known and not is_root:
        return State.MISSING
    if is_leased:
        return State.IN_TRANSLATION
    if is_root:
        return State.UP_TO_DATE
    if not segments or parent is State.OUTDATED:
        return State.OUTDATED
    if any(renderings[one.path].made_from not in one.accepted for one in known):
        return State.OUTDATED
    return State.UP_TO_DATE if len(known) == len(segments) else State.PARTIAL
