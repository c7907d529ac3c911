# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Own definitions of spec directives and types agree with the spec."""

from collections.abc import Iterator

from graphql import print_ast

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import DirectiveIn, SubgraphIn
from gateway.supergraph.compose.rules.places import fault
from gateway.supergraph.compose.specs import BUILT_IN_SCALARS, DIRECTIVES, DirectiveSpec

DIRECTIVE = "DIRECTIVE_DEFINITION_INVALID"
TYPE = "TYPE_DEFINITION_INVALID"
_DEFAULTS = {"resolvable": "true", "requireOneSlicingArgument": "true"}
_FREE = frozenset({"link", "composeDirective"})


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every directive definition that has a spec's name, every spec type."""
    for one in subgraph.directives.values():
        if one.spec is None or one.spec in _FREE:
            continue
        for message in _differences(one, DIRECTIVES[one.spec], fed_1=subgraph.version == (1, 0)):
            yield fault(
                DIRECTIVE,
                f'invalid definition for directive "@{one.name}": {message}',
                subgraph=subgraph,
                coordinate=f"@{one.name}",
                line=one.line,
            )
    for name, line in subgraph.misdefined.items():
        yield fault(
            TYPE,
            f'invalid definition for type "{name}": it should be a scalar',
            subgraph=subgraph,
            coordinate=name,
            line=line,
        )


def _differences(one: DirectiveIn, spec: DirectiveSpec, *, fed_1: bool) -> Iterator[str]:
    for name, argument in one.args.items():
        wanted = spec.args.get(name)
        if wanted is None:
            yield f'unknown argument "{name}"'
            continue
        if not _same_shape(argument.type, wanted):
            yield f'argument "{name}" should have type "{wanted}" but has "{argument.type}"'
        default = print_ast(argument.default) if argument.default is not None else None
        if name in _DEFAULTS and default != _DEFAULTS[name] and not fed_1:
            yield f'argument "{name}" should have default value {_DEFAULTS[name]}'
    for name, ref in spec.args.items():
        if ref.endswith("!") and name not in one.args:
            yield f'missing required argument "{name}"'
    odd = [location for location in one.locations if location not in spec.locations]
    if odd:
        yield f"it should have locations {', '.join(spec.locations)}, not {', '.join(odd)}"
    if one.repeatable and not spec.repeatable:
        yield "it should not be repeatable"


def _same_shape(given: str, wanted: str) -> bool:
    """Equal wrappings, and equal names where the name is a built-in scalar's."""
    inner, expected = typerefs.named(given), typerefs.named(wanted)
    if expected in BUILT_IN_SCALARS and inner != expected:
        return False
    shape = given.replace(inner, "T", 1)
    return shape in {
        wanted.replace(expected, "T", 1),
        wanted.removesuffix("!").replace(expected, "T", 1),
    }
