# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the compiler reads from a Strawberry schema; the only place that knows Strawberry's insides.

A canary test fails when a new release of Strawberry moves one of them.
"""

from collections.abc import Callable
from typing import Any, cast

import msgspec
from graphql import ASTValidationRule, GraphQLSchema, specified_rules
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule


class Reading(msgspec.Struct, frozen=True):
    """The parts of a schema that execution needs."""

    schema: Any
    """Strawberry's schema."""
    core: GraphQLSchema
    """graphql-core's schema within it."""
    executor_class: Any
    is_awaitable: Callable[[Any], Any]
    rules: tuple[type[ASTValidationRule], ...]


def read_schema(schema: Any) -> Reading:
    """Read a Strawberry schema; one with schema extensions is refused with ValueError.

    A schema extension may wrap every field, so nothing could be compiled (stack C11).
    """
    if schema.extensions:
        raise ValueError("schema extensions are refused: use field extensions or the pipeline")
    return Reading(
        schema=schema,
        core=cast("GraphQLSchema", schema._schema),  # noqa: SLF001 - the adapter's purpose
        executor_class=schema.execution_context_class,
        is_awaitable=optimized_is_awaitable,
        rules=(*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule),
    )
