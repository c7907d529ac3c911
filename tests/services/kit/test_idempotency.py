# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Asking twice does it once, over both databases."""

import asyncio

import pytest

from services.kit.data import Database, Tx, define, func, migrate, select
from services.kit.data.tables import outbox
from services.kit.errors import Conflict, InputInvalid, Problem
from services.kit.idempotency import Answer, Claim, field_key, fingerprint, is_final, once, read_key

pytestmark = pytest.mark.anyio

KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


def claim(actor: str = "r1", key: str = KEY, print_: str = "f1") -> Claim:
    return Claim(actor, actor, "startParking", key, print_)


class Booking:
    """An effect that would show if it happened twice."""

    def __init__(self, problem: Problem | None = None) -> None:
        self.runs = 0
        self.problem = problem

    async def run(self, tx: Tx) -> Answer:
        self.runs += 1
        await tx.emit("parking.session.started", "s1")
        if self.problem is not None:
            raise self.problem
        return Answer(200, b'{"run":%d}' % self.runs)


async def events(database: Database) -> int:
    return await database.one(define(select(func.count()).select_from(outbox), int)) or 0


def test_golden_values() -> None:
    variables = {"input": {"plate": "ABC123", "minutes": 30}}
    assert (
        fingerprint("startParking", variables)
        == "9eeb08bda2cd940725e2a098b4d8cfed3dae1ecbcbfc186701884f96c30caeb9"
    )
    assert field_key("7c9e6679-7425-40de-944b-e07fc1f90ae7", "startParking") == (
        "6e1e979a7e34ddc2cbe0c17c493b28cb"
    )


def test_the_header_is_a_quoted_string_or_bare() -> None:  # reliability I1
    assert read_key(f'"{KEY}"') == read_key(KEY) == read_key(f" {KEY} ") == KEY
    for header in (None, "", "  "):
        with pytest.raises(Problem) as refused:
            read_key(header)
        assert refused.value.code == "IDEMPOTENCY_KEY_REQUIRED"
    for header in ("short", '"unclosed-' + KEY, "å" * 20, "a b" * 10, "x" * 129, '"'):
        with pytest.raises(InputInvalid):
            read_key(header)


async def test_a_repeat_gets_the_first_answer_to_the_byte(database: Database) -> None:  # I3
    booking = Booking()
    first = await once(database, claim(), booking.run)
    again = await once(database, claim(), booking.run)
    assert (first.status, first.body, first.replayed) == (200, b'{"run":1}', False)
    assert (again.status, again.body, again.replayed) == (200, first.body, True)
    assert booking.runs == await events(database) == 1


async def test_another_request_under_the_key_is_refused(database: Database) -> None:
    await once(database, claim(), Booking().run)
    with pytest.raises(Problem) as refused:
        await once(database, claim(print_="f2"), Booking().run)
    assert (refused.value.code, refused.value.status) == ("IDEMPOTENCY_KEY_REUSED", 422)


async def test_another_persons_key_is_another_key(database: Database) -> None:  # reliability I2
    await once(database, claim(), Booking().run)
    assert not (await once(database, claim(actor="r2"), Booking().run)).replayed
    assert await events(database) == 2


async def test_racing_repeats_on_two_replicas_do_it_once(open_database) -> None:
    replicas = [open_database(), open_database()]
    for replica in replicas:
        await replica.start()
    await migrate(replicas[0])
    booking, waits = Booking(), {1}

    async def ask(number: int) -> str:
        try:
            answer = await once(replicas[number % 2], claim(), booking.run)
        except Problem as problem:
            waits.add(problem.extensions["retryAfter"])
            return problem.code
        return answer.body.decode()

    answers = set(await asyncio.gather(*(ask(number) for number in range(20))))
    assert len(answers - {"IDEMPOTENCY_IN_PROGRESS"}) == 1
    assert waits == {1}
    assert await events(replicas[0]) == 1


async def test_a_final_refusal_is_kept_and_its_traces_are_not(database: Database) -> None:  # I4
    booking = Booking(InputInvalid())

    def refusal(problem: Problem) -> Answer:
        return Answer(problem.status, problem.code.encode())

    first = await once(database, claim(), booking.run, refusal=refusal)
    booking.problem = None
    again = await once(database, claim(), booking.run, refusal=refusal)
    assert (first.status, first.body) == (again.status, again.body) == (400, b"INPUT_INVALID")
    assert await events(database) == 0


async def test_what_may_succeed_later_leaves_nothing(database: Database) -> None:
    booking = Booking(Conflict())
    with pytest.raises(Conflict):
        await once(database, claim(), booking.run, refusal=lambda _: Answer(409, b""))
    booking.problem = None
    answer = await once(database, claim(), booking.run)
    assert not answer.replayed
    assert await events(database) == 1


def test_which_answers_are_final() -> None:
    assert [status for status in (200, 201, 400, 401, 403, 404, 409, 410, 422, 429, 500, 503, 507)
            if is_final(status)] == [200, 201, 400, 404, 410, 422]  # fmt: skip
