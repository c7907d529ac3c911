# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`:string`: any value as text; selects by equal text (NFC)."""

from unicodedata import normalize

from i18n.mf2.values import FunctionContext, Options, Value


def format_string(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """Resolve `:string`; without an operand it is the empty text."""
    del context, options
    text = text_of(operand)
    wanted = normalize("NFC", text)
    return Value(
        "string",
        text,
        format=lambda: text,
        match=lambda key: normalize("NFC", key) == wanted,
    )


def text_of(operand: Value | None) -> str:
    """The text of a value: its own, or that which its function made of it."""
    if operand is None or operand.value is None:
        return ""
    value = operand.value
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
