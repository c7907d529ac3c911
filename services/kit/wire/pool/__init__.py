# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A lean HTTP/1.1 client for one neighbour over plain TCP: keep-alive, bounded, strict (RFC 9112)."""

from services.kit.wire.pool.connection import Connection
from services.kit.wire.pool.faults import (
    BrokenFault,
    ConnectFault,
    MalformedFault,
    PoolFault,
    QueueFault,
    TimeoutFault,
    TooLargeFault,
)
from services.kit.wire.pool.pool import Origin, Pool, PoolLimits
from services.kit.wire.pool.reading import HttpAnswer
from services.kit.wire.pool.writing import build_head

__all__ = [
    "BrokenFault",
    "ConnectFault",
    "Connection",
    "HttpAnswer",
    "MalformedFault",
    "Origin",
    "Pool",
    "PoolFault",
    "PoolLimits",
    "QueueFault",
    "TimeoutFault",
    "TooLargeFault",
    "build_head",
]
