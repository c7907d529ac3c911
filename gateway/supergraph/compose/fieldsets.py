# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Field sets: the selections inside `@key`, `@requires` and `@provides`."""

from functools import lru_cache

import msgspec
from graphql import (
    FieldNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
    print_ast,
)


class Pick(msgspec.Struct, frozen=True):
    """One selected field, or with `on` set a type condition around picks."""

    name: str
    args: tuple[tuple[str, str], ...] = ()
    picks: tuple["Pick", ...] = ()
    on: str | None = None
    alias: str | None = None
    directives: bool = False
    braces: bool = False


class FieldSetBroken(Exception):
    """The text is no field set; the sentence says why."""


@lru_cache(maxsize=16384)
def read(text: str) -> tuple[Pick, ...]:
    """The picks of a field set, with or without its outer braces; raises FieldSetBroken."""
    stripped = text.strip()
    source = stripped if stripped.startswith("{") else "{" + text + "}"
    try:
        document = parse(source, no_location=True)
    except GraphQLError as error:
        raise FieldSetBroken(error.message) from error
    first = document.definitions[0]
    if len(document.definitions) != 1 or not isinstance(first, OperationDefinitionNode):
        raise FieldSetBroken("only one selection is allowed")
    return _read_set(first.selection_set)


def _read_set(node: SelectionSetNode) -> tuple[Pick, ...]:
    picks: list[Pick] = []
    for selection in node.selections:
        if isinstance(selection, FieldNode):
            picks.append(
                Pick(
                    name=selection.name.value,
                    args=tuple(
                        (argument.name.value, print_ast(argument.value))
                        for argument in selection.arguments or ()
                    ),
                    picks=_read_set(selection.selection_set) if selection.selection_set else (),
                    alias=selection.alias.value if selection.alias else None,
                    directives=bool(selection.directives),
                    braces=selection.selection_set is not None,
                )
            )
        elif isinstance(selection, InlineFragmentNode):
            condition = selection.type_condition
            picks.append(
                Pick(
                    name="",
                    on=condition.name.value if condition else "",
                    picks=_read_set(selection.selection_set),
                    directives=bool(selection.directives),
                    braces=True,
                )
            )
        else:
            raise FieldSetBroken("named fragments are not allowed")
    return tuple(picks)


def write(picks: tuple[Pick, ...]) -> str:
    """The picks as one line of text."""
    parts: list[str] = []
    for pick in picks:
        if pick.on is not None:
            head = f"... on {pick.on}" if pick.on else "..."
        else:
            given = ", ".join(f"{name}: {value}" for name, value in pick.args)
            head = f"{pick.name}({given})" if given else pick.name
        parts.append(f"{head} {{ {write(pick.picks)} }}" if pick.picks else head)
    return " ".join(parts)
