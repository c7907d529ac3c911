# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Offline lists for officers: made with a secret of their own, signed, kept in the log; checks handed in later (E4)."""

import asyncio
import hashlib
import secrets
from collections.abc import Mapping, Sequence

import msgspec

from services.kit.context import Resources
from services.kit.crypto.rings import RingFile
from services.kit.crypto.sealing import KeyChest, SealBroken
from services.kit.data import Tx
from services.kit.errors import InputInvalid, Problem, RateLimited
from services.kit.geometry import Point
from services.kit.ids import new_id
from services.kit.wire.tokens.keys import SigningKey, new_signing_key
from services.kit.wire.tokens.signed import sign_compact
from services.parking.actions.checks import LONGEST_PURPOSE, MOST_ACCURACY_M, places_near
from services.parking.actions.plates import LOCAL, all_keys, opened_secrets, unseal_plate
from services.parking.actions.rights import Sealed, rights_of, standing
from services.parking.actions.verdicts import Reads
from services.parking.domain.checks import Check, CheckAnswer, judge_plate
from services.parking.domain.offline import (
    LIFE_MS,
    SKEW_MS,
    Listed,
    ListHead,
    digest_of,
    write_entries,
)
from services.parking.domain.plates import HOME, KEY_BYTES
from services.parking.store import checks as store
from services.parking.store import regulations as feed_store
from services.parking.store.spaces import E7

LISTS_PER_HOUR = 6
HOUR_MS = 3_600_000
MOST_AREAS = 10
MOST_CHECKS = 500
LONGEST_ID = 64
TYPE = "parking-list+jwt"
_YEAR_SECONDS = 365 * 86_400
_process: list[SigningKey] = []


class MakeList(msgspec.Struct, frozen=True, kw_only=True):
    """Which districts an officer goes to, and why."""

    areas: tuple[str, ...]
    purpose: str


class OfflineList(msgspec.Struct, frozen=True, kw_only=True):
    """What a device gets: it keeps the secret apart from the entries, and deletes both when they have run out."""

    head: ListHead
    signature: str
    """A compact JWS (Ed25519) whose claims are the head."""
    entries: str
    secret: bytes


class OfflineCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check that a device made without asking, told afterwards."""

    id: str
    """Made by the device: handing in twice is handing in once."""
    list_id: str
    plate: str
    country: str = HOME
    point: Point
    accuracy_m: float
    purpose: str
    at: int
    """UTC milliseconds."""
    told: CheckAnswer


class HandedIn(msgspec.Struct, frozen=True, kw_only=True):
    """What the city's own register says of a check that was made offline."""

    id: str
    check: Check | None = None
    problem: Problem | None = None
    """Why the check was not taken: what the device has to put right; its neighbours are taken."""


def signers(resources: Resources) -> RingFile | None:
    """The keys that sign lists, in the data folder; None without one."""
    if resources.folder is None:
        return None
    path = resources.folder / "keys" / "parking-lists.json"
    return RingFile(path, alg="Ed25519", now=lambda: resources.clock.now_ms() / 1000)


def signer_of(resources: Resources) -> SigningKey:
    """The key that signs lists now; without a data folder it lives as long as the process."""
    ring = signers(resources)
    return _own_key() if ring is None else ring.active()


def public_keys(resources: Resources) -> dict[str, object]:
    """The key set that devices verify lists with (RFC 7517)."""
    ring = signers(resources)
    return {"keys": [_own_key().public_jwk]} if ring is None else ring.document()


def renew_signer(resources: Resources) -> bool:
    """Announce a new key when the newest is a year old; whether it was."""
    ring = signers(resources)
    now = resources.clock.now_ms() / 1000
    if ring is None or now - ring.ages()[-1][1] < _YEAR_SECONDS:
        return False
    ring.announce()
    return True


class Granted(msgspec.Struct, frozen=True, kw_only=True):
    """A list that may be made: it stands in the log before it exists."""

    id: str
    at: int
    areas: tuple[str, ...]


async def note_list(tx: Tx, officer: str, given: MakeList) -> Granted:
    """Keep who wants a list, for where and why. Raises InputInvalid, RateLimited."""
    areas = tuple(sorted({area.strip() for area in given.areas} - {""}))
    if not 1 <= len(areas) <= MOST_AREAS or sum(map(len, areas)) > LONGEST_PURPOSE:
        raise InputInvalid(path=("areas",))
    purpose = _purpose(given.purpose)
    made = await tx.one(store.lists_since, officer=officer, since=tx.now - HOUR_MS) or 0
    if made >= LISTS_PER_HOUR:
        raise RateLimited(HOUR_MS // 1000)
    granted = Granted(id=new_id(), at=tx.now, areas=areas)
    await tx.run(
        store.add_check, id=granted.id, officer=officer, purpose=f"{', '.join(areas)}: {purpose}",
        plate_key="", lat_e7=0, lon_e7=0, at=tx.now, answer=store.LIST, told=None,
        feed_version=await tx.one(feed_store.feed_version) or 0,
    )  # fmt: skip
    return granted


async def build_list(
    reads: Reads, granted: Granted, key: SigningKey, *, chest: KeyChest = LOCAL
) -> OfflineList:
    """The list itself; the city's sessions are opened and fingerprinted beside the event loop."""
    sealed = await standing(reads, granted.at)
    opened = await opened_secrets(reads, chest)
    secret = secrets.token_bytes(KEY_BYTES)
    entries, left_out = await asyncio.to_thread(_written, sealed, granted.areas, opened, secret)
    head = ListHead(
        jti=granted.id, iat=granted.at // 1000, exp=(granted.at + LIFE_MS) // 1000,
        areas=granted.areas, sha256=digest_of(entries),
        key_sha256=hashlib.sha256(secret).hexdigest(), count=len(entries.splitlines()),
        left_out=left_out,
    )  # fmt: skip
    signature = sign_compact(msgspec.to_builtins(head), key, typ=TYPE)
    return OfflineList(head=head, signature=signature, entries=entries, secret=secret)


async def hand_in(
    tx: Tx, officer: str, given: Sequence[OfflineCheck], *, chest: KeyChest = LOCAL
) -> list[HandedIn]:
    """Keep checks that were made offline, each judged anew as of when it was made.

    A check is taken only if the officer held a list that was alive then. Raises InputInvalid for too many.
    """
    if len(given) > MOST_CHECKS:
        raise InputInvalid(path=("checks",))
    found: list[HandedIn] = []
    for one in given:
        try:
            found.append(HandedIn(id=one.id, check=await _judge_late(tx, officer, one, chest)))
        except Problem as problem:
            found.append(HandedIn(id=one.id, problem=problem))
    return found


async def _judge_late(tx: Tx, officer: str, one: OfflineCheck, chest: KeyChest) -> Check:
    purpose = _purpose(one.purpose)
    if not 1 <= len(one.id) <= LONGEST_ID:
        raise InputInvalid(path=("id",))
    if not 0 <= one.accuracy_m <= MOST_ACCURACY_M:
        raise InputInvalid(path=("accuracy",))
    held = await tx.one(store.list_by_id, id=one.list_id, officer=officer)
    if held is None:
        raise InputInvalid(path=("list",))
    if one.at > tx.now + SKEW_MS or not held.at - SKEW_MS <= one.at < held.at + LIFE_MS:
        raise InputInvalid(path=("at",))
    keys = await all_keys(tx, one.plate, one.country, chest=chest)
    places = await places_near(tx, one.point, one.accuracy_m)
    check = judge_plate(await rights_of(tx, keys, one.at), places, one.at)
    await tx.run(
        store.add_check, id=f"{officer}:{one.id}", officer=officer, purpose=purpose,
        plate_key=keys[0] if keys else "", lat_e7=round(one.point.lat * E7),
        lon_e7=round(one.point.lon * E7), at=one.at, answer=check.answer, told=one.told,
        feed_version=await tx.one(feed_store.feed_version) or 0,
    )  # fmt: skip
    return check


def _written(
    sealed: Sequence[Sealed], areas: Sequence[str], opened: Mapping[int, bytes], secret: bytes
) -> tuple[str, int]:
    """The entries, and how many rights of these districts could not be read."""
    wanted = {area.casefold() for area in areas}
    found: list[Listed] = []
    left_out = 0
    for one in sealed:
        if one.right.area is not None and one.right.area.casefold() not in wanted:
            continue
        try:
            country, plate = unseal_plate(
                opened[one.epoch], one.value, one.row, one.owner, table=one.table
            )
            found.append(Listed(plate, country, one.right))
        except (SealBroken, KeyError):
            left_out += 1
    return write_entries(secret, found), left_out


def _purpose(given: str) -> str:
    if not given.strip() or len(given) > LONGEST_PURPOSE:
        raise InputInvalid(path=("purpose",))
    return given.strip()


def _own_key() -> SigningKey:
    if not _process:
        _process.append(new_signing_key())
    return _process[0]
