# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Offline lists for officers' handhelds: who stands rightly, told only to whoever has the plate before her (E4).

Each list has a secret of its own and dies after hours. An entry is a keyed fingerprint of a plate *and* a right
(an area or a zone) with its time: from the entries alone nobody sees plates, permits or which of them belong
together. What a device may do with a list is what `answer_offline` does, and nothing else.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from services.parking.domain.checks import Check, PlaceZone, Right, judge_plate
from services.parking.domain.plates import HOME, KEY_BYTES, normal_country, normal_plate

LIFE_MS = 4 * 3_600_000
SKEW_MS = 120_000
MARK_BYTES = 15
"""A fingerprint on the list: 120 bits, 20 signs of base64url."""
_NO_ZONE = "zone:"


class Listed(msgspec.Struct, frozen=True):
    """A plate with a right of it."""

    plate: str
    country: str
    right: Right


class OfflineListInvalid(ValueError):
    """A list that is damaged, of another signer, or not of this hour; the text says which."""


class ListHead(msgspec.Struct, frozen=True, kw_only=True):
    """What is signed of a list. Instants are UTC seconds, as in a JWT (RFC 7519)."""

    jti: str
    """Its epoch: names the list and the secret that its fingerprints are made with."""
    iat: int
    exp: int
    areas: tuple[str, ...]
    sha256: str
    """Of the entries as they were sent."""
    key_sha256: str
    count: int
    left_out: int
    """Rights whose plate cannot be read any more: for them an answer "not valid" is wrong."""


def mark_of(secret: bytes, plate: str, country: str, right: str) -> str:
    """The fingerprint of a plate with a right under the secret of a list. Raises PlateInvalid."""
    if len(secret) < KEY_BYTES:
        raise ValueError("the secret of a list has at least 32 bytes")
    message = f"{normal_country(country)}|{normal_plate(plate)}|{right}".encode()
    mark = hmac.new(secret, message, hashlib.sha256).digest()[:MARK_BYTES]
    return urlsafe_b64encode(mark).decode()


def write_entries(secret: bytes, rights: Iterable[Listed]) -> str:
    """The entries, a line each: fingerprint, first and last second (half-open), sorted, so order tells nothing."""
    lines = {
        f"{mark_of(secret, one.plate, one.country, _name(one.right))} "
        f"{one.right.start // 1000} {-(-one.right.end // 1000)}"
        for one in rights
    }
    return "\n".join(sorted(lines))


def digest_of(entries: str) -> str:
    """What the signature says of the entries."""
    return hashlib.sha256(entries.encode()).hexdigest()


def read_list(
    claims: Mapping[str, Any], entries: str, secret: bytes, at: int
) -> tuple[ListHead, Mapping[str, tuple[tuple[int, int], ...]]]:
    """A list whose signature has been verified, if it may be used at an instant (UTC milliseconds).

    Raises OfflineListInvalid for a list that is not whole, has run out or is not yet of this hour.
    """
    try:
        head = msgspec.convert(claims, ListHead)
    except msgspec.ValidationError as wrong:
        raise OfflineListInvalid(f"The list's head is not complete: {wrong}.") from wrong
    if head.sha256 != digest_of(entries):
        raise OfflineListInvalid("The entries are not those that were signed. Fetch a new list.")
    if head.key_sha256 != hashlib.sha256(secret).hexdigest():
        raise OfflineListInvalid("The key belongs to another list. Fetch a new list.")
    if not head.iat * 1000 - SKEW_MS <= at < head.exp * 1000:
        raise OfflineListInvalid("The list has run out. Delete it and fetch a new one.")
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for line in entries.splitlines():
        mark, start, end = line.split(" ")
        found[mark] = (*found.get(mark, ()), (int(start) * 1000, int(end) * 1000))
    return head, found


def answer_offline(
    entries: Mapping[str, Sequence[tuple[int, int]]],
    secret: bytes,
    plate: str,
    places: list[PlaceZone],
    at: int,
    *,
    country: str = HOME,
) -> Check:
    """What a device says of a plate at a place without asking anybody, as the check online would.

    "Not valid" is a reason to ask online, never to fine: somebody may have paid since the list was made.
    """
    rights = [
        Right(start, end, area=right.area, zone=right.zone)
        for right in _asked_for(places)
        for start, end in entries.get(mark_of(secret, plate, country, _name(right)), ())
    ]
    return judge_plate(rights, places, at)


def _asked_for(places: Iterable[PlaceZone]) -> list[Right]:
    """Every right that would cover one of the places, each once."""
    found: dict[str, Right] = {}
    for place in places:
        wanted = [Right(0, 0, area=place.area)]
        if place.zone is None:
            wanted.append(Right(0, 0))
        else:
            wanted += [Right(0, 0, zone=number) for number in range(1, place.zone + 1)]
        found |= {_name(one): one for one in wanted}
    return list(found.values())


def _name(right: Right) -> str:
    if right.area is not None:
        return f"area:{right.area.casefold()}"
    return _NO_ZONE if right.zone is None else f"zone:{right.zone}"
