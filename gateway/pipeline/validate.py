# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: whether the document fits the schema (GraphQL specification, section 5)."""

from typing import Final

from graphql import FieldNode, GraphQLError, GraphQLSchema
from graphql import validate as validate_document

from gateway.pipeline.exchange import Exchange, Known, Refusal

_ERRORS: Final = 5


def validate(exchange: Exchange) -> None:
    """Validate once; what is invalid stays so for this version of the schema."""
    known = exchange.operation
    if not known.is_valid:
        check_document(known, exchange.version.supergraph.api)


def check_document(known: Known, schema: GraphQLSchema) -> None:
    """Mark an operation as valid, or as refused for good, and raise the refusal."""
    errors = validate_document(schema, known.document, max_errors=_ERRORS)
    if not errors and known.kind == "subscription":
        errors = _check_single_root(known)
    if errors:
        known.refused = Refusal("VALIDATION_FAILED", errors[:_ERRORS])
        raise known.refused
    known.is_valid = True


def _check_single_root(known: Known) -> list[GraphQLError]:
    roots = known.operation.selection_set.selections
    if any(isinstance(node, FieldNode) and node.name.value.startswith("__") for node in roots):
        return [GraphQLError("A subscription must not ask for introspection.", roots)]
    return []
