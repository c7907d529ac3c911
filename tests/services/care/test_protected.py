# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Where a protected person is looked after is told to herself and to those who do it (security V7)."""

import pytest

from services.kit.privacy.known import MASK, PROTECTION_SET, learn
from services.kit.wire.caller import Caller
from services.kit.wire.cloudevents import Event
from tests.services.care.people import ELIN, INGRID, SARA_FOR_INGRID, UNIT
from tests.support.services import Asked, opened

pytestmark = pytest.mark.anyio

WISH = (
    "mutation($i: RequestConsultationInput!) { requestConsultation(input: $i) "
    "{ consultation { id unit } userErrors { code } } }"
)
READ = "query($id: ID!) { consultation(id: $id) { unit } }"


async def unit_seen(care: Asked, caller: Caller, key: str) -> str:
    answer = await care.ask(READ, caller, id=key)
    return answer.data["consultation"]["unit"]


async def test_whom_she_lets_book_does_not_learn_where_she_is():
    async with opened("care", "sqlite://") as care:
        given = {"unit": UNIT, "reason": "yrsel", "language": "sv"}
        made = (await care.ask(WISH, SARA_FOR_INGRID, i=given)).data["requestConsultation"]
        key = made["consultation"]["id"]
        assert made["consultation"]["unit"] == UNIT
        event = Event(
            id="p1",
            source="/services/residents",
            type=PROTECTION_SET,
            subject="demo-elder",
            time=1,
            data={},
        )
        await care.database.transact(lambda tx: learn(tx, event))
        assert await unit_seen(care, SARA_FOR_INGRID, key) == MASK
        assert await unit_seen(care, INGRID, key) == UNIT
        assert await unit_seen(care, ELIN, key) == UNIT
