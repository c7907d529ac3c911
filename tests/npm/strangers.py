# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget gateway` by itself in front of subgraphs from npm: ready in time, answers, subscriptions."""

import http.client
import json
import sys
import time
from pathlib import Path

from tests.benchmarks.load import free_port, serving

READY_SECONDS = 2.0
STARS = {"places": [{"name": "Badhuset", "stars": 4}, {"name": "Biblioteket", "stars": 5}]}
OPENED = [{"opened": one} for one in STARS["places"]]


def ask(port: int, query: str, accept: str = "application/json") -> bytes:
    """The body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"content-type": "application/json", "accept": accept}
    connection.request("POST", "/graphql", json.dumps({"query": query}), headers)
    body = connection.getresponse().read()
    connection.close()
    return body


def wait_until_ready(port: int) -> float:
    """Seconds until /readyz says so, counted from now."""
    started = time.perf_counter()
    while time.perf_counter() - started < 10 * READY_SECONDS:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                break
        except OSError:
            time.sleep(0.02)
    return time.perf_counter() - started


def strangers_are_served() -> bool:
    """Whether all of it holds; what was found is printed."""
    upstream, port = free_port(), free_port()
    at = f"127.0.0.1:{upstream}"
    options: list[str] = []
    for name in ("places", "reviews"):
        options += ["--subgraph", f"{name}=http://{at}/{name}"]
    options += ["--websocket", f"places=ws://{at}/places", "--port", str(port)]
    script = str(Path(__file__).with_name("subgraphs.mjs"))
    with serving("node", script, str(upstream), port=upstream):
        started = time.perf_counter()
        with serving("gateway.city.cli", "gateway", *options, port=port) as process:
            wait_until_ready(port)
            seconds = time.perf_counter() - started
            answer = json.loads(ask(port, "{ places { name stars } }"))
            query = "subscription { opened(count: 2) { name stars } }"
            events = ask(port, query, "text/event-stream").decode().splitlines()
            memory = process.memory_info().rss / 1e6
    told = [json.loads(line[6:])["data"] for line in events if line.startswith("data: {")]
    sys.stdout.write(
        f"in front of subgraphs from npm: ready in {seconds:.1f} s (bar {READY_SECONDS:.0f}),"
        f" {memory:.0f} MB, {len(told)} events over graphql-ws\n"
    )
    return seconds < READY_SECONDS and answer == {"data": STARS} and told == OPENED
