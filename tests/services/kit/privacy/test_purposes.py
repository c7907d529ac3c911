# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Staff see what their assignment is for, and data kept for other purposes are refused (security V2)."""

import msgspec
import pytest

from services.kit.privacy.purposes import Purpose, purposes_served
from services.kit.wire.caller import Assignment, Caller, CallerKind
from services.kit.wire.subgraph import FetchRequest, OperationKind
from tests.support.services import context_of, opened

pytestmark = pytest.mark.anyio


def officer(purpose: str) -> Caller:
    job = Assignment(id="a1", unit="u1", provider="stad", purpose=purpose, rights=("read",))
    return Caller(kind=CallerKind.STAFF, sub="s1", loa=3, roles=("officer",), assignment=job)


def test_a_purpose_serves_itself_and_what_belongs_to_it():
    assert Purpose.CARE in purposes_served("care")
    assert Purpose.VOTING not in purposes_served("care")
    assert purposes_served("curiosity") == frozenset()


@pytest.mark.parametrize("purpose", ["care", "curiosity"])
async def test_data_kept_for_another_purpose_are_refused(purpose):
    async with opened("residents", "sqlite://") as asked:
        query = "{ me { mandates { id } residentsAccessLog { at } } }"
        answer = await asked.ask(query, officer(purpose))
        assert answer.data is None
        (error,) = answer.errors
        assert error["extensions"]["code"] == "PURPOSE_MISMATCH"
        assert error["path"] == ["me"]
        without = msgspec.structs.replace(officer(purpose), assignment=None)
        codes = {e["extensions"]["code"] for e in (await asked.ask(query, without)).errors}
        assert "PURPOSE_MISMATCH" not in codes


async def test_a_subscription_to_data_kept_for_another_purpose_ends_with_the_refusal():
    query = 'subscription { residentStatus(resident: "demo-elder") { __typename } }'
    request = FetchRequest(query=query, variables={}, kind=OperationKind.SUBSCRIPTION)
    async with opened("care", "sqlite://") as asked:
        running = asked.running
        told = [one async for one in running.subscribe(request, context_of(officer("parking")))]
        assert [one.data for one in told] == [None]
        (error,) = told[0].errors
        assert error["extensions"]["code"] == "PURPOSE_MISMATCH"
        assert error["path"] == ["residentStatus"]
