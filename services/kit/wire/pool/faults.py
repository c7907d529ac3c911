# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong between us and a neighbour.

PoolFault            `sent`: whether a byte of the request may have left
├── ConnectFault     nobody answers there
├── QueueFault       every connection is busy and the wait was too long
├── TimeoutFault     the whole answer took too long
├── BrokenFault      the connection ended early; `answered`: after the first byte of the answer
├── TooLargeFault    head or body go beyond the cap
└── MalformedFault   not HTTP/1.1 with one reading
"""


class PoolFault(Exception):
    """An exchange that brought no usable answer."""

    def __init__(self, text: str = "", *, sent: bool = True, answered: bool = False) -> None:
        """Say what happened and how far the exchange had come."""
        super().__init__(text)
        self.sent = sent
        self.answered = answered


class ConnectFault(PoolFault):
    """No connection could be made."""


class QueueFault(PoolFault):
    """No connection became free in time."""


class TimeoutFault(PoolFault):
    """The answer was not whole in time."""


class BrokenFault(PoolFault):
    """The connection ended before the answer did."""


class TooLargeFault(PoolFault):
    """The answer goes beyond what was allowed."""


class MalformedFault(PoolFault):
    """The answer has no or more than one reading."""
