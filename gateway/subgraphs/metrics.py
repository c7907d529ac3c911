# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Figures of the fetches: by service and how they ended."""

from functools import lru_cache
from typing import Final

from prometheus_client import Counter

_FETCHES: Final = Counter(
    "torget_gateway_fetches_total", "Fetches by service and how they ended.", ["service", "reason"]
)
_RETRIES: Final = Counter("torget_gateway_retries_total", "Fetches asked again.", ["service"])


def count_fetch(service: str, reason: str) -> None:
    """Count one fetch: ok, errors or the reason of its fault."""
    _child(service, reason).inc()


def count_retry(service: str) -> None:
    """Count one repetition."""
    _RETRIES.labels(service).inc()


@lru_cache(maxsize=4096)
def _child(service: str, reason: str) -> Counter:
    return _FETCHES.labels(service, reason)
