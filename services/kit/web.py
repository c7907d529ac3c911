# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""REST glue: Litestar routes of a service, problems as RFC 9457, OpenAPI that tells the truth."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec
from litestar import Litestar, Request, Response
from litestar.config.app import AppConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi.config import OpenAPIConfig
from litestar.types import ControllerRouterHandler

from i18n import Localizer, negotiate
from services.kit.wire.apps import upgrade_header
from services.kit.wire.challenges import challenge_headers
from services.kit.wire.problem import Problem

_log = logging.getLogger(__name__)

PROBLEM_JSON = "application/problem+json"
LANGUAGE_KEY = "torget.language"
"""Where the door puts the language that the caller has chosen in her profile."""
LOCALE_COOKIE = "locale"
VARY = "Accept-Language, Authorization, Cookie"
"""What the language of an answer depends on, for caches between us and the reader."""
MAX_BODY_BYTES = 10_000_000
"""What a route accepts that sets no limit of its own."""
_SERVER_FAULT = 500
_STATUS_CODES = {
    400: "BAD_REQUEST",
    401: "UNAUTHENTICATED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    413: "BODY_TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    429: "RATE_LIMITED",
}


class ProblemDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The body of every REST error (RFC 9457), with the sentence in the reader's language."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    retryable: bool
    params: dict[str, Any] = {}


def web_app(
    routes: Sequence[ControllerRouterHandler],
    *,
    title: str,
    version: str = "1",
    dependencies: Mapping[str, Provide] | None = None,
) -> Litestar:
    """A Litestar application that serves `routes` and answers every error as a problem document."""
    return Litestar.from_config(
        AppConfig(
            route_handlers=list(routes),
            dependencies=dict(dependencies or {}),
            exception_handlers={
                Problem: answer_problem,
                HTTPException: _answer_http,
                Exception: _answer_unexpected,
            },
            openapi_config=OpenAPIConfig(title=title, version=version, use_handler_docstrings=True),
            logging_config=None,
            request_max_body_size=MAX_BODY_BYTES,
        )
    )


def locale_of(request: Request[Any, Any, Any]) -> str:
    """The language a REST request is answered in: `?locale=`, profile, cookie, header (i18n 3.4)."""
    return negotiate(
        argument=request.query_params.get("locale"),
        profile=cast("Mapping[str, Any]", request.scope).get(LANGUAGE_KEY),
        cookie=request.cookies.get(LOCALE_COOKIE),
        accept_language=request.headers.get("accept-language"),
    )


def answer_problem(request: Request[Any, Any, Any], problem: Problem) -> Response[ProblemDocument]:
    """The problem as `application/problem+json` in the reader's language."""
    locale = locale_of(request)
    sentence = Localizer(locale).text(problem.text)
    headers = {"Content-Language": locale, "Vary": VARY}
    headers |= challenge_headers(problem)
    upgrade = upgrade_header(problem)
    if upgrade is not None:
        headers["Upgrade"] = upgrade
    if (wait := problem.extensions.get("retryAfter")) is not None:
        headers["Retry-After"] = str(wait)
    return Response(
        ProblemDocument(
            type=f"urn:torget:problem:{problem.code.lower()}",
            title=sentence,
            status=problem.status,
            detail=sentence,
            code=problem.code,
            retryable=problem.retryable,
            params=problem.params,
        ),
        status_code=problem.status,
        media_type=PROBLEM_JSON,
        headers=headers,
    )


def _answer_http(
    request: Request[Any, Any, Any], error: HTTPException
) -> Response[ProblemDocument]:
    fallback = "INTERNAL_ERROR" if error.status_code >= _SERVER_FAULT else "BAD_REQUEST"
    return answer_problem(request, Problem(_STATUS_CODES.get(error.status_code, fallback)))


def _answer_unexpected(
    request: Request[Any, Any, Any], error: Exception
) -> Response[ProblemDocument]:
    _log.error("unexpected error", exc_info=error, extra={"route": request.url.path})
    return answer_problem(request, Problem("INTERNAL_ERROR"))
