# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The registrar at work: one right to vote per person, whatever the channel (E1, E2, S5)."""

import asyncio
from enum import StrEnum
from hashlib import sha256, sha384
from pathlib import Path
from weakref import WeakKeyDictionary

import msgspec

from services.kit.audit import Entry
from services.kit.crypto import blind
from services.kit.data import Database, Tx
from services.kit.errors import Forbidden, Problem, StepUpRequired
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.kit.wire.tokens.compact import decode, encode
from services.kit.wire.tokens.refusal import TokenRefused
from services.participation.actions.polls import must_be_open, read_poll
from services.participation.actions.secrets import read_secrets
from services.participation.domain.counting import Turnout
from services.participation.domain.polls import Poll, Secrecy
from services.participation.domain.registers import assisted_serial, pseudonym_of
from services.participation.store import polls as store

AT_ONCE = 8
"""Signing takes far longer than checking: rights queue, ballots never do (sheet section 6)."""
_queues: "WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]" = WeakKeyDictionary()


def _queue() -> asyncio.Semaphore:
    """The queue of this process: a rush for rights does not take every connection."""
    return _queues.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))


class Channel(StrEnum):
    """Where the person came to vote; all share one register."""

    WEB = "web"
    DESK = "desk"
    PAPER = "paper"


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """The blind signature, base64url."""

    blind_sig: str


async def issue_token(
    database: Database, caller: Caller, poll: str, blinded: str, folder: Path | None
) -> Token:
    """Sign a blinded serial for the person who calls."""
    require(caller, "participation.ballot.request")
    body = must_be_open(await read_poll(database, poll), database.clock.now_ms())
    if caller.loa < body.eligible.loa:
        raise StepUpRequired((f"loa{body.eligible.loa}",))
    wish = Wish(person=caller.sub, channel=Channel.WEB, blinded=blinded)
    return await _issue(database, caller, body, wish, folder=folder)


class AtDesk(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody an officer has identified, and the blinded serial of the desk's own device."""

    poll: str
    person: str
    channel: Channel
    blinded: str


async def issue_at_desk(
    database: Database, caller: Caller, given: AtDesk, folder: Path | None
) -> Token:
    """Sign for a person whom an officer has identified at a desk or with a paper ballot."""
    require(caller, "participation.desk.issue")
    body = must_be_open(await read_poll(database, given.poll), database.clock.now_ms())
    wish = Wish(person=given.person, channel=given.channel, blinded=given.blinded)
    return await _issue(database, caller, body, wish, folder=folder)


class Assisted(msgspec.Struct, frozen=True, kw_only=True):
    """A right to vote that the city knows, for a client that cannot blind: pseudonymous, never secret."""

    serial: str
    sig: str
    secrecy: Secrecy = Secrecy.PSEUDONYMOUS


async def issue_assisted(
    database: Database, caller: Caller, poll: str, folder: Path | None
) -> Assisted:
    """A right without blinding; refused where secrecy was promised (S5)."""
    require(caller, "participation.ballot.request")
    body = must_be_open(await read_poll(database, poll), database.clock.now_ms())
    secrets = read_secrets(folder, poll)
    if body.secrecy is Secrecy.SECRET or secrets is None:
        raise Forbidden
    if caller.loa < body.eligible.loa:
        raise StepUpRequired((f"loa{body.eligible.loa}",))
    key = secrets.signing.public
    pseudonym = pseudonym_of(bytes.fromhex(secrets.pepper), caller.sub)
    serial = assisted_serial(pseudonym, secrets.seed)
    blinded, inverse = blind.blind(
        key, serial, salt=sha384(serial).digest(), inverse=_steady(serial)
    )
    wish = Wish(person=caller.sub, channel=Channel.WEB, blinded=encode(blinded))
    token = await _issue(database, caller, body, wish, folder=folder)
    sig = blind.finalize(key, serial, decode(token.blind_sig), inverse)
    return Assisted(serial=encode(serial), sig=encode(sig))


def _steady(serial: bytes) -> int:
    """The same number for the same serial, so that a retry is answered with the same signature."""
    return int.from_bytes(sha384(b"inverse" + serial).digest(), "big") | 1


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to get a right, where, for which blinded serial."""

    person: str
    channel: Channel
    blinded: str


async def _issue(
    database: Database, caller: Caller, poll: Poll, wish: Wish, *, folder: Path | None
) -> Token:
    async with _queue():
        return await _sign(database, caller, poll, wish, folder=folder)


async def _sign(
    database: Database, caller: Caller, poll: Poll, wish: Wish, *, folder: Path | None
) -> Token:
    secrets = read_secrets(folder, poll.id)
    if secrets is None or not secrets.pepper:
        raise Problem("PARTICIPATION_POLL_NOT_OPEN")
    pseudonym = pseudonym_of(bytes.fromhex(secrets.pepper), wish.person)
    if await database.one(store.roll_entry, poll=poll.id, pseudonym=pseudonym) is None:
        raise Problem("PARTICIPATION_NOT_ELIGIBLE")
    known = await database.one(store.issue_of, poll=poll.id, pseudonym=pseudonym)
    try:
        raw = decode(wish.blinded)
        fresh = known.blind_sig if known else encode(blind.sign_blinded(secrets.signing, raw))
    except (TokenRefused, blind.BlindRefused) as refused:
        raise Problem("PARTICIPATION_BLINDED_INVALID") from refused
    blinded_hash = sha256(raw).hexdigest()

    async def unit(tx: Tx) -> str:
        added = await tx.run(
            store.add_issue,
            poll=poll.id,
            pseudonym=pseudonym,
            channel=wish.channel.value,
            blinded_hash=blinded_hash,
            blind_sig=fresh,
        )
        held = await tx.one(store.issue_of, poll=poll.id, pseudonym=pseudonym)
        if held is None or held.blinded_hash != blinded_hash:
            raise Problem("PARTICIPATION_ALREADY_ISSUED")
        if added:
            if wish.channel is not Channel.WEB:
                await tx.audit(_entry(caller, wish.person, poll.id))
            await tx.emit("participation.turnout.changed", subject=poll.id, data={"poll": poll.id})
        return held.blind_sig

    return Token(blind_sig=await database.transact(unit))


def _entry(caller: Caller, person: str, poll: str) -> Entry:
    return Entry(
        caller=caller,
        subject=person,
        action="participation.desk.issue",
        resource="poll",
        ids=(poll,),
    )


async def read_turnout(database: Database, poll: str) -> Turnout:
    """How many may vote and how many have taken their right; from the registrar alone (S2)."""
    roll = await database.many(store.roll_by_district, poll=poll)
    issued = await database.many(store.issued_by_district, poll=poll)
    return Turnout(
        roll={each.district: each.count for each in roll},
        issued={each.district: each.count for each in issued},
    )
