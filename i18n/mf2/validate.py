# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The data-model errors of a well-formed message (MessageFormat 2, Errors)."""

from collections.abc import Iterator
from unicodedata import normalize

from i18n.mf2.errors import MessageError
from i18n.mf2.model import (
    CatchAll,
    Declaration,
    Expression,
    Literal,
    Markup,
    Message,
    Options,
    Pattern,
    Variable,
)

Key = tuple[str | None, ...]


def validate(message: Message) -> tuple[MessageError, ...]:
    """Every data-model error of a message; none means that it can be formatted."""
    return (
        *_declarations(message.declarations),
        *_option_names(message),
        *_selectors(message),
        *_variants(message),
    )


def variables_of(value: Expression | Markup) -> set[str]:
    """The names of the variables that a placeholder refers to."""
    options = value.function.options if isinstance(value, Expression) and value.function else ()
    if isinstance(value, Markup):
        options = value.options
    names = {operand.name for _, operand in options if isinstance(operand, Variable)}
    if isinstance(value, Expression) and isinstance(value.operand, Variable):
        names.add(value.operand.name)
    return names


def key_of(keys: tuple[Literal | CatchAll, ...]) -> Key:
    """The keys by value: NFC text, or None for the catch-all."""
    return tuple(normalize("NFC", k.value) if isinstance(k, Literal) else None for k in keys)


def _declarations(declarations: tuple[Declaration, ...]) -> Iterator[MessageError]:
    seen: set[str] = set()
    for one in declarations:
        used = variables_of(one.value)
        if one.kind == "input":
            options = one.value.function.options if one.value.function else ()
            used = {v.name for _, v in options if isinstance(v, Variable)}
        if one.name in seen or one.name in used:
            yield MessageError("duplicate-declaration", f"${one.name}")
        seen |= used
        seen.add(one.name)


def _option_names(message: Message) -> Iterator[MessageError]:
    patterns: list[Pattern] = [(one.value,) for one in message.declarations]
    patterns += [variant.pattern for variant in message.variants]
    for pattern in patterns:
        for part in pattern:
            for name in _doubled(_options(part)):
                yield MessageError("duplicate-option-name", name)


def _options(part: str | Expression | Markup) -> Options:
    if isinstance(part, str):
        return ()
    if isinstance(part, Markup):
        return part.options
    return part.function.options if part.function else ()


def _doubled(options: Options) -> set[str]:
    names = [name for name, _ in options]
    return {name for name in names if names.count(name) > 1} if len(names) > 1 else set()


def _selectors(message: Message) -> Iterator[MessageError]:
    declared = {one.name: one for one in reversed(message.declarations)}
    for selector in message.selectors:
        name, seen = selector.name, set[str]()
        while name in declared and name not in seen:
            seen.add(name)
            value = declared[name].value
            if value.function is not None:
                break
            name = value.operand.name if isinstance(value.operand, Variable) else ""
        else:
            yield MessageError("missing-selector-annotation", f"${selector.name}")


def _variants(message: Message) -> Iterator[MessageError]:
    count = len(message.selectors)
    seen: set[Key] = set()
    for variant in message.variants:
        key = key_of(variant.keys)
        if len(key) != count:
            yield MessageError("variant-key-mismatch", _show(key))
        elif key in seen:
            yield MessageError("duplicate-variant", _show(key))
        seen.add(key)
    if count and not any(all(one is None for one in key) for key in seen):
        yield MessageError("missing-fallback-variant")


def _show(key: Key) -> str:
    return " ".join("*" if one is None else f"|{one}|" for one in key)
