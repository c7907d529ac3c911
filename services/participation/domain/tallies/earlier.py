# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Ties between candidates, decided by earlier rounds and only then by the announced order."""

from collections.abc import Sequence


def weakest(tied: Sequence[int], rounds: Sequence[Sequence[int]], order: Sequence[int]) -> int:
    """Fewest votes in the latest earlier round where they differ, going back; else last by lot."""
    left = list(tied)
    for votes in reversed(rounds):
        fewest = min(votes[place] for place in left)
        left = [place for place in left if votes[place] == fewest]
        if len(left) == 1:
            return left[0]
    return max(left, key=order.__getitem__)


def strongest(tied: Sequence[int], rounds: Sequence[Sequence[int]], order: Sequence[int]) -> int:
    """Most votes in the latest earlier round where they differ, going back; else first by lot."""
    left = list(tied)
    for votes in reversed(rounds):
        most = max(votes[place] for place in left)
        left = [place for place in left if votes[place] == most]
        if len(left) == 1:
            return left[0]
    return min(left, key=order.__getitem__)
