# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Placeholders written out: text in its direction's isolate, markup as nothing (M6, M9)."""

from collections.abc import Callable, Mapping
from typing import Any

from i18n.mf2.errors import FunctionError, MessageError
from i18n.mf2.functions import DEFAULT_FUNCTIONS
from i18n.mf2.model import Expression, Markup, Variable
from i18n.mf2.resolve import Frame, Resolver, Scope, compile_expression, compile_operand
from i18n.mf2.values import Part, Value

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"

Writer = Callable[[Frame], str]
PartWriter = Callable[[Frame], list[Part]]


def opening(value: Value, *, message_is_ltr: bool, isolates: bool) -> str:
    """The mark that opens the isolate of a placeholder, or "" when it stands bare."""
    if not isolates:
        return ""
    direction = value.direction
    if direction == "ltr":
        return "" if message_is_ltr and not value.isolate else LRI
    return RLI if direction == "rtl" else FSI


def text_of(frame: Frame, value: Value) -> tuple[str, bool]:
    """The text of a placeholder, and whether it could be formatted; never raises."""
    if value.format is not None:
        try:
            text = value.format()
        except FunctionError as wrong:
            frame.errors.append(MessageError(wrong.kind, value.source, wrong.detail))
        except Exception as wrong:  # noqa: BLE001 - formatting never raises, so it is reported (M9)
            frame.errors.append(
                MessageError("bad-function-result", value.source, type(wrong).__name__)
            )
        else:
            return text, not value.failed
    else:
        frame.errors.append(MessageError("not-formattable", value.source))
    return f"{{{value.source}}}", False


def compile_writer(scope: Scope, part: Expression | Markup, *, isolates: bool) -> Writer:
    """The closure that writes one placeholder to text."""
    if isinstance(part, Markup):
        check = compile_markup_check(scope, part)
        return check or (lambda _frame: "")
    resolver = compile_expression(scope, part)
    ltr = scope.direction == "ltr"

    def write(frame: Frame) -> str:
        value = resolver(frame)
        text, formatted = text_of(frame, value)
        if not formatted:
            return f"{FSI}{text}{PDI}" if isolates else text
        mark = opening(value, message_is_ltr=ltr, isolates=isolates)
        return f"{mark}{text}{PDI}" if mark else text

    name = _bare_argument(scope, part)
    return write if name is None else _quick(name, write, isolates=isolates)


def _bare_argument(scope: Scope, part: Expression) -> str | None:
    """The name of the argument that a placeholder shows as it is, or None when it does more."""
    operand = part.operand
    if part.function is not None or not isinstance(operand, Variable):
        return None
    plain = scope.functions["string"] is DEFAULT_FUNCTIONS["string"]
    return operand.name if plain and operand.name not in scope.declared else None


def _quick(name: str, write: Writer, *, isolates: bool) -> Writer:
    """The same writer with a short way for the usual case: the argument is a text."""
    before, after = (FSI, PDI) if isolates else ("", "")

    def write_text(frame: Frame) -> str:
        value = frame.arguments.get(name)
        return f"{before}{value}{after}" if value.__class__ is str else write(frame)

    return write_text


def compile_markup_check(scope: Scope, part: Markup) -> Writer | None:
    """The closure that reports what is wrong with a mark, or None when nothing can be."""
    wrong_direction = any(name == "u:dir" for name, _ in part.options)
    varying = [
        (name, compile_operand(scope, operand))
        for name, operand in part.options
        if name != "u:dir" and isinstance(operand, Variable)
    ]
    if not wrong_direction and not varying:
        return None

    def check(frame: Frame) -> str:
        if wrong_direction:
            frame.errors.append(MessageError("bad-option", "u:dir"))
        for name, resolver in varying:
            if resolver(frame).failed:
                frame.errors.append(MessageError("bad-option", name))
        return ""

    return check


def compile_parts(scope: Scope, part: Expression | Markup, *, isolates: bool) -> PartWriter:
    """The closure that writes one placeholder to parts."""
    if isinstance(part, Markup):
        return _markup_parts(scope, part)
    resolver = compile_expression(scope, part)
    ltr = scope.direction == "ltr"

    def write(frame: Frame) -> list[Part]:
        value = resolver(frame)
        text, formatted = text_of(frame, value)
        if not formatted:
            inner = Part("fallback", source=value.source)
            return _isolated(inner, FSI) if isolates else [inner]
        direction = "" if value.direction == "auto" else value.direction
        inner = Part(value.kind, text, value.source, direction=direction, id=value.id)
        mark = opening(value, message_is_ltr=ltr, isolates=isolates)
        return _isolated(inner, mark) if mark else [inner]

    return write


def _isolated(inner: Part, mark: str) -> list[Part]:
    return [Part("bidiIsolation", mark), inner, Part("bidiIsolation", PDI)]


def _markup_parts(scope: Scope, part: Markup) -> PartWriter:
    check = compile_markup_check(scope, part)
    options: list[tuple[str, Resolver]] = [
        (name, compile_operand(scope, operand)) for name, operand in part.options if name != "u:dir"
    ]

    def write(frame: Frame) -> list[Part]:
        if check is not None:
            check(frame)
        found: dict[str, Any] = {}
        quiet = Frame(frame.arguments, len(frame.slots))
        for name, resolver in options:
            value = resolver(quiet)
            if not value.failed:
                found[name] = value.value
        identity = str(found.pop("u:id", ""))
        shown: Mapping[str, Any] | None = found or None
        return [Part("markup", name=part.name, kind=part.kind, id=identity, options=shown)]

    return write
