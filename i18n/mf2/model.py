# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A message as data: the interchange data model of MessageFormat 2, frozen and serialisable."""

from typing import Literal as OneOf

import msgspec


class Literal(msgspec.Struct, frozen=True, tag="literal"):
    """A literal text, escapes already resolved."""

    value: str


class Variable(msgspec.Struct, frozen=True, tag="variable"):
    """A reference to a variable, without its dollar sign."""

    name: str


class CatchAll(msgspec.Struct, frozen=True, tag="*"):
    """The key that matches anything."""


Operand = Literal | Variable
Options = tuple[tuple[str, Operand], ...]
Attributes = tuple[tuple[str, Literal | None], ...]


class FunctionRef(msgspec.Struct, frozen=True):
    """A function and its options, as written."""

    name: str
    options: Options = ()


class Expression(msgspec.Struct, frozen=True, tag="expression"):
    """A placeholder's inside: an operand, a function, or both."""

    operand: Operand | None = None
    function: FunctionRef | None = None
    attributes: Attributes = ()


class Markup(msgspec.Struct, frozen=True, tag="markup"):
    """An opening, closing or standalone mark around text."""

    kind: OneOf["open", "close", "standalone"]
    name: str
    options: Options = ()
    attributes: Attributes = ()


Pattern = tuple[str | Expression | Markup, ...]


class Declaration(msgspec.Struct, frozen=True):
    """`.input` (the operand of `value` is the variable itself) or `.local`."""

    kind: OneOf["input", "local"]
    name: str
    value: Expression


class Variant(msgspec.Struct, frozen=True):
    """One pattern and the keys under which it is chosen."""

    keys: tuple[Literal | CatchAll, ...]
    pattern: Pattern


class Message(msgspec.Struct, frozen=True):
    """A whole message. Without selectors it has one variant without keys."""

    declarations: tuple[Declaration, ...]
    selectors: tuple[Variable, ...]
    variants: tuple[Variant, ...]
