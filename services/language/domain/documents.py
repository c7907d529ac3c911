# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Documents: what other services offer for translation, and what stands beside each sentence."""

from typing import Literal

import msgspec

from services.language.domain.memory import Origin
from services.language.domain.risk import Machine, Risk
from services.language.domain.segments import (
    Rendering,
    Segment,
    Standing,
    context_hash,
    edited,
    standing,
)
from services.language.domain.work import Reason, WorkState

QUARANTINED = "quarantined"
"""The fault of a line that a person has taken from readers; the checks have names of their own."""


class StoredSegment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A segment as it is kept and as other services send it."""

    path: str
    text: str
    kind: Literal["text", "heading", "list_item", "alt"] = "text"
    same_as: tuple[str, ...] = ()

    @property
    def facts(self) -> Segment:
        """The segment with its hashes."""
        return Segment(path=self.path, text=self.text, kind=self.kind, same_as=self.same_as)


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A page of another service; its id begins with that service's name."""

    id: str
    owner: str
    source_locale: str
    risk: Risk
    machine: Machine
    segments: list[StoredSegment]
    updated_at: int


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One segment in one language."""

    document: str
    locale: str
    path: str
    text: str
    made_from: str
    origin: Origin
    engine: str
    percent: int
    faults: list[str]
    reviewed_by: str | None = None
    reviewed_at: int | None = None
    made_at: int

    @property
    def is_machine_made(self) -> bool:
        """Whether a machine wrote it; a fuzzy match put right by nobody counts as one."""
        return self.origin in (Origin.MT, Origin.TM_FUZZY)

    @property
    def may_show(self) -> bool:
        """Whether readers may see it: read by a person, or made by one."""
        return self.reviewed_by is not None or not self.is_machine_made


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A translation job as it is kept."""

    id: str
    document: str
    locale: str
    state: WorkState
    reason: Reason | None
    attempts: int
    updated_at: int


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What a service says when it publishes a page: the whole source, and for which languages."""

    id: str
    source_locale: str = "sv"
    risk: Risk = Risk.INFO
    machine: Machine = Machine.PUBLISH_MARKED
    locales: tuple[str, ...] = ()
    segments: tuple[StoredSegment, ...] = ()
    is_minor: bool = False
    """A correction that outdates no translation."""


def merged(old: list[StoredSegment], offer: Offer) -> list[StoredSegment]:
    """The new source, remembering by path which earlier wordings still hold."""
    known = {one.path: one for one in old}
    result: list[StoredSegment] = []
    for new in offer.segments:
        before = known.get(new.path)
        if before is None:
            result.append(msgspec.structs.replace(new, same_as=()))
            continue
        changed = edited(before.facts, new.text, major=not offer.is_minor)
        result.append(msgspec.structs.replace(new, same_as=changed.same_as))
    return result


def contexts(segments: list[StoredSegment]) -> dict[str, str]:
    """The context hash of each segment: its neighbours and its kind."""
    texts = ["", *(one.text for one in segments), ""]
    return {
        one.path: context_hash(texts[at], texts[at + 2], one.kind)
        for at, one in enumerate(segments)
    }


def standing_of(document: Document, locale: str, lines: list[Line], *, is_leased: bool) -> Standing:
    """How a document stands in a language."""
    renderings = {
        line.path: Rendering(
            made_from=line.made_from,
            machine_made=line.is_machine_made,
            reviewed=line.reviewed_by is not None,
            faults=len(line.faults),
        )
        for line in lines
    }
    segments = [one.facts for one in document.segments]
    is_root = locale == document.source_locale
    return standing(segments, renderings, is_root=is_root, is_leased=is_leased)


def untranslated(document: Document, lines: list[Line]) -> list[StoredSegment]:
    """Segments that have no rendering, or one of another wording: only these are done again."""
    made = {line.path: line.made_from for line in lines}
    return [one for one in document.segments if made.get(one.path) not in one.facts.accepted]
