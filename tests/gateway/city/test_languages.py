# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The language of the profile: asked once, heard of by the bus, silent when the register is (i18n 3.4)."""

from typing import Any

import pytest
from msgspec.structs import replace

from gateway.city.languages import CHOSEN, KEPT_SECONDS, SILENT_SECONDS, ProfileLanguages
from services.kit.bus.local import LocalBus
from services.kit.clock import ManualClock
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind, Delegation
from services.kit.wire.cloudevents import Event
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult

pytestmark = pytest.mark.anyio

SARA = Caller(kind=CallerKind.RESIDENT, sub="sara", loa=2)


class Register:
    """A register of people that counts how often it is asked, and by whom."""

    name = "residents"

    def __init__(self) -> None:
        self.language: str | None = "so"
        self.asked: list[Caller] = []
        self.is_silent = False
        self.meanwhile: Any = None

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        assert request.query == "query SpokenLanguage { me { language } }"
        self.asked.append(context.caller)
        told = self.language
        if self.meanwhile is not None:
            await self.meanwhile()
        if self.is_silent:
            return FetchResult(data=None, errors=[{"message": "x", "extensions": {}}])
        return FetchResult(data={"me": {"language": told}}, errors=[])


class World:
    def __init__(self) -> None:
        self.clock = ManualClock()
        self.bus = LocalBus()
        self.register = Register()
        self.languages = ProfileLanguages(self.bus, self.clock)

    async def open(self) -> None:
        await self.bus.start()
        register: Any = self.register
        self.languages.introduce(register)

    async def choose(self, person: str, language: str) -> None:
        data = {"id": person, "language": language}
        event = Event(id="e", source="residents", type=CHOSEN, subject=person, time=0, data=data)
        await self.bus.publish(event)


@pytest.fixture
async def world() -> World:
    made = World()
    await made.open()
    return made


async def test_the_register_is_asked_once_and_again_when_the_answer_is_old(world: World) -> None:
    assert [await world.languages.of(SARA) for _ in range(3)] == ["so", "so", "so"]
    assert len(world.register.asked) == 1
    world.register.language = "uk"
    world.clock.advance(KEPT_SECONDS + 1)
    assert await world.languages.of(SARA) == "uk"


async def test_a_choice_is_heard_at_once(world: World) -> None:
    assert await world.languages.of(SARA) == "so"
    await world.choose("sara", "fi")
    assert await world.languages.of(SARA) == "fi"
    assert len(world.register.asked) == 1


async def test_a_choice_made_while_the_register_answers_is_not_undone(world: World) -> None:
    async def change() -> None:
        await world.choose("sara", "ar")

    world.register.meanwhile = change
    assert await world.languages.of(SARA) == "ar"
    assert await world.languages.of(SARA) == "ar"


async def test_a_choice_of_somebody_else_leaves_a_fresh_answer_alone(world: World) -> None:
    async def change() -> None:
        await world.choose("bo", "ar")

    assert await world.languages.of(SARA) == "so"
    world.clock.advance(KEPT_SECONDS + 1)
    world.register.language = "fi"
    world.register.meanwhile = change
    assert [await world.languages.of(SARA) for _ in range(2)] == ["fi", "fi"]
    assert len(world.register.asked) == 2


async def test_who_has_not_chosen_is_remembered_as_well(world: World) -> None:
    world.register.language = None
    assert [await world.languages.of(SARA) for _ in range(2)] == [None, None]
    assert len(world.register.asked) == 1


@pytest.mark.parametrize(
    "caller",
    [ANONYMOUS, replace(SARA, loa=1), replace(SARA, kind=CallerKind.STAFF), replace(SARA, kind=CallerKind.VISITOR)],
)  # fmt: skip
async def test_nobody_without_a_profile_is_asked_about(world: World, caller: Caller) -> None:
    assert await world.languages.of(caller) is None
    assert world.register.asked == []


async def test_who_acts_for_another_reads_in_her_own_language(world: World) -> None:
    acting = replace(SARA, act_for="ingrid", delegation=Delegation(id="d"))
    assert await world.languages.of(acting) == "so"
    assert world.register.asked == [SARA]


async def test_a_silent_register_has_no_say_and_is_left_in_peace_for_a_while(world: World) -> None:
    world.register.is_silent = True
    assert [await world.languages.of(SARA) for _ in range(3)] == [None, None, None]
    assert len(world.register.asked) == 1
    world.register.is_silent = False
    world.clock.advance(SILENT_SECONDS + 1)
    assert await world.languages.of(SARA) == "so"


async def test_a_city_without_the_register_asks_nobody() -> None:
    alone = World()
    await alone.bus.start()
    assert await alone.languages.of(SARA) is None
