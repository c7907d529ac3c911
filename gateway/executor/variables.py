# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Coerces variables once per request (federation E9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError
from graphql.execution.values import get_variable_values

from gateway.planner import Prepared


def coerce_variables(
    prepared: Prepared, variables: Mapping[str, Any] | None
) -> tuple[dict[str, Any], list[GraphQLError]]:
    """Values by name, absent ones left out, or the errors of a request that cannot run."""
    definitions = prepared.operation.variable_definitions
    if not definitions:
        return {}, []
    found = get_variable_values(prepared.schema, definitions, dict(variables or {}), max_errors=50)
    if isinstance(found, list):
        return {}, found
    return dict(found.coerced), []
