# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Comparison of two schemas: supergraphs or API schemas, judged as their clients see them."""

from collections.abc import Callable, Iterator, Mapping

import msgspec
from graphql import GraphQLError, parse, print_ast

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.links import LinkBroken, read_links
from gateway.supergraph.compose.model import ArgumentIn, FieldIn, SubgraphIn, TypeIn
from gateway.supergraph.compose.reading import read_subgraph

BREAKING = "breaking"
DANGEROUS = "dangerous"
SAFE = "safe"


class Change(msgspec.Struct, frozen=True):
    """One difference; severity is breaking, dangerous (may surprise clients) or safe."""

    code: str
    severity: str
    coordinate: str
    message: str

    def __str__(self) -> str:
        """One line: severity CODE: message."""
        return f"{self.severity} {self.code}: {self.message}"


class SchemaUnreadable(Exception):
    """A text that is no schema; the sentence says why."""


def compare(old: str, new: str) -> tuple[Change, ...]:
    """Every change from old to new, breaking first; raises SchemaUnreadable."""
    before, after = _read(old), _read(new)
    changes = list(_compare_types(before, after))
    order = {BREAKING: 0, DANGEROUS: 1, SAFE: 2}
    return tuple(sorted(changes, key=lambda one: (order[one.severity], one.coordinate, one.code)))


def _read(sdl: str) -> SubgraphIn:
    try:
        document = parse(sdl)
        links = read_links(document)
    except GraphQLError as error:
        raise SchemaUnreadable(error.message) from error
    except LinkBroken as error:
        raise SchemaUnreadable(error.message) from error
    return read_subgraph("", "", document, links=links, version=(2, 0))


def _is_hidden(element: TypeIn | FieldIn | ArgumentIn | model.ValueIn) -> bool:
    return any(one.spec == "inaccessible" for one in element.applied)


def _shown(types: Mapping[str, TypeIn]) -> dict[str, TypeIn]:
    return {
        name: kind
        for name, kind in types.items()
        if not name.startswith(("join__", "link__", "core__")) and not _is_hidden(kind)
    }


def _compare_types(before: SubgraphIn, after: SubgraphIn) -> Iterator[Change]:
    old, new = _shown(before.types), _shown(after.types)
    is_below = _subtype_in(new)
    for name, kind in old.items():
        if name not in new:
            yield Change("TYPE_REMOVED", BREAKING, name, f'type "{name}" was removed')
        elif new[name].kind != kind.kind:
            message = f'type "{name}" changed from {kind.kind} to {new[name].kind}'
            yield Change("TYPE_KIND_CHANGED", BREAKING, name, message)
        else:
            yield from _compare_kind(kind, new[name], is_below)
    for name in new:
        if name not in old:
            yield Change("TYPE_ADDED", SAFE, name, f'type "{name}" was added')


def _subtype_in(types: Mapping[str, TypeIn]) -> Callable[[str, str], bool]:
    def is_below(low: str, high: str) -> bool:
        lower, upper = types.get(low), types.get(high)
        return bool(lower and upper and (high in lower.interfaces or low in upper.members))

    return is_below


def _compare_kind(
    old: TypeIn, new: TypeIn, is_below: Callable[[str, str], bool]
) -> Iterator[Change]:
    name = old.name
    yield from _compare_names(
        name, set(old.interfaces), set(new.interfaces), what="INTERFACE", added=DANGEROUS
    )
    yield from _compare_names(
        name, set(old.members), set(new.members), what="UNION_MEMBER", added=DANGEROUS
    )
    yield from _compare_names(
        name,
        {value.name for value in old.values.values() if not _is_hidden(value)},
        {value.name for value in new.values.values() if not _is_hidden(value)},
        what="ENUM_VALUE",
        added=DANGEROUS,
    )
    fields = {one.name: one for one in old.fields.values() if not _is_hidden(one)}
    fresh = {one.name: one for one in new.fields.values() if not _is_hidden(one)}
    yield from _compare_names(name, set(fields), set(fresh), what="FIELD", added=SAFE)
    for key, field in fields.items():
        if key in fresh:
            yield from _compare_field(f"{name}.{key}", field, fresh[key], is_below)
    yield from _compare_inputs(name, old.inputs, new.inputs, is_below, what="INPUT_FIELD")


def _compare_names(
    owner: str, old: set[str], new: set[str], *, what: str, added: str
) -> Iterator[Change]:
    word = what.replace("_", " ").lower()
    for name in sorted(old - new):
        spot = f"{owner}.{name}"
        yield Change(f"{what}_REMOVED", BREAKING, spot, f'{word} "{spot}" was removed')
    for name in sorted(new - old):
        spot = f"{owner}.{name}"
        yield Change(f"{what}_ADDED", added, spot, f'{word} "{spot}" was added')


def _compare_field(
    spot: str, old: FieldIn, new: FieldIn, is_below: Callable[[str, str], bool]
) -> Iterator[Change]:
    if old.type != new.type:
        fits = typerefs.is_subtype(new.type, old.type, is_below)
        message = f'type of "{spot}" changed from "{old.type}" to "{new.type}"'
        yield Change("FIELD_TYPE_CHANGED", SAFE if fits else BREAKING, spot, message)
    was, now = (any(one.name == "deprecated" for one in f.applied) for f in (old, new))
    if now and not was:
        yield Change("FIELD_DEPRECATED", SAFE, spot, f'field "{spot}" was deprecated')
    yield from _compare_inputs(spot, old.args, new.args, is_below, what="ARGUMENT")


def _compare_inputs(
    owner: str,
    old: Mapping[str, ArgumentIn],
    new: Mapping[str, ArgumentIn],
    is_below: Callable[[str, str], bool],
    *,
    what: str,
) -> Iterator[Change]:
    form = f"{owner}({{}}:)" if what == "ARGUMENT" else f"{owner}.{{}}"
    word = what.replace("_", " ").lower()
    was = {one.name: one for one in old.values() if not _is_hidden(one)}
    now = {one.name: one for one in new.values() if not _is_hidden(one)}
    for name, one in was.items():
        spot = form.format(name)
        if name not in now:
            yield Change(f"{what}_REMOVED", BREAKING, spot, f'{word} "{spot}" was removed')
            continue
        other = now[name]
        if one.type != other.type:
            fits = typerefs.is_subtype(one.type, other.type, is_below)
            message = f'type of "{spot}" changed from "{one.type}" to "{other.type}"'
            yield Change(f"{what}_TYPE_CHANGED", SAFE if fits else BREAKING, spot, message)
        if _default(one) != _default(other):
            message = f'default of "{spot}" changed from {_default(one)} to {_default(other)}'
            yield Change(f"{what}_DEFAULT_CHANGED", DANGEROUS, spot, message)
    for name, one in now.items():
        if name not in was:
            spot = form.format(name)
            needed = one.type.endswith("!") and one.default is None
            severity = BREAKING if needed else SAFE
            code = f"REQUIRED_{what}_ADDED" if needed else f"OPTIONAL_{what}_ADDED"
            yield Change(code, severity, spot, f'{word} "{spot}" was added')


def _default(one: ArgumentIn) -> str:
    return print_ast(one.default) if one.default is not None else "none"
