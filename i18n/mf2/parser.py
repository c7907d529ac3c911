# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""From text to data model: a recursive-descent parser of the MessageFormat 2 grammar."""

import re
from typing import NoReturn
from unicodedata import normalize

from i18n.mf2.characters import ESCAPE, NAME, OPTIONAL_SPACE, QUOTED, SPACE, TEXT, UNQUOTED
from i18n.mf2.errors import MessageSyntaxError
from i18n.mf2.model import (
    Attributes,
    CatchAll,
    Declaration,
    Expression,
    FunctionRef,
    Literal,
    Markup,
    Message,
    Operand,
    Options,
    Pattern,
    Variable,
    Variant,
)


def parse(source: str) -> Message:
    """The data model of a message; MessageSyntaxError when the text is none."""
    return _Parser(source).message()


def unescape(text: str) -> str:
    """The text with its escapes resolved."""
    return ESCAPE.sub(r"\1", text) if "\\" in text else text


class _Parser:
    __slots__ = ("at", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0

    # Small steps

    def fail(self, expected: str) -> NoReturn:
        raise MessageSyntaxError(self.at, expected)

    def sees(self, text: str) -> bool:
        return self.source.startswith(text, self.at)

    def take(self, text: str) -> None:
        if not self.sees(text):
            self.fail(f"expected {text!r}")
        self.at += len(text)

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.source, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def skip(self) -> None:
        self.match(OPTIONAL_SPACE)

    def space(self) -> None:
        if self.match(SPACE) is None:
            self.fail("expected white space")

    def spaced(self, first: str) -> bool:
        """Whether white space and then one of the given characters follow; steps over the space."""
        found = SPACE.match(self.source, self.at)
        if found is None or self.source[found.end() : found.end() + 1] not in set(first):
            return False
        self.at = found.end()
        return True

    # Messages

    def message(self) -> Message:
        self.skip()
        if self.sees(".") or self.sees("{{"):
            return self.complex_message()
        self.at = 0
        pattern = self.pattern()
        if self.at != len(self.source):
            self.fail("unexpected character")
        return Message((), (), (Variant((), pattern),))

    def complex_message(self) -> Message:
        declarations: list[Declaration] = []
        while True:
            if self.sees(".input"):
                declarations.append(self.input_declaration())
            elif self.sees(".local"):
                declarations.append(self.local_declaration())
            else:
                break
            self.skip()
        if self.sees(".match"):
            selectors, variants = self.matcher()
        else:
            selectors, variants = (), (Variant((), self.quoted_pattern()),)
        self.skip()
        if self.at != len(self.source):
            self.fail("expected the end")
        return Message(tuple(declarations), selectors, variants)

    def input_declaration(self) -> Declaration:
        self.take(".input")
        self.skip()
        start = self.at
        value = self.placeholder()
        if not isinstance(value, Expression) or not isinstance(value.operand, Variable):
            self.at = start
            self.fail("expected a variable in braces")
        return Declaration("input", value.operand.name, value)

    def local_declaration(self) -> Declaration:
        self.take(".local")
        self.space()
        name = self.variable().name
        self.skip()
        self.take("=")
        self.skip()
        start = self.at
        value = self.placeholder()
        if not isinstance(value, Expression):
            self.at = start
            self.fail("expected an expression")
        return Declaration("local", name, value)

    def matcher(self) -> tuple[tuple[Variable, ...], tuple[Variant, ...]]:
        self.take(".match")
        selectors: list[Variable] = []
        self.space()
        while self.sees("$"):
            selectors.append(self.variable())
            self.space()
        if not selectors:
            self.fail("expected a variable")
        variants: list[Variant] = []
        while self.at != len(self.source):
            variants.append(self.variant())
            self.skip()
        if not variants:
            self.fail("expected a variant")
        return tuple(selectors), tuple(variants)

    def variant(self) -> Variant:
        keys = [self.key()]
        while True:
            found = SPACE.match(self.source, self.at)
            if found is None or self.source.startswith("{", found.end()):
                break
            self.at = found.end()
            keys.append(self.key())
        self.skip()
        return Variant(tuple(keys), self.quoted_pattern())

    def key(self) -> Literal | CatchAll:
        if self.sees("*"):
            self.at += 1
            return CatchAll()
        return self.literal()

    # Patterns

    def quoted_pattern(self) -> Pattern:
        self.take("{{")
        pattern = self.pattern()
        self.take("}}")
        return pattern

    def pattern(self) -> Pattern:
        parts: list[str | Expression | Markup] = []
        while True:
            text = self.match(TEXT)
            if text is not None:
                parts.append(unescape(text.group()))
            elif self.sees("{"):
                parts.append(self.placeholder())
            else:
                return tuple(parts)

    def placeholder(self) -> Expression | Markup:
        self.take("{")
        self.skip()
        if self.sees("#") or self.sees("/"):
            return self.markup()
        operand: Operand | None = None
        function: FunctionRef | None = None
        if self.sees("$"):
            operand = self.variable()
        elif not self.sees(":"):
            operand = self.literal()
        if operand is None or self.spaced(":"):
            function = self.function()
        attributes = self.attributes()
        self.skip()
        self.take("}")
        return Expression(operand, function, attributes)

    def markup(self) -> Markup:
        opens = self.sees("#")
        self.at += 1
        name = self.identifier()
        options = self.options()
        attributes = self.attributes()
        self.skip()
        kind = "open" if opens else "close"
        if opens and self.sees("/"):
            self.at += 1
            kind = "standalone"
        self.take("}")
        return Markup(kind, name, options, attributes)

    def function(self) -> FunctionRef:
        self.take(":")
        return FunctionRef(self.identifier(), self.options())

    def options(self) -> Options:
        found: list[tuple[str, Operand]] = []
        while True:
            space = SPACE.match(self.source, self.at)
            if space is None or NAME.match(self.source, space.end()) is None:
                return tuple(found)
            self.at = space.end()
            name = self.identifier()
            self.skip()
            self.take("=")
            self.skip()
            found.append((name, self.variable() if self.sees("$") else self.literal()))

    def attributes(self) -> Attributes:
        found: list[tuple[str, Literal | None]] = []
        while self.spaced("@"):
            self.at += 1
            name = self.identifier()
            after_name = self.at
            self.skip()
            value: Literal | None = None
            if self.sees("="):
                self.at += 1
                self.skip()
                value = self.literal()
            else:
                self.at = after_name
            found.append((name, value))
        return tuple(found)

    # Words

    def variable(self) -> Variable:
        self.take("$")
        return Variable(self.name())

    def identifier(self) -> str:
        first = self.name()
        if not self.sees(":"):
            return first
        self.at += 1
        return f"{first}:{self.name()}"

    def name(self) -> str:
        found = self.match(NAME)
        if found is None:
            self.fail("expected a name")
        return normalize("NFC", found.group(1))

    def literal(self) -> Literal:
        quoted = self.match(QUOTED)
        if quoted is not None:
            return Literal(unescape(quoted.group(1)))
        plain = self.match(UNQUOTED)
        if plain is None:
            self.fail("expected a literal")
        return Literal(plain.group())
