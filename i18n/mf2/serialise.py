# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""From data model back to text: the shortest message that parses to the same model."""

import re

from i18n.mf2.characters import UNQUOTED
from i18n.mf2.model import (
    Attributes,
    CatchAll,
    Declaration,
    Expression,
    Literal,
    Markup,
    Message,
    Operand,
    Options,
    Pattern,
)

_IN_QUOTES = re.compile(r"[\\|]")
_IN_TEXT = re.compile(r"[\\{}]")


def serialise(message: Message) -> str:
    """The message as text; `parse(serialise(m)) == m`."""
    if not message.declarations and not message.selectors:
        text = _pattern(message.variants[0].pattern)
        start = text.lstrip(" \t\r\n\u3000\u061c\u200e\u200f\u2066\u2067\u2068\u2069")
        return text if not start.startswith((".", "{{")) else "{{" + text + "}}"
    lines = [_declaration(one) for one in message.declarations]
    if message.selectors:
        lines.append(".match " + " ".join(f"${one.name}" for one in message.selectors))
        for variant in message.variants:
            keys = " ".join(
                "*" if isinstance(key, CatchAll) else literal(key.value) for key in variant.keys
            )
            lines.append(f"{keys} {{{{{_pattern(variant.pattern)}}}}}")
    else:
        lines.append("{{" + _pattern(message.variants[0].pattern) + "}}")
    return "\n".join(lines)


def literal(value: str) -> str:
    """A literal, quoted only where the grammar wants it."""
    return value if UNQUOTED.fullmatch(value) else quoted(value)


def quoted(value: str) -> str:
    """A literal in bars, as fall-back texts show it."""
    return "|" + _IN_QUOTES.sub(r"\\\g<0>", value) + "|"


def _declaration(one: Declaration) -> str:
    if one.kind == "input":
        return f".input {_expression(one.value)}"
    return f".local ${one.name} = {_expression(one.value)}"


def _pattern(pattern: Pattern) -> str:
    parts: list[str] = []
    for part in pattern:
        if isinstance(part, str):
            parts.append(_IN_TEXT.sub(r"\\\g<0>", part))
        elif isinstance(part, Markup):
            parts.append(_markup(part))
        else:
            parts.append(_expression(part))
    return "".join(parts)


def _expression(value: Expression) -> str:
    words: list[str] = []
    if value.operand is not None:
        words.append(_operand(value.operand))
    if value.function is not None:
        words.append(f":{value.function.name}{_options(value.function.options)}")
    return "{" + " ".join(words) + _attributes(value.attributes) + "}"


def _markup(value: Markup) -> str:
    start = "{/" if value.kind == "close" else "{#"
    end = " /}" if value.kind == "standalone" else "}"
    return start + value.name + _options(value.options) + _attributes(value.attributes) + end


def _options(options: Options) -> str:
    return "".join(f" {name}={_operand(value)}" for name, value in options)


def _attributes(attributes: Attributes) -> str:
    return "".join(
        f" @{name}" if value is None else f" @{name}={_operand(value)}"
        for name, value in attributes
    )


def _operand(value: Operand) -> str:
    return literal(value.value) if isinstance(value, Literal) else f"${value.name}"
