# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever a service answers, nobody is shown what is another's (reliability U2, 5c)."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tests.gateway.support.mixups import confuse


@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_nobody_is_shown_what_is_anothers(rng: random.Random, people: int) -> None:
    confuse(rng, people=people)
