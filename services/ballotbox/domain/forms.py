# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The form of a ballot, checked in memory while it is cast: so no invalid ballot ever exists (B1).

A ballot is `{"kind": ..., "choices": [...]}`; rankings are lists of lists (equal marks stand
together), ballots with points are `{"kind": ..., "points": {option: n}}`. Blank is a value (B2):
nothing chosen.
"""

from enum import StrEnum
from typing import Any, cast

import msgspec

from services.kit.errors import Problem


class Form(StrEnum):
    """What a voter writes down."""

    SINGLE = "single"
    APPROVAL = "approval"
    RANKED = "ranked"
    ORDINAL = "ordinal"
    """A ranking without equal marks, best first."""
    SCORE = "score"
    DOTS = "dots"
    """Points to share out among options."""
    KNAPSACK = "knapsack"
    """Options whose costs together fit into the budget."""


class Spec(msgspec.Struct, frozen=True, kw_only=True):
    """What a ballot of this poll may hold; part of the frozen definition."""

    form: Form
    options: tuple[str, ...]
    least: int = 0
    most: int = 0
    """How many options at most; 0 is all of them."""
    costs: dict[str, int] = {}
    budget: int = 0
    most_points: int = 0
    """Of one option."""
    points: int = 0
    """Of the whole ballot; 0 is no limit."""


def check(spec: Spec, ballot: Any) -> None:
    """Raise the Problem of the first rule that the ballot breaks; blank breaks none."""
    if not isinstance(ballot, dict):
        raise Problem("BALLOT_MALFORMED")
    held = cast("dict[str, Any]", ballot)
    marks = "points" if spec.form in (Form.SCORE, Form.DOTS) else "choices"
    if held.get("kind") != spec.form.value or set(held) != {"kind", marks}:
        raise Problem("BALLOT_MALFORMED")
    if marks == "points":
        _check_points(spec, held["points"])
        return
    choices = _choices(spec, held["choices"])
    _check_options(spec, choices)
    if spec.form is Form.KNAPSACK and sum(spec.costs.get(c, 0) for c in choices) > spec.budget:
        raise Problem("BALLOT_OVER_BUDGET", budget=spec.budget)


def _choices(spec: Spec, value: Any) -> list[str]:
    """The options named, in order; rankings are laid flat."""
    if not isinstance(value, list):
        raise Problem("BALLOT_MALFORMED")
    given = cast("list[Any]", value)
    if spec.form is Form.RANKED:
        if any(not isinstance(tier, list) or tier == [] for tier in given):
            raise Problem("BALLOT_MALFORMED")
        given = [option for tier in cast("list[list[Any]]", given) for option in tier]
    if not all(isinstance(option, str) for option in given):
        raise Problem("BALLOT_MALFORMED")
    return cast("list[str]", given)


def _check_options(spec: Spec, choices: list[str]) -> None:
    unknown = [option for option in choices if option not in spec.options]
    if unknown:
        raise Problem("BALLOT_UNKNOWN_OPTION", option=unknown[0][:60])
    if len(set(choices)) != len(choices):
        raise Problem("BALLOT_DUPLICATE_OPTION")
    most = 1 if spec.form is Form.SINGLE else spec.most or len(spec.options)
    if len(choices) > most:
        raise Problem("BALLOT_OVER_LENGTH", most=most)
    if choices and len(choices) < spec.least:
        raise Problem("BALLOT_UNDER_LENGTH", least=spec.least)


def _check_points(spec: Spec, value: Any) -> None:
    if not isinstance(value, dict):
        raise Problem("BALLOT_MALFORMED")
    points = cast("dict[str, Any]", value)
    _check_options(spec, list(points))
    whole = [
        n for n in points.values() if isinstance(n, int) and not isinstance(n, bool) and n >= 0
    ]
    if len(whole) != len(points):
        raise Problem("BALLOT_MALFORMED")
    if spec.most_points and any(n > spec.most_points for n in whole):
        raise Problem("BALLOT_OVER_POINTS", most=spec.most_points)
    if spec.points and sum(whole) > spec.points:
        raise Problem("BALLOT_OVER_POINTS", most=spec.points)
