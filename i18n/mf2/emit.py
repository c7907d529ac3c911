# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Placeholders written out: text in its direction's isolate, markup as nothing (M6, M9)."""

from collections.abc import Callable, Mapping
from typing import Any

from i18n.mf2.errors import FunctionError, MessageError
from i18n.mf2.model import Expression, Markup, Variable
from i18n.mf2.resolve import Frame, Resolver, Scope, compile_expression, compile_operand
from i18n.mf2.shortening import FSI, LRI, PDI, RLI, Writer, shorten
from i18n.mf2.values import Part, Value

NOT_FOR_MARKUP = frozenset({"u:dir", "u:locale"})
"""Options that say how text is set; a mark has none."""

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

    return shorten(scope, part, write, isolates=isolates)


def compile_markup_check(scope: Scope, part: Markup) -> Writer | None:
    """The closure that reports what is wrong with a mark, or None when nothing can be."""
    misplaced = [name for name, _ in part.options if name in NOT_FOR_MARKUP]
    varying = [
        (name, compile_operand(scope, operand))
        for name, operand in part.options
        if name not in NOT_FOR_MARKUP and isinstance(operand, Variable)
    ]
    if not misplaced and not varying:
        return None

    def check(frame: Frame) -> str:
        frame.errors.extend(MessageError("bad-option", name) for name in misplaced)
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
        inner = Part(
            value.kind,
            text,
            value.source,
            direction=direction,
            id=value.id,
            parts=_pieces(frame, value),
        )
        mark = opening(value, message_is_ltr=ltr, isolates=isolates)
        return _isolated(inner, mark) if mark else [inner]

    return write


def _pieces(frame: Frame, value: Value) -> tuple[Part, ...]:
    if value.pieces is None:
        return ()
    try:
        return tuple(Part(kind, text) for kind, text in value.pieces())
    except Exception as wrong:  # noqa: BLE001 - formatting never raises, so it is reported (M9)
        frame.errors.append(MessageError("bad-function-result", value.source, type(wrong).__name__))
        return ()


def _isolated(inner: Part, mark: str) -> list[Part]:
    return [Part("bidiIsolation", mark), inner, Part("bidiIsolation", PDI)]


def _markup_parts(scope: Scope, part: Markup) -> PartWriter:
    check = compile_markup_check(scope, part)
    options: list[tuple[str, Resolver]] = [
        (name, compile_operand(scope, operand))
        for name, operand in part.options
        if name not in NOT_FOR_MARKUP
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
