# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Asking twice does it once (draft-ietf-httpapi-idempotency-key-header-07; reliability I1-I8).

The record is written in the transaction of the effect: it exists exactly when the effect does. A
repeat gets the first answer byte for byte. An action refused for good leaves its answer, not its
traces; what may succeed later (401, 403, 409, 429, 5xx) leaves nothing.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from services.kit.data import (
    Database,
    OutcomeUnknown,
    Text,
    Tx,
    bindparam,
    define,
    func,
    insert,
    select,
)
from services.kit.data.tables import idempotency
from services.kit.errors import InputInvalid, Problem

DAY_MS = 86_400_000
_KEY = re.compile(r"[\x21-\x7e]{16,128}")
_NOT_KEPT = frozenset({401, 403, 409, 429})


class Claim(msgspec.Struct, frozen=True):
    """Who asks for what under which key."""

    actor: str
    """The identity that acts."""
    principal: str
    """The one acted for; the same as actor when nobody else."""
    operation: str
    key: str
    fingerprint: str
    keep_ms: int = DAY_MS

    def row_key(self) -> str:
        """The hash under which the answer lies: another person's key is another key (I2)."""
        text = msgspec.json.encode([self.actor, self.principal, self.operation, self.key])
        return hashlib.sha256(text).hexdigest()


class Answer(msgspec.Struct, frozen=True):
    """What was answered, to the byte."""

    status: int
    body: bytes
    replayed: bool = False


class _Kept(msgspec.Struct, frozen=True):
    fingerprint: str
    status: int
    body: bytes


_row = idempotency.c.key == bindparam("row", type_=Text)
_FIND = define(
    select(idempotency.c.fingerprint, idempotency.c.status, idempotency.c.body).where(_row), _Kept
)
_KEEP = define(
    insert(idempotency),
    columns=("key", "fingerprint", "status", "body", "at", "keep_until"),
)
_TURN = define(
    select(func.pg_try_advisory_xact_lock(func.hashtextextended(bindparam("row", type_=Text), 0))),
    bool,
)


def read_key(header: str | None) -> str:
    """The key of an `Idempotency-Key` header, a structured-field string or bare (I1).

    Raises Problem IDEMPOTENCY_KEY_REQUIRED when absent, INPUT_INVALID when it is not 16 to 128
    visible ASCII characters.
    """
    if header is None or not header.strip():
        raise Problem("IDEMPOTENCY_KEY_REQUIRED")
    key = header.strip()
    if key.startswith('"'):
        if len(key) < 2 or not key.endswith('"'):  # noqa: PLR2004 -- both quotes
            raise InputInvalid(path=("Idempotency-Key",))
        key = re.sub(r'\\(["\\])', r"\1", key[1:-1])
    if not _KEY.fullmatch(key):
        raise InputInvalid(path=("Idempotency-Key",))
    return key


def field_key(key: str, response_key: str) -> str:
    """The key of one root field of a GraphQL operation."""
    return hashlib.sha256(f"{key}|{response_key}".encode()).hexdigest()[:32]


def fingerprint(operation: str, variables: Any) -> str:
    """SHA-256 of the canonical JSON of operation and variables: the same whatever the key order."""
    body = {"operation": operation, "variables": variables}
    return hashlib.sha256(msgspec.json.encode(body, order="sorted")).hexdigest()


async def once(
    database: Database,
    claim: Claim,
    unit: Callable[[Tx], Awaitable[Answer]],
    *,
    refusal: Callable[[Problem], Answer] | None = None,
) -> Answer:
    """Run the unit and keep its answer in one transaction, or give the answer kept before.

    `refusal` makes the answer for a Problem of the unit; when that is final it is kept, while what
    the unit wrote is undone. Raises Problem IDEMPOTENCY_KEY_REUSED for another request under the
    same key, IDEMPOTENCY_IN_PROGRESS while the first still runs, and whatever the unit raises.
    Judge the caller's rights before every call: a replay asks nobody (I5).
    """
    row = claim.row_key()

    async def guarded(tx: Tx) -> Answer:
        if database.dialect == "postgresql" and not await tx.one(_TURN, row=row):
            raise Problem("IDEMPOTENCY_IN_PROGRESS", extensions={"retryAfter": 1})
        kept = await tx.one(_FIND, row=row)
        if kept is not None:
            if kept.fingerprint != claim.fingerprint:
                raise Problem("IDEMPOTENCY_KEY_REUSED")
            return Answer(kept.status, kept.body, replayed=True)
        answer = await _answer(tx, unit, refusal)
        if is_final(answer.status):
            await tx.run(
                _KEEP,
                key=row,
                fingerprint=claim.fingerprint,
                status=answer.status,
                body=answer.body,
                at=tx.now,
                keep_until=tx.now + claim.keep_ms,
            )
        return answer

    try:
        return await database.transact(guarded)
    except OutcomeUnknown:
        kept = await database.one(_FIND, row=row)  # reliability D3: the record tells what happened
        if kept is None or kept.fingerprint != claim.fingerprint:
            raise
        return Answer(kept.status, kept.body)


def is_final(status: int) -> bool:
    """Whether asking again with the same key must give this same answer (I4)."""
    return status not in _NOT_KEPT and status < 500  # noqa: PLR2004 -- server errors pass


async def _answer(
    tx: Tx,
    unit: Callable[[Tx], Awaitable[Answer]],
    refusal: Callable[[Problem], Answer] | None,
) -> Answer:
    if refusal is None:
        return await unit(tx)
    try:
        async with tx.savepoint():
            return await unit(tx)
    except Problem as problem:
        if not is_final(problem.status):
            raise
        return refusal(problem)
