# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Runs the benchmarks: all, or those named on the command line. Figures only, nothing asserted."""

import sys
from importlib import import_module
from pathlib import Path

NOT_BENCHMARKS = {
    "__init__",
    "__main__",
    "floor",
    "measuring",
    "load",
    "servers",
    "market",
    "joined",
}
BY_NAME_ONLY = {"subscriptions"}
"""Long ones that run only when they are named."""


def main() -> None:
    here = Path(__file__).parent
    known = sorted(p.stem for p in here.glob("*.py") if p.stem not in NOT_BENCHMARKS)
    for name in sys.argv[1:] or [one for one in known if one not in BY_NAME_ONLY]:
        if name not in known:
            sys.exit(f"There is no benchmark {name}. There are: {', '.join(known)}.")
        print(f"\n== {name}", flush=True)
        import_module(f"tests.benchmarks.{name}").main()


if __name__ == "__main__":
    main()
