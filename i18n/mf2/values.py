# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Resolved values: what an expression amounts to, and what can still be done with it."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal, NamedTuple, Protocol

from i18n.mf2.errors import ErrorType, MessageError

Direction = Literal["ltr", "rtl", "auto"]


class Option(NamedTuple):
    """An option as a function receives it: the plain value, and whether it was written literally."""

    value: Any
    literal: bool
    resolved: "Value | None" = None


Options = Mapping[str, Option]


class Money(NamedTuple):
    """An amount that knows its currency (ISO 4217), as operand of `:currency`."""

    value: Decimal | int
    currency: str


class Part(NamedTuple):
    """One piece of a formatted message, for rich output.

    `parts` are the pieces of a number or a moment (`integer`, `group`, `month`, ... as in ECMA-402);
    their values together are `value`.
    """

    type: str
    value: str = ""
    source: str = ""
    name: str = ""
    kind: str = ""
    direction: str = ""
    id: str = ""
    options: Mapping[str, Any] | None = None
    parts: tuple["Part", ...] = ()


class Value:
    """A resolved value.

    `format` gives the text (None: cannot be formatted), `match` says whether a variant key fits
    (None: cannot select), `better` whether the first of two fitting keys fits better. `options` are
    what a following function inherits. `direction` is that of the text; `isolate` forces isolation.
    `pieces` gives the text taken apart, as pairs of part type and text (None: it is one piece).
    """

    __slots__ = (
        "better",
        "direction",
        "format",
        "id",
        "isolate",
        "kind",
        "match",
        "options",
        "pieces",
        "source",
        "value",
    )

    def __init__(
        self,
        kind: str,
        value: object,
        *,
        format: Callable[[], str] | None = None,  # noqa: A002 - the word of the standard
        match: Callable[[str], bool] | None = None,
        better: Callable[[str, str], bool] | None = None,
        options: Mapping[str, Any] | None = None,
        direction: Direction = "auto",
        source: str = "",
        pieces: Callable[[], Iterable[tuple[str, str]]] | None = None,
    ) -> None:
        """Describe what an expression resolved to."""
        self.kind = kind
        self.value: Any = value
        self.format = format
        self.match = match
        self.better = better
        self.options: Mapping[str, Any] = options or {}
        self.direction: Direction = direction
        self.source = source
        self.pieces = pieces
        self.isolate = False
        self.id = ""

    @property
    def failed(self) -> bool:
        """Whether this stands for an expression that could not be resolved."""
        return self.kind == "fallback"


def fallback(source: str) -> Value:
    """The value of an expression that failed; shows `{source}`."""
    return Value("fallback", None, format=lambda: f"{{{source}}}", source=source)


class FunctionContext:
    """What a function knows besides operand and options."""

    __slots__ = ("_errors", "direction", "dropped", "locale", "memo", "source", "tag_direction")

    def __init__(
        self,
        locale: str,
        errors: list[MessageError],
        *,
        tag_direction: Direction,
        direction: Direction | None = None,
        source: str = "",
        memo: dict[Any, Any] | None = None,
    ) -> None:
        """Bind a call to its message and its place there.

        `memo` belongs to one expression whose options are all literal: what a function works out
        from the options alone, it may keep there. It is None where options vary. `dropped` names
        options that are missing because their variable could not be resolved.
        """
        self.locale = locale
        self.tag_direction: Direction = tag_direction
        self.direction = direction
        self.source = source
        self.memo = memo
        self.dropped: tuple[str, ...] = ()
        self._errors = errors

    def error(self, kind: ErrorType, detail: str = "") -> None:
        """Report something wrong that does not stop the function."""
        self._errors.append(MessageError(kind, self.source, detail))


class Function(Protocol):
    """A message function. It raises FunctionError when it cannot resolve its expression."""

    def __call__(self, context: FunctionContext, options: Options, operand: Value | None) -> Value:
        """Resolve one expression."""
        ...


_KINDS: dict[type, str] = {str: "string", int: "number", float: "number", Decimal: "number"}

_WIDER: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (str, "string"),
    (bool, "unknown"),
    ((int, float, Decimal), "number"),
    (Money, "money"),
    ((dt.datetime, dt.date, dt.time), "datetime"),
)


def wrap(value: object) -> Value:
    """An argument of the caller as a resolved value, not yet formatted by any function."""
    kind = _KINDS.get(value.__class__)
    if kind is not None:
        return Value(kind, value)
    if isinstance(value, Value):
        return value
    return Value(next((k for types, k in _WIDER if isinstance(value, types)), "unknown"), value)
