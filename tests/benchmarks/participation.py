# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Participation: ballots cast a second on SQLite in durable mode, tallies, opinion groups; CPU seconds."""

import asyncio
import random
import secrets
import tempfile
import time

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from services.ballotbox.actions.casting import Cast, cast
from services.ballotbox.actions.keys import board_key
from services.ballotbox.actions.publishing import open_board
from services.kit.clock import SystemClock
from services.kit.data import Database, migrate
from services.participation.domain.deliberation.pictures import Kept, Statement, Table, recompute
from services.participation.domain.formats.reading import read_election
from services.participation.domain.tallies.catalogue import tally
from tests.services.ballotbox.voters import definition, keys, vote

BALLOTS, CLIENTS = 5_000, 128
CITY, MILLION = (6_586, 64), (1_000_000, 100)


def main() -> None:
    """Print the figures."""
    _tallies("a city by Equal Shares Add1", *CITY, rule="equal-shares-add1")
    _tallies("a million by Equal Shares", *MILLION, rule="equal-shares")
    _opinions(5_000, 200, seen=50)
    votes = _votes()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_casting(folder, votes))


def _tallies(what: str, voters: int, projects: int, *, rule: str) -> None:
    chance = random.Random(8)
    budget = 1_000_000
    popular = [chance.random() ** 2 + 0.02 for _ in range(projects)]
    lines = [f"{n};{chance.randrange(budget // 100, budget // 8)};P" for n in range(projects)]
    ballots = (
        ",".join(
            map(str, sorted(set(chance.choices(range(projects), popular, k=chance.randint(1, 10)))))
        )
        for _ in range(voters)
    )
    text = (
        f"META\nkey;value\nbudget;{budget}\nvote_type;approval\nPROJECTS\nproject_id;cost;name\n"
        + "\n".join(lines)
        + "\nVOTES\nvoter_id;vote\n"
        + "\n".join(f"{n};{ballot}" for n, ballot in enumerate(ballots))
    )
    start = time.process_time()
    election = read_election(text)
    read = time.process_time()
    result = tally(election, rule)
    done = time.process_time()
    print(
        f"{what}: {voters} ballots, {len(election.weights)} different, read in {read - start:.2f} s, "
        f"counted in {done - read:.2f} s, {len(result.winners)} of {projects} funded"
    )


def _opinions(people: int, size: int, *, seen: int) -> None:
    chance = random.Random(1)
    camps = [[chance.choice((1, -1)) for _ in range(size)] for _ in range(4)]
    votes: list[list[int | None]] = [[None] * size for _ in range(people)]
    for n, row in enumerate(votes):
        for place in chance.sample(range(size), seen):
            own = chance.random() < 0.85
            row[place] = camps[n % 4][place] if own else chance.choice((1, 0, -1))
    statements = [Statement(id=f"s{n}", text="", language="sv", author="") for n in range(size)]
    table = Table(people=[f"p{n}" for n in range(people)], statements=statements, votes=votes)
    start = time.process_time()
    kept = recompute(table, Kept())
    spent = time.process_time() - start
    print(
        f"opinions: {people} people, {size} statements, {len(kept.picture.groups)} groups "
        f"in {spent:.2f} s"
    )


def _votes() -> list[Cast]:
    private = load_pem_private_key(keys().signing.to_pem(), None)
    scheme = padding.PSS(padding.MGF1(hashes.SHA384()), 48)
    made: list[Cast] = []
    for _ in range(BALLOTS):
        serial = secrets.token_bytes(32)
        made.append(vote(["A", "B"], held=(serial, private.sign(serial, scheme, hashes.SHA384()))))
    return made


async def _casting(folder: str, votes: list[Cast]) -> None:
    database = Database.open(f"sqlite:///{folder}", service="ballotbox", clock=SystemClock())
    await database.start()
    await migrate(database, "services.ballotbox")
    await database.transact(lambda tx: open_board(tx, definition()))
    key, waiting = board_key(None), iter(votes)
    start, spent = time.perf_counter(), time.process_time()

    async def client() -> None:
        for each in waiting:
            await cast(database, key, "poll-1", each)

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    wall, spent = time.perf_counter() - start, time.process_time() - spent
    await database.stop()
    print(
        f"casting: {len(votes)} ballots acknowledged, {len(votes) / wall:.0f} a second here, "
        f"{len(votes) / spent:.0f} a second of one core (bar 500)"
    )
