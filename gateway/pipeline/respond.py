# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: the answer as bytes, and every refusal as a coded error in the reader's language."""

from typing import Any, Final

from graphql import GraphQLError

from gateway.executor.response import MAX_ERRORS, Response
from gateway.pipeline.exchange import Exchange, Refusal
from gateway.protection.withholding import Withheld
from i18n import localizer
from services.kit.wire.apps import upgrade_header
from services.kit.wire.codes import CODES
from services.kit.wire.front.reply import (
    MESSAGE_CHARACTERS,
    Reply,
    describe_problem,
    encode,
    refuse,
)
from services.kit.wire.problem import Problem

_REQUEST_ERRORS: Final = 5
_STATUS_OF_WHOLE: Final = frozenset(
    {200, 401, 403, 405, 406, 409, 413, 422, 426, 429, 500, 503, 507}
)

DEVELOPERS: Final = "en"
"""The language of hints for developers: the words of the GraphQL library."""


def respond(exchange: Exchange) -> None:
    """Encode what was executed; streams encode for themselves."""
    if exchange.outcome is not None:
        return
    response = exchange.response
    if exchange.is_reduced and response.executed:
        response = _put_nulls(exchange)
    answer: dict[str, Any] = response.to_json()
    if exchange.hints is not None:
        answer["extensions"] = exchange.hints
    if not response.executed:
        errors = encode(response.errors[:_REQUEST_ERRORS])
        exchange.outcome = Reply(
            body=b'{"errors":%b}' % errors, executed=False, errors=errors, locale=exchange.locale
        )
        return
    kept = response.cache_control
    if exchange.caller.is_known or exchange.is_reduced:
        kept = kept.replace("public", "private")
    exchange.outcome = Reply(
        body=encode(answer), locale=exchange.locale, cache_control=kept.encode()
    )


def _put_nulls(exchange: Exchange) -> Response:
    """The answer with null and an error for each field the caller may not see."""
    known = exchange.operation
    withheld = Withheld(known.document, known.operation, exchange.version.supergraph.api)
    data = withheld.put_nulls(exchange.response.data)
    errors = [
        describe_problem(Problem("UNAUTHORIZED_FIELD_OR_TYPE", path=path), exchange.locale)
        for path in withheld.paths[:MAX_ERRORS]
    ]
    return Response(data=data, errors=[*errors, *exchange.response.errors])


def answer_problem(exchange: Exchange, problem: Problem) -> Reply:
    """The reply to a request that one station refused."""
    status = problem.status if problem.status in _STATUS_OF_WHOLE else 0
    if problem.code == "BAD_REQUEST":
        status = problem.status
    headers = ((b"allow", b"POST"),) if problem.code == "METHOD_NOT_ALLOWED" else ()
    upgrade = upgrade_header(problem)
    if upgrade is not None:
        headers = ((b"upgrade", upgrade.encode()),)
    return refuse(
        (problem,),
        exchange.locale,
        request_id=exchange.request_id,
        status=status,
        headers=headers,
    )


def answer_refusal(exchange: Exchange, refusal: Refusal) -> Reply:
    """The reply to a document that cannot be run, with a place for each error."""
    with_hints = exchange.desk.is_developer
    described = [
        _describe(error, refusal.code, exchange, with_hints=with_hints)
        for error in refusal.errors[:_REQUEST_ERRORS]
    ]
    errors = encode(described)
    return Reply(
        body=b'{"errors":%b}' % errors, executed=False, errors=errors, locale=exchange.locale
    )


def _describe(
    error: GraphQLError, code: str, exchange: Exchange, *, with_hints: bool
) -> dict[str, Any]:
    text = localizer(exchange.locale).text(CODES[code].text)
    described: dict[str, Any] = {
        "message": error.message[:MESSAGE_CHARACTERS] if with_hints else text,
        "extensions": {
            "code": code,
            "messageKey": CODES[code].text.key,
            "locale": DEVELOPERS if with_hints else exchange.locale,
            "requestId": exchange.request_id,
        },
    }
    if error.locations:
        described["locations"] = [
            {"line": place.line, "column": place.column} for place in error.locations
        ]
    return described
