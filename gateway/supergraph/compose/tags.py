# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Cutting by tag: what a contract leaves out becomes `@inaccessible`.

An element inherits the tags of its type. With tags to include, fields, enum values, unions and
scalars without one of them go; with tags to exclude, whatever has one of them goes. Fields of types
that went go too, and so do types nobody can reach any more.
"""

from collections.abc import Iterable

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.marks import text
from gateway.supergraph.compose.merged import (
    ArgumentOut,
    FieldOut,
    Merged,
    TypeOut,
    ValueOut,
    Written,
)
from gateway.supergraph.compose.specs import BUILT_IN_SCALARS

_Tags = frozenset[str]
_Element = TypeOut | FieldOut | ArgumentOut | ValueOut


def cut(merged: Merged, *, include: Iterable[str], exclude: Iterable[str]) -> None:
    """Hide in place what the tags leave out; nothing happens without tags."""
    knife = _Knife(merged, frozenset(include), frozenset(exclude))
    if knife.include or knife.exclude:
        knife.cut_tagged()
        knife.cut_dangling()
        knife.cut_unreachable()


def tags_of(element: _Element) -> _Tags:
    """The tags any subgraph puts on an element itself."""
    return frozenset(
        name
        for source in element.sources.values()
        for one in source.applied
        if one.spec == "tag" and (name := text(one.args.get("name"))) is not None
    )


class _Knife:
    """One cut."""

    def __init__(self, merged: Merged, include: _Tags, exclude: _Tags) -> None:
        self.merged = merged
        self.include = include
        self.exclude = exclude

    def _hide(self, element: _Element) -> None:
        if not element.hidden:
            element.hidden = True
            element.applied += (Written(self.merged.names["inaccessible"]),)
            self.merged.used_specs.add("inaccessible")

    def _goes(self, tags: _Tags) -> bool:
        return bool(self.include and not self.include & tags) or bool(self.exclude & tags)

    def cut_tagged(self) -> None:
        """Hide by the tags themselves."""
        for kind in self.merged.types.values():
            own = tags_of(kind)
            if self.exclude & own and kind.name != model.ROOTS["query"]:
                self._hide(kind)
            if kind.kind in {model.UNION, model.SCALAR} and self._goes(own):
                self._hide(kind)
            for field in kind.fields.values():
                tags = own | tags_of(field)
                if self._goes(tags):
                    self._hide(field)
                for one in field.args.values():
                    if self.exclude & tags_of(one):
                        self._hide(one)
            for child in (*kind.inputs.values(), *kind.values.values()):
                if self._goes(own | tags_of(child)):
                    self._hide(child)

    def cut_dangling(self) -> None:
        """Hide types without visible children, and what refers to hidden types, until all fits."""
        changed = True
        while changed:
            changed = False
            for kind in self.merged.types.values():
                if kind.hidden:
                    continue
                children = self._children(kind)
                if children and all(children) and kind.name != model.ROOTS["query"]:
                    self._hide(kind)
                    changed = True
                for field in kind.fields.values():
                    for child in (field, *field.args.values()):
                        changed = self._hide_dangling(child) or changed
                for one in kind.inputs.values():
                    changed = self._hide_dangling(one) or changed

    def _hide_dangling(self, child: FieldOut | ArgumentOut) -> bool:
        target = self.merged.types.get(typerefs.named(child.type))
        if child.hidden or target is None or not target.hidden:
            return False
        self._hide(child)
        return True

    def _children(self, kind: TypeOut) -> list[bool]:
        if kind.kind == model.UNION:
            return [self.merged.types[name].hidden for name in kind.members]
        children = (*kind.fields.values(), *kind.inputs.values(), *kind.values.values())
        return [child.hidden for child in children]

    def cut_unreachable(self) -> None:
        """Hide what no visible field leads to."""
        types = self.merged.types
        left = [name for name in model.ROOTS.values() if name in types and not types[name].hidden]
        reached: set[str] = set()
        while left:
            name = left.pop()
            if name in reached or name in BUILT_IN_SCALARS or name not in types:
                continue
            if types[name].hidden:
                continue
            reached.add(name)
            left.extend(self._leads_to(types[name]))
        for kind in types.values():
            if kind.name not in reached and kind.name not in model.ROOTS.values():
                self._hide(kind)

    def _leads_to(self, kind: TypeOut) -> Iterable[str]:
        for field in kind.fields.values():
            if not field.hidden:
                yield typerefs.named(field.type)
                yield from (typerefs.named(one.type) for one in field.args.values())
        for one in kind.inputs.values():
            if not one.hidden:
                yield typerefs.named(one.type)
        yield from self.merged.possible.get(kind.name, ())
        yield from kind.interfaces
