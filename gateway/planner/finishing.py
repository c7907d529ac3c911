# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Freezes steps into a plan: texts, variables, representations, conditions."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from graphql import OperationDefinitionNode, print_ast

from gateway.planner import plan as frozen
from gateway.planner.documents import Writer, entity_block
from gateway.planner.facts import Types
from gateway.planner.naming import Naming, Path
from gateway.planner.operation import ALWAYS, Alts, Conj, common, weaken
from gateway.planner.routes import Routes
from gateway.planner.steps import Block, Selection, Step
from gateway.supergraph.model import FieldSet


class Finisher:
    """Makes the frozen steps of one operation."""

    def __init__(self, routes: Routes, naming: Naming, operation: OperationDefinitionNode) -> None:
        self.routes = routes
        self.naming = naming
        self.operation = operation
        self.definitions = {
            one.variable.name.value: print_ast(one) for one in operation.variable_definitions or ()
        }

    def finish(self, steps: list[Step]) -> frozen.Plan:
        """The plan of ordered steps."""
        numbers = {step: index + 1 for index, step in enumerate(steps)}
        waves: dict[Step, int] = {}
        done: list[frozen.Step] = []
        for step in steps:
            waves[step] = 1 + max((waves[one] for one in step.parents), default=0)
            done.append(self._step(step, numbers, waves[step]))
        return frozen.Plan(self.operation.operation.value, tuple(done))

    def _step(self, step: Step, numbers: dict[Step, int], waves: int) -> frozen.Step:
        writer = Writer(self.routes.supergraph, step.graph)
        when = step.condition()
        given = common(when)
        blocks: list[frozen.Block] = []
        if step.kind == "entity":
            blocks, query = self._entities(step, writer, given)
        else:
            block = step.blocks[0]
            own: Conj = frozenset() if step.kind == "root" else given
            body = writer.selection(block.selection, own)
            kind = self.operation.operation.value if step.kind == "root" else "query"
            query = f"{kind}{self._variables(writer)} {{ {body} }}"
            blocks = [self._block(block, "", "{ " + body + " }")]
        return frozen.Step(
            number=numbers[step],
            graph=step.graph,
            kind=step.kind,
            chain=step.chain,
            parents=tuple(sorted(numbers[one] for one in step.parents)),
            when=conditional(when),
            uses=tuple(sorted(writer.uses)),
            query=query,
            blocks=tuple(blocks),
            elems=step.blocks[0].elems,
            waves=waves,
            parts=frozenset(step.defers),
        )

    def _entities(self, step: Step, writer: Writer, given: Conj) -> tuple[list[frozen.Block], str]:
        lists: dict[tuple[Path, object, object, int], list[Block]] = {}
        for block in sorted(step.blocks, key=_position):
            outer = tuple(types for _, types in block.elems[:-1])
            mark = (block.keys, outer, conditional(weaken(block.used)), 0)
            while any(one.types & block.types for one in lists.get(mark, ())):
                mark = (*mark[:3], mark[3] + 1)
            lists.setdefault(mark, []).append(block)
        checks = {block: self._check(block, step.graph) for block in step.blocks}
        groups = self._twins(step.graph, lists.values(), checks)
        single = len(groups) == 1
        found: list[frozen.Block] = []
        parts: list[str] = []
        heads: list[str] = []
        for index, (blocks, is_alone) in enumerate(groups):
            alias = "_entities" if single else f"_e{index}"
            variable = "representations" if single else f"r{index}"
            body = entity_block(writer, blocks[:1] if is_alone else blocks, given, checks)
            name = "_entities" if single else f"{alias}: _entities"
            parts.append(f"{name}(representations: ${variable}) {{ {body} }}")
            heads.append(f"${variable}: [_Any!]!")
            for block in blocks:
                own = Writer(self.routes.supergraph, step.graph)
                text = "{ " + entity_block(own, [block], given) + " }"
                made = self._block(block, alias, text, step.graph)
                found.append(msgspec.structs.replace(made, is_alone=is_alone))
        heads += [f"${one.variable}: {one.type}" for b in step.blocks for one in b.contexts]
        return found, f"query{self._variables(writer, heads)} {{ {' '.join(parts)} }}"

    def _twins(
        self, graph: str, lists: Iterable[list[Block]], checks: dict[Block, str]
    ) -> list[tuple[list[Block], bool]]:
        """Lists of entities, those that ask for the same in one: what stands twice is sent once."""
        twins: dict[object, list[Block]] = {}
        others: list[list[Block]] = []
        for blocks in lists:
            if len(blocks) > 1:
                others.append(blocks)
                continue
            (block,) = blocks
            writer = Writer(self.routes.supergraph, graph)
            form = (
                entity_block(writer, blocks, frozenset(), checks),
                block.named,
                block.types,
                block.keyed,
                tuple(block.inputs),
                conditional(weaken(block.used)),
            )
            twins.setdefault(form, []).append(block)
        return [*((one, True) for one in twins.values()), *((one, False) for one in others)]

    def _variables(self, writer: Writer, heads: list[str] | None = None) -> str:
        parts = [*(heads or ()), *(self.definitions[one] for one in sorted(writer.uses))]
        return f"({', '.join(parts)})" if parts else ""

    def _block(self, block: Block, alias: str, text: str, graph: str = "") -> frozen.Block:
        key = self.parts(block.keyed, block.keys, block.types)
        inputs: list[frozen.Part] = []
        for fields in block.inputs:
            known = {part.name for part in (*key, *inputs)}
            extra = self.parts(fields, block.keys, block.types)
            inputs.extend(one for one in extra if one.kids is not None or one.name not in known)
        return frozen.Block(
            alias=alias,
            elems=block.elems,
            keys=block.keys,
            types=block.types,
            named=block.named,
            typename=self._typename(block),
            key=key,
            inputs=merge_parts(key, tuple(inputs)),
            fields=answer_fields(block.selection),
            when=conditional(weaken(block.used)),
            text=text,
            checked=self._checked(block, graph) if graph else (),
            contexts=tuple(
                frozen.ContextPart(
                    one.variable, len(one.keys), self.parts(one.fields, one.keys, one.types)
                )
                for one in block.contexts
            ),
            dropped=self._dropped(block, graph) if graph else (),
        )

    def _checked(self, block: Block, graph: str) -> tuple[tuple[str, str], ...]:
        owner = block.named or min(block.types)
        return tuple(
            (part.name, part.key)
            for part in self.parts(block.keyed, block.keys, block.types)
            if part.kids is None
            and part.name != "__typename"
            and self.routes.supergraph.field_in(graph, owner, part.name) is not None
        )

    def _dropped(self, block: Block, graph: str) -> tuple[str, ...]:
        taken = {key for key, _ in block.selection.items}
        asked = [key for _, key in self._checked(block, graph)]
        typename = [] if block.named is not None else ["__typename"]
        return tuple(key for key in (*typename, *asked) if key not in taken)

    def _check(self, block: Block, graph: str) -> str:
        """Key fields an answer has to carry, to see that it is the entity asked for (U2)."""
        asked = "" if block.named is not None else "__typename "
        taken = {key for key, _ in block.selection.items}
        for name, key in self._checked(block, graph):
            if key not in taken:
                asked += f"{name} " if name == key else f"{key}: {name} "
        return asked

    @staticmethod
    def _typename(block: Block) -> str | None:
        return min(block.types) if len(block.types) == 1 else None

    def parts(self, picks: FieldSet, path: Path, types: Types) -> tuple[frozen.Part, ...]:
        """A field set as representation fields at a position."""
        found: list[frozen.Part] = []
        possible = self.routes.supergraph.possible
        for pick in picks:
            applies = types if pick.on is None else types & possible.get(pick.on, frozenset())
            if not applies:
                continue
            only = None if applies == types else applies
            for kinds in self._by_key(path, pick.name, pick.args, applies):
                key = self.naming.key(path, pick.name, pick.args, kinds)
                limit = only if kinds == applies else kinds
                if pick.kids is None:
                    found.append(frozen.Part(pick.name, key, None, limit))
                    continue
                inner: Types = frozenset()
                is_abstract = False
                for owner in sorted(kinds):
                    for field in self.routes.everywhere(owner, pick.name):
                        inner |= possible.get(field.named, frozenset())
                        kind = self.routes.supergraph.kinds.get(field.named)
                        is_abstract = is_abstract or kind != "OBJECT"
                kids = self.parts(pick.kids, (*path, key), inner)
                found.append(frozen.Part(pick.name, key, kids, limit, is_abstract))
        return merge_parts((), tuple(found))

    def _by_key(self, path: Path, name: str, args: str, types: Types) -> list[Types]:
        groups: dict[str, set[str]] = {}
        for one in sorted(types):
            key = self.naming.key(path, name, args, frozenset({one}))
            groups.setdefault(key, set()).add(one)
        return [frozenset(one) for one in groups.values()]


def merge_parts(
    known: tuple[frozen.Part, ...], parts: tuple[frozen.Part, ...]
) -> tuple[frozen.Part, ...]:
    """Parts with those of one key united; leaves that are known already are left out."""
    merged: dict[tuple[str, str, Types | None], frozen.Part] = {}
    have = {(one.name, one.key, one.types) for one in known if one.kids is None}
    for part in parts:
        mark = (part.name, part.key, part.types)
        if mark in have:
            continue
        old = merged.get(mark)
        if old is None or old.kids is None or part.kids is None:
            merged[mark] = part
        else:
            kids = merge_parts((), old.kids + part.kids)
            merged[mark] = frozen.Part(part.name, part.key, kids, part.types, part.is_abstract)
    return tuple(merged.values())


def answer_fields(selection: Selection) -> tuple[frozen.Field, ...]:
    """The keys an answer should have, for filling absent ones with null."""
    found: dict[str, frozen.Field] = {}
    for item in selection.items.values():
        kids = None if item.kids is None else answer_fields(item.kids)
        old = found.get(item.key)
        if old is not None and old.kids is not None and kids is not None:
            kids = tuple({one.key: one for one in (*old.kids, *kids)}.values())
        found[item.key] = frozen.Field(item.key, kids)
    return tuple(found.values())


def conditional(when: Alts) -> Alts | None:
    """None for what is always wanted."""
    return None if when == ALWAYS or not when else when


def _position(block: Block) -> tuple[object, ...]:
    return (block.keys, tuple(sorted(block.types)), block.named or "")
