# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Interface objects: what they add to an interface, all its implementations get (S6)."""

from gateway.supergraph.compose import model
from gateway.supergraph.compose.merged import FieldOut, JoinField, Merged, TypeOut


def spread_interface_objects(merged: Merged) -> None:
    """Copy the fields of interface objects into the implementations that lack them."""
    for interface in merged.types.values():
        if interface.kind != model.INTERFACE:
            continue
        objects = interface.interface_object_in
        if not objects:
            continue
        for name in sorted(merged.possible.get(interface.name, ())):
            target = merged.types.get(name)
            if target is None:
                continue
            for field in interface.fields.values():
                offered = any(
                    subgraph in field.sources and not field.sources[subgraph].external
                    for subgraph in objects
                )
                if offered and field.name not in target.fields:
                    _add(target, field)


def _add(target: TypeOut, field: FieldOut) -> None:
    target.fields[field.name] = FieldOut(
        name=field.name,
        type=field.type,
        args=field.args,
        description=field.description,
        applied=field.applied,
        sources={},
        joins=(JoinField(None),) if target.kind == model.OBJECT else (),
        hidden=field.hidden,
        from_interface_object=True,
    )
