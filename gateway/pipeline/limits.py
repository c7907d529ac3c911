# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: the operation is measured, once, and judged by the caller's column (Q1, Q2)."""

from graphql import GraphQLError
from graphql.language import Lexer, Source, TokenKind

from gateway.pipeline.exchange import Exchange, Known, Refusal
from gateway.protection.limits import check_measure
from gateway.protection.measure import Cyclic, Measure, measure_operation


def limits(exchange: Exchange) -> None:
    """Refuse what is too large before anything slower than counting looks at it."""
    known = exchange.operation
    if known.fits is exchange.limits:
        return
    measure = known.measure or _measure(known, exchange.text)
    check_measure(measure, known.kind, exchange.limits)
    known.fits = exchange.limits


def _measure(known: Known, text: str) -> Measure:
    try:
        known.measure = measure_operation(
            known.document, known.operation, tokens=_count_tokens(text)
        )
    except Cyclic as error:
        message = f'Cannot spread fragment "{error}" within itself.'
        known.refused = Refusal("VALIDATION_FAILED", [GraphQLError(message)])
        raise known.refused from error
    return known.measure


def _count_tokens(text: str) -> int:
    lexer = Lexer(Source(text))
    count = 0
    while lexer.advance().kind is not TokenKind.EOF:
        count += 1
    return count
