# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Permits and checks in the database: who may, one live permit, minimal answers, all kept (E1-E3)."""

import hashlib
from datetime import date, timedelta

import pytest

from services.kit.clock import ManualClock, instant, milliseconds
from services.kit.data import Database
from services.kit.errors import Conflict, InputInvalid, Problem, RateLimited
from services.kit.geometry import Point
from services.kit.wire.caller import Caller, CallerKind
from services.parking.actions import checks, permits, sessions
from services.parking.domain.checks import CheckAnswer
from services.parking.domain.local_time import from_wall
from services.parking.domain.permits import EndWhen, PermitStatus, PermitType
from services.parking.domain.plates import normal_plate, plate_key
from services.parking.domain.regulations import PermitKind
from services.parking.store import checks as check_store
from services.parking.store import permits as store
from tests.services.parking.conftest import take_in
from tests.services.parking.facts import friday_bay
from tests.support.services import AMINA, STRANGER

pytestmark = pytest.mark.anyio
HERE = Point(59.34002, 18.0705)
OFFICER = Caller(kind=CallerKind.STAFF, sub="officer-1", loa=3, roles=("officer",))
TODAY = date(2026, 6, 1)


@pytest.fixture
async def city(kerbs: Database, manual_clock: ManualClock) -> Database:
    manual_clock.set(milliseconds(from_wall("2026-06-01T12:00")))
    await take_in(kerbs, friday_bay())
    return kerbs


async def request(city: Database, plate: str = "ABC123", **changes: object) -> store.Permit:
    wish = permits.ApplyPermit(
        **{
            "kind": PermitType.RESIDENT,
            "area": "Vasastan",
            "plate": plate,
            "start": TODAY,
            "months": 6,
        }
        | changes  # type: ignore[arg-type]
    )
    return await city.transact(lambda tx: permits.apply_for_permit(tx, AMINA, wish))


async def granted(city: Database, plate: str = "ABC123", **changes: object) -> store.Permit:
    asked = await request(city, plate, **changes)
    return await city.transact(
        lambda tx: permits.decide_permit(tx, OFFICER, asked.id, granted=True)
    )


async def check(city: Database, plate: str = "ABC123", caller: Caller = OFFICER, **changes: object):
    wish = checks.CheckPlate(
        **{"plate": plate, "point": HERE, "purpose": "patrol"} | changes  # type: ignore[arg-type]
    )
    return await city.transact(lambda tx: checks.check_plate(tx, caller, wish))


async def test_one_live_permit_per_person_and_vehicle(city: Database) -> None:
    # parking P5
    await request(city)
    with pytest.raises(Conflict):
        await request(city, "abc-123")


async def test_a_permit_holds_only_when_an_officer_has_granted_it(city: Database) -> None:
    asked = await request(city)
    assert await permits.held_permits(city, AMINA.sub, TODAY) == ()
    with pytest.raises(Problem):
        await city.transact(lambda tx: permits.decide_permit(tx, AMINA, asked.id, granted=True))
    await city.transact(lambda tx: permits.decide_permit(tx, OFFICER, asked.id, granted=True))
    held = await permits.held_permits(city, AMINA.sub, TODAY)
    assert [(one.kind, one.area) for one in held] == [(PermitKind.RESIDENT, "Vasastan")]
    assert await permits.held_permits(city, AMINA.sub, date(2026, 12, 1)) == ()


async def test_a_second_vehicle_costs_more_ends_with_the_first_and_goes_first(
    city: Database,
) -> None:
    # parking P5
    first = await granted(city)
    second = await granted(city, "DEF456", second_of=first.id, months=12)
    assert (second.month_ore, second.end_day) == (165_000, first.end_day)
    end = permits.EndPermit(permit=first.id, version=first.version, when=EndWhen.IMMEDIATELY)
    with pytest.raises(Conflict):
        await city.transact(lambda tx: permits.end_permit(tx, AMINA, end))


async def test_ending_gives_unused_months_back_once(
    city: Database, manual_clock: ManualClock
) -> None:
    # parking P6
    permit = await granted(city)
    manual_clock.advance(40 * 86_400)
    end = permits.EndPermit(permit=permit.id, version=permit.version, when=EndWhen.IMMEDIATELY)
    ended = await city.transact(lambda tx: permits.end_permit(tx, AMINA, end))
    assert ended.status is PermitStatus.CLOSED
    with pytest.raises(Conflict):
        await city.transact(lambda tx: permits.end_permit(tx, AMINA, end))


async def test_extension_continues_from_the_first_day(
    city: Database, manual_clock: ManualClock
) -> None:
    # parking P4, P5
    permit = await granted(city, months=1)
    manual_clock.advance(20 * 86_400)
    longer = await city.transact(lambda tx: permits.extend_permit(tx, AMINA, permit.id, 2))
    assert date.fromordinal(longer.end_day or 0) == date(2026, 9, 1)
    with pytest.raises(InputInvalid):
        await city.transact(lambda tx: permits.extend_permit(tx, AMINA, permit.id, 2))


async def test_permits_of_another_are_not_there(city: Database) -> None:
    permit = await granted(city)
    end = permits.EndPermit(permit=permit.id, version=permit.version, when=EndWhen.IMMEDIATELY)
    with pytest.raises(Problem):
        await city.transact(lambda tx: permits.end_permit(tx, STRANGER, end))
    with pytest.raises(Problem):
        await permits.list_permits(city, OFFICER, AMINA.sub)


async def test_a_check_tells_valid_until_when_and_nothing_more(city: Database) -> None:
    # parking E3
    assert (await check(city)).answer is CheckAnswer.NOT_VALID
    await granted(city)
    found = await check(city)
    assert found.answer is CheckAnswer.VALID
    assert not {"owner", "kind", "permit"} & set(type(found).__struct_fields__)
    kept = await city.many(check_store.checks_of, officer=OFFICER.sub)
    assert [(one.purpose, one.answer) for one in kept] == [
        ("patrol", "not_valid"),
        ("patrol", "valid"),
    ]


async def test_a_paid_session_is_valid_and_then_in_grace(
    city: Database, manual_clock: ManualClock
) -> None:
    # parking E2
    wish = sessions.AskQuote(point=HERE, end=instant(manual_clock.now_ms()) + timedelta(hours=1))
    quoted = await city.transact(lambda tx: sessions.make_quote(tx, AMINA, wish))
    start = sessions.StartParking(quote=quoted.quote.id, plate="PAY123")
    await city.transact(lambda tx: sessions.start_parking(tx, AMINA, start))
    found = await check(city, "pay 123")
    assert (found.answer, found.zone) == (CheckAnswer.VALID, 2)
    manual_clock.advance(3_700)
    late = await check(city, "PAY123")
    assert (late.answer, late.within_grace) == (CheckAnswer.NOT_VALID, True)


async def test_only_officers_check_with_a_purpose_and_not_too_often(city: Database) -> None:
    # parking E3
    with pytest.raises(Problem):
        await check(city, caller=AMINA)
    with pytest.raises(InputInvalid):
        await check(city, purpose=" ")
    for _ in range(checks.PER_MINUTE):
        await check(city)
    with pytest.raises(RateLimited):
        await check(city)
    assert len(await city.many(check_store.checks_of, officer=OFFICER.sub)) == checks.PER_MINUTE


def test_a_fingerprint_is_keyed_and_one_spelling_has_one() -> None:
    # parking E1: no bare hash; the whole plate space would be tried in seconds
    secret = b"s" * 32
    assert plate_key(secret, "abc 123") == plate_key(secret, "ABC-123")
    assert plate_key(secret, "ABC123") != plate_key(b"t" * 32, "ABC123")
    assert plate_key(secret, "ABC123", "SE") != plate_key(secret, "ABC123", "NO")
    bare = {hashlib.sha256(text).hexdigest() for text in (b"ABC123", b"SE|ABC123", b"SEABC123")}
    assert plate_key(secret, "ABC123") not in bare
    assert normal_plate("ａｂｃ１２３") == "ABC123"
    with pytest.raises(ValueError, match="32 bytes"):
        plate_key(b"short", "ABC123")
