# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Comparison with `@theguild/federation-composition`, installed by npm outside the repository.

ORACLE_MODULES=/path/to/node_modules python -m tests.gateway.supergraph.oracle [--sets N] [--show]

Three corpora: the casebook, random edits of its composing cases, random sets of entities. Prints how
often both accept or reject, and how often their codes agree; exits with 1 below the bars.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from gateway.supergraph.compose import SubgraphSource, compose
from tests.gateway.supergraph.compose.casebook import all_cases
from tests.gateway.supergraph.oracle.generating import generate
from tests.gateway.supergraph.oracle.mutating import mutate

Sources = Sequence[SubgraphSource]
# The oracle is milder than the sheet of rules on hand-made corners, hence three bars (verdicts).
BARS = {"casebook": 0.85, "edited": 0.85, "random": 0.97}


class Verdict(msgspec.Struct, frozen=True):
    """What one composer says about one set."""

    codes: frozenset[str]
    messages: tuple[str, ...]


def say(*lines: str) -> None:
    """Lines for the one who runs this."""
    sys.stdout.writelines(f"{line}\n" for line in lines)


def ask_oracle(sets: Sequence[Sources]) -> list[Verdict]:
    """The oracle's verdicts, in one process."""
    lines = [
        json.dumps([{"name": one.name, "url": one.url, "sdl": one.sdl} for one in sources])
        for sources in sets
    ]
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("compose.mjs"))],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [Verdict(frozenset(one["codes"]), tuple(one["messages"])) for one in answers]


def ask_us(sources: Sources) -> Verdict:
    """Our verdict."""
    errors = compose(sources).errors
    return Verdict(frozenset(error.code for error in errors), tuple(map(str, errors)))


def compare(name: str, sets: Sequence[Sources], *, show: bool) -> bool:
    """Print the agreement on one corpus; whether it reaches its bar."""
    ours, theirs = [ask_us(sources) for sources in sets], ask_oracle(sets)
    verdicts = codes = rejects = 0
    for sources, own, other in zip(sets, ours, theirs, strict=True):
        same = bool(own.codes) == bool(other.codes)
        verdicts += same
        if own.codes and other.codes:
            rejects += 1
            codes += own.codes == other.codes
        if show and not same:
            say(f"---- {sorted(own.codes)} against {sorted(other.codes)}")
            say(*(f"## {one.name}\n{one.sdl}" for one in sources))
            say(*own.messages, *other.messages)
    share = verdicts / len(sets)
    say(
        f"{name}: {len(sets)} sets, same verdict {share:.1%},"
        f" same codes {codes}/{rejects} of the rejects both see"
    )
    return share >= BARS[name]


def main() -> int:
    """Run the three corpora."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sets", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    if "ORACLE_MODULES" not in os.environ:
        say("ORACLE_MODULES names the node_modules folder of @theguild/federation-composition")
        return 1
    cases = all_cases()
    composing = [case for case in cases if not case.codes]
    rounds = max(1, options.sets // len(composing))
    corpora: dict[str, list[Sources]] = {
        "casebook": [case.sources for case in cases],
        "edited": [
            mutate(case, options.seed + seed) for seed in range(rounds) for case in composing
        ],
        "random": [generate(options.seed + seed) for seed in range(options.sets)],
    }
    reached = [compare(name, sets, show=options.show) for name, sets in corpora.items()]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
