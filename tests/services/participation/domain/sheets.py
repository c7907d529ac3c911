# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Ballots of the reference sheet, and small files made of them."""

from services.participation.domain.elections import Election
from services.participation.domain.formats.reading import read_election

COSTS = {"A": 45, "B": 25, "C": 20, "D": 10, "E": 15, "F": 45}
BUDGET_BALLOTS = ["DC", "ABC", "AB", "C", "ADE", "F", "EF", "BDF", "ACD", "CF"]
RANKED = "3 CBAED\n12 EBDCA\n7 CBDAE\n9 ABDCE\n10 AEBDC\n11 DEBAC\n3 ACEBD\n"


def pb_text(
    costs: dict[str, int | str],
    ballots: list[str],
    *,
    budget: int | str = 100,
    kind: str = "approval",
    meta: str = "",
    header: str = "voter_id;vote",
) -> str:
    """A .pb file; ballots are the cells after voter_id."""
    projects = "\n".join(f"{name};{cost};Project {name}" for name, cost in costs.items())
    votes = "\n".join(f"{number};{ballot}" for number, ballot in enumerate(ballots, 1))
    return (
        f"META\nkey;value\ndescription;Test\nnum_projects;{len(costs)}\nnum_votes;{len(ballots)}\n"
        f"budget;{budget}\nvote_type;{kind}\nrule;greedy\n{meta}"
        f"PROJECTS\nproject_id;cost;name\n{projects}\nVOTES\n{header}\n{votes}\n"
    )


def budget_election() -> Election:
    return read_election(pb_text(COSTS, [",".join(ballot) for ballot in BUDGET_BALLOTS]))


def ids(election: Election, places) -> str:
    return " ".join(election.options[place].id for place in places)
