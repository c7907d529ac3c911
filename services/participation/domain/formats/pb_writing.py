# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Writes .pb files, strictly: every obligatory field, in the order of the format (sheet 4.3)."""

import csv
import io
from typing import Any

from services.kit.clock import instant
from services.participation.domain.bundles import Line, counted_ballots
from services.participation.domain.polls import BALLOT_KINDS, Poll, PollKind
from services.participation.domain.refusals import Refused

RULES = {
    "greedy-skip": "greedy",
    "greedy-stop": "greedy-no-skip",
    "equal-shares": "equalshares",
    "equal-shares-comparison": "equalshares-comparison",
    "equal-shares-add1": "equalshares/add1",
    "equal-shares-add1-comparison": "equalshares/add1-comparison",
}
WITH_POINTS = (PollKind.DOTS, PollKind.SCORE)


def write_pb(poll: Poll, result: dict[str, Any], entries: list[Line]) -> str:
    """Ballots that count, under row numbers in the shuffled order of the board."""
    if poll.kind is PollKind.RANKED:
        raise Refused("PB_VOTE_TYPE_UNKNOWN", "Rankings with equal places do not fit into .pb.")
    ballots = [_ballot(poll, ballot) for ballot in counted_ballots(entries)]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(["META"])
    writer.writerow(["key", "value"])
    writer.writerows(_meta(poll, len(ballots)))
    writer.writerow(["PROJECTS"])
    writer.writerow(["project_id", "cost", "votes", "score", "name", "selected"])
    writer.writerows(_projects(poll, result, ballots))
    writer.writerow(["VOTES"])
    has_points = poll.kind in WITH_POINTS
    writer.writerow(["voter_id", "vote", *(["points"] if has_points else [])])
    for number, (choices, points) in enumerate(ballots, 1):
        row: list[str | int] = [number, ",".join(choices)]
        writer.writerow([*row, ",".join(map(str, points))] if has_points else row)
    return out.getvalue()


def _ballot(poll: Poll, ballot: dict[str, Any]) -> tuple[list[str], list[int]]:
    if poll.kind in WITH_POINTS:
        pairs = sorted(ballot["points"].items(), key=lambda pair: -pair[1])
        return [c for c, n in pairs if n], [n for _, n in pairs if n]
    choices = ballot["choices"]
    if poll.kind is PollKind.ORDINAL:
        longest = poll.most or len(poll.choices)
        return choices, [longest - place for place in range(len(choices))]
    return sorted(choices), [1] * len(choices)


def _meta(poll: Poll, votes: int) -> list[list[str | int]]:
    begin, end = instant(poll.opens_at), instant(poll.closes_at)
    rows: list[list[str | int]] = [
        ["description", poll.title["sv"]],
        ["country", "Sweden"],
        ["unit", "Stockholm"],
        ["instance", begin.year],
        ["num_projects", len(poll.choices)],
        ["num_votes", votes],
        ["budget", poll.budget],
        ["vote_type", BALLOT_KINDS[poll.kind].value],
        ["rule", RULES.get(poll.rule, "unknown")],
        ["date_begin", f"{begin:%d.%m.%Y}"],
        ["date_end", f"{end:%d.%m.%Y}"],
    ]
    if poll.most:
        rows.append(["max_length", poll.most])
    if poll.kind is PollKind.KNAPSACK:
        rows.append(["max_sum_cost", poll.budget])
    if poll.points:
        rows.append(["max_sum_points", poll.points])
    return [*rows, ["language", "sv"], ["currency", poll.currency]]


def _projects(
    poll: Poll, result: dict[str, Any], ballots: list[tuple[list[str], list[int]]]
) -> list[list[str | int]]:
    votes = {choice.id: 0 for choice in poll.choices}
    score = dict(votes)
    for choices, points in ballots:
        for choice, point in zip(choices, points, strict=True):
            votes[choice] += 1
            score[choice] += point
    return [
        [c.id, c.cost, votes[c.id], score[c.id], c.title["sv"], int(c.id in result["winners"])]
        for c in poll.choices
    ]
