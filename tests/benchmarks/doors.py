# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Queries through the door against a Litestar hello-JSON on the same core, interleaved: the bars of stack 1."""

import asyncio
import tempfile
from contextlib import ExitStack

import msgspec

from gateway.city.settings import CitySettings
from services.identity.demo import demo_token
from services.kit.clock import SystemClock
from tests.benchmarks.load import Measured, drive, free_port, serving

SMALL = b'{"query":"{ places { id name } }"}'
LIST = b'{"query":"{ places { id name number share open note } }"}'
ROUNDS = 4
REQUESTS = 2400
MODULE = "tests.benchmarks.servers"


class Case(msgspec.Struct, frozen=True):
    """A server, what it is asked, and its bar in hello-JSONs."""

    server: str
    body: bytes
    bar: float = 0.0


CASES = {
    "hello-JSON": Case("hello", SMALL),
    "small query, ASGI": Case("asgi", SMALL),
    "small query": Case("front", SMALL, 1.5),
    "small query, signed in": Case("signed", SMALL, 1.5),
    "list of 100 x 6": Case("list", LIST, 0.6),
    "one remote fetch": Case("remote", SMALL, 0.8),
}


async def measure() -> dict[str, Measured]:
    """The best of several interleaved rounds for each case."""
    best: dict[str, Measured] = {}
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        token = _token(folder)
        far = free_port()
        stack.enter_context(serving(MODULE, "answering", str(far), port=far))
        running = {}
        for name, case in CASES.items():
            port = free_port()
            more = {"remote": [str(far)], "signed": [folder]}.get(case.server, [])
            process = stack.enter_context(serving(MODULE, case.server, str(port), *more, port=port))
            running[name] = (process, port)
            await drive(process, port, case.body, requests=320, headers=_headers(case, token))
        for _ in range(ROUNDS):
            for name, (process, port) in running.items():
                case = CASES[name]
                count = REQUESTS // 4 if case.server == "list" else REQUESTS
                found = await drive(
                    process, port, case.body, requests=count, headers=_headers(case, token)
                )
                if name not in best or found.cpu_us < best[name].cpu_us:
                    best[name] = found
    return best


def _headers(case: Case, token: bytes) -> bytes:
    return b"authorization: Bearer %b\r\n" % token if case.server == "signed" else b""


def _token(folder: str) -> bytes:
    settings = CitySettings(data_dir=folder)
    return demo_token(
        "amina", folder=settings.folder, address=settings.address, clock=SystemClock()
    ).encode()


def main() -> None:
    """Print the figures."""
    best = asyncio.run(measure())
    floor = best["hello-JSON"].cpu_us
    for name, found in best.items():
        bar = f"(bar {CASES[name].bar})" if CASES[name].bar else ""
        print(
            f"{name:24} {found.cpu_us:7.1f} us CPU {found.per_second:8.0f}/s "
            f"p50 {found.p50_ms:5.2f} ms p99 {found.p99_ms:5.2f} ms {found.rss_mb:4.0f} MB "
            f"{floor / found.cpu_us:5.2f} H {bar}"
        )


if __name__ == "__main__":
    main()
