# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The vault of numbers and protected identities (security W7, V6, V7)."""

import msgspec
import pytest

from services.kit.errors import InputInvalid
from services.kit.wire.caller import SYSTEM, Caller, CallerKind, Delegation
from services.kit.wire.problem import Problem
from services.residents.actions.numbers import LinkIdentity, link_identity, set_protection
from services.residents.domain.numbers import NumberKind, read_number
from services.residents.store import numbers as store
from tests.support.services import AMINA, opened

pytestmark = pytest.mark.anyio

PERSONAL = "199001012385"
COORDINATION = "199001612382"
ELDER = msgspec.structs.replace(AMINA, sub="demo-elder")
DAUGHTER = Caller(
    kind=CallerKind.RESIDENT, sub="demo-relative", act_for="demo-elder", loa=3,
    delegation=Delegation(id="d1", scopes=("residents.profile.read",)),
)  # fmt: skip
WAYS = "{ me { name contactWays { address } } }"


@pytest.fixture
async def residents():
    async with opened("residents", "sqlite://") as asked:
        yield asked


async def link(asked, person, number, *, previous=None, caller=SYSTEM):
    wish = LinkIdentity(person=person, number=number, previous=previous)
    return await asked.database.transact(lambda tx: link_identity(tx, caller, wish))


@pytest.mark.parametrize("text", [PERSONAL, "19900101-2385", " 19900101 2385 "])
def test_a_number_is_read_in_its_usual_spellings(text):
    assert read_number(text).digits == PERSONAL
    assert read_number(text).kind is NumberKind.PERSONAL
    assert "2385" not in repr(read_number(text))


def test_a_coordination_number_counts_sixty_days_on():
    assert read_number(COORDINATION).kind is NumberKind.COORDINATION


@pytest.mark.parametrize("text", ["199001012384", "9001012385", "199013012381", "", "x" * 12])
def test_a_number_that_is_none_is_refused(text):
    with pytest.raises(InputInvalid):
        read_number(text)


async def test_one_person_at_two_issuers_is_one_person(residents):
    assert await link(residents, "p-bank", PERSONAL) == "p-bank"
    assert await link(residents, "p-eid", PERSONAL) == "p-bank"
    assert await link(residents, "p-other", "198112189876") == "p-other"


async def test_a_personal_number_after_a_coordination_number_keeps_the_person(residents):
    assert await link(residents, "p-old", COORDINATION) == "p-old"
    assert await link(residents, "p-new", PERSONAL, previous=COORDINATION) == "p-old"
    assert await link(residents, "p-new", PERSONAL) == "p-old"


async def test_the_number_stands_nowhere_in_the_clear(residents):
    await link(residents, "p-bank", PERSONAL)
    sealed = await residents.database.one(store.sealed_of, who="p-bank")
    assert PERSONAL.encode() not in sealed
    rights = residents.running.privacy
    held = {each.key: each for each in await rights.export("p-bank")}
    fields = {each.key: each.value for each in held["IDENTITY_NUMBER"].children[0].children}
    assert fields["NUMBER_SEALED"] == PERSONAL  # she herself gets it
    assert "NUMBER_INDEX" not in fields


async def test_only_the_city_itself_links(residents):
    with pytest.raises(Problem, match="FORBIDDEN"):
        await link(residents, "x", PERSONAL, caller=AMINA)


async def test_of_a_protected_person_nobody_else_sees_how_to_reach_her(residents):  # V7
    seen = (await residents.ask(WAYS, DAUGHTER)).data["me"]
    assert seen["contactWays"] == [{"address": "+46701740607"}]
    assert await residents.database.transact(lambda tx: set_protection(tx, SYSTEM, "demo-elder"))
    masked = (await residents.ask(WAYS, DAUGHTER)).data["me"]
    assert masked["contactWays"] == [{"address": "•••"}]
    own = (await residents.ask(WAYS, ELDER)).data["me"]
    assert own["contactWays"] == [{"address": "+46701740607"}]
    await residents.database.transact(
        lambda tx: set_protection(tx, SYSTEM, "demo-elder", lifted=True)
    )
    assert (await residents.ask(WAYS, DAUGHTER)).data["me"] == seen
