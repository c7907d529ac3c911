# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A small query through the door against a Litestar hello-JSON, interleaved: `python -m tests.benchmarks.doors`."""

import asyncio

from tests.benchmarks.load import Measured, drive, free_port, serving

QUERY = b'{"query":"{ places { id name } }"}'
NAMES = ("hello", "asgi", "direct")
ROUNDS = 5
REQUESTS = 3000


async def measure() -> dict[str, Measured]:
    """The best of several interleaved rounds for each server."""
    ports = {name: free_port() for name in NAMES}
    best: dict[str, Measured] = {}
    module = "tests.benchmarks.servers"
    with (
        serving(module, "hello", str(ports["hello"]), port=ports["hello"]) as hello,
        serving(module, "asgi", str(ports["asgi"]), port=ports["asgi"]) as asgi,
        serving(module, "direct", str(ports["direct"]), port=ports["direct"]) as direct,
    ):
        processes = {"hello": hello, "asgi": asgi, "direct": direct}
        for name, process in processes.items():
            await drive(process, ports[name], QUERY, requests=500)
        for _ in range(ROUNDS):
            for name, process in processes.items():
                found = await drive(process, ports[name], QUERY, requests=REQUESTS)
                if name not in best or found.cpu_us < best[name].cpu_us:
                    best[name] = found
    return best


def main() -> None:
    """Print the figures."""
    best = asyncio.run(measure())
    for name, found in best.items():
        print(
            f"{name:8} {found.cpu_us:7.1f} us CPU/request {found.per_second:8.0f}/s "
            f"p50 {found.p50_ms:.2f} ms p99 {found.p99_ms:.2f} ms {found.rss_mb:.0f} MB"
        )
    for name in NAMES[1:]:
        print(f"{name} against hello-JSON: {best['hello'].cpu_us / best[name].cpu_us:.2f}")


if __name__ == "__main__":
    main()
