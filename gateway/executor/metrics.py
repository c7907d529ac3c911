# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the executor counts: answers that were about other entities than those asked for (U2)."""

from typing import Final

from prometheus_client import Counter

_MISMATCHES: Final = Counter(
    "torget_gateway_key_mismatches_total",
    "Lists of entities that were not those asked for.",
    ["service"],
)


def count_mismatch(service: str) -> None:
    """Count one list."""
    _MISMATCHES.labels(service).inc()
