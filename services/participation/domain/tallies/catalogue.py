# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every named rule: the name decides everything, so a name in a result says how it was counted."""

from collections.abc import Callable, Iterator

import msgspec

from services.participation.domain.elections import Election
from services.participation.domain.refusals import Refused
from services.participation.domain.tallies.equal_shares import Comparison, Completion, EqualShares
from services.participation.domain.tallies.greedy import Greedy, Measure, OnTooDear
from services.participation.domain.tallies.instant_runoff import instant_runoff
from services.participation.domain.tallies.lots import Lot, announced_order
from services.participation.domain.tallies.results import Result
from services.participation.domain.tallies.schulze import schulze
from services.participation.domain.tallies.scottish import scottish_stv
from services.participation.domain.tallies.sums import (
    approval,
    borda,
    plurality,
    score,
    score_mean,
    score_median,
)

VERSION = "1"
"""Changes when any rule could give another result for the same ballots."""

Run = Callable[[Election, list[int]], Result]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule by its name."""

    name: str
    run: Run
    spends: bool = False
    """Whether it needs a budget."""


def _greedy() -> Iterator[tuple[str, Greedy]]:
    first = {
        "greedy-skip": Greedy(),
        "greedy-stop": Greedy(on_too_dear=OnTooDear.STOP),
    }
    others = {
        "greedy-stop-80": Greedy(on_too_dear=OnTooDear.STOP_AT_FOUR_FIFTHS),
        "greedy-threshold": Greedy(threshold=True),
        "greedy-stop-threshold": Greedy(on_too_dear=OnTooDear.STOP, threshold=True),
    }
    yield from first.items()
    yield from others.items()
    for name, variant in {**first, **others}.items():
        replace = msgspec.structs.replace
        yield f"{name}-file-order", replace(variant, cheapest_first=False)
        yield f"{name}-votes", replace(variant, measure=Measure.VOTES)
        yield f"{name}-published", replace(variant, measure=Measure.PUBLISHED, cheapest_first=False)


def _equal_shares() -> Iterator[tuple[str, EqualShares]]:
    completions = {
        "": EqualShares(),
        "-add1": EqualShares(completion=Completion.ADD1),
        "-add1-exhaustive": EqualShares(completion=Completion.ADD1_EXHAUSTIVE),
        "-utilitarian": EqualShares(utilitarian=True),
        "-add1-utilitarian": EqualShares(completion=Completion.ADD1, utilitarian=True),
        "-add1-exhaustive-utilitarian": EqualShares(
            completion=Completion.ADD1_EXHAUSTIVE, utilitarian=True
        ),
        "-add1-whole": EqualShares(completion=Completion.ADD1, whole_endowments=True),
        "-add1-exhaustive-whole": EqualShares(
            completion=Completion.ADD1_EXHAUSTIVE, whole_endowments=True
        ),
    }
    replace = msgspec.structs.replace
    for suffix, variant in completions.items():
        yield f"equal-shares{suffix}", variant
    for suffix, variant in completions.items():
        yield f"equal-shares{suffix}-comparison", replace(variant, comparison=Comparison.PROJECTS)
        yield f"equal-shares{suffix}-exclusion", replace(variant, comparison=Comparison.EXCLUSION)
    for suffix, variant in completions.items():
        yield f"equal-shares-approval{suffix}", replace(variant, counted_by_cost=False)


def _rules() -> Iterator[Rule]:
    named: dict[str, Run] = {
        "plurality": plurality,
        "approval": approval,
        "score": score,
        "irv": instant_runoff,
        "schulze": schulze,
        "stv-scottish": scottish_stv,
    }
    for name, run in named.items():
        yield Rule(name=name, run=run)
    spending: list[tuple[str, Run]] = [*_greedy(), *_equal_shares()]
    front = {
        "greedy-skip", "greedy-stop", "equal-shares", "equal-shares-add1",
        "equal-shares-add1-exhaustive", "equal-shares-utilitarian",
    }  # fmt: skip
    for name, run in sorted(spending, key=lambda pair: pair[0] not in front):
        yield Rule(name=name, run=run, spends=True)
    for name, run in {
        "score-mean": score_mean,
        "score-median": score_median,
        "borda": borda,
    }.items():
        yield Rule(name=name, run=run)


RULES: dict[str, Rule] = {rule.name: rule for rule in _rules()}

ALIASES = {
    "greedy": "greedy-skip",
    "greedy-no-skip": "greedy-stop",
    "greedy-exclusive": "greedy-skip",
    "greedy-custom": "greedy-skip",
    "equalshares": "equal-shares",
    "equalshares/add1": "equal-shares-add1",
    "equalshares/add1-exhaustive": "equal-shares-add1-exhaustive",
    "equalshares+utilitarian": "equal-shares-utilitarian",
    "equalshares/add1+utilitarian": "equal-shares-add1-utilitarian",
    "equalshares-comparison": "equal-shares-comparison",
    "equalshares/add1-comparison": "equal-shares-add1-comparison",
}
"""Names that files and other houses use."""


def find_rule(name: str) -> Rule:
    """The rule of this name, or a refusal."""
    rule = RULES.get(ALIASES.get(name.lower(), name.lower()))
    if rule is None:
        raise Refused(
            "RULE_UNKNOWN", f'There is no rule "{name[:60]}"; --rule list names them all.'
        )
    return rule


def tally(election: Election, name: str, *, lot: Lot | None = None) -> Result:
    """Count an election under a named rule."""
    rule = find_rule(name)
    if rule.spends and election.purse is not None and election.purse.fully_funded:
        able = tuple(p for p, option in enumerate(election.options) if not option.withdrawn)
        return Result(winners=able, facts={"fully_funded": 1})
    return rule.run(election, announced_order(election, lot))
