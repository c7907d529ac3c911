# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Answers of all services to one request may come in the same instant; the request is complete all the same."""

import asyncio

import msgspec
import pytest

from services.kit.bus.local import LocalBus
from services.kit.ids import new_id
from services.kit.privacy.desk import Told
from services.kit.roster import announce
from services.kit.running import open_service
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.cloudevents import Event
from services.residents import service as residents_service
from services.residents.actions import rights
from services.residents.domain.rights import RightsKind
from tests.support.stores import *  # noqa: F403 -- the fixtures of the house

pytestmark = pytest.mark.anyio

ADA = Caller(kind=CallerKind.RESIDENT, sub="ada", loa=3, auth_time=1_767_225_600)
"""Signed in when the clock of the tests begins."""
ROSTER = ("care", "devices", "identity", "language", "newcomers", "parking", "residents")


@pytest.fixture
async def database(database_url, manual_clock, tmp_path):
    announce(ROSTER)
    running = await open_service(
        residents_service,
        database_url=database_url,
        bus=LocalBus(),
        clock=manual_clock,
        folder=tmp_path,
    )
    yield running.resources.database
    announce(())
    await running.stop()


async def test_of_answers_in_one_instant_the_last_one_completes_the_request(database) -> None:
    wish = rights.AskRights(kind=RightsKind.ERASURE, dry_run=True, language="sv")
    for _ in range(5):
        asked = await database.transact(lambda tx: rights.ask_services(tx, ADA, wish))

        async def answer(service: str, request: str = asked.id) -> None:
            told = msgspec.to_builtins(Told(request=request, service=service, success=True))
            event = Event(id=new_id(), source=service, type="x", subject="ada", time=0, data=told)
            await database.transact(lambda tx: rights.take_answer(tx, event))

        await asyncio.gather(*(answer(name) for name in asked.services))
        state = await rights.read_state(database, ADA, asked.id)
        assert state is not None
        assert state.is_complete
        assert state.request.done_at is not None
