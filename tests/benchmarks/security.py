# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What identity costs: verifying, minting, binding, deciding, chaining, sealing (µs of CPU each)."""

import asyncio
import time
from collections.abc import Callable

from services.kit.audit.chain import GENESIS, canonical, link
from services.kit.crypto.sealing import Place, seal, unseal
from services.kit.policy import Book, Need, Rule, delegate, owner
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.tokens.binding import BindingVerifier, service_key
from services.kit.wire.tokens.caller_token import CallerMint, CallerVerifier
from services.kit.wire.tokens.door import CallerDoor, CallerSigner
from services.kit.wire.tokens.keys import new_signing_key
from services.kit.wire.tokens.rotation import CallerKeys, KeyRing
from tests.gateway.auth.worlds import World, request

BODY = b'{"query":"query Home($at: DateTime!){me{id name language} zones{id}}","variables":{}}' * 4
AMINA = Caller(kind=CallerKind.RESIDENT, sub="r1", loa=3, auth_time=1767225600, scopes=("openid",))
PLACE = Place(table="t", column="c", row="1", subject="r1")


def cost(work: Callable[[], object], times: int, *, rounds: int = 5) -> float:
    """Microseconds of CPU of one call, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        for _ in range(times):
            work()
        best = min(best, time.process_time() - began)
    return best / times * 1e6


def drive(coroutine) -> object:
    """Run a coroutine that waits for nothing."""
    try:
        coroutine.send(None)
    except StopIteration as ended:
        return ended.value
    raise RuntimeError("it waited")


def main() -> None:
    """Print one line per figure."""
    world = World()
    ring = KeyRing(new_signing_key(), now=world.now)

    async def fetch() -> dict:
        return ring.document()

    mint = CallerMint(ring.active, now=world.now)
    signer = CallerSigner(mint, b"s" * 32, now=world.now)
    door = CallerDoor(
        CallerVerifier("care", CallerKeys(fetch, now=world.now), now=world.now),
        BindingVerifier(service_key(b"s" * 32, "care"), now=world.now),
    )
    head = request(f"Bearer {world.token()}")
    wire = {k.lower(): v for k, v in signer.headers(AMINA, "care", BODY).items()}
    asyncio.run(door.admit(wire, BODY))

    def whole() -> None:
        caller = drive(world.door.authenticate(head))
        assert isinstance(caller, Caller)
        signer.headers(caller, "care", BODY)

    cold = iter([request(f"Bearer {world.token(jti=f'{n}')}") for n in range(1500)])
    fresh = iter([Caller(kind=CallerKind.RESIDENT, sub=f"x{n}") for n in range(5000)])
    book = Book(
        (Rule("t.own.read", (owner(), delegate("x")), need=Need(loa=2)),), clock=world.clock
    )
    facts = {"owner": "r1"}
    row = {"seq": 1, "at": 1, "actor": "s1", "subject": "p", "action": "t.x.read", "unit": "u"}
    sealed = seal(b"k" * 32, 1, "x" * 200, PLACE)
    lines = {
        "verify token + mint + bind, cached": cost(whole, 5000),
        "verify token, cached": cost(lambda: drive(world.door.authenticate(head)), 5000),
        "verify token, first sight (ES256)": cost(
            lambda: drive(world.door.authenticate(next(cold))), 300
        ),
        "mint caller token, first sight": cost(lambda: mint.mint(next(fresh), "care"), 1000),
        "service door: binding + caller token, cached": cost(
            lambda: drive(door.admit(wire, BODY)), 5000
        ),
        "policy decision at the row": cost(lambda: book.decide(AMINA, "t.own.read", facts), 20000),
        "audit: canonical row and link": cost(lambda: link(b"k", GENESIS, canonical(row)), 5000),
        "seal 200 characters": cost(lambda: seal(b"k" * 32, 1, "x" * 200, PLACE), 5000),
        "unseal 200 characters": cost(lambda: unseal({1: b"k" * 32}, sealed, PLACE), 5000),
    }
    for name, microseconds in lines.items():
        print(f"{name:48} {microseconds:8.2f} µs   {1e6 / microseconds:12,.0f}/s")


if __name__ == "__main__":
    main()
