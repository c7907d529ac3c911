# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What graphql-core's output types are, asked without narrowing them to half-known generics."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLList, GraphQLNonNull


def is_required(type_: Any) -> bool:
    """Whether a type is `T!`."""
    return isinstance(type_, GraphQLNonNull)


def is_list(type_: Any) -> bool:
    """Whether a type is `[T]`."""
    return isinstance(type_, GraphQLList)


def inside(type_: Any) -> Any:
    """The type inside a list or non-null type."""
    return type_.of_type


def named_type(type_: Any) -> Any:
    """The named type inside all wrappers."""
    while is_required(type_) or is_list(type_):
        type_ = inside(type_)
    return type_
