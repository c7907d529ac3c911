# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The order of signals between the browsers of a call: numbered by their senders, numbered anew here.

Mutations arrive in any order and some arrive twice (video V1). A log puts each sender's signals into
her own order, drops repeats and gives every released signal one number of the whole session.
"""

from collections import defaultdict, deque
from enum import StrEnum
from typing import Any, Final

import msgspec

KEPT: Final = 64
"""Signals of one sender that a reader who comes back can still get."""
LARGEST: Final = 64 * 1024
"""Bytes of one signal's payload."""
MOST_HELD: Final = 256
"""Signals of one sender that wait for an earlier one; more is no order any network makes."""
GAP_MS: Final = 10_000
"""How long a sender's missing signal may be waited for before everybody begins anew (video V3)."""


class SignalKind(StrEnum):
    """What a signal is about."""

    SDP = "sdp"
    CANDIDATE = "candidate"
    BYE = "bye"
    RENEGOTIATE = "renegotiate"
    JOIN = "join"
    WELCOME = "welcome"
    """From the server alone: the epoch a reader has come to."""


class Signal(msgspec.Struct, frozen=True):
    """One signal as readers get it."""

    seq: int
    sender: str
    kind: SignalKind
    payload: Any


class Taken(StrEnum):
    """What became of a signal."""

    OK = "ok"
    STALE_EPOCH = "stale_epoch"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"


class SignalLog:
    """The signals of one session in one epoch. Plain memory: nothing of it is kept."""

    def __init__(self, epoch: str) -> None:
        """Begin empty; `epoch` is random and new whenever the memory is."""
        self.epoch = epoch
        self.last = 0
        self._wanted: dict[str, int] = defaultdict(lambda: 1)
        self._held: dict[str, dict[int, tuple[SignalKind, Any]]] = defaultdict(dict)
        self._kept: dict[str, deque[Signal]] = defaultdict(lambda: deque(maxlen=KEPT))
        self._gone: dict[str, int] = {}
        self._gap_since: dict[str, int] = {}

    def put(
        self, sender: str, *, epoch: str, client_seq: int, kind: SignalKind, payload: Any, now: int
    ) -> Taken:
        """Take a signal; a repeated one is a no-op that succeeds."""
        if epoch != self.epoch:
            return Taken.STALE_EPOCH
        if len(msgspec.json.encode(payload)) > LARGEST:
            return Taken.TOO_LARGE
        held = self._held[sender]
        if client_seq >= self._wanted[sender]:
            if len(held) >= MOST_HELD:
                return Taken.TOO_MANY
            held.setdefault(client_seq, (kind, payload))
            self._release(sender)
        if held:
            self._gap_since.setdefault(sender, now)
        else:
            self._gap_since.pop(sender, None)
        return Taken.OK

    def _release(self, sender: str) -> None:
        held = self._held[sender]
        while (found := held.pop(self._wanted[sender], None)) is not None:
            self.last += 1
            self._wanted[sender] += 1
            kept = self._kept[sender]
            if len(kept) == KEPT:
                self._gone[sender] = kept[0].seq
            kept.append(Signal(self.last, sender, *found))

    def since(self, seq: int, *, reader: str) -> list[Signal]:
        """What others have said after `seq`, in the session's one order."""
        found = [
            signal
            for sender, kept in self._kept.items()
            if sender != reader
            for signal in kept
            if signal.seq > seq
        ]
        return sorted(found, key=lambda signal: signal.seq)

    def has_lost(self, seq: int, *, reader: str) -> bool:
        """Whether something a reader at `seq` has not seen is no longer kept."""
        return any(gone > seq for sender, gone in self._gone.items() if sender != reader)

    def is_stuck(self, now: int) -> bool:
        """Whether a missing signal has been waited for too long; then a new epoch begins."""
        return any(now - since > GAP_MS for since in self._gap_since.values())
