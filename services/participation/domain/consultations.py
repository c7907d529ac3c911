# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A consultation: phases, ordered sections, who may comment on each and whether on the map."""

from enum import StrEnum

import msgspec

from services.kit.errors import InputInvalid, Problem
from services.participation.domain.polls import Texts
from services.participation.domain.words import checked_key


class SectionKind(StrEnum):
    """What a section is."""

    MAIN = "main"
    PART = "part"
    SCENARIO = "scenario"
    CLOSURE = "closure-info"


class Commenting(StrEnum):
    """Who may comment; each asks for a level of assurance."""

    NONE = "none"
    OPEN = "open"
    REGISTERED = "registered"
    STRONG = "strong"

    @property
    def loa(self) -> int:
        """Lowest level of assurance of the sign-in."""
        return {"open": 1, "registered": 2, "strong": 3}.get(self.value, 5)


class OnMap(StrEnum):
    """Whether a comment may or must point at a place."""

    NONE = "none"
    MARKER = "marker"
    ALL = "all"


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A section of a consultation."""

    id: str
    kind: SectionKind
    title: Texts
    text: Texts
    commenting: Commenting = Commenting.REGISTERED
    on_map: OnMap = OnMap.NONE


class Phase(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time with a name."""

    name: Texts
    opens_at: int
    closes_at: int


class Consultation(msgspec.Struct, frozen=True, kw_only=True):
    """What the city asks about, and afterwards what changed because of it."""

    id: str
    title: Texts
    sections: tuple[Section, ...]
    phases: tuple[Phase, ...]
    area: str = ""
    """GeoJSON of the place it is about."""
    outcome: Texts = {}
    """What changed because of you; written at the end."""

    def section(self, key: str) -> Section:
        """The section of this key; InputInvalid when there is none."""
        for each in self.sections:
            if each.id == key:
                return each
        raise InputInvalid(path=("section",))

    def is_open(self, now: int) -> bool:
        """Whether any phase is running."""
        return any(phase.opens_at <= now < phase.closes_at for phase in self.phases)


def checked_consultation(given: Consultation) -> Consultation:
    """The consultation as it may be published; InputInvalid names what must be put right."""
    checked_key(given.id, "key")
    keys = [section.id for section in given.sections]
    if not keys or len(set(keys)) != len(keys):
        raise InputInvalid(path=("sections",))
    if not given.title.get("sv", "").strip():
        raise InputInvalid(path=("title",))
    if not given.phases or not _in_order(given.phases):
        raise InputInvalid(path=("phases",))
    return given


def _in_order(phases: tuple[Phase, ...]) -> bool:
    """Whether every phase has its name, ends after it begins, and before the next begins."""
    edges = [edge for phase in phases for edge in (phase.opens_at, phase.closes_at)]
    named = all(phase.name.get("sv", "").strip() for phase in phases)
    return named and edges == sorted(edges) and all(p.opens_at < p.closes_at for p in phases)


def may_comment(held: Consultation, section: str, *, loa: int, now: int, has_place: bool) -> None:
    """Raise the Problem that stands in the way of a comment."""
    wanted = held.section(section)
    if wanted.commenting is Commenting.NONE or not held.is_open(now):
        raise Problem("PARTICIPATION_CLOSED_FOR_COMMENTS")
    if loa < wanted.commenting.loa:
        raise Problem(
            "STEP_UP_REQUIRED",
            extensions={"acrValues": [f"loa{wanted.commenting.loa}"], "maxAge": None},
        )
    if has_place and wanted.on_map is OnMap.NONE:
        raise InputInvalid(path=("geometry",))
    if not has_place and wanted.on_map is OnMap.MARKER:
        raise InputInvalid(path=("geometry",))
