# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The nightly fetch of the city's feed, over real HTTP: changed rows only, and nothing good lost to a bad night."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import msgspec
import pytest

from services.kit.clock import ManualClock
from services.kit.data import Database
from services.kit.jobs import Worker
from services.parking.clients import schedule_refresh
from services.parking.clients.feeds import is_whole, known_as
from services.parking.jobs import jobs
from services.parking.settings import Settings
from services.parking.store import feed_sources as source_store
from services.parking.store import regulations as store
from services.parking.store.feed_sources import FetchOutcome, Source
from tests.services.parking.conftest import resources_of
from tests.services.parking.facts import collection, friday_bay, row

pytestmark = pytest.mark.anyio
ALL = "/LTF-Tolken/v1/ptillaten/all"
BUSES = "/LTF-Tolken/v1/pbuss/all"
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Where no dialect matters."""
NIGHT = 26 * 3_600


class City(HTTPServer):
    """The city's server on loopback: pages by path, each with its marks; it remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.pages: dict[str, bytes] = {}
        self.marks: dict[str, str] = {}
        self.lost: set[str] = set()
        self.asked: list[tuple[str, str | None, str | None, int]] = []

    def show(self, path: str, *features: object, mark: str = "", body: bytes | None = None) -> None:
        self.pages[path] = collection(*features) if body is None else body
        self.marks[path] = mark

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}?outputFormat=json&apiKey=hemlig"

    def statuses(self) -> list[int]:
        found = [status for *_, status in self.asked]
        self.asked.clear()
        return found


class Door(BaseHTTPRequestHandler):
    """Answers as RFC 9110 asks: 304 for a mark that is still right."""

    server: City

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        body, mark = self.server.pages.get(path), self.server.marks.get(path, "")
        known = self.headers["If-None-Match"] if mark.startswith('"') else self.headers["If-Modified-Since"]  # fmt: skip
        status = 404 if body is None else 304 if mark and known == mark else 200
        self.server.asked.append((path, self.headers["If-None-Match"], self.headers["If-Modified-Since"], status))  # fmt: skip
        self.send_response(status)
        if mark:
            self.send_header("ETag" if mark.startswith('"') else "Last-Modified", mark)
        sent = (body or b"") if status == 200 else b""
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent[: len(sent) // 2] if path in self.server.lost else sent)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[City]:
    with City() as found:
        thread = Thread(target=found.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield found
        finally:
            found.shutdown()
            thread.join()


class Nights:
    """The worker with its feeds; each night runs what is due then."""

    def __init__(self, database: Database, clock: ManualClock, *urls: str) -> None:
        self.database, self.clock = database, clock
        settings = Settings(feeds=urls)
        self.resources = msgspec.structs.replace(resources_of(database), settings=settings)

    async def pass_by(self, seconds: float = NIGHT) -> None:
        await self.database.transact(schedule_refresh)
        self.clock.advance(seconds)
        await Worker(self.database, jobs(self.resources)).run_due()

    async def rows(self) -> dict[str, int]:
        return {one.layer: one.rows for one in await self.database.many(store.counts)}

    async def sources(self) -> list[Source]:
        return await self.database.many(source_store.sources)


def bays(first: int, count: int, **change: Any) -> list[dict[str, Any]]:
    found = [friday_bay(**change) for _ in range(count)]
    for number, one in enumerate(found, first):
        one["id"] = f"LTFR_P_TILLATEN.{number}"
    return found


@pytest.mark.parametrize("mark", ['"v1"', "Wed, 31 Dec 2025 23:00:00 GMT"])
async def test_what_has_not_changed_is_not_sent_again(
    kerbs: Database, manual_clock: ManualClock, server: City, mark: str
) -> None:
    server.show(ALL, *bays(1, 2), mark=mark)
    nights = Nights(kerbs, manual_clock, server.url(ALL))
    await nights.pass_by()
    await nights.pass_by()
    assert server.statuses() == [200, 304]
    assert await kerbs.one(store.feed_version) == 1
    server.show(ALL, *bays(1, 3), mark=mark.replace("1", "2"))
    await nights.pass_by()
    assert server.statuses() == [200]
    assert (await nights.rows(), await kerbs.one(store.feed_version)) == ({"ptillaten": 3}, 2)
    (source,) = await nights.sources()
    assert (source.outcome, source.detail[:37]) == (
        FetchOutcome.TAKEN, "1 new, 0 changed, 2 as before, 0 gone",
    )  # fmt: skip
    assert "hemlig" not in str(source)


@ON_SQLITE
async def test_a_server_without_marks_is_known_by_its_body(
    kerbs: Database, manual_clock: ManualClock, server: City
) -> None:
    server.show(ALL, *bays(1, 2))
    nights = Nights(kerbs, manual_clock, server.url(ALL))
    await nights.pass_by()
    await nights.pass_by()
    assert server.statuses() == [200, 200]
    assert [one.outcome for one in await nights.sources()] == [FetchOutcome.UNCHANGED]


@ON_SQLITE
async def test_odd_rows_are_told_of_and_kept_out_and_a_good_row_that_turns_odd_stays(
    kerbs: Database, manual_clock: ManualClock, server: City
) -> None:
    server.show(ALL, *bays(1, 2), row(9, line=[]))
    nights = Nights(kerbs, manual_clock, server.url(ALL))
    await nights.pass_by()
    assert await nights.rows() == {"ptillaten": 2}
    refused = await kerbs.many(store.refusals, most=10)
    assert [(one.id, one.source) for one in refused] == [("LTFR_P_TILLATEN.9", f"127.0.0.1{ALL}")]
    odd = bays(2, 1)[0] | {"geometry": None}
    server.show(ALL, *bays(1, 1), odd)
    await nights.pass_by()
    assert await nights.rows() == {"ptillaten": 2}
    assert "1 kept though missing" in (await nights.sources())[0].detail


@ON_SQLITE
@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "not JSON"),
        (b"<html>Service unavailable</html>", "not JSON"),
        (b'{"features": 1}', "no GeoJSON"),
        (collection(*bays(1, 2)).replace(b'"numberReturned":2', b'"numberReturned":900'), "announces 900"),
        (collection(*bays(1, 40, START_TIME="sex")), "40 rows that were good cannot be read"),
    ],
)  # fmt: skip
async def test_a_broken_download_never_replaces_good_data(
    kerbs: Database, manual_clock: ManualClock, server: City, body: bytes, why: str
) -> None:
    server.show(ALL, *bays(1, 40), mark='"good"')
    nights = Nights(kerbs, manual_clock, server.url(ALL))
    await nights.pass_by()
    server.show(ALL, mark='"bad"', body=body)
    await nights.pass_by()
    assert (await nights.rows(), await kerbs.one(store.feed_version)) == ({"ptillaten": 40}, 1)
    (source,) = await nights.sources()
    assert (source.outcome, source.etag) == (FetchOutcome.FAILED, '"good"')
    assert why in source.detail
    assert source.good_at is not None
    assert source.good_at < source.at


async def test_a_cut_connection_is_a_failure_and_is_tried_again_within_the_hour(
    kerbs: Database, manual_clock: ManualClock, server: City
) -> None:
    server.show(ALL, *bays(1, 2))
    server.show(BUSES, row(1, "pbuss"))
    server.lost.add(ALL)
    nights = Nights(kerbs, manual_clock, server.url(ALL), server.url(BUSES))
    await nights.pass_by()
    assert await nights.rows() == {"pbuss": 1}  # one that fails holds back no other
    assert [one.outcome for one in await nights.sources()] == [
        FetchOutcome.TAKEN,
        FetchOutcome.FAILED,
    ]
    server.lost.clear()
    await nights.pass_by(601)
    assert await nights.rows() == {"pbuss": 1, "ptillaten": 2}


async def test_a_whole_layer_that_shrinks_overnight_is_not_believed(
    kerbs: Database, manual_clock: ManualClock, server: City
) -> None:
    server.show(ALL, *bays(1, 60))
    nights = Nights(kerbs, manual_clock, server.url(ALL))
    await nights.pass_by()
    server.show(ALL, *bays(1, 5))
    await nights.pass_by()
    assert await nights.rows() == {"ptillaten": 60}
    assert "55 kept though missing" in (await nights.sources())[0].detail
    server.show(ALL, *bays(1, 50))
    await nights.pass_by()
    assert await nights.rows() == {"ptillaten": 50}
    part = msgspec.json.decode(collection(*bays(1, 49))) | {"numberMatched": 50}
    server.show(ALL, body=msgspec.json.encode(part))
    await nights.pass_by()
    assert await nights.rows() == {"ptillaten": 50}  # the server says that it has more


@ON_SQLITE
async def test_an_address_that_is_none_or_not_there_is_told_of(
    kerbs: Database, manual_clock: ManualClock, server: City
) -> None:
    nights = Nights(kerbs, manual_clock, server.url("/nothing"), "http://example.org/feed.json")
    await nights.pass_by()
    found = {one.name: one.detail for one in await nights.sources()}
    assert found == {
        "127.0.0.1/nothing?outputFormat=json": "fetching: bad_answer",
        "example.org/feed.json": "'http://example.org' would carry data unencrypted; write https://",
    }


def test_an_address_is_whole_unless_it_names_a_part_and_its_key_is_not_remembered() -> None:
    base = "https://city.example/LTF-Tolken/v1/ptillaten"
    assert is_whole(f"{base}/all?apiKey=x&outputFormat=json")
    for part in ("weekday/fredag", "area/Vasastan", "street/x", "within?lat=1", "untilNextWeekday", "all?maxFeatures=9"):  # fmt: skip
        assert not is_whole(f"{base}/{part}")
    assert known_as(f"{base}/within?lng=1&apiKey=hemlig&lat=2") == (
        "city.example/LTF-Tolken/v1/ptillaten/within?lat=2&lng=1"
    )
