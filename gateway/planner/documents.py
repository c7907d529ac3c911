# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Writes the GraphQL text of a step: canonical keys, folded type conditions, conditions."""

from __future__ import annotations

from gateway.planner.operation import Conj, weaken
from gateway.planner.steps import Block, Item, Selection
from gateway.supergraph.model import Supergraph

Lines = list[tuple[str, str, Conj]]


class Writer:
    """Prints the selections of one graph and notes the variables they use."""

    def __init__(self, supergraph: Supergraph, graph: str) -> None:
        self.supergraph = supergraph
        self.graph = graph
        self.uses: set[str] = set()

    def selection(self, selection: Selection, given: Conj, *, root: str | None = None) -> str:
        """A selection set without its braces; `given` are conditions stated further out."""
        local = root or selection.local
        kind = self.supergraph.kinds.get(local, "OBJECT")
        type_in = self.supergraph.types.get(local, {}).get(self.graph)
        if kind == "OBJECT" or (type_in is not None and type_in.interface_object):
            return " ".join(self._flat(selection, None, given))
        return self._abstract(selection, local, given)

    def _flat(self, selection: Selection, only: str | None, given: Conj) -> list[str]:
        printed: list[str] = []
        for item in selection.items.values():
            if only is None or only in item.types:
                printed.extend(one for one in self._item(item, given) if one not in printed)
        return printed

    def _abstract(self, selection: Selection, local: str, given: Conj) -> str:
        members = sorted(self.supergraph.possible_in.get((self.graph, local), ()))
        by_type = {name: self._flat(selection, name, given) for name in members}
        allowed = self._foldable(selection, local, given)
        together = ["__typename"]
        together.extend(
            printed
            for printed in (by_type[members[0]] if members else ())
            if printed in allowed and all(printed in own for own in by_type.values())
        )
        folded = list(dict.fromkeys(together))
        for name, own in by_type.items():
            rest = [one for one in own if one not in folded]
            if rest:
                folded.append(f"... on {name} {{ {' '.join(rest)} }}")
        return " ".join(folded)

    def _foldable(self, selection: Selection, local: str, given: Conj) -> set[str]:
        """Printed fields that the abstract type itself declares, with the same type behind."""
        found: set[str] = set()
        for item in selection.items.values():
            if item.name != "__typename":
                field = self.supergraph.field_in(self.graph, local, item.name)
                if field is None or field.external or field.overridden:
                    continue
                if item.kids is not None and item.kids.local != field.named:
                    continue
            found.update(self._item(item, given))
        return found

    def _item(self, item: Item, given: Conj) -> list[str]:
        head = item.name if item.key == item.name else f"{item.key}: {item.name}"
        head += item.args
        self.uses |= item.uses
        return [self._conditional(item, head, conj, given) for conj in sorted_alts(item, given)]

    def _conditional(self, item: Item, head: str, conj: Conj, given: Conj) -> str:
        own = sorted(conj - given)
        self.uses.update(name for name, _ in own)
        first: dict[bool, str] = {}
        more: list[str] = []
        for name, wanted in own:
            text = f"@{'include' if wanted else 'skip'}(if: ${name})"
            if wanted in first:
                more.append(text)
            else:
                first[wanted] = text
        text = " ".join([head, *first.values()])
        if item.kids is not None:
            text += " { " + self.selection(item.kids, given | conj) + " }"
        for one in more:
            text = f"... {one} {{ {text} }}"
        return text


def sorted_alts(item: Item, given: Conj) -> list[Conj]:
    """The conditions under which a field is sent: one copy of it for each way to want it.

    A copy holds what is wanted that way, so that a field nobody wants this time is not asked for:
    its failure would blank its siblings.
    """
    alts = weaken(item.alts)
    return sorted((one for one in alts if given <= one), key=sorted) or sorted(alts, key=sorted)


def entity_block(
    writer: Writer, blocks: list[Block], given: Conj, checks: dict[Block, str] | None = None
) -> str:
    """The fragments of one `_entities` list; `checks` are key fields asked back (U2)."""
    parts: list[str] = []
    for block in blocks:
        back = "" if checks is None else checks[block]
        if block.named is not None:
            parts.append(
                f"... on {block.named} {{ {back}{writer.selection(block.selection, given)} }}"
            )
            continue
        for name in sorted(block.types):
            inner = writer.selection(block.selection, given, root=name)
            parts.append(f"... on {name} {{ {back}{inner} }}")
    return " ".join(parts)
