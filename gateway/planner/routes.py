# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Moves of the search as memoised functions of one supergraph and one set of labels (P1)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gateway.planner.facts import Entry, Spot, Types
from gateway.planner.operation import Alts, Sel
from gateway.supergraph.model import ContextArgument, FieldIn, FieldSet, Key, Supergraph


class Target(msgspec.Struct, frozen=True):
    """A graph that can be jumped to for a field."""

    graph: str
    local: str | None
    """The interface object the object is seen as there."""
    named: str | None
    """The type name the representation carries; None = the concrete one."""
    keys: tuple[Key, ...]
    requires: FieldSet
    edge: str
    context: tuple[ContextArgument, ...] = ()
    from_object: bool = False
    """Only an entry that does not know its concrete type may use it."""

    def accepts(self, source: Entry) -> bool:
        """Whether a jump from this entry makes sense at all."""
        if self.from_object:
            return source.local == self.named
        if self.requires or self.context:
            return True
        return (source.graph, source.local) != (self.graph, self.local)


class Routes:
    """Answers of the supergraph to the search's questions, remembered."""

    def __init__(self, supergraph: Supergraph, labels: frozenset[str]) -> None:
        self.supergraph = supergraph
        self.labels = labels
        self._targets: dict[tuple[str, str], tuple[Target, ...]] = {}
        self._signatures: dict[tuple[str, frozenset[str]], object] = {}
        self._objects: dict[str, tuple[tuple[str, str], ...]] = {}

    def field(self, graph: str, type_name: str, name: str) -> FieldIn | None:
        """A field in a graph unless it was overridden away there."""
        found = self.supergraph.field_in(graph, type_name, name)
        if found is None or found.overridden or not self._is_labelled_on(found):
            return None
        return found

    def _is_labelled_on(self, field: FieldIn) -> bool:
        if field.label is None:
            return True
        return (field.label in self.labels) == (field.override_from is not None)

    def owners(self, type_name: str, name: str) -> list[str]:
        """The graphs that resolve a field of a type."""
        graphs = self.supergraph.fields.get(type_name, {}).get(name, {})
        return [graph for graph in graphs if self._owned(graph, type_name, name) is not None]

    def _owned(self, graph: str, type_name: str, name: str) -> FieldIn | None:
        found = self.field(graph, type_name, name)
        return None if found is None or found.external else found

    def everywhere(self, type_name: str, name: str) -> Iterator[FieldIn]:
        """Every declaration of a field for a type, interface objects included."""
        yield from self.supergraph.fields.get(type_name, {}).get(name, {}).values()
        for graph, interface in self.interface_objects(type_name):
            found = self.supergraph.field_in(graph, interface, name)
            if found is not None:
                yield found

    def interface_objects(self, type_name: str) -> tuple[tuple[str, str], ...]:
        """(graph, interface) pairs in which a concrete type is seen as an interface object."""
        found = self._objects.get(type_name)
        if found is None:
            found = self._objects[type_name] = tuple(
                (graph, interface)
                for interface, types in sorted(self.supergraph.possible.items())
                if type_name in types and interface != type_name
                for graph, type_in in self.supergraph.types[interface].items()
                if type_in.interface_object
            )
        return found

    def direct(self, entry: Entry, owner: str, name: str) -> bool:
        """Whether an entry can read a field where it stands."""
        if name == "__typename":
            return entry.local is None
        field = self.field(entry.graph, entry.local or owner, name)
        if field is None:
            return False
        if any(pick.name == name and self._applies(pick.on, owner) for pick in entry.view):
            return True
        return not field.external and not field.requires and not field.context

    def _applies(self, on: str | None, owner: str) -> bool:
        return on is None or owner in self.supergraph.possible.get(on, frozenset())

    def targets(self, owner: str, name: str) -> tuple[Target, ...]:
        """Where a field of a concrete type can be had by an entity fetch."""
        found = self._targets.get((owner, name))
        if found is None:
            found = self._targets[owner, name] = tuple(self._find_targets(owner, name))
        return found

    def _find_targets(self, owner: str, name: str) -> Iterator[Target]:
        if name == "__typename":
            yield from self._typename_targets(owner)
            return
        for graph in self.owners(owner, name):
            keys = self._keys(graph, owner)
            field = self._owned(graph, owner, name)
            if keys and field is not None:
                edge = f"{owner}.{name}" if field.requires or field.context else owner
                yield Target(graph, None, None, keys, field.requires, edge, field.context)
                for interface in self._interfaces_with_key(graph, owner):
                    yield Target(
                        graph,
                        None,
                        interface,
                        self._keys(graph, interface),
                        field.requires,
                        f"{interface}>{edge}",
                        field.context,
                        from_object=True,
                    )
        for graph, interface in self.interface_objects(owner):
            field = self._owned(graph, interface, name)
            keys = self._keys(graph, interface)
            if field is not None and keys:
                edge = f"{interface}.{name}" if field.requires else interface
                yield Target(graph, interface, interface, keys, field.requires, edge)

    def _typename_targets(self, owner: str) -> Iterator[Target]:
        for interface, types in sorted(self.supergraph.possible.items()):
            if owner not in types or self.supergraph.kinds[interface] != "INTERFACE":
                continue
            for graph, type_in in self.supergraph.types[interface].items():
                keys = self._keys(graph, interface)
                if keys and not type_in.interface_object:
                    yield Target(
                        graph, None, interface, keys, (), f"{interface}>", from_object=True
                    )

    def _interfaces_with_key(self, graph: str, owner: str) -> Iterator[str]:
        type_in = self.supergraph.types[owner].get(graph)
        for interface in sorted(type_in.implements if type_in else ()):
            inner = self.supergraph.types.get(interface, {}).get(graph)
            if inner is not None and not inner.interface_object and self._keys(graph, interface):
                yield interface

    def _keys(self, graph: str, type_name: str) -> tuple[Key, ...]:
        type_in = self.supergraph.types.get(type_name, {}).get(graph)
        return () if type_in is None else tuple(key for key in type_in.keys if key.resolvable)

    def presence(self, spot: Spot, entries: list[Entry], sels: list[Sel], alts: Alts) -> str | None:
        """The leaf to ask for besides, so that objects at a spot are seen and told apart."""
        covering = [sel for sel in sels if sel.types >= spot.types]
        if len(covering) == len(sels) and any(implied(alts, sel.alts) for sel in covering):
            return None
        if len(covering) == len(sels) and all(entry.local is not None for entry in entries):
            for entry in entries:
                for key in self._keys(entry.graph, entry.local or ""):
                    return key.fields[0].name
        if any(sel.name == "__typename" and implied(alts, sel.alts) for sel in covering):
            return None
        return "__typename"

    def classes(
        self, spot: Spot, entries: list[Entry], sels: list[Sel]
    ) -> Iterator[tuple[Types, list[Entry], list[Sel]]]:
        """Types at a spot grouped by equal treatment, with the entries and selections of each."""
        if len(spot.types) == 1:
            (only,) = spot.types
            live = [entry for entry in entries if only in entry.possible]
            chosen = [sel for sel in sels if only in sel.types]
            if live and chosen:
                yield spot.types, live, chosen
            return
        names = frozenset(sel.name for sel in sels)
        conditions = {pick.on for entry in entries for pick in entry.view if pick.on}
        groups: dict[object, list[str]] = {}
        for one in sorted(spot.types):
            signature = (
                tuple(one in sel.types for sel in sels),
                tuple(one in entry.possible for entry in entries),
                tuple(self._applies(on, one) for on in sorted(conditions)),
                self._signature(one, names),
            )
            groups.setdefault(signature, []).append(one)
        for types in groups.values():
            live = [entry for entry in entries if types[0] in entry.possible]
            chosen = [sel for sel in sels if types[0] in sel.types]
            if live and chosen:
                yield frozenset(types), live, chosen

    def _signature(self, type_name: str, names: frozenset[str]) -> object:
        known = self._signatures.get((type_name, names))
        if known is None:
            wanted = set(names)
            by_graph = self.supergraph.types[type_name]
            for type_in in by_graph.values():
                wanted.update(pick.name for key in type_in.keys for pick in key.fields)
            self._close(type_name, wanted)
            known = self._signatures[type_name, names] = (
                tuple((graph, type_in.keys) for graph, type_in in by_graph.items()),
                self.interface_objects(type_name),
                tuple(
                    (name, tuple(self.supergraph.fields[type_name].get(name, {}).items()))
                    for name in sorted(wanted)
                ),
            )
        return known

    def _close(self, type_name: str, wanted: set[str]) -> None:
        pending = list(wanted)
        while pending:
            name = pending.pop()
            for field in self.everywhere(type_name, name):
                for pick in field.requires:
                    if pick.name not in wanted:
                        wanted.add(pick.name)
                        pending.append(pick.name)


def implied(alts: Alts, by: Alts) -> bool:
    """Whether what holds under some alternatives always holds under others."""
    return all(any(other <= one for other in by) for one in alts)
