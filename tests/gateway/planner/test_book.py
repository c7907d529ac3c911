# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every situation of the books: the printed plan and the answer, in this process."""

from __future__ import annotations

import pytest

from gateway.executor import Response
from gateway.planner import InvalidDocument, PlanningError
from tests.gateway.situations.book import Case, agrees, all_situations, planned, town_of
from tests.gateway.support.towns import Town

CASES = [
    pytest.param(one.name, case, id=f"{one.name}-{case.number}")
    for one in all_situations()
    for case in one.cases
]


def answered(town: Town, case: Case) -> Response:
    try:
        return town.answer(case.text, grants=case.grants)
    except (InvalidDocument, PlanningError) as error:
        return Response(data=None, errors=[{"message": str(error)}])


@pytest.mark.parametrize(("name", "case"), CASES)
def test_each_operation_is_planned_and_answered_as_the_book_says(name: str, case: Case) -> None:
    town = town_of(name)
    answer = answered(town, case)
    assert agrees(case, {"data": answer.data, "errors": answer.errors}), answer
    assert planned(town, case) == case.plan


def test_all_plans_together_are_shorter_than_the_best_known() -> None:  # federation P12
    """The better of two foreign planners needs 459 fetches in 402 waves (`make oracle`)."""
    plans = [
        town_of(one.name).prepare(case.text).plan
        for one in all_situations()
        for case in one.cases
        if case.plan
    ]
    assert len(plans) == 216
    assert sum(len(plan.steps) for plan in plans) <= 454
    assert sum(plan.waves for plan in plans) <= 398
