# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A million entities asked of a confused service, and nobody is shown what is another's (U2)."""

import random

from tests.gateway.support.mixups import confuse

ENTITIES = 1_000_000


def test_a_million_wrong_entities_reach_nobody() -> None:
    rng = random.Random(7)
    asked = 0
    while asked < ENTITIES:
        asked += confuse(rng, people=200)
