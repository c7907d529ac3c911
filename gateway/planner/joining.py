# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Plans of several fetches whose answers are read as what the client gets (federation 6.3, stack N1).

Each answer is decoded once, into the objects that will be encoded; of the objects, the gateway touches only
what it sends on: keys and required fields. What does not fit - an error, a null where none may be, an
entity that was not asked for - raises Odd, and the exact way begins anew with the answers that have come.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from gateway.planner.generating import Odd
from gateway.planner.operation import Alts
from gateway.planner.outputs import is_required
from gateway.planner.plan import Block, Elems, Field, Plan, Step
from gateway.planner.projection import Projection, ShapeField, ShapeNode
from gateway.planner.shapes import (
    FAULTS,
    SCALAR,
    Dress,
    Position,
    Shapes,
    Unfit,
    chosen,
    list_depth,
    make_dressing,
)
from services.kit.wire.json import DEPTH, is_deeper

Roots = dict[str, Any]
"""The values of root fields by canonical key."""
Sent = list[dict[str, Any]]


class JoinedBlock(msgspec.Struct, frozen=True):
    """One position whose objects are completed by a fetch."""

    alias: str
    elems: Elems
    is_alone: bool
    walk: Callable[[Roots], list[Any]]
    gather: Callable[[list[Any], Sent, dict[Any, int]], tuple[list[Any], list[int]]]
    """(objects, representations, what was sent already) -> objects that get an answer, and which."""
    fill: Callable[[list[Any], list[int], list[Any]], None]


class JoinedStep(msgspec.Struct, frozen=True):
    """One fetch."""

    read: Callable[[bytes], Any]
    aliases: tuple[str, ...] = ()
    """Of all lists of entities, also those that nothing is asked for under these conditions."""
    blocks: tuple[JoinedBlock, ...] = ()
    agree: dict[str, Callable[[Sent, list[Any]], None]] = {}
    """By alias: raises Odd unless every answer is the entity that was asked for."""
    answers: dict[str, str] = {}
    """By alias or root field: the attribute of the answer."""


class Joining(msgspec.Struct, frozen=True, weakref=True):
    """How a plan is joined."""

    steps: dict[int, JoinedStep]
    places: tuple[tuple[str, str], ...]
    """The client's root keys in order, each with its canonical key."""
    dresses: tuple[tuple[str, Dress], ...]
    typename: str
    """Of the root, if the client asks for it."""
    size: int
    """Object positions: each has up to two classes."""

    def show(self, roots: Roots) -> dict[str, Any]:
        """The client's data; call it once."""
        for key, dress in self.dresses:
            if roots[key] is not None:
                dress(roots[key])
        return {key: roots[source] for key, source in self.places}


def make_joining(plan: Plan, projection: Projection, truth: Mapping[str, bool]) -> Joining | None:
    """How to join a plan of queries, under decided conditions, without abstract types; else None."""
    if plan.kind != "query" or projection.is_guarded:
        return None
    try:
        return _Maker(plan, projection, truth).make()
    except (Unfit, SyntaxError, RecursionError):
        return None


class _Maker:
    def __init__(self, plan: Plan, projection: Projection, truth: Mapping[str, bool]) -> None:
        self.steps = [step for step in plan.steps if _holds(step.when, truth)]
        self.truth = truth
        self.root = projection.root
        self.shapes = Shapes(truth)
        self.made: set[int] = set()
        self.roots: dict[str, ShapeField] = {}

    def make(self) -> Joining:
        if not self.root.uniform:
            raise Unfit
        fields = chosen(self.root, self.truth)
        for field in fields:
            if field.name == "__typename":
                continue
            if self.roots.setdefault(field.source, field).node is not field.node:
                raise Unfit
        asked: set[str] = set()
        for step in self.steps:
            self._survey(step, asked)
        if asked != set(self.roots):
            raise Unfit
        for field in self.roots.values():
            self.shapes.value(field)
        for position in self.shapes.positions.values():
            if position.node.number not in self.made:
                raise Unfit
            self.shapes.finish(position)
        steps = {step.number: self._step(step) for step in self.steps}
        dresses = make_dressing(self.shapes, self.roots.values())
        places = tuple((field.key, field.source) for field in fields)
        typename = next((one.owner for one in fields if one.name == "__typename"), "")
        size = len(self.shapes.positions)
        return Joining(steps, places, tuple(dresses.items()), typename, size)

    def _survey(self, step: Step, asked: set[str]) -> None:
        """Note which fetch brings what."""
        if step.parts != frozenset({0}):
            raise Unfit
        if step.kind == "root":
            for one in step.blocks[0].fields:
                field = self.roots.get(one.key)
                if field is None:
                    continue  # left out by its condition, or read by nobody
                if one.key in asked:
                    raise Unfit
                asked.add(one.key)
                self._bring(field.node, one.kids)
        elif step.kind == "entity":
            self._survey_entities(step)
        else:
            raise Unfit

    def _survey_entities(self, step: Step) -> None:
        blocks = self._blocks(step)
        aliases = [block.alias for block in blocks]
        for block in blocks:
            is_plain = block.named is None and not block.contexts
            if not is_plain or block.typename is None or not block.is_alone:
                raise Unfit
            if aliases.count(block.alias) > 1 and any(one.kids for one in block.fields):
                raise Unfit
            position = self.shapes.position(self._node_at(block.elems))
            for one in block.fields:
                field = position.of(one.key)
                if field is None:
                    self._hide(position, one)
                elif one.kids is not None or not self._has(position, one.key):
                    position.later.add(one.key)
                    self._bring(field.node, one.kids)

    def _blocks(self, step: Step) -> list[Block]:
        return [block for block in step.blocks if _holds(block.when, self.truth)]

    def _has(self, position: Position, key: str) -> bool:
        """Whether the fetch that brings the object brings the field, too."""
        return position.node.number in self.made and key not in position.later

    def _bring(self, node: ShapeNode | None, kids: tuple[Field, ...] | None) -> None:
        if node is None or kids is None:
            if node is not None or kids is not None:
                raise Unfit
            return
        if node.number in self.made:
            raise Unfit
        position = self.shapes.position(node)
        brought = {one.key for one in kids}
        position.later |= {
            one.source
            for one in position.fields
            if one.source not in brought and one.name != "__typename"
        }
        self.made.add(node.number)
        for one in kids:
            field = position.of(one.key)
            if field is None:
                self._hide(position, one)
            else:
                self._bring(field.node, one.kids)

    def _hide(self, position: Position, one: Field) -> None:
        if one.kids is not None:
            if any(field.source == one.key for field in position.node.classes[0][1]):
                return  # left out by its condition
            raise Unfit
        if one.key not in position.hidden:
            position.hidden.append(one.key)

    def _node_at(self, elems: Elems) -> ShapeNode:
        node = self.root
        for key, types in elems:
            field = next((one for one in chosen(node, self.truth) if one.source == key), None)
            if types is not None or field is None or field.node is None:
                raise Unfit
            node = field.node
            if not node.uniform:
                raise Unfit
        return node

    def _step(self, step: Step) -> JoinedStep:
        if step.kind == "root":
            keys = [one.key for one in step.blocks[0].fields if one.key in self.roots]
            kinds = {key: self.shapes.value(self.roots[key]) for key in keys}
            read, answers = self._reader(kinds)
            return JoinedStep(read, answers=answers)
        kinds: dict[str, Any] = {}
        agree: dict[str, Callable[[Sent, list[Any]], None]] = {}
        blocks: list[JoinedBlock] = []
        for block in self._blocks(step):
            position = self.shapes.position(self._node_at(block.elems))
            if block.alias not in kinds:
                kind, names = self._entity(block, position)
                kinds[block.alias] = list[kind | None]
                agree[block.alias] = _agreeing(block, names)
            blocks.append(self._block(block, position, names=self._names(block)))
        read, answers = self._reader(kinds)
        aliases = tuple(dict.fromkeys(block.alias for block in step.blocks))
        return JoinedStep(read, aliases, tuple(blocks), agree, answers)

    def _reader(self, kinds: dict[str, Any]) -> tuple[Callable[[bytes], Any], dict[str, str]]:
        """A function from a body to its data in types; None for what does not fit."""
        names = {f"a{number}": key for number, key in enumerate(kinds)}
        fields = list(zip(names, kinds.values(), strict=True))
        data = msgspec.defstruct("Data", fields, rename=names, gc=False)
        answer = msgspec.defstruct(
            "Answer", [("data", data), ("errors", list[msgspec.Raw] | None, None)], gc=False
        )
        decode, is_open = msgspec.json.Decoder(answer).decode, self.shapes.is_open

        def read(body: bytes) -> Any:
            try:
                found: Any = decode(body)
            except FAULTS:
                return None
            if found.errors or (is_open and is_deeper(body, DEPTH)):
                return None
            return found.data, body

        return read, {key: name for name, key in names.items()}

    @staticmethod
    def _names(block: Block) -> dict[str, str]:
        """The attributes of an entity's answer by key."""
        keys = ["__typename", *(key for _, key in block.checked), *(f.key for f in block.fields)]
        return {key: f"e{number}" for number, key in enumerate(dict.fromkeys(keys))}

    def _entity(self, block: Block, position: Position) -> tuple[Any, dict[str, str]]:
        names = self._names(block)
        fields: list[Any] = []
        for key, name in names.items():
            field = position.of(key)
            is_asked = any(one.key == key for one in block.fields)
            if key == "__typename":
                fields.append((name, str | None, None))
            elif field is None or not is_asked:
                fields.append((name, SCALAR, None))
            else:
                fields.append((name, self.shapes.value(field)))
        rename = {name: key for key, name in names.items()}
        kind = msgspec.defstruct("Entity", fields, rename=rename, kw_only=True, gc=False)
        return kind, names

    def _block(self, block: Block, position: Position, *, names: dict[str, str]) -> JoinedBlock:
        fields = [position.of(one.key) for one in block.fields]
        is_strict = any(one is not None and is_required(one.type) for one in fields)
        return JoinedBlock(
            block.alias,
            block.elems,
            block.is_alone,
            self._walking(block.elems),
            _gathering(block, position, is_strict=is_strict),
            _filling(block, position, names, is_strict=is_strict),
        )

    def _walking(self, elems: Elems) -> Callable[[Roots], list[Any]]:
        """A function from the root fields to the objects at a path, in document order."""
        lines, pad = ["def walk(r):", " out = []"], " "
        source, node = f"r.get({elems[0][0]!r})", self.root
        for index, (key, _) in enumerate(elems):
            field = next(one for one in chosen(node, self.truth) if one.source == key)
            if index:
                source = f"o.{self.shapes.positions[node.number].attributes[key]}"
            depth = list_depth(field.type)
            lines.append(f"{pad}v = {source}")
            lines.append(f"{pad}for o in {'v or ()' if depth else '(v,)'}:")
            pad += " "
            lines.append(f"{pad}if o is None: continue")
            for _ in range(depth - 1):
                lines += [f"{pad}for o in o:", f"{pad} if o is None: continue"]
                pad += " "
            if field.node is None:
                raise Unfit
            node = field.node
        lines += [f"{pad}out.append(o)", " return out"]
        return _compiled(lines, "walk", {})


def _holds(when: Alts | None, truth: Mapping[str, bool]) -> bool:
    """Whether a condition is met; Unfit if it asks for more than the client's answer does."""
    if when is None:
        return True
    if any(name not in truth for conj in when for name, _ in conj):
        raise Unfit
    return any(all(truth[name] is wanted for name, wanted in conj) for conj in when)


def _compiled(lines: list[str], name: str, names: dict[str, Any]) -> Any:
    code = compile("\n".join(lines), f"<joining {name}>", "exec")
    known = {"Odd": Odd, **names}
    exec(code, known)  # noqa: S102  written above; names enter as string literals
    return known[name]


def _gathering(block: Block, position: Position, *, is_strict: bool) -> Any:
    parts = list(dict.fromkeys((*block.key, *block.inputs)))
    for part in parts:
        is_known = part.name != "__typename" and part.key in position.attributes
        if part.kids is not None or part.types is not None or not is_known:
            raise Unfit
    lines = ["def gather(targets, sent, seen):", " out = []; slots = []", " for o in targets:"]
    for index, part in enumerate(parts):
        lines.append(f"  v{index} = o.{position.attributes[part.key]}")
        if part in block.key:
            blank = "raise Odd" if is_strict else "continue"
            lines.append(f"  if v{index} is None: {blank}")
    values = [f"v{index}" for index in range(len(parts))]
    differs = [
        f"sent[s][{one.name!r}].__class__ is not v{i}.__class__" for i, one in enumerate(parts)
    ]
    fields = ", ".join(f"{one.name!r}: v{i}" for i, one in enumerate(parts))
    lines += [
        f"  m = {values[0] if len(values) == 1 else '(' + ', '.join(values) + ')'}",
        "  s = seen.get(m)",
        f"  if s is None or {' or '.join(differs)}:",
        "   seen[m] = s = len(sent)",
        f"   sent.append({{'__typename': {block.typename!r}, {fields}}})",
        "  out.append(o); slots.append(s)",
        " return out, slots",
    ]
    return _compiled(lines, "gather", {})


def _filling(block: Block, position: Position, names: dict[str, str], *, is_strict: bool) -> Any:
    lines = [
        "def fill(targets, slots, answers):",
        " for o, s in zip(targets, slots):",
        "  a = answers[s]",
    ]
    lines.append(f"  if a is None: {'raise Odd' if is_strict else 'continue'}")
    known = position.attributes
    keys = [one.key for one in block.fields if one.key in known]
    lines += [f"  o.{known[key]} = a.{names[key]}" for key in keys]
    return _compiled(lines, "fill", {})


def _agreeing(block: Block, names: dict[str, str]) -> Any:
    """Reliability U2: type and key of every answer are those of its representation."""
    lines = [
        "def agree(sent, answers):",
        " if len(sent) != len(answers): raise Odd",
        " for r, a in zip(sent, answers):",
        "  if a is None: continue",
        f"  t = a.{names['__typename']}",
        "  if t is not None and t != r['__typename']: raise Odd",
    ]
    lines += [f"  if a.{names[key]} != r[{name!r}]: raise Odd" for name, key in block.checked]
    return _compiled(lines, "agree", {})
