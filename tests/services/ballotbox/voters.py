# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Voters of the tests: a poll's keys, and ballots as a voter's device makes them."""

import os
import secrets
from functools import cache
from hashlib import sha256
from typing import Any

import msgspec

from services.ballotbox.actions.casting import Cast
from services.ballotbox.domain.boards import Definition
from services.ballotbox.domain.forms import Form, Spec
from services.kit.crypto import blind, envelopes
from services.kit.wire.tokens.compact import encode

CLOSES_AT = 4_000_000_000_000


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """The registrar's side of a poll."""

    signing: blind.PrivateKey
    close_private: bytes
    close_public: bytes


@cache
def keys() -> Keys:
    private, public = envelopes.new_pair()
    return Keys(signing=blind.PrivateKey.generate(), close_private=private, close_public=public)


def definition(poll: str = "poll-1", **spec: Any) -> Definition:
    made = keys()
    return Definition(
        id=poll,
        spec=Spec(**{"form": Form.APPROVAL, "options": ("A", "B", "C"), **spec}),
        key_n=f"{made.signing.public.n:x}",
        key_e=made.signing.e,
        fingerprint=made.signing.public.fingerprint,
        close_key=made.close_public.hex(),
        closes_at=CLOSES_AT,
    )


def token() -> tuple[bytes, bytes]:
    """A serial and the registrar's signature on it."""
    serial, signing = secrets.token_bytes(32), keys().signing
    blinded, inverse = blind.blind(signing.public, serial)
    return serial, blind.finalize(
        signing.public, serial, blind.sign_blinded(signing, blinded), inverse
    )


def vote(
    choices: list[str], *, held: tuple[bytes, bytes] | None = None, ballot: Any = None
) -> Cast:
    serial, sig = held or token()
    return Cast(
        serial=encode(serial),
        sig=encode(sig),
        ballot={"kind": "approval", "choices": choices} if ballot is None else ballot,
        nonce=encode(os.urandom(32)),
    )


def serial_hash(given: tuple[bytes, bytes]) -> str:
    return sha256(given[0]).hexdigest()
