# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Search over 100 000 places with filters, and what is open now within a kilometre, on both databases."""

import asyncio
import os
import random
import time
from pathlib import Path
from statistics import median

import asyncpg

from services.cityinfo.actions.places import search_places
from services.cityinfo.actions.schedules import hash_of_hours
from services.cityinfo.actions.writing import entries_of, put_districts, write_entries
from services.cityinfo.demo import EDITOR
from services.cityinfo.demo.content import districts
from services.cityinfo.domain.accessibility import Profile
from services.cityinfo.domain.collation import sort_key
from services.cityinfo.domain.osm_reading import read_osm
from services.cityinfo.domain.place_query import PlaceQuery
from services.cityinfo.domain.places import Place, PlaceKind, tags_of
from services.cityinfo.domain.words import in_swedish
from services.cityinfo.policy import rules
from services.cityinfo.store import content as store
from services.kit import policy
from services.kit.clock import ManualClock, instant
from services.kit.data import Database, define, migrate
from services.kit.geometry import Point, cell
from services.kit.testing.postgres import release_postgres, start_postgres

PLACES = int(os.environ.get("BENCH_PLACES", "100000"))
BATCH = 2_000
QUESTIONS = 200
NOW = 1_778_500_000_000  # Monday 2026-05-11 13:46 in Stockholm
FIRST = [
    "Nya",
    "Gamla",
    "Stora",
    "Lilla",
    "Norra",
    "Södra",
    "Östra",
    "Västra",
    "Övre",
    "Nedre",
    "Kungs",
    "Drottning",
    "Sankt",
    "Röda",
    "Blå",
]
STEMS = [f"{a}{b}" for a in ("björk", "ek", "tall", "sjö", "berg", "dal", "holm", "lund", "ängs", "ström", "sten", "kvarn",
         "kyrk", "slotts", "hamn", "torg", "skog", "vik", "ö", "bro") for b in ("gård", "parken", "hallen", "huset", "planen",
         "badet", "skolan", "torget", "stugan", "kajen")]  # fmt: skip
NOUNS = ["bibliotek", "museum", "simhall", "idrottshall", "lekpark", "park", "kulturhus", "kontor"]
WEEKS = [
    "Mo-Fr {a}:00-{b}:00; PH off",
    "Mo-Su {a}:30-{b}:30",
    "Mo-Th {a}:00-{b}:00, Sa 10:00-14:00",
    "Tu-Su {a}:15-{b}:45; Dec 24-26 off",
]


def main() -> None:
    """Print the figures."""
    policy.register(rules)
    asyncio.run(_measure("sqlite://", "SQLite"))
    server = start_postgres("bench", buffers="128MB")
    try:
        asyncio.run(_measure(server.url, "PostgreSQL"))
    finally:
        release_postgres("bench")


async def _measure(url: str, name: str) -> None:
    database = Database.open(url, service="cityinfo", clock=ManualClock(NOW))
    await database.start()
    await migrate(database, "services.cityinfo")
    if database.dialect == "postgresql":
        await database.transact(_forget_all)
    before = time.perf_counter()
    await database.transact(lambda tx: put_districts(tx, EDITOR, districts()))
    made = list(_places())
    for start in range(0, len(made), BATCH):
        part = made[start : start + BATCH]
        await database.transact(lambda tx, part=part: _write(tx, part))
    if database.dialect == "postgresql":
        await _settle(url)
    print(f"{name}: {len(made)} places written in {time.perf_counter() - before:.0f} s")
    server = await _backends(url) if database.dialect == "postgresql" else ()
    for title, make in QUERIES.items():
        chance = random.Random(title)
        walls, cpus, totals = [], [], []
        await _ask(database, make(random.Random(0)))
        for _ in range(QUESTIONS):
            query = make(chance)
            begun, spent = time.perf_counter(), _cpu(server)
            totals.append(await _ask(database, query))
            walls.append((time.perf_counter() - begun) * 1000)
            cpus.append((_cpu(server) - spent) * 1000)
        print(f"  {title:42} CPU p50 {_share(cpus, 0.5):6.2f} p95 {_share(cpus, 0.95):6.2f} max {max(cpus):6.2f} ms"
              f"  wall p50 {_share(walls, 0.5):6.2f} p95 {_share(walls, 0.95):6.2f} ms"
              f"  matches {median(totals):.0f}, at most {max(totals)}")  # fmt: skip
    await database.stop()


def _share(figures: list[float], share: float) -> float:
    return sorted(figures)[int(len(figures) * share)]


def _cpu(server: tuple[int, ...]) -> float:
    """Seconds on a core so far: ours, and of the PostgreSQL processes that work for us."""
    theirs = sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in server)
    return time.process_time() + theirs / 1e9


async def _backends(url: str) -> tuple[int, ...]:
    """The processes that serve our connections."""
    connection = await asyncpg.connect(url)
    rows = await connection.fetch(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'torget-cityinfo'"
    )
    await connection.close()
    return tuple(row[0] for row in rows)


async def _ask(database: Database, query: PlaceQuery) -> int:
    return (await search_places(database, query, "sv", limit=21)).total


def _centre(chance: random.Random) -> Point:
    return Point(59.33 + chance.uniform(-0.04, 0.04), 18.06 + chance.uniform(-0.08, 0.08))


def _near(chance: random.Random) -> PlaceQuery:
    here = _centre(chance)
    return PlaceQuery(near=here, within_metres=1000, open_at=instant(NOW), order_by_distance=here)


DISTRICTS = [one.id for one in districts()]
QUERIES = {
    "two words": lambda r: PlaceQuery(text=f"{r.choice(FIRST)} {r.choice(STEMS)[:6]}"),
    "a word in a district, open now": lambda r: PlaceQuery(
        text=r.choice(STEMS), divisions=(r.choice(DISTRICTS),), open_at=instant(NOW)
    ),
    "a word, keyword, group, nearest first": lambda r: PlaceQuery(
        text=r.choice(STEMS), keywords=(("books", "sport"),), order_by_distance=_centre(r)
    ),
    "open now within 1 km, nearest first": _near,
    "a word in every fifteenth name": lambda r: PlaceQuery(text=r.choice(FIRST)),
    "a kind, nearest first": lambda r: PlaceQuery(
        kinds=(r.choice(list(PlaceKind)),), order_by_distance=_centre(r)
    ),
    "a kind, free, by name": lambda r: PlaceQuery(
        kinds=(r.choice(list(PlaceKind)),), is_free=True, order_by_name=True
    ),
    "free, nearest first": lambda r: PlaceQuery(is_free=True, order_by_distance=_centre(r)),
    "a kind by accessibility": lambda r: PlaceQuery(
        kinds=(r.choice(list(PlaceKind)),), order_by_accessibility=Profile.WHEELCHAIR
    ),
    "a word, by name": lambda r: PlaceQuery(text=r.choice(FIRST), order_by_name=True),
    "free and open now, by name": lambda _: PlaceQuery(is_free=True, open_at=instant(NOW)),
    "a kind in a district by accessibility": lambda r: PlaceQuery(
        kinds=(PlaceKind.LIBRARY,), divisions=(r.choice(DISTRICTS),),
        order_by_accessibility=Profile.WHEELCHAIR,
    ),
    "all by name": lambda _: PlaceQuery(),
}  # fmt: skip


def _places():
    chance = random.Random(7)
    kinds = list(PlaceKind)
    schedules = [
        read_osm(week.format(a=f"{a:02}", b=f"{b:02}"))
        for week in WEEKS
        for a in range(6, 12)
        for b in range(14, 23)
    ]
    boxes = [(one, one.point) for one in districts()]
    for number in range(PLACES):
        district, point = chance.choice(boxes)
        name = f"{chance.choice(FIRST)} {chance.choice(STEMS)} {chance.choice(NOUNS)} {number}"
        text = " ".join(chance.sample(STEMS, 6))
        yield Place(
            id=f"b{number}", kind=chance.choice(kinds), names=in_swedish(name, **_english(number, name)),
            description=in_swedish(text, **_english(number, text)),
            point=Point(point.lat + chance.uniform(-0.006, 0.006), point.lon + chance.uniform(-0.01, 0.01)),
            district=district.id, area=district.area, hours=chance.choice(schedules),
            keywords=tuple(chance.sample(["books", "sport", "music", "history"], 2)), is_free=chance.random() < 0.5,
        )  # fmt: skip


def _english(number: int, text: str) -> dict[str, str]:
    """Every third place is there in English, too."""
    return {} if number % 3 else {"en": f"{text} in English"}


async def _write(tx, places) -> None:
    """As `put_places` does, for things that are surely new."""
    await tx.run_each(store.put_place, [
        {"id": p.id, "body": p, "sort": sort_key(p.names["sv"].value, "sv"), "lat": p.point.lat, "lon": p.point.lon,
         "cell": cell(p.point), "schedule": hash_of_hours(p.hours), "provider_type": "x", "owner_type": "y",
         "reservable": False, "is_free": p.is_free, "updated_at": 0} for p in places])  # fmt: skip
    await tx.run_each(store.add_tag, [{"tag": t, "item": p.id} for p in places for t in tags_of(p)])
    await tx.run_each(
        store.add_schedule, [{"hash": hash_of_hours(p.hours), "hours": p.hours} for p in places]
    )
    await tx.run_each(
        store.add_access,
        [{"place": p.id, "profile": "wheelchair", "shortages": len(p.id) % 3} for p in places],
    )
    await write_entries(tx, [row for p in places for row in entries_of(p)])


async def _forget_all(tx) -> None:
    from services.kit.data import delete

    for table in (store.place, store.tag, store.schedule, store.access, store.entry):
        await tx.run(define(delete(table)))


async def _settle(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
