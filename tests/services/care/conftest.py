# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Care on each store: its tables, its audit log, an engine that the test turns, channels that keep what they get."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest

from services.care.actions.administering import SavePolicy, save_policy
from services.care.actions.planning import CreatePlan, activate_plan, create_plan
from services.care.actions.sharing import GiveConsent, add_endpoint, give_consent
from services.care.clients.couriers import Couriers
from services.care.clients.engine import Engine
from services.care.domain.alerts import Alert, Event, fold
from services.care.domain.ladder import Channel, Level, Target, TargetKind
from services.care.domain.occurrences import Occurrence
from services.care.domain.people import CareResident, ConsentPurpose
from services.care.domain.plans import Plan, PlanKind, PlanRevision
from services.care.policy import rules
from services.care.store import alerts as alert_store
from services.care.store import notices as notice_store
from services.care.store import occurrences as occurrence_store
from services.care.store import people as people_store
from services.kit import policy
from services.kit.audit import open_log
from services.kit.channels import ChannelKind, RecordingChannel
from services.kit.clock import ManualClock
from services.kit.context import Resources
from services.kit.data import Database, Tx, define, migrate, select
from services.kit.live import Live
from services.kit.wire.caller import Caller
from tests.services.care.people import BOSS, ELIN, INGRID, UNIT
from tests.support.stores import *  # noqa: F403 -- the fixtures of the house

ALL_ALERTS = define(select(alert_store.alert.c.body, alert_store.alert.c.note), alert_store.Held)
ALL_NOTICES = define(
    select(notice_store.notice).order_by(
        notice_store.notice.c.created_at, notice_store.notice.c.id
    ),
    notice_store.Notice,
)
ALL_OCCURRENCES = define(
    select(occurrence_store.occurrence).order_by(
        occurrence_store.occurrence.c.opens_at, occurrence_store.occurrence.c.id
    ),
    Occurrence,
)


class World:
    """Care at work in a test: a database, a clock, an engine turned by hand."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.database = database
        self.clock = clock
        self.channels: dict[ChannelKind, Any] = {
            kind: RecordingChannel(kind) for kind in ChannelKind
        }
        resources = Resources(service="care", database=database, live=Live(), clock=clock)
        self.engine = Engine(resources, Couriers(resources, self.channels))

    async def do(self, action: Any, *given: Any, **named: Any) -> Any:
        return await self.database.transact(lambda tx: action(tx, *given, **named))

    async def later(self, seconds: float = 0) -> None:
        """Let the clock run in steps no longer than the engine's timers need, turning it all the while."""
        self.clock.advance(seconds)
        await self.engine.run_due()

    async def resident(
        self,
        person: str = "demo-elder",
        *,
        unit: str = UNIT,
        lang: str = "sv",
        protected: bool = False,
    ) -> str:
        await self.do(_put, CareResident(
            id=person, unit=unit, lang=lang, large_text=False, zone="Europe/Stockholm",
            protected=protected, version=1,
        ))  # fmt: skip
        return person

    async def endpoint(
        self, caller: Caller, channel: Channel = Channel.SMS, address: dict[str, str] | None = None
    ) -> str:
        given = address or {"to": f"+4670174{len(caller.sub):04}"}
        return (await self.do(add_endpoint, caller, channel, given, lang="sv")).id

    async def policy(self, *levels: Level, repeat: int = 300, boss: Caller = BOSS) -> str:
        saved = await self.do(
            save_policy, boss,
            SavePolicy(unit=UNIT, name="trappa", levels=levels or (unit_level(),), final_repeat_s=repeat),
        )  # fmt: skip
        return saved.id

    async def plan(self, revision: PlanRevision, *, kind: PlanKind = PlanKind.SELF_CHECKIN) -> Plan:
        await self.do(
            give_consent, INGRID, GiveConsent(resident="demo-elder", purpose=ConsentPurpose.CHECKIN)
        )
        made = await self.do(
            create_plan, ELIN, CreatePlan(resident="demo-elder", kind=kind, revision=revision)
        )
        return await self.do(activate_plan, ELIN, made.id)

    async def alerts(self) -> list[Alert]:
        return [held.body for held in await self.database.many(ALL_ALERTS)]

    async def notices(self) -> list[notice_store.Notice]:
        return await self.database.many(ALL_NOTICES)

    async def occurrences(self) -> list[Occurrence]:
        return await self.database.many(ALL_OCCURRENCES)

    async def check(self) -> None:
        """The invariants that hold after every step (care A8)."""
        for alert in await self.alerts():
            events: list[Event] = await self.database.many(alert_store.events_of, alerts=[alert.id])
            assert [event.seq for event in events] == list(range(1, len(events) + 1))  # I5
            assert fold(events) == alert
            assert (alert.next_action_at is not None) == alert.is_open  # I2


async def _put(tx: Tx, resident: CareResident) -> None:
    await tx.run(people_store.put_resident, **msgspec.structs.asdict(resident))


def unit_level(delay: int = 0) -> Level:
    return Level(
        delay_s=delay, targets=(Target(TargetKind.UNIT, UNIT),), channels=(Channel.SCREEN,)
    )


def user_level(person: str, delay: int = 60, **more: Any) -> Level:
    return Level(
        delay_s=delay,
        targets=(Target(TargetKind.USER, person),),
        channels=(Channel.SMS, Channel.PUSH, Channel.EMAIL),
        **more,
    )


MADE: dict[str, bytes] = {}
"""An empty SQLite file with every table, made once: most of a test's time was making it."""


@pytest.fixture
async def care(open_database: Any, database_url: str, manual_clock: ManualClock) -> World:
    """The schema of care on an empty store; on SQLite and on PostgreSQL."""
    policy.register(rules)
    file = Path(database_url.removeprefix("sqlite:///")) / "care.sqlite3"
    is_file = database_url.startswith("sqlite")
    if is_file and not MADE:
        await (await _ready(open_database("care"))).stop()
        MADE["care"] = file.read_bytes()
    elif is_file:
        file.write_bytes(MADE["care"])
    database = await _ready(open_database("care"))
    manual_clock.set(1_780_300_800_000)  # 2026-06-01T08:00Z
    return World(database, manual_clock)


async def _ready(database: Database) -> Database:
    await database.start()
    await migrate(database, "services.care")
    await open_log(database, "care", b"k" * 32)
    return database


@pytest.fixture
def care_store(care: World) -> Database:
    """The database alone, for what no engine turns."""
    return care.database


@pytest.fixture
async def own_url(database_url: str) -> AsyncIterator[str]:
    """The URL of an empty store for processes of their own; its schema is dropped afterwards."""
    yield database_url
    if database_url.startswith("postgres"):
        connection = await asyncpg.connect(database_url)
        await connection.execute('DROP SCHEMA IF EXISTS "care" CASCADE')
        await connection.close()
