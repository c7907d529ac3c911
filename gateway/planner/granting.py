# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who may see what: `@authenticated`, `@requiresScopes`, `@policy` before planning (federation 4.7)."""

from __future__ import annotations

import msgspec
from graphql import GraphQLInterfaceType, GraphQLObjectType

from gateway.planner.outputs import named_type
from gateway.supergraph.model import AuthRule, Supergraph

CODE = "UNAUTHORIZED_FIELD_OR_TYPE"


class Grants(msgspec.Struct, frozen=True):
    """What a caller may claim. Part of every key under which a prepared operation is kept."""

    authenticated: bool = False
    scopes: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()
    """The policies our function said yes to; no answer is no."""

    def meets(self, rule: AuthRule | None) -> bool:
        """Whether a rule lets this caller pass: lists are OR outside, AND inside."""
        if rule is None:
            return True
        if rule.authenticated and not self.authenticated:
            return False
        return _any(rule.scopes, self.scopes) and _any(rule.policies, self.policies)


def _any(groups: tuple[tuple[str, ...], ...], held: frozenset[str]) -> bool:
    return not groups or any(held.issuperset(group) for group in groups)


def policies_of(supergraph: Supergraph) -> frozenset[str]:
    """Every policy the supergraph names: those a policy function has to answer."""
    return frozenset(
        one for rule in supergraph.auth.values() for group in rule.policies for one in group
    )


class Guard:
    """Decides for one caller which fields of which concrete types are refused."""

    def __init__(self, supergraph: Supergraph, grants: Grants) -> None:
        self._schema = supergraph.api
        self._refused = {
            coordinate for coordinate, rule in supergraph.auth.items() if not grants.meets(rule)
        }
        self._known: dict[tuple[str, str], bool] = {}

    def refuses(self, owner: str, name: str) -> bool:
        """Whether the caller may not read a field of a concrete type."""
        if not self._refused or name.startswith("__"):
            return False
        known = self._known.get((owner, name))
        if known is None:
            known = self._known[owner, name] = self._judge(owner, name)
        return known

    def _judge(self, owner: str, name: str) -> bool:
        if owner in self._refused or f"{owner}.{name}" in self._refused:
            return True
        parent = self._schema.type_map.get(owner)
        if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
            return False
        definition = parent.fields.get(name)
        return definition is not None and named_type(definition.type).name in self._refused
