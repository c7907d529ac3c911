# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The announced order that decides what a rule itself leaves tied (participation T2)."""

from hashlib import sha256

import msgspec

from services.participation.domain.elections import Election, Option


class Lot(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn lot: SHA-256(seed, root, 0, poll, 0, option), ascending.

    The hash of `seed` is published at opening, `root` is the last signed root of the board: neither
    the city nor a last voter can steer the draw.
    """

    seed: bytes
    root: bytes
    poll: str

    def draw(self, option: str) -> bytes:
        """The option's place in the draw: the smaller, the earlier."""
        tail = b"\0" + self.poll.encode() + b"\0" + option.encode()
        return sha256(self.seed + self.root + tail).digest()


def announced_order(election: Election, lot: Lot | None = None) -> list[int]:
    """For each option its rank among all: by lot, or, for a file without one, as listed."""
    if lot is None:
        return list(range(len(election.options)))
    drawn = sorted(
        range(len(election.options)), key=lambda place: lot.draw(election.options[place].id)
    )
    return [drawn.index(place) for place in range(len(drawn))]


def draw_among(options: tuple[Option, ...], lot: Lot) -> list[str]:
    """Ids in the order of the draw; anybody can repeat it."""
    return sorted((option.id for option in options), key=lot.draw)
