# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Newcomers: plans of ten thousand people worked out."""

import random
import time
from datetime import date, timedelta

from services.newcomers.domain.planning.plan import Progress, evaluate
from services.newcomers.domain.planning.situation import LegalBasis, Situation
from services.newcomers.domain.planning.templates import stockholm

PEOPLE = 10_000


def main() -> None:
    """Evaluate everybody's plan once."""
    chance = random.Random(3)
    today = date(2026, 11, 26)
    people = [
        Situation(
            legal_basis=chance.choice(list(LegalBasis)),
            arrival_date=today - timedelta(days=chance.randrange(700)),
            residence_from=today - timedelta(days=chance.randrange(700))
            if chance.random() < 0.6
            else None,
            birth_year=chance.randrange(1950, 2008),
            children=tuple(chance.randrange(2008, 2026) for _ in range(chance.randrange(4))),
            has_personnummer=chance.random() < 0.5,
        )
        for _ in range(PEOPLE)
    ]
    keys = [one.key for one in stockholm().steps]
    done = [{key: Progress(done_on=today) for key in chance.sample(keys, 4)} for _ in people]
    begin = time.perf_counter()
    steps = sum(
        len(evaluate(stockholm(), person, progress, today))
        for person, progress in zip(people, done, strict=True)
    )
    seconds = time.perf_counter() - begin
    print(
        f"plans: {PEOPLE} people, {steps} steps in {seconds:.2f} s ({PEOPLE / seconds:.0f} plans/s)"
    )


if __name__ == "__main__":
    main()
