# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The result bundle: everything a stranger needs to count again, in one signed file (V2)."""

from hashlib import sha256
from typing import Any, Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.kit.crypto import blind, board
from services.kit.crypto.board import Head, canonical
from services.kit.crypto.merkle import Tree
from services.kit.wire.tokens.compact import decode
from services.kit.wire.tokens.refusal import TokenRefused
from services.participation.domain.counting import (
    Turnout,
    check_quorum,
    count,
    told_quorum,
)
from services.participation.domain.editions import (
    CURRENT,
    FIRST,
    first_quorum,
    plain_bundle,
    plain_poll,
)
from services.participation.domain.polls import Poll, QuorumKind
from services.participation.domain.refusals import Refused
from services.participation.domain.registers import Addition
from services.participation.domain.tallies.lots import Lot

LABEL: Final = b"torget-bundle-v1\0"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A ballot on the board with what opens it."""

    position: int
    leaf: str
    commitment: str
    serial_hash: str
    opening: dict[str, Any]
    superseded: bool


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """One file; `sig` is the registrar's, over everything else."""

    version: int
    poll: Poll
    turnout: Turnout
    seed: str
    heads: list[Head]
    board_key: str
    entries: list[Line]
    result: dict[str, Any]
    quorum: list[dict[str, Any]]
    inputs_sha256: str
    result_sha256: str
    registrar_key: str
    additions: list[Addition] = []
    """Who came onto the roll after its publication: none without a root of its own (E1)."""
    sig: str = ""


def digest(value: Any) -> str:
    """SHA-256 of the canonical form."""
    return sha256(canonical(value)).hexdigest()


def lot_of(poll: Poll, seed: str, root: str) -> Lot:
    """The draw that decides ties: seed promised at the opening, root of the last head (T2)."""
    return Lot(seed=bytes.fromhex(seed), root=bytes.fromhex(root), poll=poll.id)


def counted_ballots(entries: list[Line]) -> list[Any]:
    """The ballots that count, in the order of the board."""
    return [line.opening["ballot"] for line in entries if not line.superseded]


def make_bundle(
    key: Ed25519PrivateKey, poll: Poll, turnout: Turnout, *, seed: str, heads: list[Head],
    board_key: str, entries: list[Line], additions: list[Addition], raw: Turnout | None = None,
) -> Bundle:  # fmt: skip
    """Count, and put everything into one signed file; `raw` is the turnout before small districts were joined."""
    lot = lot_of(poll, seed, heads[-1].root)
    election, result, record = count(poll, counted_ballots(entries), lot)
    quorum = told_quorum(poll, turnout, raw or turnout, election, result)
    bundle = Bundle(
        version=CURRENT,
        poll=poll,
        turnout=turnout,
        seed=seed,
        heads=heads,
        board_key=board_key,
        entries=entries,
        result=record,
        quorum=[msgspec.to_builtins(each) for each in quorum],
        inputs_sha256=digest([plain_poll(poll, CURRENT), entries]),
        result_sha256=digest(record),
        registrar_key=board.public_bytes(key).hex(),
        additions=additions,
    )
    return msgspec.structs.replace(bundle, sig=key.sign(_signed_bytes(bundle)).hex())


def _signed_bytes(bundle: Bundle) -> bytes:
    plain = _plain(bundle)
    del plain["sig"]
    return LABEL + canonical(plain)


def write_bundle(bundle: Bundle) -> bytes:
    """The canonical bytes of the file."""
    return canonical(_plain(bundle))


def _plain(bundle: Bundle) -> dict[str, Any]:
    return plain_bundle(msgspec.to_builtins(bundle), bundle.poll)


def read_bundle(data: bytes) -> Bundle:
    """A bundle from bytes alone; anything but the canonical form is refused."""
    try:
        bundle = msgspec.json.decode(data, type=Bundle)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as broken:
        raise Refused("BUNDLE_UNREADABLE", f"The bundle cannot be read: {broken}.") from broken
    if bundle.version not in (FIRST, CURRENT):
        raise Refused("BUNDLE_UNREADABLE", "The bundle is of an edition that is not known here.")
    if write_bundle(bundle) != data.strip():
        raise Refused("BUNDLE_NOT_CANONICAL", "The bundle is not in its canonical form.")
    return bundle


def verify_bundle(bundle: Bundle, *, registrar_key: str | None = None) -> list[str]:
    """Compute everything again; the list of what was checked, or Refused at the first fault."""
    checked: list[str] = []
    for name, check in _CHECKS:
        check(bundle)
        checked.append(name)
    if registrar_key is not None and registrar_key != bundle.registrar_key:
        raise Refused("BUNDLE_KEY_UNEXPECTED", "The bundle was signed with another key.")
    return checked


def _signature(bundle: Bundle) -> None:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(bundle.registrar_key))
        key.verify(bytes.fromhex(bundle.sig), _signed_bytes(bundle))
    except (InvalidSignature, ValueError) as broken:
        raise Refused("BUNDLE_SIGNATURE_INVALID", "The signature does not hold.") from broken


def _heads(bundle: Bundle) -> None:
    key = bytes.fromhex(bundle.board_key)
    tree = Tree([bytes.fromhex(line.leaf) for line in bundle.entries])
    sizes = [head.size for head in bundle.heads]
    if not sizes or sizes != sorted(sizes) or sizes[-1] != tree.size:
        raise Refused("BUNDLE_BOARD_INCOMPLETE", "The heads do not fit the entries.")
    for head in bundle.heads:
        if not board.is_signed(key, head) or head.poll != bundle.poll.id:
            raise Refused("BUNDLE_HEAD_INVALID", "A head of the board is not signed by the box.")
        if tree.root(head.size).hex() != head.root:
            raise Refused("BUNDLE_BOARD_CHANGED", "The board is not the one that was signed.")


def _entries(bundle: Bundle) -> None:
    poll = bundle.poll
    key = blind.PublicKey(n=int(poll.key_n, 16), e=poll.key_e)
    if key.fingerprint != poll.fingerprint:
        raise Refused("BUNDLE_KEY_TAGGED", "The signing key is not the one that was published.")
    last: dict[str, int] = {}
    for at, line in enumerate(bundle.entries):
        serial, nonce = bytes.fromhex(line.opening["serial"]), bytes.fromhex(line.opening["nonce"])
        commitment = board.commit(nonce, line.opening["ballot"])
        leaf = board.ballot_leaf(poll.id, line.serial_hash, commitment).hex()
        if (line.position, line.commitment, line.leaf) != (at, commitment.hex(), leaf):
            raise Refused("BUNDLE_ENTRY_CHANGED", f"Entry {at} does not match its commitment.")
        if sha256(serial).hexdigest() != line.serial_hash:
            raise Refused("BUNDLE_ENTRY_CHANGED", f"Entry {at} does not match its serial.")
        if not _is_token(key, serial, line.opening["sig"]):
            raise Refused("BUNDLE_TOKEN_INVALID", f"Entry {at} has no right to vote.")
        last[line.serial_hash] = last.get(line.serial_hash, 0) + (not line.superseded)
    if any(n != 1 for n in last.values()):
        raise Refused("BUNDLE_COUNTED_TWICE", "A right to vote counts more or less than once.")
    issued, roll = sum(bundle.turnout.issued.values()), sum(bundle.turnout.roll.values())
    sizes = [each.size for each in bundle.additions]
    if sizes != list(range(poll.roll_size + 1, poll.roll_size + 1 + len(sizes))):
        raise Refused(
            "BUNDLE_ROLL_CHANGED", "The roll grew otherwise than by counted appeals (E1)."
        )
    if not len(last) <= issued <= roll or roll != poll.roll_size + len(sizes):
        raise Refused("BUNDLE_TOO_MANY_BALLOTS", "There are more ballots than rights (V4).")


def _is_token(key: blind.PublicKey, serial: bytes, sig: str) -> bool:
    try:
        return blind.verify(key, serial, decode(sig))
    except TokenRefused:
        return False


def _count(bundle: Bundle) -> None:
    if sha256(bytes.fromhex(bundle.seed)).hexdigest() != bundle.poll.seed_commitment:
        raise Refused("BUNDLE_SEED_UNEXPECTED", "The seed is not the one that was promised.")
    lot = lot_of(bundle.poll, bundle.seed, bundle.heads[-1].root)
    election, result, record = count(bundle.poll, counted_ballots(bundle.entries), lot)
    if canonical(record) != canonical(bundle.result):
        raise Refused("BUNDLE_RESULT_WRONG", "Counting again gives another result.")
    known = (bundle.poll, bundle.turnout, election, result)
    if bundle.version == FIRST:
        stood = bundle.quorum == first_quorum(*known)
    else:
        again = [msgspec.to_builtins(each) for each in check_quorum(*known)]
        stood = len(again) == len(bundle.quorum) and all(map(stands, bundle.quorum, again))
    hashes = (digest([plain_poll(bundle.poll, bundle.version), bundle.entries]), digest(record))
    if not stood or hashes != (bundle.inputs_sha256, bundle.result_sha256):
        raise Refused("BUNDLE_RESULT_WRONG", "Quorum or check sums differ.")


def stands(signed: dict[str, Any], again: dict[str, Any]) -> bool:
    """Whether a signed condition agrees with the figures told: a "no" for a small district may be signed."""
    is_small = (
        signed.get("kind") == QuorumKind.SHARE_PER_DISTRICT.value and signed.get("met") is False
    )
    return signed == (again | {"met": False} if is_small else again)


_CHECKS: Final = (
    ("signature", _signature),
    ("board", _heads),
    ("entries", _entries),
    ("count", _count),
)
