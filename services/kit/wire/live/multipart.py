# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The bytes of multipart answers: subscriptions (subscriptionSpec 1.0) and answers in pieces."""

from typing import Final

from services.kit.wire.front.accept import Incremental

SUBSCRIPTION_HEADERS: Final = (
    (b"content-type", b'multipart/mixed;boundary="graphql";subscriptionSpec="1.0"'),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)
HEARTBEAT_SECONDS: Final = 5.0

_PART: Final = b"\r\n--graphql\r\nContent-Type: application/json\r\n\r\n"
HEARTBEAT: Final = _PART + b"{}"
CLOSE: Final = b"\r\n--graphql--\r\n"


def subscription_part(payload: bytes) -> bytes:
    """One result of a subscription."""
    return b'%b{"payload":%b}' % (_PART, payload)


def fatal_part(errors: bytes) -> bytes:
    """The error that ends a subscription; `errors` is an encoded list."""
    return b'%b{"payload":null,"errors":%b}' % (_PART, errors)


def incremental_headers(form: Incremental) -> tuple[tuple[bytes, bytes], ...]:
    """The headers of an answer in pieces."""
    name = b"incrementalSpec" if form is Incremental.BY_ID else b"deferSpec"
    return (
        (b"content-type", b'multipart/mixed;boundary="-";%b=%b' % (name, form.encode())),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    )


def incremental_part(payload: bytes) -> bytes:
    """One piece of an answer, with the boundary that closes it so that it can be used at once."""
    return b"\r\nContent-Type: application/json; charset=utf-8\r\n\r\n%b\r\n---" % payload


INCREMENTAL_OPEN: Final = b"\r\n---"
INCREMENTAL_CLOSE: Final = b"--\r\n"
