# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a rule answers: winners in order of selection, every step, and the fate of each option."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import msgspec

Exact = int | Fraction
LARGEST_PLAIN = 2**53
"""Larger numbers are written as fractions: not every reader of JSON keeps them whole."""


def exact(value: Exact) -> int | str:
    """A number as it stands in records: a whole number, or `numerator/denominator`."""
    fraction = Fraction(value)
    if fraction.denominator == 1 and abs(fraction.numerator) < LARGEST_PLAIN:
        return fraction.numerator
    return f"{fraction.numerator}/{fraction.denominator}"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a count, by its name, with exact facts; options by place."""

    kind: str
    option: int | None = None
    facts: Mapping[str, Any] = {}


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """Why an option won or did not, by a code that a sentence exists for."""

    option: int
    code: str
    facts: Mapping[str, Any] = {}


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one rule on one election."""

    winners: tuple[int, ...]
    """Places of the options, in the order in which the rule selected them."""
    steps: tuple[Step, ...] = ()
    fates: tuple[Fate, ...] = ()
    facts: Mapping[str, Any] = {}
    """Totals of the whole count: quota, endowment, cost."""
