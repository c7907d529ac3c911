# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Auth rules of the supergraph: all that any subgraph demands, carried up to interfaces."""

from collections.abc import Iterable, Sequence

import msgspec

from gateway.supergraph.compose import model
from gateway.supergraph.compose.merged import FieldOut, Merged, TypeOut, Written
from gateway.supergraph.compose.merging.dnf import Dnf, conjoin, implies, read_dnf, write_dnf
from gateway.supergraph.compose.model import Applied


class Guard(msgspec.Struct, frozen=True):
    """What a caller must show: a sign-in, scopes, policies (each an OR of ANDs, empty: nothing)."""

    authenticated: bool = False
    scopes: Dnf = frozenset()
    policies: Dnf = frozenset()

    def __and__(self, other: "Guard") -> "Guard":
        """Both."""
        return Guard(
            self.authenticated or other.authenticated,
            conjoin([self.scopes, other.scopes]),
            conjoin([self.policies, other.policies]),
        )

    def covers(self, other: "Guard") -> bool:
        """Whether who passes this passes the other too."""
        return (
            (self.authenticated or not other.authenticated)
            and implies(self.scopes, other.scopes)
            and implies(self.policies, other.policies)
        )


OPEN = Guard()


def read_guard(groups: Iterable[Sequence[Applied]]) -> Guard:
    """The rule that the directives on an element's sources come to (S8)."""
    found = OPEN
    for group in groups:
        for one in group:
            if one.spec == "authenticated":
                found &= Guard(authenticated=True)
            elif one.spec == "requiresScopes":
                found &= Guard(scopes=read_dnf(one.args.get("scopes")))
            elif one.spec == "policy":
                found &= Guard(policies=read_dnf(one.args.get("policies")))
    return found


class Guards(msgspec.Struct, frozen=True):
    """The rules of the supergraph by type name, and by (type, field)."""

    types: dict[str, Guard]
    fields: dict[tuple[str, str], Guard]

    def of_type(self, name: str) -> Guard:
        """The rule on a type."""
        return self.types.get(name, OPEN)

    def of_field(self, name: str, field: str) -> Guard:
        """The rule on a field itself."""
        return self.fields.get((name, field), OPEN)


def merge_guards(merged: Merged) -> Guards:
    """Gather the rules, carry them up to interfaces, and write them on the elements."""
    guards = Guards({}, {})
    for kind in merged.types.values():
        found = read_guard(source.applied for source in kind.sources.values())
        if found != OPEN:
            guards.types[kind.name] = found
        for field in kind.fields.values():
            found = _field_guard(merged, kind, field)
            if found != OPEN:
                guards.fields[kind.name, field.name] = found
    if guards.types or guards.fields:
        _carry_up(merged, guards)
        _write(merged, guards)
    return guards


def _field_guard(merged: Merged, kind: TypeOut, field: FieldOut) -> Guard:
    sources = field.sources
    if field.from_interface_object:
        for name in kind.interfaces:
            interface = merged.types.get(name)
            if interface is not None and field.name in interface.fields:
                sources = sources | interface.fields[field.name].sources
    return read_guard(source.applied for source in sources.values() if not source.external)


def _carry_up(merged: Merged, guards: Guards) -> None:
    for interface in merged.types.values():
        if interface.kind != model.INTERFACE:
            continue
        for name in sorted(merged.possible.get(interface.name, ())):
            below = merged.types.get(name)
            if below is None or below.kind != model.OBJECT:
                continue
            if name in guards.types:
                guards.types[interface.name] = guards.of_type(interface.name) & guards.types[name]
            for field in interface.fields:
                found = guards.of_field(name, field)
                if found != OPEN:
                    known = guards.of_field(interface.name, field)
                    guards.fields[interface.name, field] = known & found


def _write(merged: Merged, guards: Guards) -> None:
    for name, guard in guards.types.items():
        merged.types[name].applied += _written(merged, guard)
    for (name, field), guard in guards.fields.items():
        merged.types[name].fields[field].applied += _written(merged, guard)


def _written(merged: Merged, guard: Guard) -> tuple[Written, ...]:
    found: list[Written] = []
    if guard.authenticated:
        found.append(Written(merged.names["authenticated"]))
        merged.used_specs.add("authenticated")
    for spec, field, rule in (
        ("requiresScopes", "scopes", guard.scopes),
        ("policy", "policies", guard.policies),
    ):
        if rule:
            found.append(Written(merged.names[spec], f"{field}: {write_dnf(rule)}"))
            merged.used_specs.add(spec)
    return tuple(found)
