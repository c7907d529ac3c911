# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The join marks of a field: who serves it, under which conditions; nothing when all do plainly."""

from collections.abc import Iterable, Mapping

from gateway.supergraph.compose.contexts import split_selection
from gateway.supergraph.compose.marks import find, text
from gateway.supergraph.compose.merged import ContextArgument, FieldOut, JoinField, Merged
from gateway.supergraph.compose.merging.overrides import label_of
from gateway.supergraph.compose.model import FieldIn


def join_field(merged: Merged, owners: Iterable[str], field: FieldOut) -> tuple[JoinField, ...]:
    """The `@join__field` of a field; owners are the subgraphs that have the parent type."""
    if not _is_needed(owners, field):
        return ()
    same = all(source.type == field.type for source in field.sources.values())
    joins: list[JoinField] = []
    for subgraph, source in field.sources.items():
        label = label_of(subgraph, field.sources, field.overridden)
        lost = subgraph in field.overridden
        if lost and label is None and not source.used:
            continue
        joins.append(
            JoinField(
                graph=merged.subgraphs[subgraph].graph,
                requires=source.requires,
                provides=source.provides,
                type=None if same else source.type,
                external=source.external,
                override=source.override.source if source.override else None,
                label=label,
                used_overridden=lost and label is None,
                context=tuple(context_arguments(subgraph, source)),
            )
        )
    return tuple(joins)


def _is_needed(owners: Iterable[str], field: FieldOut) -> bool:
    if any(source.type != field.type for source in field.sources.values()):
        return True
    for subgraph in owners:
        source = field.sources.get(subgraph)
        if source is None or subgraph in field.overridden:
            return True
        if source.external or source.requires is not None or source.provides is not None:
            return True
        if label_of(subgraph, field.sources, field.overridden) is not None:
            return True
        if any(find(argument.applied, "fromContext") for argument in source.args.values()):
            return True
    return False


def context_arguments(subgraph: str, source: FieldIn) -> Iterable[ContextArgument]:
    """The arguments of a field that its subgraph takes from contexts."""
    for argument in source.args.values():
        applied = find(argument.applied, "fromContext")
        found = split_selection(text(applied.args.get("field")) or "") if applied else None
        if found is not None:
            context, selection = found
            yield ContextArgument(
                name=argument.name,
                type=argument.type,
                context=f"{subgraph}__{context}",
                selection=selection,
            )


def served_by(field: FieldOut) -> Mapping[str, FieldIn]:
    """The sources that really resolve a field: not external, not lost for good."""
    return {
        subgraph: source
        for subgraph, source in field.sources.items()
        if not source.external
        and not (subgraph in field.overridden and field.overridden[subgraph] is None)
    }
