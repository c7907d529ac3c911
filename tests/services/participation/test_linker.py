# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Given dumps of both databases and all logs, a linker does no better than chance (permutation test)."""

import logging
import random
import sqlite3
from pathlib import Path

import pytest

from services.ballotbox.actions.keys import board_key
from services.ballotbox.actions.publishing import publish
from services.participation.actions import results
from services.participation.actions.secrets import read_secrets
from services.participation.domain.registers import pseudonym_of
from tests.services.participation.city import City, make_poll, opened_city, resident

pytestmark = pytest.mark.anyio
VOTERS = 40
SHUFFLES = 1000
LUCK = 0.02
ELECTIONS = 3
"""Chance guesses this well in one election of fifty; in three after one another, never. A leak always does."""


_ALL = "SELECT * FROM "


def rows(path: Path) -> dict[str, list[tuple]]:
    """Every table as a dump has it, in the order the file keeps."""
    with sqlite3.connect(path) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {name: list(connection.execute(_ALL + name)) for name in names}


async def test_a_linker_does_no_better_than_chance(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    chance = random.Random(11)
    best = [0.0] * len(ORDERS)
    for election in range(ELECTIONS):
        found = await linked(tmp_path / str(election), caplog, chance)
        best = [max(pair) for pair in zip(best, found, strict=True)]
        if min(best) > LUCK:
            return
    raise AssertionError(f"an order links people to ballots in every election: {best}")


async def linked(
    folder: Path, caplog: pytest.LogCaptureFixture, chance: random.Random
) -> list[float]:
    """One election, its dumps and logs searched; how lucky each order's guess was."""
    folder.mkdir()
    async with opened_city(f"sqlite:///{folder}", folder / "keys") as city:
        truth, poll = await an_election(city, chance)
        secrets = read_secrets(city.folder, poll)
        assert secrets is not None
        order = [
            pseudonym_of(bytes.fromhex(secrets.pepper), resident(n).sub) for n in range(VOTERS)
        ]
        bundle = results.bundle_of(await city.outcome(poll))
        registrar, box = (
            rows(folder / "participation.sqlite3"),
            rows(folder / "ballotbox.sqlite3"),
        )
    nobody_is_named(registrar, box, order, bundle, caplog.text)
    issued = [row[1] for row in registrar["issue"]]
    before_the_close = {k: v for k, v in box.items() if k in ("serial", "entry")}
    choice_of = {line.serial_hash: line.opening["ballot"]["choices"][0] for line in bundle.entries}
    return [
        permutation_p(guess, truth, order, choice_of, chance)
        for guess in orders(issued, before_the_close)
    ]


def nobody_is_named(registrar, box, order, bundle, logged) -> None:
    """No dump and no log line joins a person with a ballot."""
    whole_registrar = repr(
        {k: v for k, v in registrar.items() if k not in ("opened", "outcome", "inbox")}
    )
    for line in bundle.entries:
        assert line.serial_hash not in whole_registrar
        assert line.opening["serial"] not in whole_registrar
    for pseudonym in order:
        assert pseudonym not in repr(box)
        assert pseudonym not in logged
    assert not any(line.leaf in logged or line.serial_hash in logged for line in bundle.entries)


ORDERS = ("serial", "position", "leaf")


def orders(issued: list[str], box: dict[str, list[tuple]]) -> list[list[tuple[str, str]]]:
    """Guesses by joining the order of one table with the order of another."""
    entries = box["entry"]
    return [
        list(zip(issued, [row[1] for row in box["serial"]], strict=True)),
        list(zip(issued, [row[4] for row in sorted(entries, key=lambda row: row[1])], strict=True)),
        list(zip(issued, [row[4] for row in sorted(entries, key=lambda row: row[2])], strict=True)),
    ]


def permutation_p(guess, truth, order, choice_of, chance) -> float:
    """How often chance links at least as many voters to their choice as the guess does."""
    name_of = {pseudonym: number for number, pseudonym in enumerate(order)}
    people = [name_of[pseudonym] for pseudonym, _ in guess]
    guessed = [choice_of[serial] for _, serial in guess]
    hits = sum(truth[person] == choice for person, choice in zip(people, guessed, strict=True))
    better = 0
    for _ in range(SHUFFLES):
        chance.shuffle(guessed)
        better += sum(truth[p] == c for p, c in zip(people, guessed, strict=True)) >= hits
    return better / SHUFFLES


async def an_election(city: City, chance: random.Random) -> tuple[list[str], str]:
    await city.register(VOTERS)
    poll = (await city.open(make_poll(city.clock.now_ms()))).poll
    truth = [chance.choice("ABC") for _ in range(VOTERS)]
    tokens = {n: await city.token(poll, resident(n)) for n in range(VOTERS)}
    key = board_key(city.box.resources.folder)
    for n in chance.sample(range(VOTERS), VOTERS):  # devices wait a random time (S10)
        await city.vote(poll, resident(n), {"kind": "approval", "choices": [truth[n]]}, tokens[n])
        if n % 13 == 0:
            await city.box_database.transact(lambda tx: publish(tx, key, poll.id))
    await city.close(poll.id)
    return truth, poll.id
