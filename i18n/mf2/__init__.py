# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Unicode MessageFormat 2: parser, checks, and a runtime compiled to closures.

`format(source, locale, arguments)` gives `(text, errors)` and never raises. A custom function is any
callable `(context, options, operand) -> Value`; it is handed in under its name without the colon:

    def shout(context, options, operand):
        text = str(operand.value).upper()
        return Value("shout", text, format=lambda: text, match=lambda key: key == text)

    format("Hej {$namn :torget:shout}!", "sv", {"namn": "Aïcha"}, functions={"torget:shout": shout})

`options` maps names to `Option(value, literal, resolved)`; `operand` is a `Value` or None. The function
raises `FunctionError("bad-operand")` (or `bad-option`) to fall back, or reports with
`context.error(...)` and goes on. A Value without `format` cannot be shown, one without `match` cannot
select; `better(a, b)` says whether key a fits better than key b.
"""

from i18n.mf2.errors import FunctionError, MessageError, MessageSyntaxError
from i18n.mf2.functions import DEFAULT_FUNCTIONS
from i18n.mf2.message import (
    Bidi,
    BrokenMessage,
    CompiledMessage,
    Result,
    compile_message,
)
from i18n.mf2.message import format_message as format  # noqa: A004 - the word of the standard
from i18n.mf2.model import Message
from i18n.mf2.parser import parse
from i18n.mf2.serialise import serialise
from i18n.mf2.validate import validate
from i18n.mf2.values import Function, FunctionContext, Money, Option, Options, Part, Value

__all__ = [
    "DEFAULT_FUNCTIONS",
    "Bidi",
    "BrokenMessage",
    "CompiledMessage",
    "Function",
    "FunctionContext",
    "FunctionError",
    "Message",
    "MessageError",
    "MessageSyntaxError",
    "Money",
    "Option",
    "Options",
    "Part",
    "Result",
    "Value",
    "compile_message",
    "format",
    "parse",
    "serialise",
    "validate",
]
