# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How long to wait after a failure: doubling from one second to an hour, never all at once (O4)."""

import random

MOST_TRIES = 10
"""After so many failures a thing is set aside, visible and replayable."""

LONGEST_MS = 3_600_000


def pause_ms(failures: int, chance: random.Random) -> int:
    """Milliseconds until the next try after `failures` earlier ones: 0.5-1 s, 1-2 s, 2-4 s, ..."""
    return round(min(LONGEST_MS, 1000 * 2 ** min(failures, 20)) * chance.uniform(0.5, 1))
