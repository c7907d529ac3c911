# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Why a published outcome is what it is: the named rules that give it, or what stands in the way."""

import msgspec

from services.participation.domain.elections import Election
from services.participation.domain.refusals import Refused
from services.participation.domain.tallies.catalogue import RULES, tally
from services.participation.domain.tallies.counts import points, votes


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """Rules that reproduce the outcome, and what the file itself says against the others."""

    rules: list[str]
    reasons: list[str]


def explain(election: Election) -> Explained:
    """Compare the published selection with every rule that spends; never silently pass (sheet 6)."""
    chosen = {p for p, option in enumerate(election.options) if option.published_selected == 1}
    if election.purse is None or not any(
        option.published_selected is not None for option in election.options
    ):
        raise Refused("OUTCOME_UNPUBLISHED", "The file does not say which projects were selected.")
    rules = [
        name
        for name, rule in RULES.items()
        if rule.spends and set(tally(election, name).winners) == chosen
    ]
    return Explained(rules=rules, reasons=list(_reasons(election, chosen)))


def _reasons(election: Election, chosen: set[int]) -> list[str]:
    purse = election.purse
    if purse is None:
        return []
    options = election.options
    found: list[str] = []
    cost = sum(options[p].cost for p in chosen)
    left = purse.budget - cost
    if left < 0:
        found.append(f"more was spent than the budget of the file: {-left} smallest units over")
    fitting = [o.id for p, o in enumerate(options) if p not in chosen and 0 < o.cost <= left]
    if fitting:
        found.append(f"the budget left would have paid for: {', '.join(fitting[:8])}")
    special = [o.id for o in options if (o.published_selected or 0) > 1]
    if special:
        found.append(f"funded in a special way, see the file's comment: {', '.join(special[:8])}")
    withdrawn = [o.id for o in options if o.withdrawn]
    if withdrawn:
        found.append(f"withdrawn after admission: {', '.join(withdrawn[:8])}")
    for name, counted, published in (
        ("votes", votes(election), [o.published_votes for o in options]),
        ("score", points(election), [o.published_score for o in options]),
    ):
        other = [
            o.id
            for o, ours, theirs in zip(options, counted, published, strict=True)
            if theirs is not None and theirs != ours
        ]
        if other:
            found.append(f"the published {name} differs from the ballots: {', '.join(other[:8])}")
    return found
