# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The few figures the door keeps; labels come from closed lists, never from clients."""

from typing import Final

from prometheus_client import Counter

from services.kit.wire.codes import CODES

_REQUESTS: Final = Counter(
    "torget_gateway_requests_total", "Operations by how they ended.", ["outcome"]
)
_known = {
    outcome: _REQUESTS.labels(outcome) for outcome in ("answered", "with_errors", "streaming")
}


def count_outcome(outcome: str) -> None:
    """Count one operation: answered, with_errors, streaming, or the code of its refusal."""
    child = _known.get(outcome)
    if child is None:
        name = outcome if outcome in CODES else "other"
        child = _known[outcome] = _REQUESTS.labels(name)
    child.inc()
