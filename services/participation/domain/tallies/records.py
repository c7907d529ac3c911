# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A result as a record: ids instead of places, exact numbers, the same bytes for the same count."""

from typing import Any

from services.participation.domain.elections import Election
from services.participation.domain.tallies.catalogue import VERSION
from services.participation.domain.tallies.results import Result


def amount(smallest: int, unit: int) -> int | str:
    """Money in units of the currency: a whole number, or exact decimals as text."""
    whole, rest = divmod(smallest, unit)
    return f"{whole}.{str(rest).zfill(len(str(unit)) - 1)}" if rest else whole


def to_record(election: Election, rule: str, result: Result, *, trace: bool) -> dict[str, Any]:
    """What is printed, stored, bundled and compared."""
    ids = [option.id for option in election.options]
    record: dict[str, Any] = {
        "rule": rule,
        "version": VERSION,
        "winners": [ids[place] for place in result.winners],
        "names": [election.options[place].name for place in result.winners],
        "voters": election.voters,
        "blank": election.blank,
        "facts": dict(result.facts),
        "notes": list(election.notes),
    }
    if election.purse is not None:
        unit = election.purse.unit
        record["unit"] = unit
        record["currency"] = election.purse.currency
        record["budget"] = amount(election.purse.budget, unit)
        cost = sum(election.options[place].cost for place in result.winners)
        record["cost"] = amount(cost, unit)
    if trace:
        record["trace"] = [
            {"kind": s.kind, "option": None if s.option is None else ids[s.option], **s.facts}
            for s in result.steps
        ]
        record["fates"] = {
            ids[f.option]: {
                "code": f.code,
                **{k: ids[v] if k in ("at", "rival") else v for k, v in f.facts.items()},
            }
            for f in result.fates
        }
    return record
