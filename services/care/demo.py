# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Care in the demonstration city: Ingrid is looked after daily, her daughter lets herself know, an alarm waits."""

from typing import Final

import msgspec

from services.care.actions.alerts import RaiseAlert, raise_alert
from services.care.actions.making import make_plan
from services.care.domain.devices import Device, Profile
from services.care.domain.ladder import Channel, Ladder, Level, Target, TargetKind
from services.care.domain.people import (
    CareResident,
    Consent,
    ConsentPurpose,
    Decision,
    GivenBy,
    Share,
    ShareScope,
    ShareSource,
)
from services.care.domain.plans import Plan, PlanKind, PlanRevision, PlanStatus, Reminder
from services.care.domain.rotas import Layer, Rota
from services.care.domain.triage import MISSED, Source
from services.care.store import devices as device_store
from services.care.store import people as store
from services.care.store import plans as plan_store
from services.care.store import policies as policy_store
from services.kit.data import Tx

UNIT: Final = "hemtjanst-sodermalm"
ELDER: Final = "demo-elder"
DAUGHTER: Final = "demo-relative"
NURSE: Final = "demo-nurse"
STAFF: Final = "demo-staff"
SEEDED_BY: Final = "demo"
PLAN: Final = "0190f3c0-0000-7000-8000-00000000ca01"
POLICY: Final = f"{UNIT}:default"
ROTA: Final = f"{UNIT}:dag"
DAY_MS: Final = 86_400_000
OTHERS: Final = (("demo-care-1", "fi"), ("demo-care-2", "so"), ("demo-care-3", "sv"))
"""Further residents of the unit; they exist here alone and have no name."""


async def seed(tx: Tx) -> None:
    """Put the demo care into the database; what is there already stays as it is."""
    known = await tx.many(store.residents_by_id, ids=[ELDER])
    if known:
        return
    for person, lang in ((ELDER, "sv"), *OTHERS):
        await tx.run(store.put_resident, **msgspec.structs.asdict(CareResident(
            id=person, unit=UNIT, lang=lang, large_text=person == ELDER, zone="Europe/Stockholm",
            protected=False, version=1,
        )))  # fmt: skip
    await _duty(tx)
    await _basis(tx)
    await _plan(tx)
    await tx.run(device_store.add_device, **msgspec.structs.asdict(Device(
        id="demo-device", cid="7000001", unit=UNIT, resident=ELDER, label="Larmknapp", profile=Profile(),
        heartbeat_s=86_400, last_heard=tx.now, last_test=tx.now - DAY_MS, next_check_at=tx.now + 3 * DAY_MS,
        policy=POLICY, digest_user="7000001", removed_at=None,
    )))  # fmt: skip
    await raise_alert(tx, RaiseAlert(
        unit=UNIT, resident=OTHERS[0][0], source=Source.MISSED, priority=MISSED, dedup_key="demo:missed",
        policy=POLICY, lang="fi", about={"reason": "no_answer"},
    ))  # fmt: skip


async def _duty(tx: Tx) -> None:
    """Who is on call, and the ladder: the rota first, then the screens, then again and again."""
    rota = Rota(
        id=ROTA, unit=UNIT, name="Dag och natt",
        layers=(Layer(participants=(STAFF, NURSE), begins_on="2026-01-05", shift_days=7),),
    )  # fmt: skip
    await tx.one(policy_store.put_rota, id=ROTA, unit=UNIT, version=1, body=rota, read_version=0)
    ladder = Ladder(
        policy=POLICY, version=1, unit=UNIT, final_repeat_s=300,
        levels=(
            Level(delay_s=0, targets=(Target(TargetKind.ROTA, ROTA), Target(TargetKind.UNIT, UNIT)),
                  channels=(Channel.PUSH, Channel.SMS, Channel.SCREEN)),
            Level(delay_s=120, targets=(Target(TargetKind.RELATIVE),), channels=(Channel.PUSH, Channel.SMS)),
            Level(delay_s=180, targets=(Target(TargetKind.UNIT, UNIT),), channels=(Channel.SCREEN,)),
        ),
    )  # fmt: skip
    row = policy_store.PolicyRow(POLICY, 1, UNIT, "Dag och natt", ladder, tx.now, SEEDED_BY)
    await tx.run(policy_store.add_policy, **msgspec.structs.asdict(row))


async def _basis(tx: Tx) -> None:
    """A decision, consents, and the daughter who may know how it goes."""
    await tx.run(store.add_decision, **msgspec.structs.asdict(Decision(
        id="demo-decision", resident=ELDER, unit=UNIT, legal_basis="SoL", effort="Tillsyn", decided_at=tx.now,
        valid_from=tx.now, valid_to=None, ended_at=None,
    )))  # fmt: skip
    for purpose in (ConsentPurpose.CHECKIN, ConsentPurpose.VIDEO, ConsentPurpose.SHARE_WITH):
        await tx.run(store.add_consent, **msgspec.structs.asdict(Consent(
            id=f"demo-consent-{purpose.value}", resident=ELDER, purpose=purpose, given_by=GivenBy.SELF,
            giver=ELDER, evidence=None, valid_from=tx.now, valid_to=None, withdrawn_at=None,
        )))  # fmt: skip
    await tx.run(store.add_share, **msgspec.structs.asdict(Share(
        id="demo-delegation-1", grantor=ELDER, grantee=DAUGHTER,
        scopes=tuple(sorted(scope.value for scope in ShareScope if scope is not ShareScope.ANSWER)),
        source=ShareSource.SELF, valid_from=tx.now, valid_to=None, withdrawn_at=None,
    )))  # fmt: skip


async def _plan(tx: Tx) -> None:
    plan = Plan(
        id=PLAN, resident=ELDER, unit=UNIT, kind=PlanKind.SELF_CHECKIN, status=PlanStatus.ACTIVE,
        decision="demo-decision", current_rev=1, made_until=tx.now, version=1,
    )  # fmt: skip
    await tx.run(plan_store.add_plan, **msgspec.structs.asdict(plan))
    revision = PlanRevision(
        start_local="2026-01-01T08:00", rule="FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0", window_s=3600,
        reminders=(Reminder(1800),), policy=POLICY,
    )  # fmt: skip
    await tx.run(
        plan_store.add_revision, plan=PLAN, rev=1, body=revision, effective_from=tx.now, made_at=tx.now,
        made_by=SEEDED_BY,
    )  # fmt: skip
    await make_plan(tx, plan)
