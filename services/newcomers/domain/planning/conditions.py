# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Conditions of steps as data: a closed vocabulary over the facts of a situation."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from services.newcomers.domain.planning.situation import Situation

Holds = Callable[[Situation, date], bool]


class ConditionUnreadable(ValueError):
    """A text is no condition of the vocabulary."""


VOCABULARY = """basis in A B ...     the legal basis is one of these
basis not in A B ... it is none of these
has personnummer     (lacks personnummer, has samordningsnummer, has residence, has driving_licence)
child A to B         a child has or turns one of these ages this year
adult A              she is at least A, or has not told
employment in A B    what she lives on
swedish no           she does not speak Swedish (swedish yes)
health FLAG          she has agreed to tell this"""


def holds(conditions: Iterable[str], situation: Situation, today: date) -> bool:
    """Whether all of them hold."""
    return all(compile_condition(each)(situation, today) for each in conditions)


@lru_cache(maxsize=1024)
def compile_condition(text: str) -> Holds:
    """The test that a text stands for; ConditionUnreadable when it is none."""
    words = text.split()
    if not words:
        raise ConditionUnreadable(text)
    maker = _MAKERS.get(words[0])
    if maker is None:
        raise ConditionUnreadable(text)
    try:
        return maker(words[1:])
    except (IndexError, ValueError):
        raise ConditionUnreadable(text) from None


def _basis(words: list[str]) -> Holds:
    is_negative = words[0] == "not"
    names = words[2:] if is_negative else words[1:]
    if words[1 if is_negative else 0] != "in" or not names:
        raise ValueError(words)
    wanted = frozenset(names)
    return lambda situation, _: (situation.legal_basis.value in wanted) is not is_negative


def _employment(words: list[str]) -> Holds:
    if words[0] != "in" or not words[1:]:
        raise ValueError(words)
    wanted = frozenset(words[1:])
    return lambda situation, _: situation.employment.value in wanted


def _has(words: list[str]) -> Holds:
    return _FACTS[words[0]]


def _lacks(words: list[str]) -> Holds:
    fact = _FACTS[words[0]]
    return lambda situation, today: not fact(situation, today)


def _child(words: list[str]) -> Holds:
    youngest, to, oldest = words
    if to != "to":
        raise ValueError(words)
    ages = range(int(youngest), int(oldest) + 1)
    return lambda situation, today: any(age in ages for age in situation.ages(today))


def _adult(words: list[str]) -> Holds:
    least = int(words[0])
    return lambda situation, today: (situation.age(today) or least) >= least


def _swedish(words: list[str]) -> Holds:
    wanted = {"yes": True, "no": False}[words[0]] if words[0] in ("yes", "no") else None
    if wanted is None:
        raise ValueError(words)
    return lambda situation, _: situation.speaks_swedish is wanted


def _health(words: list[str]) -> Holds:
    flag = words[0]
    return lambda situation, _: flag in situation.health_flags


class _Facts(dict[str, Holds]):
    """Facts by name; an unknown one is an unreadable condition."""

    def __missing__(self, key: str) -> Holds:
        raise ValueError(key)


_FACTS = _Facts(
    personnummer=lambda situation, _: situation.has_personnummer,
    samordningsnummer=lambda situation, _: situation.has_samordningsnummer,
    residence=lambda situation, _: situation.residence_from is not None,
    driving_licence=lambda situation, _: situation.has_driving_licence,
)

_MAKERS: dict[str, Callable[[list[str]], Holds]] = {
    "basis": _basis,
    "employment": _employment,
    "has": _has,
    "lacks": _lacks,
    "child": _child,
    "adult": _adult,
    "swedish": _swedish,
    "health": _health,
}
