# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Deliberation: the sheet's golden numbers, and groups that everybody would see (sheet 3 and 5)."""

import random

import pytest

from services.participation.domain.deliberation.groups import (
    Held,
    Shown,
    find_groups,
    most_groups,
    settle,
)
from services.participation.domain.deliberation.opinions import (
    extremity,
    find_space,
    joins,
    project,
)
from services.participation.domain.deliberation.pictures import (
    Kept,
    Picture,
    Statement,
    Table,
    recompute,
)
from services.participation.domain.deliberation.statements import (
    Tally,
    agree_ratio,
    consensus,
    divisive,
    draw,
    group_aware,
    priority,
    prop_test,
    representative,
    tallies,
    two_prop_test,
)


def test_golden_statistics():  # participation 5, Deliberation
    assert prop_test(8, 10) == pytest.approx(2.11058, abs=1e-5)
    assert prop_test(0, 0) == pytest.approx(1.0)
    assert two_prop_test(8, 2, 10, 20) == pytest.approx(3.74790, abs=1e-5)
    mine, others = Tally(agree=8, disagree=1, seen=10), Tally(agree=2, disagree=9, seen=20)
    assert mine.p_agree == pytest.approx(0.75)
    assert agree_ratio([mine, others], 0, agrees=True) == pytest.approx(5.5)


@pytest.mark.parametrize(
    ("given", "weight"),
    [
        ((1, 0, 1, 0), 12.52973),
        ((20, 3, 20, 0), 1.37238),
        ((18, 3, 20, 1), 4.49370),
        ((0, 0, 0, 0), 5.0625),
    ],
)
def test_golden_priorities(given, weight):
    agree, passes, seen, extreme = given
    assert priority(agree, passes, seen, extreme) == pytest.approx(weight, abs=1e-5)
    assert priority(*given, is_meta=True) == 49


def test_how_many_groups_may_be_tried():
    assert [most_groups(n) for n in (3, 24, 36, 60)] == [2, 4, 5, 5]


def two_camps(size: int = 30, statements: int = 10, noise: float = 0.05):
    chance = random.Random(3)
    votes: list[list[int | None]] = []
    for n in range(size):
        camp = 1 if n % 3 else -1
        row = [
            None if chance.random() < 0.2 else (-camp if chance.random() < noise else camp)
            for _ in range(statements - 1)
        ]
        votes.append([*row, 1])
    return votes


def test_two_camps_are_two_groups():
    votes = two_camps()
    space = find_space(votes)
    points = [project(row, space) for row in votes]
    groups, held = find_groups(points, Held())
    assert held.shown.k == 2
    assert groups == [0 if n % 3 else 1 for n in range(len(votes))]
    shared = len(votes[0]) - 1
    assert consensus(votes, shared + 1)[0].statement == shared
    assert shared not in divisive(votes, groups, shared + 1)
    for group, agrees in ((0, True), (1, False)):
        found = representative(votes, groups, group, shared + 1)
        assert 1 <= len(found) <= 5
        assert all(one.agrees is agrees for one in found)
    aware = [group_aware(tallies(votes, groups, n)) for n in range(shared + 1)]
    assert max(range(shared + 1), key=aware.__getitem__) == shared
    assert extremity(space, 0) > extremity(space, shared)


def test_the_shown_number_is_steady():
    shown = Shown(k=2)
    for _ in range(3):
        shown = settle(shown, 3)
        assert shown.k == 2
    assert settle(shown, 3).k == 3
    assert settle(settle(Shown(k=2), 3), 2) == Shown(k=2)


def table_of(votes: list[list[int | None]]) -> Table:
    statements = [
        Statement(id=f"s{n}", text="", language="sv", author="") for n in range(len(votes[0]))
    ]
    people = [f"p{n:04}" for n in range(len(votes))]
    return Table(people=people, statements=statements, votes=votes)


def test_groups_keep_their_numbers_while_votes_come_in():
    votes = two_camps(size=30)
    kept = recompute(table_of(votes), Kept())
    assert [group.size for group in kept.picture.groups] == [19, 9]
    assert recompute(table_of(votes), kept) is kept  # reading again is no recompute
    small = next(row for row in votes if row[:7] == [-1] * 7)
    grown = recompute(table_of([*votes, *[list(small)] * 25]), kept)
    assert [group.size for group in grown.picture.groups] == [19, 34]  # not the largest first again
    assert [group.size for group in recompute(table_of([*votes, *[list(small)] * 25]), Kept()).picture.groups] == [34, 19]  # fmt: skip


def test_who_has_been_grouped_stays():
    votes = two_camps(size=40)
    kept = recompute(table_of(votes), Kept())
    fewer = [[*row[:3], *[None] * (len(row) - 3)] if n < 5 else row for n, row in enumerate(votes)]
    assert "p0000" in recompute(table_of(fewer), kept).members
    assert "p0000" not in recompute(table_of(fewer), Kept()).members


def test_statements_come_and_go_between_recomputes():
    kept = recompute(table_of(two_camps(size=30)), Kept())
    whole = table_of(two_camps(size=30))
    hidden = Table(
        people=whole.people,
        statements=[*whole.statements[1:], Statement(id="new", text="", language="sv", author="")],
        votes=[[*row[1:], None] for row in whole.votes],
    )
    again = recompute(hidden, kept)
    assert [group.size for group in again.picture.groups] == [19, 9]
    assert set(again.weights) == {each.id for each in hidden.statements}
    assert again.first.keys() == again.weights.keys()


def test_who_is_grouped():
    votes = [[1] * 10, [1] + [None] * 9, [None] * 10, [1] * 7 + [None] * 3]
    assert joins(votes) == [0, 1, 3]  # fewer than fifteen: the most active join
    many = [[1] * 10] * 20 + [[1] + [None] * 9]
    assert joins(many) == list(range(20))
    assert joins(many, frozenset({20})) == list(range(21))


def test_a_picture_begun_with_too_few_votes_grows_with_the_next_ones():
    votes = two_camps()
    for few in ([], votes[:1], votes[:2]):
        grown = find_space(votes, find_space(few, find_space([])))
        assert any(grown.first)
        assert any(grown.second)


def test_small_worlds_do_not_break():
    assert find_groups([(0.0, 0.0)] * 3, Held())[0] == [0, 0, 0]
    assert recompute(Table(people=[], statements=[], votes=[]), Kept()).picture == Picture()
    empty = find_space([[None, None]])
    assert project([None, None], empty) == (0.0, 0.0)
    assert draw([("a", 1.0), ("b", 3.0)], 0.5) == "b"
    assert draw([], 0.5) is None
