# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the gateway says when a subgraph fails: a code, a reason, nothing of the subgraph's text."""

from typing import Any

from i18n import localizer
from services.kit.wire.codes import CODES
from services.kit.wire.pool import (
    ConnectFault,
    PoolFault,
    QueueFault,
    TimeoutFault,
    TooLargeFault,
)
from services.kit.wire.subgraph import FaultReason, FetchContext, FetchResult

CODE = "DOWNSTREAM_SERVICE_ERROR"


def fault_error(service: str, reason: FaultReason, locale: str) -> dict[str, Any]:
    """The GraphQL error for a fetch that failed (reliability U7)."""
    return {
        "message": localizer(locale).text(CODES[CODE].text),
        "extensions": {
            "code": CODE,
            "messageKey": CODES[CODE].text.key,
            "locale": locale,
            "service": service,
            "reason": reason.value,
            "retryable": reason is not FaultReason.OUTCOME_UNKNOWN,
        },
    }


def failed(service: str, reason: FaultReason, context: FetchContext) -> FetchResult:
    """The result of a fetch that failed as a whole."""
    return FetchResult(data=None, errors=[fault_error(service, reason, context.locale)])


def reason_of(fault: PoolFault) -> FaultReason:
    """The published reason for a fault of the connection."""
    match fault:
        case ConnectFault() | QueueFault():
            return FaultReason.UNREACHABLE
        case TimeoutFault():
            return FaultReason.TIMEOUT
        case TooLargeFault():
            return FaultReason.TOO_LARGE
        case _:
            return FaultReason.BAD_ANSWER if fault.answered else FaultReason.UNREACHABLE
