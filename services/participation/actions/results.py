# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading what was counted: winners, why and why not, the bundle, open data (sheet 4.3)."""

from hashlib import sha256

import msgspec

from i18n import LazyText
from services.kit.data import Database
from services.kit.errors import Problem
from services.participation.actions.polls import read_poll
from services.participation.domain.bundles import Bundle, read_bundle
from services.participation.domain.counting import to_election
from services.participation.domain.formats.pb_writing import Voter, write_pb
from services.participation.domain.polls import Poll, Secrecy
from services.participation.domain.registers import assisted_serial
from services.participation.domain.tallies.results import Fate
from services.participation.domain.tallies.sentences import reason
from services.participation.store import polls as store
from services.participation.store.polls import Outcome, PollRow


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """A poll with its result."""

    row: PollRow
    outcome: Outcome


async def read_outcome(database: Database, poll: str) -> Outcome | None:
    """The result, or None before it has been counted: hidden from everybody (S3)."""
    return await database.one(store.outcome_of, poll=poll)


async def read_published(database: Database, poll: str) -> Published:
    """Poll and result; a Problem while there is none."""
    row = await read_poll(database, poll)
    outcome = await read_outcome(database, poll)
    if outcome is None:
        raise Problem("PARTICIPATION_POLL_NOT_CLOSED")
    return Published(row=row, outcome=outcome)


def why(poll: Poll, outcome: Outcome) -> dict[str, LazyText]:
    """For every choice the sentence that says why it won or did not."""
    election = to_election(poll, [])
    places = {choice.id: place for place, choice in enumerate(poll.choices)}
    fates = outcome.result["record"]["fates"]
    return {
        choice: reason(
            election,
            Fate(
                option=places[choice],
                code=facts["code"],
                facts={k: places[v] if k in ("at", "rival") else v for k, v in facts.items()},
            ),
        )
        for choice, facts in fates.items()
    }


def bundle_of(outcome: Outcome) -> Bundle:
    """The bundle as it was signed."""
    return read_bundle(outcome.bundle.encode())


async def as_pb(database: Database, published: Published) -> str:
    """The ballots that count as a .pb file: shuffled row numbers, no person (sheet 4.3).

    Of a pseudonymous poll age and district are told where at least five rows share them. Of a secret
    poll nobody, the city neither, knows whose row it is.
    """
    bundle = bundle_of(published.outcome)
    voters: dict[str, Voter] = {}
    if bundle.poll.secrecy is Secrecy.PSEUDONYMOUS:
        for entry in await database.scan(store.roll_of, poll=bundle.poll.id):
            serial = assisted_serial(entry.pseudonym, bundle.seed)
            voters[sha256(serial).hexdigest()] = Voter(
                age=entry.age_band or "", district=entry.district
            )
    return write_pb(bundle.poll, bundle.result, bundle.entries, voters)


def as_csv(published: Published) -> str:
    """A line per choice: id, name, cost, whether it won, and its place."""
    winners = published.outcome.result["record"]["winners"]
    lines = ["id,name,cost,selected,place"]
    for choice in published.row.body.choices:
        name = choice.title.get("sv", "").replace('"', '""')
        place = winners.index(choice.id) + 1 if choice.id in winners else ""
        lines.append(f'{choice.id},"{name}",{choice.cost},{int(choice.id in winners)},{place}')
    return "\r\n".join(lines) + "\r\n"
