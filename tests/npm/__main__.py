# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Runs the comparisons with clients and routers from npm: `ORACLE_MODULES=.. python -m tests.npm`."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from gateway.executor import execute
from gateway.planner import prepare
from gateway.subgraphs.remote import RemoteSubgraph
from gateway.supergraph.reading import read_supergraph
from services.kit.wire.deadline import Deadline
from services.kit.wire.subgraph import FetchContext
from tests.benchmarks.load import free_port, serving
from tests.benchmarks.market import OPERATIONS, supergraph_sdl
from tests.npm.plans import plans_are_short, random_plans_are_short
from tests.npm.strangers import strangers_are_served

HERE = Path(__file__).parent
OTHERS = (
    "{ me { id name reviews { body product { name } } } }",
    """{ a: topProducts(first: 2) { upc } b: topProducts(first: 3) { ...P } }
    fragment P on Product { price shippingEstimate reviews { author { username } } }""",
    "{ users { __typename numberOfReviews reviews { product { inStock name: upc } } } }",
    "query ($yes: Boolean = true) { users { name @skip(if: $yes) birthday @include(if: $yes) } }",
)


def node(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run one of the scripts beside this file."""
    script, *rest = arguments
    return subprocess.run(
        ["node", str(HERE / script), *rest],
        input=given, capture_output=True, text=True, timeout=120, check=False, env=dict(os.environ),
    )  # fmt: skip


def passes(*arguments: str) -> bool:
    """Whether a script is content; what it says is printed."""
    done = node(*arguments)
    sys.stdout.write(done.stdout)
    if done.returncode:
        sys.stdout.write(done.stderr[-2000:])
    return done.returncode == 0


def doors_pass() -> bool:
    """Audits and reference clients against both profiles."""
    port = free_port()
    with serving("tests.npm.serving", "developer", str(port), port=port):
        found = [
            passes("audit.mjs", f"http://127.0.0.1:{port}/graphql"),
            passes("clients.mjs", str(port)),
        ]
    port = free_port()
    with serving("tests.npm.serving", "public", str(port), port=port):
        found.append(passes("audit.mjs", f"http://127.0.0.1:{port}/graphql", "must"))
    return all(found)


async def ask_us(sdl: str, operations: list[str]) -> list[Any]:
    """Our own answers."""
    supergraph = read_supergraph(sdl)
    subgraphs = {one.name: RemoteSubgraph(one.name, one.url) for one in supergraph.graphs.values()}
    context = FetchContext(deadline=Deadline(at=1e12))
    answers = [
        await execute(prepare(supergraph, text), {}, context, subgraphs) for text in operations
    ]
    for one in subgraphs.values():
        await one.close()
    return [{"data": one.data, "errors": bool(one.errors)} for one in answers]


def router_agrees() -> bool:
    """Whether a foreign router gives our answers with a supergraph of ours."""
    port = free_port()
    sdl = supergraph_sdl(port)
    operations = [*OPERATIONS.values(), *OTHERS]
    with (
        tempfile.TemporaryDirectory() as folder,
        serving("tests.benchmarks.market", str(port), port=port),
    ):
        file = Path(folder) / "supergraph.graphql"
        file.write_text(sdl, encoding="utf-8")
        lines = "".join(f"{json.dumps(one)}\n" for one in operations)
        done = node("router.mjs", str(file), given=lines)
        theirs = [json.loads(line) for line in done.stdout.splitlines()]
        ours = asyncio.run(ask_us(sdl, operations))
    same = sum(own == other for own, other in zip(ours, theirs, strict=False))
    sys.stdout.write(
        f"@apollo/gateway with our supergraph: {same}/{len(operations)} answers the same\n"
    )
    if same < len(operations):
        sys.stdout.write(done.stderr[-2000:])
    return same == len(operations)


if __name__ == "__main__":
    results = [
        plans_are_short(),
        random_plans_are_short(),
        strangers_are_served(),
        doors_pass(),
        router_agrees(),
    ]
    sys.exit(0 if all(results) else 1)
