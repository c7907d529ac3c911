# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Registrar and ballot box at work together on one bus, as in a city of one process."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from services.ballotbox import service as box_service
from services.ballotbox.actions.casting import Cast, cast
from services.ballotbox.actions.keys import board_key
from services.kit.bus.local import LocalBus
from services.kit.clock import ManualClock
from services.kit.crypto import blind
from services.kit.data import Database
from services.kit.running import RunningService, open_service
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.tokens.compact import decode, encode
from services.participation import service
from services.participation.actions import issuing, polls, results, rolls
from services.participation.actions.closing import close_poll
from services.participation.domain.polls import Choice, Eligible, Poll, PollKind
from services.participation.domain.registers import Elector
from tests.support.stores import execute

OFFICER = Caller(kind=CallerKind.STAFF, sub="officer-1", loa=3, roles=("officer",))
DAY = 86_400_000


def resident(number: int) -> Caller:
    return Caller(kind=CallerKind.RESIDENT, sub=f"person-{number}", loa=3, auth_time=1)


class City:
    """The two services and short ways to use them."""

    def __init__(self, registrar: RunningService, box: RunningService, clock: ManualClock) -> None:
        self.registrar = registrar
        self.box = box
        self.clock = clock
        self.folder = registrar.resources.folder

    @property
    def database(self) -> Database:
        return self.registrar.resources.database

    @property
    def box_database(self) -> Database:
        return self.box.resources.database

    async def register(
        self, count: int, *, district: str = "Norrmalm", born: str = "1980-05-01"
    ) -> None:
        people = [
            Elector(
                person=f"person-{n}", born=born, district=district, registered_from="2010-01-01"
            )
            for n in range(count)
        ]
        await self.database.transact(lambda tx: rolls.import_electors(tx, OFFICER, people))

    async def open(self, poll: Poll) -> polls.Opening:
        await self.database.transact(lambda tx: polls.draft_poll(tx, OFFICER, poll))
        opening = await self.database.transact(
            lambda tx: polls.open_poll(tx, OFFICER, poll.id, self.folder)
        )
        await self.until(lambda: self.has_board(poll.id))
        return opening

    async def has_board(self, poll: str) -> bool:
        from services.ballotbox import store  # noqa: PLC0415

        return await self.box_database.one(store.board_by_id, id=poll) is not None

    async def token(self, poll: Poll, caller: Caller) -> tuple[bytes, bytes]:
        key = blind.PublicKey(n=int(poll.key_n, 16), e=poll.key_e)
        serial = secrets.token_bytes(32)
        blinded, inverse = blind.blind(key, serial)
        answer = await issuing.issue_token(
            self.database, caller, poll.id, encode(blinded), self.folder
        )
        return serial, blind.finalize(key, serial, decode(answer.blind_sig), inverse)

    async def vote(self, poll: Poll, caller: Caller, ballot: Any, held: Any = None) -> Any:
        serial, sig = held or await self.token(poll, caller)
        given = Cast(serial=encode(serial), sig=encode(sig), ballot=ballot, nonce=encode(bytes(32)))
        return await cast(self.box_database, board_key(self.box.resources.folder), poll.id, given)

    async def close(self, poll: str) -> None:
        await self.database.transact(lambda tx: close_poll(tx, poll, self.folder))

    async def outcome(self, poll: str) -> Any:
        async def counted() -> bool:
            return await results.read_outcome(self.database, poll) is not None

        await self.until(counted)
        return await results.read_outcome(self.database, poll)

    @staticmethod
    async def until(holds: Any) -> None:
        for _ in range(2000):
            if await holds():
                return
            await asyncio.sleep(0.005)
        raise TimeoutError


@asynccontextmanager
async def opened_city(
    url: str, folder: Path | None = None, *, keep: bool = False
) -> AsyncIterator[City]:
    """The city on an empty store; `keep` leaves what it wrote to the next one on the same store."""
    clock, bus = ManualClock(), LocalBus()
    running = [
        await open_service(each, database_url=url, bus=bus, clock=clock, folder=folder)
        for each in (service, box_service)
    ]
    for each in running:
        await each.start()
    await bus.start()
    try:
        yield City(running[0], running[1], clock)
    finally:
        await bus.stop()
        for each in running:
            await each.stop()
        if url.startswith("postgresql") and not keep:
            for name in ("participation", "ballotbox"):
                await execute(url, f'DROP SCHEMA IF EXISTS "{name}" CASCADE')


def make_poll(now: int, **changes: Any) -> Poll:
    given: dict[str, Any] = {
        "id": "poll-1",
        "kind": PollKind.APPROVAL,
        "title": {"sv": "Vad ska byggas?"},
        "question": {"sv": "Välj hur många du vill."},
        "choices": tuple(Choice(id=c, title={"sv": f"Förslag {c}"}) for c in "ABC"),
        "eligible": Eligible(qualifying_date="2026-01-01"),
        "opens_at": now,
        "closes_at": now + DAY,
        "rule": "",
    }
    return Poll(**(given | changes))
