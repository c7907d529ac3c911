# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the manager of a unit keeps: escalation policies, rotas, stand-ins, devices, residents in care."""

import msgspec

from services.care.actions.access import Refused, entry_of, own_id, unit_facts
from services.care.domain import ladder as ladders
from services.care.domain import rotas
from services.care.domain.devices import Device, Profile, offline_at
from services.care.domain.ladder import Ladder, LadderInvalid, Level, TargetKind
from services.care.domain.rotas import Layer, Rota, RotaInvalid
from services.care.store import devices as device_store
from services.care.store import policies as store
from services.kit.audit import Outcome
from services.kit.data import Tx
from services.kit.errors import Conflict, InputInvalid, NotFound, Problem
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller

LOOK_AHEAD_MS = 7 * 86_400_000
GAPS_EVERY_MS = 6 * 3_600_000


class SavePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """A new version of an escalation policy (a new policy when `id` is empty)."""

    unit: str
    name: str
    levels: tuple[Level, ...]
    final_repeat_s: int = 300
    id: str = ""


class SaveRota(msgspec.Struct, frozen=True, kw_only=True):
    """A rota, new when `id` is empty."""

    unit: str
    name: str
    layers: tuple[Layer, ...]
    zone: str = "Europe/Stockholm"
    id: str = ""
    version: int = 0


class RegisterDevice(msgspec.Struct, frozen=True, kw_only=True):
    """A device that is put up at somebody's home."""

    unit: str
    cid: str
    resident: str | None = None
    label: str = ""
    heartbeat_s: int | None = None
    policy: str = ""
    digest_user: str = ""
    profile: Profile = Profile()


async def save_policy(tx: Tx, caller: Caller, given: SavePolicy) -> store.PolicyRow:
    """Keep a version; running alerts go on by the version they were raised with (A6)."""
    await _manages(tx, caller, given.unit, "policy", given.id)
    known = await tx.one(store.newest_policy, id=given.id) if given.id else None
    if given.id and (known is None or known.unit != given.unit):
        raise NotFound
    policy_id = given.id or new_id()
    version = known.version + 1 if known else 1
    ladder = Ladder(
        policy=policy_id,
        version=version,
        unit=given.unit,
        levels=given.levels,
        final_repeat_s=given.final_repeat_s,
    )
    await _check(tx, ladder)
    row = store.PolicyRow(
        policy_id,
        version,
        given.unit,
        given.name.strip() or policy_id,
        ladder,
        tx.now,
        own_id(caller)[0],
    )
    await tx.run(store.add_policy, **msgspec.structs.asdict(row))
    return row


async def _check(tx: Tx, ladder: Ladder) -> None:
    try:
        ladders.check(ladder)
    except LadderInvalid as wrong:
        raise Problem("CARE_POLICY_INVALID", path=wrong.path) from wrong
    for number, level in enumerate(ladder.levels):
        for place, target in enumerate(level.targets):
            if target.kind is TargetKind.ROTA:
                rota = await tx.one(store.rota_by_id, id=target.id)
                if rota is None or rota.unit != ladder.unit:
                    raise Problem("CARE_POLICY_INVALID", path=("levels", number, "targets", place))
            elif target.kind in (TargetKind.USER, TargetKind.EXTERNAL) and not target.id:
                raise Problem("CARE_POLICY_INVALID", path=("levels", number, "targets", place))


async def save_rota(tx: Tx, caller: Caller, given: SaveRota) -> store.RotaRow:
    """Keep a rota; somebody else's change in between is a Conflict."""
    await _manages(tx, caller, given.unit, "rota", given.id)
    if given.id:
        known = await tx.one(store.rota_by_id, id=given.id)
        if known is None or known.unit != given.unit:
            raise NotFound
    rota = Rota(
        id=given.id or new_id(), unit=given.unit, name=given.name.strip(), layers=given.layers,
        zone=given.zone, version=given.version + 1,
    )  # fmt: skip
    try:
        rotas.check(rota)
    except RotaInvalid as wrong:
        raise Problem("CARE_ROTA_INVALID", path=wrong.path) from wrong
    saved = await tx.one(
        store.put_rota, id=rota.id, unit=rota.unit, version=1, body=rota, read_version=given.version
    )
    if saved is None:
        raise Conflict
    await tx.schedule("care.rota.gaps", "rota-gaps", tx.now + 1000)
    return saved


async def override(
    tx: Tx, caller: Caller, rota_id: str, person: str, *, begins_at: int, ends_at: int
) -> store.OverrideRow:
    """Somebody stands in for a while."""
    rota = await tx.one(store.rota_by_id, id=rota_id)
    if rota is None:
        raise NotFound
    await _manages(tx, caller, rota.unit, "rota", rota_id)
    if not max(begins_at, tx.now) < ends_at:
        raise InputInvalid(path=("endsAt",))
    row = store.OverrideRow(new_id(), rota_id, person, begins_at, ends_at, own_id(caller)[0])
    await tx.run(store.add_override, **msgspec.structs.asdict(row))
    return row


async def register_device(tx: Tx, caller: Caller, given: RegisterDevice) -> Device:
    """Put a device up; its first heartbeat is awaited from now on."""
    await _manages(tx, caller, given.unit, "device", given.cid)
    if not given.cid.isdigit() or len(given.cid) > 20:  # noqa: PLR2004 -- a telephone number at most
        raise InputInvalid(path=("cid",))
    if given.profile.answer not in ("message", "body_in_200", "both"):
        raise InputInvalid(path=("profile", "answer"))
    if await tx.one(device_store.device_by_cid, cid=given.cid) is not None:
        raise InputInvalid(path=("cid",))
    device = Device(
        id=new_id(), cid=given.cid, unit=given.unit, resident=given.resident, label=given.label,
        profile=given.profile, heartbeat_s=given.heartbeat_s, last_heard=None, last_test=None,
        next_check_at=offline_at(given.heartbeat_s, tx.now), policy=given.policy,
        digest_user=given.digest_user or given.cid, removed_at=None,
    )  # fmt: skip
    await tx.run(device_store.add_device, **msgspec.structs.asdict(device))
    return device


async def report_gaps(tx: Tx) -> int:
    """Tell units whose rotas have nobody at some time in the next seven days; how many gaps."""
    count = 0
    for row in await tx.many(store.all_rotas):
        stand_ins = await tx.many(store.overrides_of, rotas=[row.id], now=tx.now)
        found = rotas.gaps(
            row.body, tuple(one.fact for one in stand_ins), tx.now, tx.now + LOOK_AHEAD_MS
        )
        for begin, end in found:
            count += 1
            await tx.emit(
                "care.rota.gap", f"unit:{row.unit}", {"rota": row.id, "from": begin, "to": end}
            )
    return count


async def _manages(tx: Tx, caller: Caller, unit: str, resource: str, thing: str) -> None:
    entry = entry_of(
        caller, "care.unit.manage", resource, f"unit:{unit}", ids=(thing,) if thing else ()
    )
    try:
        require(caller, "care.unit.manage", unit_facts(unit), now=tx.now)
    except Problem as problem:
        raise Refused(problem, msgspec.structs.replace(entry, outcome=Outcome.REFUSED)) from problem
    await tx.audit(entry)
