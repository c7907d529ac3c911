# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Errors as clients see them: coded, in the reader's language, and silent about our insides."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any, Final

from graphql import GraphQLError

from i18n import Localizer
from services.kit.wire.codes import CODES
from services.kit.wire.problem import Problem

_log = logging.getLogger("torget.execution")

REQUEST_ERRORS_KEPT: Final = 5
"""Request errors told in one answer (reliability Q5)."""

ERRORS_KEPT: Final = 50
"""Field errors told in one answer; one more says that there were others (reliability Q5)."""

MESSAGE_LENGTH: Final = 300


def present(errors: Sequence[GraphQLError], context: Any) -> list[dict[str, Any]]:
    """Field errors for the client: Problems with their sentence, all else masked and logged."""
    shown = [_field_error(error, context) for error in errors[:ERRORS_KEPT]]
    if len(errors) > ERRORS_KEPT:
        shown.append(_said(Problem("ERRORS_TRUNCATED"), context))
    return shown


def present_request(
    errors: Iterable[GraphQLError], code: str, context: Any
) -> list[dict[str, Any]]:
    """Errors of a request that never ran; they speak about the client's own text."""
    shown: list[dict[str, Any]] = []
    for error in list(errors)[:REQUEST_ERRORS_KEPT]:
        problem = _problem_in(error)
        if problem is not None:
            shown.append(_placed(error, _said(problem, context)))
            continue
        entry = {"message": error.message[:MESSAGE_LENGTH], "extensions": _facts(code, context)}
        shown.append(_placed(error, entry))
    return shown


def _field_error(error: GraphQLError, context: Any) -> dict[str, Any]:
    problem = _problem_in(error)
    if problem is not None:
        return _placed(error, _said(problem, context))
    original = error.original_error
    code = (error.extensions or {}).get("code")
    if code in CODES:
        extensions = _facts(str(code), context) | dict(error.extensions or {})
        return _placed(error, {"message": error.message, "extensions": extensions})
    if error.message.startswith("Argument '") and _is_coercion(error):
        entry = {
            "message": error.message[:MESSAGE_LENGTH],
            "extensions": _facts("INPUT_INVALID", context),
        }
        return _placed(error, entry)
    cause = original or error
    _log.error(
        "a field failed",
        extra={
            "request_id": getattr(context, "request_id", ""),
            "field_path": "/".join(str(step) for step in error.path or ()),
            "fault": type(cause).__name__,
        },
        exc_info=(type(cause), cause, cause.__traceback__),
    )
    return _placed(error, _said(Problem("INTERNAL_ERROR"), context))


def _is_coercion(error: GraphQLError) -> bool:
    original = error.original_error
    return original is None or isinstance(original, GraphQLError)


def _problem_in(error: GraphQLError) -> Problem | None:
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause if isinstance(cause, Problem) else None


def _said(problem: Problem, context: Any) -> dict[str, Any]:
    localizer = getattr(context, "localizer", None) or Localizer("sv")
    extensions = _facts(problem.code, context)
    extensions["messageKey"] = problem.text.key
    if problem.params:
        extensions["params"] = dict(problem.params)
    if problem.path:
        extensions["inputPath"] = [str(step) for step in problem.path]
    extensions.update(problem.extensions)
    return {"message": localizer.text(problem.text), "extensions": extensions}


def _facts(code: str, context: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"code": code}
    locale = getattr(context, "locale", None)
    if locale:
        facts["locale"] = locale
    request_id = getattr(context, "request_id", None)
    if request_id:
        facts["requestId"] = request_id
    facts["retryable"] = CODES[code].retryable
    return facts


def _placed(error: GraphQLError, entry: dict[str, Any]) -> dict[str, Any]:
    if error.locations:
        entry["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path is not None:
        entry["path"] = list(error.path)
    return entry
