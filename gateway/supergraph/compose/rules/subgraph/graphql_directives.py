# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""GraphQL: directives are known, stand where they may, once unless repeatable, with their args."""

from collections.abc import Iterator

from graphql import (
    BooleanValueNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    StringValueNode,
    ValueNode,
)

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import Applied, SubgraphIn
from gateway.supergraph.compose.rules.places import applied_in, fault
from gateway.supergraph.compose.specs import BUILT_IN_DIRECTIVES, DIRECTIVES, DirectiveSpec

CODE = "INVALID_GRAPHQL"
_LABELS_SINCE = (2, 7)
# Their wrong types have codes of their own.
_OWN_CODE = frozenset({"key", "requires", "provides", "composeDirective", "fromContext"})
_LINK = DirectiveSpec(
    "link",
    (1, 0),
    ("SCHEMA",),
    {"url": "String", "as": "String", "for": "Purpose", "import": "[Import]"},
    repeatable=True,
)
_CORE = DirectiveSpec(
    "core",
    (1, 0),
    ("SCHEMA",),
    {"feature": "String!", "as": "String", "for": "Purpose"},
    repeatable=True,
)


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every applied directive."""
    for location, coordinate, applied in applied_in(subgraph):
        seen: set[str] = set()
        for one in applied:
            spec = _spec_of(subgraph, one)
            if spec is None:
                messages = [f'unknown directive "@{one.name}"']
            else:
                messages = list(_misuses(location, one, spec))
                if one.name in seen and not spec.repeatable:
                    messages.append(f"@{one.name} can only be used once here")
                seen.add(one.name)
            for message in messages:
                yield fault(CODE, message, subgraph=subgraph, coordinate=coordinate, line=one.line)


def _spec_of(subgraph: SubgraphIn, one: Applied) -> DirectiveSpec | None:
    if one.spec is not None:
        return _linked_spec(subgraph, one.name, DIRECTIVES[one.spec])
    definition = subgraph.directives.get(one.name)
    if definition is not None:
        args = {
            name: argument.type if argument.default is None else argument.type.removesuffix("!")
            for name, argument in definition.args.items()
        }
        return DirectiveSpec(
            one.name, (1, 0), definition.locations, args, repeatable=definition.repeatable
        )
    if one.name == subgraph.link_name:
        return _LINK
    return _CORE if one.name == "core" else BUILT_IN_DIRECTIVES.get(one.name)


def _linked_spec(subgraph: SubgraphIn, name: str, spec: DirectiveSpec) -> DirectiveSpec | None:
    """The spec's directive as the linked version has it; None when it came later."""
    if subgraph.version < spec.since and subgraph.is_federation_spelling(name):
        return None
    if spec.name == "override" and subgraph.version < _LABELS_SINCE:
        return DirectiveSpec(spec.name, spec.since, spec.locations, {"from": "String!"})
    return spec


def _misuses(location: str, one: Applied, spec: DirectiveSpec) -> Iterator[str]:
    if location not in spec.locations:
        yield f"@{one.name} may not be used on {location}"
    for name, value in one.args.items():
        if name not in spec.args:
            yield f'unknown argument "{name}" on @{one.name}'
        elif one.spec not in _OWN_CODE and not _fits(value, spec.args[name]):
            yield f'argument "{name}" of @{one.name} must be of type "{spec.args[name]}"'
    for name, ref in spec.args.items():
        if ref.endswith("!") and name not in one.args:
            yield f'argument "{name}" of @{one.name} is required'


def _fits(value: ValueNode, ref: str) -> bool:
    if isinstance(value, NullValueNode):
        return not ref.endswith("!")
    ref = ref.removesuffix("!")
    if ref.startswith("["):
        if isinstance(value, ListValueNode):
            return all(_fits(item, ref[1:-1]) for item in value.values)
        return _fits(value, ref[1:-1])
    expected = {"String": StringValueNode, "Int": IntValueNode, "Boolean": BooleanValueNode}
    wanted = expected.get(ref)
    return wanted is None or isinstance(value, wanted)
