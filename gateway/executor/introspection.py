# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Answers introspection fields from the API schema (federation E8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import DocumentNode, GraphQLSchema
from graphql.execution import execute_sync  # pyright: ignore[reportUnknownVariableType]


def introspect(
    schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Values of `__schema` and `__type` under the keys the projection reads, and errors."""
    result = execute_sync(schema, document, variable_values=dict(variables))
    data = {f"\0{key}": value for key, value in (result.data or {}).items()}
    return data, [dict(error.formatted) for error in result.errors or ()]
