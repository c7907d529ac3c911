# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Expressions compiled to closures: each resolves to a Value, at most once where declared."""

from collections.abc import Callable, Mapping
from typing import Any
from unicodedata import normalize

from i18n import cldr
from i18n.mf2.errors import FunctionError, MessageError
from i18n.mf2.model import Expression, FunctionRef, Literal, Operand, Variable
from i18n.mf2.serialise import quoted
from i18n.mf2.values import (
    Direction,
    Function,
    FunctionContext,
    Option,
    Value,
    fallback,
    wrap,
)
from i18n.negotiation.tags import parse_tag

MISSING = object()
DIRECTIONS = frozenset({"ltr", "rtl", "auto"})

ACCEPTS_ANYTHING = frozenset({"string"})
"""Functions for which a failed operand is no further error of theirs."""


class Frame:
    """One formatting of one message: its arguments, what is resolved so far, what went wrong."""

    __slots__ = ("arguments", "errors", "slots")

    def __init__(self, arguments: Mapping[str, Any], declarations: int) -> None:
        """Start with nothing resolved."""
        self.arguments = arguments
        self.errors: list[MessageError] = []
        self.slots: list[Value | None] = [None] * declarations


Resolver = Callable[[Frame], Value]


class Scope:
    """What expressions are compiled against: language, functions, the variables declared so far."""

    __slots__ = ("declared", "direction", "functions", "locale")

    def __init__(
        self, locale: str, functions: Mapping[str, Function], direction: Direction
    ) -> None:
        """Start without declarations."""
        self.locale = locale
        self.functions = functions
        self.direction: Direction = direction
        self.declared: dict[str, tuple[int, Resolver]] = {}


def compile_expression(scope: Scope, expression: Expression) -> Resolver:
    """The closure of an expression, in its scope as it is now."""
    operand = expression.operand
    if expression.function is not None:
        return _compile_function(scope, operand, expression.function)
    if isinstance(operand, Literal):
        source = quoted(operand.value)
        text = operand.value
        return lambda _frame: _plain(text, source)
    if operand is None:
        return lambda _frame: fallback("\ufffd")
    name = operand.name
    inner = compile_operand(scope, operand)

    def resolve_variable(frame: Frame) -> Value:
        value = inner(frame)
        return _formatted(scope, frame, value, f"${name}") if value.format is None else value

    return resolve_variable


def compile_operand(scope: Scope, operand: Operand) -> Resolver:
    """The closure of an operand or option value: as given, not yet formatted by a function."""
    if isinstance(operand, Literal):
        text = operand.value
        return lambda _frame: Value("string", text)
    declared = scope.declared.get(operand.name)
    if declared is not None:
        return _declared(operand.name, *declared)
    return argument(operand.name)


def argument(name: str) -> Resolver:
    """The closure that looks an argument up."""
    source = f"${name}"

    def look_up(frame: Frame) -> Value:
        value = frame.arguments.get(name, MISSING)
        if value is MISSING:
            value = _by_normal_form(frame.arguments, name)
            if value is MISSING:
                frame.errors.append(MessageError("unresolved-variable", source))
                return fallback(source)
        return wrap(value)

    return look_up


def _by_normal_form(arguments: Mapping[str, Any], name: str) -> object:
    if name.isascii():
        return MISSING
    return next((v for k, v in arguments.items() if normalize("NFC", str(k)) == name), MISSING)


def _declared(name: str, slot: int, resolver: Resolver) -> Resolver:
    source = f"${name}"

    def once(frame: Frame) -> Value:
        value = frame.slots[slot]
        if value is None:
            value = resolver(frame)
            if value.failed and value.source != source:
                value = fallback(source)
            frame.slots[slot] = value
        return value

    return once


def _compile_function(scope: Scope, operand: Operand | None, ref: FunctionRef) -> Resolver:
    source = _source(operand, ref)
    inner = None if operand is None else compile_operand(scope, operand)
    function = scope.functions.get(ref.name)
    read = _compile_options(scope, ref)
    memo: dict[Any, Any] | None = {} if _all_literal(ref) else None
    own_direction = _compile_direction(scope, ref)
    tolerant = ref.name in ACCEPTS_ANYTHING
    locale, tag_direction, wrong_locale = _own_locale(scope, ref)
    identity = dict(ref.options).get("u:id")
    read_id = None if identity is None else compile_operand(scope, identity)

    def resolve(frame: Frame) -> Value:
        value = None if inner is None else inner(frame)
        errors = frame.errors
        if function is None:
            errors.append(MessageError("unknown-function", f":{ref.name}"))
            return fallback(source)
        if value is not None and value.kind == "fallback":
            if not tolerant:
                errors.append(MessageError("bad-operand", source))
            return fallback(source)
        if wrong_locale:
            errors.append(MessageError("bad-option", "u:locale"))
        direction = None if own_direction is None else own_direction(frame)
        context = FunctionContext(
            locale,
            errors,
            tag_direction=tag_direction,
            direction=direction,
            source=source,
            memo=memo,
        )
        result = _call(function, context, read(frame, context), value)
        if result.failed:
            return fallback(source)
        result.source = source
        if direction is not None:
            result.direction = direction
            result.isolate = True
        if read_id is not None:
            result.id = str(read_id(frame).value)
        return result

    return resolve


def _call(
    function: Function,
    context: FunctionContext,
    options: Mapping[str, Option],
    operand: Value | None,
) -> Value:
    try:
        result = function(context, options, operand)
    except FunctionError as wrong:
        context.error(wrong.kind, wrong.detail)
        return fallback(context.source)
    except Exception as wrong:  # noqa: BLE001 - formatting never raises, so it is reported (M9)
        context.error("bad-function-result", type(wrong).__name__)
        return fallback(context.source)
    if not isinstance(result, Value):
        context.error("bad-function-result")
        return fallback(context.source)
    return result


def _compile_options(
    scope: Scope, ref: FunctionRef
) -> Callable[[Frame, FunctionContext], Mapping[str, Option]]:
    fixed: dict[str, Option] = {}
    varying: list[tuple[str, Resolver]] = []
    for name, operand in ref.options:
        if name.startswith("u:"):
            continue
        if isinstance(operand, Literal):
            fixed[name] = Option(operand.value, literal=True)
        else:
            varying.append((name, compile_operand(scope, operand)))
    if not varying:
        return lambda _frame, _context: fixed

    def read(frame: Frame, context: FunctionContext) -> Mapping[str, Option]:
        found = dict(fixed)
        for name, resolver in varying:
            value = resolver(frame)
            if value.failed:
                frame.errors.append(MessageError("bad-option", name))
                context.dropped += (name,)
            else:
                found[name] = Option(value.value, literal=False, resolved=value)
        return found

    return read


def _all_literal(ref: FunctionRef) -> bool:
    return all(isinstance(operand, Literal) for _, operand in ref.options)


def _own_locale(scope: Scope, ref: FunctionRef) -> tuple[str, Direction, bool]:
    """The language of one expression (`u:locale`, literal only), and whether the wish was a bad one."""
    given = dict(ref.options).get("u:locale")
    if given is None:
        return scope.locale, scope.direction, False
    if not isinstance(given, Literal) or parse_tag(cldr.base(given.value)) is None:
        return scope.locale, scope.direction, True
    return given.value, cldr.direction(given.value), False


def _compile_direction(
    scope: Scope, ref: FunctionRef
) -> Callable[[Frame], Direction | None] | None:
    given = dict(ref.options).get("u:dir")
    if given is None:
        return None
    resolver = compile_operand(scope, given)

    def read(frame: Frame) -> Direction | None:
        value = resolver(frame)
        text = value.value
        if not value.failed and text in DIRECTIONS:
            return text
        if value.failed or text != "inherit":
            frame.errors.append(MessageError("bad-option", "u:dir"))
        return None

    return read


def _formatted(scope: Scope, frame: Frame, value: Value, source: str) -> Value:
    """A bare argument with the function that fits its type."""
    name = {"number": "number", "datetime": "datetime", "money": "currency"}.get(value.kind)
    if name is None:
        name = "string"
    elif value.kind == "datetime" and type(value.value).__name__ in {"date", "time"}:
        name = type(value.value).__name__
    context = FunctionContext(
        scope.locale, frame.errors, tag_direction=scope.direction, source=source
    )
    result = _call(scope.functions[name], context, {}, value)
    if result.failed:
        return fallback(source)
    result.source = source
    return result


def _plain(text: str, source: str) -> Value:
    return Value("string", text, format=lambda: text, source=source)


def _source(operand: Operand | None, ref: FunctionRef) -> str:
    if operand is None:
        return f":{ref.name}"
    return f"${operand.name}" if isinstance(operand, Variable) else quoted(operand.value)
