# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about types of a schema. graphql-core's own answers carry unbound type parameters."""

from collections.abc import Callable
from typing import Any, Final

import graphql

Kind = Any
"""A type of a schema, with lists and non-nulls."""

_graphql: Any = graphql

is_abstract: Final[Callable[[Kind], bool]] = _graphql.is_abstract_type
is_enum: Final[Callable[[Kind], bool]] = _graphql.is_enum_type
is_leaf: Final[Callable[[Kind], bool]] = _graphql.is_leaf_type
is_list: Final[Callable[[Kind], bool]] = _graphql.is_list_type
is_object: Final[Callable[[Kind], bool]] = _graphql.is_object_type
is_required: Final[Callable[[Any], bool]] = _graphql.is_required_argument
is_specified_scalar: Final[Callable[[Kind], bool]] = _graphql.is_specified_scalar_type
is_strict: Final[Callable[[Kind], bool]] = _graphql.is_non_null_type
"""Whether null is an error."""
named: Final[Callable[[Kind], Kind]] = _graphql.get_named_type


def nullable(kind: Kind) -> Kind:
    """The type without its outermost non-null."""
    return kind.of_type if is_strict(kind) else kind


def type_of(definition: Any) -> Kind:
    """The type of a field, an argument or a variable."""
    return definition.type
