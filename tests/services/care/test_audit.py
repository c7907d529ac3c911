# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever is asked about a resident, by whomever, allowed or not: it stands on record (care L2)."""

import random
from collections.abc import AsyncIterator

import pytest

from services.kit.audit.log import read_all
from services.kit.crypto.pseudonyms import pseudonym
from tests.services.care.people import ELIN, INGRID, NIGHT, SARA, SARA_FOR_INGRID, STRANGER, UNIT
from tests.support.services import Asked, opened

pytestmark = pytest.mark.anyio
FIELDS = (
    "careStatus", "nextCheckIn { id state answers { choice } }", "checkIns(first: 3) { nodes { id state } totalCount }",
    "carePlans { id revisions { number } }", "carePauses { id }", "careConsents { id purpose }",
    "careDelegations { id grantee }",
)  # fmt: skip
PEOPLE = ("demo-elder", "demo-care-1", "demo-care-2", "nobody-we-know")


@pytest.fixture
async def care() -> AsyncIterator[Asked]:
    async with opened("care", "sqlite://") as asked:
        yield asked


async def test_property_every_resident_asked_about_is_on_record(care: Asked) -> None:
    chance = random.Random(20)
    log = care.running.resources.audit
    assert log is not None
    for _ in range(60):
        caller = chance.choice((ELIN, INGRID, NIGHT, SARA, SARA_FOR_INGRID, STRANGER))
        people = chance.sample(PEOPLE, chance.randint(1, 3))
        before = len(await read_all(care.database))
        asked = " ".join(
            f'a{number}: careResident(id: "{person}") {{ {" ".join(chance.sample(FIELDS, chance.randint(1, 4)))} }}'
            for number, person in enumerate(people)
        )
        await care.ask(f"query {{ {asked} }}", caller)
        fresh = (await read_all(care.database))[before:]
        logged = {row.subject for row in fresh}
        assert {pseudonym(log._key, person) for person in people} <= logged


async def test_the_queue_and_its_pushes_name_each_resident_once(care: Asked) -> None:
    before = len(await read_all(care.database))
    await care.ask(
        f'query {{ triageQueue(unit: "{UNIT}") {{ entries {{ id events {{ type }} answers {{ choice }} }} }} }}',
        ELIN,
    )
    fresh = (await read_all(care.database))[before:]
    assert len(fresh) == len({row.subject for row in fresh}) == 1
