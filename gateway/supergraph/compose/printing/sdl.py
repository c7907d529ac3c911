# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""SDL text of merged elements, without the join marks (those come in through `extra`)."""

from collections.abc import Callable, Iterable, Sequence

from graphql import print_ast
from graphql.language.block_string import print_block_string
from graphql.language.print_string import print_string

from gateway.supergraph.compose.merged import ArgumentOut, Written

Keep = Callable[[Sequence[Written]], Iterable[Written]]


def describe(description: str | None, indent: str) -> str:
    """The description above an element, with its line ends."""
    if not description:
        return ""
    if any(letter < " " and letter not in "\t\n" for letter in description):
        block = print_string(description)
    else:
        block = print_block_string(description)
    return "".join(f"{indent}{line}\n" if line else "\n" for line in block.split("\n"))


def mark(marks: Iterable[Written | str]) -> str:
    """Directives behind an element, each with a space before it."""
    return "".join(f" {one}" for one in marks)


def argument(one: ArgumentOut, keep: Keep) -> str:
    """An argument or input field on one line."""
    default = f" = {print_ast(one.default)}" if one.default is not None else ""
    return f"{one.name}: {one.type}{default}{mark(keep(one.applied))}"


def arguments(given: Iterable[ArgumentOut], keep: Keep, indent: str) -> str:
    """The argument list of a field, over several lines when one is described."""
    shown = list(given)
    if not shown:
        return ""
    if not any(one.description for one in shown):
        return "(" + ", ".join(argument(one, keep) for one in shown) + ")"
    inner = f"{indent}  "
    lines = "".join(
        f"{describe(one.description, inner)}{inner}{argument(one, keep)}\n" for one in shown
    )
    return f"(\n{lines}{indent})"


def block(lines: Sequence[str]) -> str:
    """Braces around lines; nothing when there are none."""
    return " {\n" + "\n".join(lines) + "\n}" if lines else ""
