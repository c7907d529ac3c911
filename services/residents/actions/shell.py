# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Preferences per service, devices, ratings: small choices of a person, each on record."""

from collections import Counter

import msgspec

from i18n import registry, t
from services.kit.audit import Entry, record
from services.kit.channels import PushKeys
from services.kit.clock import instant
from services.kit.data import Database, Tx
from services.kit.errors import Conflict, InputInvalid, Problem
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.roster import deployed
from services.kit.wire.caller import Caller
from services.residents.domain.reaching import (
    MOST_DEVICES,
    Device,
    Preference,
    check_device,
)
from services.residents.store import notify
from services.residents.store import shell as store

MOST_STARS = 5
MOST_PAGE = 200
DAY_MS = 86_400_000
STATISTICS_MS = 365 * DAY_MS


class Choose(msgspec.Struct, frozen=True, kw_only=True):
    """What a person wants from one service, and the version she read."""

    service: str
    inbox: bool
    email: bool
    sms: bool
    push: bool
    version: int


class AddDevice(msgspec.Struct, frozen=True, kw_only=True):
    """A device that wants pushes."""

    platform: str
    endpoint: str
    keys: PushKeys
    app_version: str


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """A judgement of a page."""

    service: str
    page: str
    stars: int
    language: str


async def list_preferences(database: Database, caller: Caller, person: str) -> list[Preference]:
    """Her choice for every service of the city; what she has not chosen is the default."""
    require(caller, "residents.profile.read", {"owner": person})
    kept = {one.service: one for one in await database.many(store.preferences_of, who=person)}
    await record(database, [_entry(caller, person, "preference.read")])
    return [kept.get(name) or Preference(person=person, service=name) for name in deployed()]


async def choose(tx: Tx, caller: Caller, given: Choose) -> Preference:
    """Keep a choice. Conflict when it was changed after she read it; InputInvalid without a service."""
    require(caller, "residents.profile.write", {"owner": caller.sub})
    if given.service not in deployed():
        raise InputInvalid(path=("service",))
    kept = await tx.one(
        store.put_preference, person=caller.sub, service=given.service, inbox=given.inbox,
        email=given.email, sms=given.sms, push=given.push, version=given.version + 1,
        read_version=given.version,
    )  # fmt: skip
    if kept is None or kept.version != given.version + 1:
        raise Conflict(
            t("residents.changed_meanwhile", "Din profil har ändrats. Läs om den och välj igen.")
        )
    await tx.audit(_entry(caller, caller.sub, "preference.choose"))
    return kept


async def list_devices(database: Database, caller: Caller, person: str) -> list[Device]:
    """The devices that take her pushes."""
    require(caller, "residents.profile.read", {"owner": person})
    await record(database, [_entry(caller, person, "device.read")])
    return await database.many(store.devices_of, who=person)


async def add_device(tx: Tx, caller: Caller, given: AddDevice) -> Device:
    """Keep a device; the same endpoint again is the same device, now of this person."""
    require(caller, "residents.profile.write", {"owner": caller.sub})
    check_device(given.platform, given.endpoint, given.keys, given.app_version)
    there = await tx.many(store.devices_of, who=caller.sub)
    if len(there) >= MOST_DEVICES and given.endpoint not in {one.endpoint for one in there}:
        raise InputInvalid(path=("endpoint",), max=MOST_DEVICES)
    made = Device(
        id=new_id(), person=caller.sub, platform=given.platform, endpoint=given.endpoint,
        keys=given.keys, app_version=given.app_version, added_at=tx.now,
    )  # fmt: skip
    await tx.run(
        store.put_device, id=made.id, person=made.person, platform=made.platform,
        endpoint=made.endpoint, keys=made.keys, app_version=made.app_version,
        added_at=made.added_at,
    )  # fmt: skip
    await tx.audit(_entry(caller, caller.sub, "device.add"))
    kept = await tx.many(store.devices_of, who=caller.sub)
    return next(one for one in kept if one.endpoint == given.endpoint)


async def drop_device(tx: Tx, caller: Caller, key: str) -> bool:
    """Take a device out; False when it was not there."""
    require(caller, "residents.profile.write", {"owner": caller.sub})
    await tx.audit(_entry(caller, caller.sub, "device.drop"))
    return await tx.run(store.drop_device, who=caller.sub, key=key) == 1


async def rate(tx: Tx, given: Rate) -> None:
    """Count a judgement: nobody can tell whose it was (D3)."""
    if given.service not in deployed() or not given.page.startswith("/"):
        raise InputInvalid(path=("page",))
    if not 1 <= given.stars <= MOST_STARS or len(given.page) > MOST_PAGE:
        raise InputInvalid(path=("stars",), max=MOST_STARS)
    if not registry.known(given.language):
        raise Problem("UNKNOWN_LOCALE", path=("language",))
    await tx.run(
        store.add_rating, service=given.service, page=given.page, language=given.language,
        month=f"{instant(tx.now):%Y-%m}", stars=given.stars, count=1,
    )  # fmt: skip


async def ratings(database: Database, caller: Caller, service: str) -> list[store.Stars]:
    """What people thought of a service, by month, page and language (D4)."""
    require(caller, "residents.rating.read")
    return await database.many(store.ratings_of, what=service)


class SentCount(msgspec.Struct, frozen=True):
    """So many notices of a service on a channel came to an end, or are on their way, in a month."""

    service: str
    kind: str
    status: str
    month: str
    count: int


async def sent_counts(database: Database, caller: Caller) -> list[SentCount]:
    """What went out in the last twelve months, by month, sender, channel and state; nobody's name."""
    require(caller, "residents.statistics.read")
    since = database.clock.now_ms() - STATISTICS_MS
    sums: Counter[tuple[str, str, str, str]] = Counter()
    for one in await database.many(notify.counted_by_day, since=since):
        month = f"{instant(one.day * DAY_MS):%Y-%m}"
        sums[month, one.service, one.kind, one.status] += one.count
    return [
        SentCount(service=service, kind=kind, status=status, month=month, count=count)
        for (month, service, kind, status), count in sorted(sums.items())
    ]


def _entry(caller: Caller, person: str, verb: str) -> Entry:
    return Entry(
        caller=caller,
        subject=person,
        action=f"residents.{verb}",
        resource="Resident",
        ids=(person,),
    )
