# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept about a person's opinions under names only our key can find goes with her (GDPR art. 17)."""

from collections.abc import AsyncIterator

import pytest

from services.kit.graph import global_id, local_id
from services.kit.wire.caller import ANONYMOUS
from services.kit.wire.cloudevents import Event
from services.participation.events import consumers
from services.participation.store import papers as store
from tests.services.participation.city import resident
from tests.services.participation.test_words import MODERATOR, change, propose, read
from tests.support.services import Asked, opened

pytestmark = pytest.mark.anyio


@pytest.fixture
async def asked() -> AsyncIterator[Asked]:
    async with opened("participation", "sqlite://") as running:
        yield running


async def test_whoever_is_forgotten_leaves_no_secret_mark(asked: Asked) -> None:  # GDPR art. 17
    key = await propose(asked, resident(1))
    said = await change(
        asked, "stateParticipation", resident(1), "StatementInput",
        topic="torget", text="Fler träd.", language="sv",
    )  # fmt: skip
    target = global_id("ParticipationStatement", said["key"])
    await change(
        asked, "moderateParticipation", MODERATOR, "ModerateInput", target=target, verb="approve"
    )
    for n in (7, 8):
        await change(asked, "supportParticipationProposal", resident(n), proposal=key, wants=True)
        await change(asked, "voteParticipationStatement", resident(n), statement=target, choice=1)
    own = "query($id: ID!) { participationProposal(id: $id) { supported supports } }"
    seen = [(await read(asked, own, who, id=key))["participationProposal"]["supported"]
            for who in (resident(7), resident(9), ANONYMOUS)]  # fmt: skip
    assert seen == [True, False, False]
    (forget,) = (
        each.effect for each in consumers(asked.running.resources) if each.name == "forget-marks"
    )

    async def marks() -> list[int]:
        plain = local_id("ParticipationProposal", key)
        return [await asked.database.one(store.count_marks, kind=kind, paper=paper)
                for kind, paper in (("support", plain), ("vote", said["key"]))]  # fmt: skip

    for data, left in (
        ({"kind": "export"}, [2, 2]),
        ({"kind": "erasure", "dry_run": True}, [2, 2]),
        ({"kind": "erasure", "dry_run": False}, [1, 1]),
    ):
        event = Event(
            id="e", source="residents", type="residents.rights.asked", subject="person-7",
            time=1, data={"request": "r"} | data,
        )  # fmt: skip
        await asked.database.transact(lambda tx, event=event: forget(tx, event))
        assert await marks() == left
    assert not (await read(asked, own, resident(7), id=key))["participationProposal"]["supported"]
