# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A supergraph of 20,000 lines: how long composing, reading and the first plan take."""

import gc
import time

from gateway.planner import prepare
from gateway.supergraph.compose import SubgraphSource, compose
from gateway.supergraph.reading import read_supergraph

GRAPHS = 24
TYPES = 30
FIELDS = 9
_LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", '
    'import: ["@key", "@shareable"])\n'
)


def subgraph(number: int) -> SubgraphSource:
    """One of many: entities of its own, and fields for its neighbour's."""
    parts = [_LINK, f"type Query {{ all{number}: [G{number}T0] }}"]
    for at in range(TYPES):
        fields = "\n".join(
            f'  "What field {one} says."\n  field{one}(first: Int = 10): String'
            for one in range(FIELDS)
        )
        after = f"\n  next: G{number}T{at + 1}" if at + 1 < TYPES else ""
        parts.append(
            f'"Thing {at} of graph {number}."\n'
            f'type G{number}T{at} @key(fields: "id") {{\n  id: ID!\n{fields}{after}\n}}'
        )
        other = (number + 1) % GRAPHS
        parts.append(
            f'type G{other}T{at} @key(fields: "id") {{\n  id: ID!\n  from{number}: Int\n}}'
        )
    return SubgraphSource(f"g{number}", f"http://g{number}/graphql", "\n".join(parts))


def main() -> None:
    """Print the figures."""
    sources = [subgraph(number) for number in range(GRAPHS)]
    started = time.perf_counter()
    composition = compose(sources)
    sdl = composition.supergraph_sdl
    if sdl is None:
        raise AssertionError(composition.errors[:3])
    print(f"composed {GRAPHS} subgraphs in {time.perf_counter() - started:.2f} s")
    started = time.perf_counter()
    supergraph = read_supergraph(sdl)
    print(f"read {sdl.count(chr(10))} lines in {time.perf_counter() - started:.2f} s (bar 3 s)")
    gc.collect()
    gc.freeze()  # as a server does with what it has opened (services/kit/wire/server.py)
    last = (GRAPHS - 1) % GRAPHS
    operation = f"{{ all0 {{ field1 from{last} next {{ field2 from{last} }} }} }}"
    spent: list[float] = []
    for _ in range(6):
        started = time.process_time()
        plan = prepare(supergraph, operation).plan
        spent.append(1000 * (time.process_time() - started))
    print(
        f"first plan {spent[0]:.1f} ms of CPU, cold ones after it {min(spent[1:]):.1f} ms,"
        f" {len(plan.steps)} fetches (bar 5 ms)"
    )


if __name__ == "__main__":
    main()
