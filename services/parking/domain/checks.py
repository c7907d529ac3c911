# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A check by plate: valid, not valid, or ambiguous near a border; nothing about the owner."""

from enum import StrEnum

import msgspec

GRACE_MS = 15 * 60_000


class CheckAnswer(StrEnum):
    """The three answers."""

    VALID = "valid"
    NOT_VALID = "not_valid"
    AMBIGUOUS = "ambiguous"


class PlaceZone(msgspec.Struct, frozen=True):
    """What a kerb within the accuracy of the point asks for."""

    area: str
    zone: int | None
    """Number of its tariff; 1 is the dearest."""


class Right(msgspec.Struct, frozen=True):
    """A paid session (with a zone) or a permit (with an area) of the plate, half-open milliseconds."""

    start: int
    end: int
    area: str | None = None
    zone: int | None = None


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """What an officer is told: never who, never what kind of permit."""

    answer: CheckAnswer
    end: int | None = None
    zone: int | None = None
    expired_at: int | None = None
    within_grace: bool = False


def covers(right: Right, place: PlaceZone) -> bool:
    """Whether a right reaches a place: its own area, or a dearer zone than the place asks for."""
    if right.area is not None:
        return right.area.casefold() == place.area.casefold()
    if right.zone is None or place.zone is None:
        return right.zone == place.zone
    return right.zone <= place.zone


def judge_plate(rights: list[Right], places: list[PlaceZone], at: int) -> Check:
    """The answer at an instant for every place that the point may mean."""
    live = [right for right in rights if right.start <= at < right.end]
    found = [[right for right in live if covers(right, place)] for place in places]
    if places and all(found):
        best = max((right for each in found for right in each), key=lambda right: right.end)
        end = min(max(right.end for right in each) for each in found)
        return Check(answer=CheckAnswer.VALID, end=end, zone=best.zone)
    if any(found):
        return Check(answer=CheckAnswer.AMBIGUOUS)
    over = [
        right
        for right in rights
        if right.end <= at and any(covers(right, place) for place in places)
    ]
    if not over:
        return Check(answer=CheckAnswer.NOT_VALID)
    last = max(right.end for right in over)
    return Check(answer=CheckAnswer.NOT_VALID, expired_at=last, within_grace=at - last < GRACE_MS)
