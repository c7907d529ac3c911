# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What an endpoint gives back for one request: a whole answer or a stream of them."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Final

import msgspec

from i18n import localizer
from services.kit.wire.front.accept import Accepted, Incremental
from services.kit.wire.front.head import RequestHead
from services.kit.wire.front.request import GraphQLRequest
from services.kit.wire.live.mailbox import Mailbox
from services.kit.wire.problem import Problem

HeaderList = tuple[tuple[bytes, bytes], ...]

MESSAGE_CHARACTERS: Final = 300

VARY: Final = b"Accept, Accept-Language, Authorization, Cookie, Origin"
"""What an answer depends on: its form, and its language by header, cookie and profile."""


class Reply(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One encoded GraphQL response."""

    body: bytes
    executed: bool = True
    """False for request errors: the body has no `data`."""
    status: int = 0
    """Status of a request refused as a whole; 0 lets the media type decide."""
    errors: bytes = b"[]"
    """The encoded list of errors of a request that was not executed."""
    locale: str = "sv"
    headers: HeaderList = ()
    cache_control: bytes = b"no-store"


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription, or an answer in pieces."""

    mailbox: Mailbox
    incremental: Incremental | None = None
    locale: str = "sv"
    check: Callable[[], Coroutine[Any, Any, None]] | None = None
    """Judges anew, before each push, whether the reader may have it; raises Problem."""
    is_framed: bool = False
    """Whether what is in the mailbox already looks as it does on the wire."""


class Way(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How a request came in and how its answer goes out."""

    accepted: Accepted
    is_get: bool = False
    is_socket: bool = False
    size: int = 0
    """Bytes of the request's body or message."""
    body: bytes = b""
    """The body as it came, for those who check a signature over it."""


Answer = Callable[[RequestHead, GraphQLRequest, Way], Awaitable[Reply | Stream]]
"""An endpoint. It answers every Problem itself, as a Reply."""


def describe_problem(problem: Problem, locale: str, request_id: str = "") -> dict[str, Any]:
    """The GraphQL error for a problem: a sentence in the reader's language and machine facts."""
    extensions: dict[str, Any] = {
        "code": problem.code,
        "messageKey": problem.text.key,
        "locale": locale,
        "retryable": problem.retryable,
        **problem.extensions,
    }
    if problem.params:
        extensions["params"] = problem.params
    if request_id:
        extensions["requestId"] = request_id
    error: dict[str, Any] = {
        "message": localizer(locale).text(problem.text)[:MESSAGE_CHARACTERS],
        "extensions": extensions,
    }
    if problem.path:
        error["path"] = list(problem.path)
    return error


def refuse(
    problems: Sequence[Problem],
    locale: str,
    *,
    request_id: str = "",
    status: int = 0,
    headers: HeaderList = (),
) -> Reply:
    """The reply to a request that is not executed, with every reason."""
    errors = encode([describe_problem(problem, locale, request_id) for problem in problems])
    wait = problems[0].extensions.get("retryAfter")
    if wait is not None:
        headers = (*headers, (b"retry-after", b"%d" % wait))
    return Reply(
        body=b'{"errors":%b}' % errors,
        executed=False,
        status=status,
        errors=errors,
        locale=locale,
        headers=headers,
    )


def encode(value: Any) -> bytes:
    """The JSON of a value; a lone surrogate becomes the replacement character."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_mend(value))


def _mend(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_mend(key): _mend(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, (list, tuple)):
        return [_mend(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return value
