# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Judging what a subgraph answered before anybody reads it: shape, bounds, whose words may pass."""

from collections.abc import Sequence
from typing import Any, Final, cast

import msgspec

from gateway.subgraphs.faults import CODE, failed
from i18n import localizer
from services.kit.wire.codes import CODES
from services.kit.wire.subgraph import FaultReason, FetchContext, FetchResult

ERRORS_KEPT: Final = 50
MESSAGE_CHARACTERS: Final = 300
_PATH_STEPS: Final = 64
_CARRIED: Final = (
    "acrValues", "locale", "loginPath", "max", "maxAge", "messageKey", "params", "requestId",
    "retryAfter", "retryable",
)  # fmt: skip


class AnswerRules(msgspec.Struct, frozen=True, kw_only=True):
    """How one subgraph's answers are judged."""

    service: str
    passes_errors: bool = False
    """Whether texts and codes outside the closed list reach the client."""


def judge_answer(value: Any, context: FetchContext, rules: AnswerRules) -> FetchResult:
    """The result in an answer, or a fault if the answer is no GraphQL response (reliability U4)."""
    if value.__class__ is not dict:
        return failed(rules.service, FaultReason.BAD_ANSWER, context)
    answer = cast("dict[str, Any]", value)
    data = answer.get("data")
    errors = answer.get("errors")
    if data.__class__ is dict and not errors and errors.__class__ in (list, None.__class__):
        return FetchResult(data=data)
    if (data is not None and data.__class__ is not dict) or not _is_error_list(errors):
        return failed(rules.service, FaultReason.BAD_ANSWER, context)
    if not errors:
        return failed(rules.service, FaultReason.BAD_ANSWER, context)
    kept = pass_errors(cast("list[dict[str, Any]]", errors), context, rules)
    return FetchResult(data=data, errors=kept)


def pass_errors(
    errors: Sequence[dict[str, Any]], context: FetchContext, rules: AnswerRules
) -> list[dict[str, Any]]:
    """The first errors, each with its path, its text and code if they may be shown."""
    return [_pass_error(error, context, rules) for error in errors[:ERRORS_KEPT]]


def _is_error_list(errors: Any) -> bool:
    return errors is None or (
        errors.__class__ is list
        and all(error.__class__ is dict for error in cast("list[Any]", errors)[:ERRORS_KEPT])
    )


def _pass_error(error: dict[str, Any], context: FetchContext, rules: AnswerRules) -> dict[str, Any]:
    given = error.get("extensions")
    facts = cast("dict[str, Any]", given) if given.__class__ is dict else {}
    code = facts.get("code")
    is_known = code.__class__ is str and code in CODES
    message = error.get("message")
    if message.__class__ is str and (is_known or rules.passes_errors):
        extensions = {key: facts[key] for key in _CARRIED if key in facts}
        extensions["code"] = code if code.__class__ is str else CODE
        text = cast("str", message)[:MESSAGE_CHARACTERS]
    else:
        extensions = {
            "code": CODE,
            "messageKey": CODES[CODE].text.key,
            "locale": context.locale,
            "reason": FaultReason.REFUSED.value,
            "retryable": True,
        }
        text = localizer(context.locale).text(CODES[CODE].text)
    extensions["service"] = rules.service
    passed: dict[str, Any] = {"message": text, "extensions": extensions}
    path = error.get("path")
    if path.__class__ is list and _is_path(cast("list[Any]", path)):
        passed["path"] = path
    return passed


def _is_path(path: list[Any]) -> bool:
    return len(path) <= _PATH_STEPS and all(step.__class__ in (str, int) for step in path)
