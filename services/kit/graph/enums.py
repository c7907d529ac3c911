# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Enums of a domain shown in the graph, every value described, the domain left as plain Python."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry


def describe_enum(
    kind: type[Enum], name: str, *, description: str, values: Mapping[str, str]
) -> None:
    """Show `kind` in the graph as `name`; `values` describes each member by its name.

    Raises TypeError when a member is not described or a name is no member.
    """
    if values.keys() != kind.__members__.keys():
        odd = sorted(values.keys() ^ kind.__members__.keys())
        raise TypeError(f"{kind.__name__}: describe every member and nothing else, see {odd}")
    strawberry.enum(kind, name=name, description=description)
    shown: Any = kind
    for value in shown.__strawberry_definition__.values:
        value.description = values[value.name]
