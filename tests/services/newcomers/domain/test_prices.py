# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What an interpreter costs: hours, half hours begun, evenings, free days, rows that take over."""

from datetime import date, datetime

import pytest

from services.newcomers.domain.interpreting.deadlines import Agreement
from services.newcomers.domain.interpreting.orders import Competence
from services.newcomers.domain.interpreting.prices import PriceKind, PriceRow, Worked, price

K = PriceKind


def row(kind: PriceKind, ore: int, level: Competence | None = None, day: str = "2026-01-01"):
    return PriceRow(
        agreement=Agreement.CURRENT, kind=kind, competence=level,
        valid_from=date.fromisoformat(day), ore=ore, source_url="https://example.se",
        checked_on=date(2026, 1, 1),
    )  # fmt: skip


ROWS = [row(kind, 100) for kind in PriceKind]


@pytest.mark.parametrize(
    ("begins", "ends", "more", "wanted"),
    [
        ("03T09:00", "03T09:30", {}, {K.FIRST_HOUR: 1}),
        ("03T09:00", "03T10:00", {}, {K.FIRST_HOUR: 1}),
        ("03T09:00", "03T10:01", {}, {K.FIRST_HOUR: 1, K.HALF_HOUR: 1}),
        ("03T09:00", "03T11:30", {"break_minutes": 30}, {K.FIRST_HOUR: 1, K.HALF_HOUR: 2}),
        ("03T17:00", "03T18:00", {}, {K.FIRST_HOUR: 1}),
        ("03T17:30", "03T18:30", {}, {K.FIRST_HOUR: 1, K.UNSOCIAL_HALF_HOUR: 1}),
        ("03T06:30", "03T07:30", {}, {K.FIRST_HOUR: 1, K.UNSOCIAL_HALF_HOUR: 1}),
        ("05T10:00", "05T11:00", {}, {K.FIRST_HOUR: 1, K.UNSOCIAL_HALF_HOUR: 2}),
        ("24T10:00", "24T10:30", {}, {K.FIRST_HOUR: 1, K.UNSOCIAL_HALF_HOUR: 1}),
        ("03T09:00", "03T10:00", {"waste_minutes": 31, "kilometres": 7},
         {K.FIRST_HOUR: 1, K.WASTE_HALF_HOUR: 2, K.KILOMETRE: 7}),
    ],
)  # fmt: skip
def test_time_is_counted_as_the_tariff_counts_it(
    begins: str, ends: str, more: dict[str, int], wanted: dict[PriceKind, int]
):
    worked = Worked(
        start_at=datetime.fromisoformat(f"2026-12-{begins}"),
        end_at=datetime.fromisoformat(f"2026-12-{ends}"), **more,
    )  # fmt: skip
    lines = price(worked, Competence.OTHER, ROWS, Agreement.CURRENT)
    assert {line.kind: line.quantity for line in lines} == {K.BROKER_FEE: 1} | wanted


def test_the_row_of_the_day_and_of_the_level_is_taken():
    rows = [
        row(K.FIRST_HOUR, 1), row(K.FIRST_HOUR, 2, day="2026-12-03"),
        row(K.FIRST_HOUR, 9, day="2026-12-04"), row(K.FIRST_HOUR, 5, Competence.LEGAL),
    ]  # fmt: skip
    worked = Worked(start_at=datetime(2026, 12, 3, 9), end_at=datetime(2026, 12, 3, 10))
    taken = {
        level: price(worked, level, rows, Agreement.CURRENT)[0].ore
        for level in (Competence.OTHER, Competence.LEGAL)
    }
    assert taken == {Competence.OTHER: 2, Competence.LEGAL: 5}
    assert price(worked, Competence.OTHER, rows, Agreement.OLDER) == []
