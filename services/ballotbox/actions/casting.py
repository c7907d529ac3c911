# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Taking a ballot: check signature and form in memory, keep only what does not speak (B1, S1)."""

from hashlib import sha256
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.ballotbox import store
from services.ballotbox.domain.boards import Board, BoardState
from services.ballotbox.domain.forms import check
from services.kit.crypto import blind, board, envelopes
from services.kit.data import Database, Tx
from services.kit.errors import NotFound, Problem
from services.kit.wire.tokens.compact import decode
from services.kit.wire.tokens.refusal import TokenRefused

PURPOSE = b"opening"
BATCH_MS = 600_000
"""Boards grow at most this often; no time finer than this is ever written down."""


class Cast(msgspec.Struct, frozen=True, kw_only=True):
    """A ballot as it arrives: nothing in it says who sends it."""

    serial: str
    """32 random bytes of the voter's own (base64url)."""
    sig: str
    """The registrar's signature on the serial, unblinded by the voter."""
    ballot: Any
    nonce: str
    """32 random bytes that hide the ballot behind its commitment."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A ballot that may be kept."""

    poll: str
    leaf: str
    commitment: str
    serial_hash: str
    sealed: bytes


def _bytes(text: str, length: int | None = None) -> bytes:
    try:
        value = decode(text)
    except TokenRefused as broken:
        raise Problem("BALLOT_MALFORMED") from broken
    if length is not None and len(value) != length:
        raise Problem("BALLOT_MALFORMED")
    return value


def check_cast(held: Board, given: Cast) -> Checked:
    """Signature first, then form; the opening is sealed before anything is written."""
    definition = held.definition
    serial = _bytes(given.serial, board.SECRET_BYTES)
    nonce = _bytes(given.nonce, board.SECRET_BYTES)
    key = blind.PublicKey(n=int(definition.key_n, 16), e=definition.key_e)
    if not blind.verify(key, serial, _bytes(given.sig)):
        raise Problem("BALLOT_SIGNATURE_INVALID")
    check(definition.spec, given.ballot)
    commitment = board.commit(nonce, given.ballot)
    serial_hash = sha256(serial).hexdigest()
    opening = {
        "ballot": given.ballot,
        "nonce": nonce.hex(),
        "serial": serial.hex(),
        "sig": given.sig,
    }
    return Checked(
        poll=held.id,
        leaf=board.ballot_leaf(held.id, serial_hash, commitment).hex(),
        commitment=commitment.hex(),
        serial_hash=serial_hash,
        sealed=envelopes.close(
            bytes.fromhex(definition.close_key), board.canonical(opening), PURPOSE
        ),
    )


async def read_board(database: Database, poll: str) -> Board:
    """The board of a poll, or NotFound."""
    found = await database.one(store.board_by_id, id=poll)
    if found is None:
        raise NotFound
    return found


async def cast(database: Database, key: Ed25519PrivateKey, poll: str, given: Cast) -> board.Receipt:
    """Take a ballot; the receipt is given once it is on the disk. The same serial again replaces."""
    held = await read_board(database, poll)
    if held.state is not BoardState.OPEN:
        raise Problem("BALLOT_POLL_CLOSED")
    checked = check_cast(held, given)
    size = await database.transact(lambda tx: keep(tx, checked))
    public = board.public_bytes(key)
    receipt = board.Receipt(poll=poll, leaf=checked.leaf, size=size, key_id=board.key_id_of(public))
    return board.sign_receipt(key, receipt)


async def keep(tx: Tx, checked: Checked) -> int:
    """Write the ballot down unless the poll has closed meanwhile; the size of the board."""
    held = await tx.one(store.lock_board, which=checked.poll)
    if held is None or tx.now >= held.definition.closes_at:
        raise Problem("BALLOT_POLL_CLOSED")
    await tx.run(
        store.hold_serial,
        poll=checked.poll,
        serial_hash=checked.serial_hash,
        leaf=checked.leaf,
    )
    await tx.run(
        store.add_pending,
        poll=checked.poll,
        leaf=checked.leaf,
        commitment=checked.commitment,
        serial_hash=checked.serial_hash,
        sealed=checked.sealed,
    )
    slot = tx.now // BATCH_MS + 1
    await tx.schedule(
        "ballotbox.publish",
        f"publish:{checked.poll}:{slot}",
        slot * BATCH_MS,
        {"poll": checked.poll},
    )
    return held.size
