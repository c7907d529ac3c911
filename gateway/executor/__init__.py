# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Executes plans and shapes answers (federation 3.6)."""

from gateway.executor.deferring import execute_deferred
from gateway.executor.executing import execute
from gateway.executor.increments import ById, by_path
from gateway.executor.parts import Increment, Piece
from gateway.executor.response import Response
from gateway.executor.subscribing import subscribe

__all__ = [
    "ById",
    "Increment",
    "Piece",
    "Response",
    "by_path",
    "execute",
    "execute_deferred",
    "subscribe",
]
