# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A message compiled for one language: a callable from arguments to text and errors (M10)."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from typing import Literal as OneOf

from i18n import cldr
from i18n.mf2.emit import PartWriter, Writer, compile_parts, compile_writer
from i18n.mf2.errors import MessageError, MessageSyntaxError
from i18n.mf2.functions import DEFAULT_FUNCTIONS
from i18n.mf2.model import Literal, Message, Pattern, Variable
from i18n.mf2.parser import parse
from i18n.mf2.resolve import Frame, Resolver, Scope, argument, compile_expression, compile_operand
from i18n.mf2.selection import select
from i18n.mf2.validate import Key, key_of, validate
from i18n.mf2.values import Function, Part, Value

Bidi = OneOf["default", "none"]

BROKEN = "{\ufffd}"
TOO_DEEP = MessageError("unsupported-operation", detail="declarations too deep")

REMEMBERED = 1024
"""How many whole numbers, or sets of them, a message keeps the choice of variant for."""

WHOLE = frozenset({"number", "integer", "offset"})
"""Functions whose values hang on a whole number and literal options alone."""

NO_ARGUMENTS: Mapping[str, Any] = {}


class Result(NamedTuple):
    """What formatting gives: always a text, and everything that went wrong on the way."""

    text: str
    errors: tuple[MessageError, ...]


class CompiledMessage:
    """One message in one language. Call it with arguments; it never raises."""

    __slots__ = (
        "_isolates",
        "_keys",
        "_memo",
        "_memo_names",
        "_parts",
        "_scope",
        "_selectors",
        "_slots",
        "_variants",
        "errors",
        "model",
    )

    def __init__(self, model: Message, scope: Scope, *, isolates: bool) -> None:
        """Compile a valid message."""
        self.model = model
        self.errors: tuple[MessageError, ...] = ()
        self._scope = scope
        self._isolates = isolates
        _declare(scope, model)
        self._selectors: list[tuple[str, Resolver]] = [
            (f"${one.name}", compile_operand(scope, one)) for one in model.selectors
        ]
        self._slots = len(model.declarations)
        self._keys: list[Key] = [key_of(variant.keys) for variant in model.variants]
        self._memo_names = _memorable(scope, model)
        self._memo: dict[tuple[Any, ...], tuple[int, list[Value | None]]] = {}
        self._variants: list[list[Writer | str] | None] = [None] * len(model.variants)
        self._parts: list[list[PartWriter | str] | None] = [None] * len(model.variants)

    def __call__(self, arguments: Mapping[str, Any] = NO_ARGUMENTS) -> Result:
        """Format to text."""
        try:
            return self._format(arguments)
        except RecursionError:  # thousands of declarations, each made from the one before it
            return Result(BROKEN, (TOO_DEEP,))

    def _format(self, arguments: Mapping[str, Any]) -> Result:
        frame = Frame(arguments, self._slots)
        index = self._choose(frame) if self._selectors else 0
        writers = self._variants[index]
        if writers is None:
            writers = self._variants[index] = self._write(self.model.variants[index].pattern)
        text = "".join([one if isinstance(one, str) else one(frame) for one in writers])
        return Result(text, tuple(frame.errors))

    def parts(
        self, arguments: Mapping[str, Any] = NO_ARGUMENTS
    ) -> tuple[list[Part], tuple[MessageError, ...]]:
        """Format to parts, for rich output: text, placeholders, markup, isolates."""
        try:
            return self._make_parts(arguments)
        except RecursionError:  # thousands of declarations, each made from the one before it
            return [Part("fallback", source="\ufffd")], (TOO_DEEP,)

    def _make_parts(
        self, arguments: Mapping[str, Any]
    ) -> tuple[list[Part], tuple[MessageError, ...]]:
        frame = Frame(arguments, self._slots)
        index = self._choose(frame) if self._selectors else 0
        writers = self._parts[index]
        if writers is None:
            pattern = self.model.variants[index].pattern
            writers = self._parts[index] = [
                one
                if isinstance(one, str)
                else compile_parts(self._scope, one, isolates=self._isolates)
                for one in pattern
            ]
        found: list[Part] = []
        for one in writers:
            if isinstance(one, str):
                found.append(Part("text", one))
            else:
                found.extend(one(frame))
        return found, tuple(frame.errors)

    def _choose(self, frame: Frame) -> int:
        """The index of the variant; for whole numbers remembered, values and all."""
        names = self._memo_names
        if names is None:
            return select(frame, self._selectors, self._keys)
        given = frame.arguments
        numbers = (given.get(names[0]),) if len(names) == 1 else tuple(map(given.get, names))
        for number in numbers:
            if number.__class__ is not int:
                return select(frame, self._selectors, self._keys)
        known = self._memo.get(numbers)
        if known is not None:
            index, slots = known
            frame.slots[:] = slots
            return index
        index = select(frame, self._selectors, self._keys)
        if not frame.errors and len(self._memo) < REMEMBERED:
            self._memo[numbers] = (index, list(frame.slots))
        return index

    def _write(self, pattern: Pattern) -> list[Writer | str]:
        return [
            one
            if isinstance(one, str)
            else compile_writer(self._scope, one, isolates=self._isolates)
            for one in pattern
        ]


class BrokenMessage:
    """A text that is no valid message: shows `{�}` and says why."""

    __slots__ = ("errors", "model")

    def __init__(self, errors: tuple[MessageError, ...], model: Message | None = None) -> None:
        """Keep what is wrong."""
        self.errors = errors
        self.model = model

    def __call__(self, arguments: Mapping[str, Any] = NO_ARGUMENTS) -> Result:
        """The stand-in text and the errors."""
        del arguments
        return Result(BROKEN, self.errors)

    def parts(
        self, arguments: Mapping[str, Any] = NO_ARGUMENTS
    ) -> tuple[list[Part], tuple[MessageError, ...]]:
        """The stand-in part and the errors."""
        del arguments
        return [Part("fallback", source="\ufffd")], self.errors


def compile_message(
    source: str | Message,
    locale: str,
    *,
    functions: Mapping[str, Function] | None = None,
    bidi: Bidi = "default",
) -> CompiledMessage | BrokenMessage:
    """Compile a message for a language. `functions` add to the default ones and may replace them.

    `bidi` isolates placeholders (`default`) or not (`none`: SMS, search, tests).
    """
    model: Message | None = None
    try:
        model = parse(source) if isinstance(source, str) else source
    except MessageSyntaxError as wrong:
        return BrokenMessage((MessageError("syntax-error", detail=str(wrong)),))
    except RecursionError:
        return BrokenMessage((MessageError("syntax-error", detail="too deep"),))
    errors = validate(model)
    if errors:
        return BrokenMessage(errors, model)
    own = {name.removeprefix(":"): one for name, one in (functions or {}).items()}
    known = {**DEFAULT_FUNCTIONS, **own} if own else DEFAULT_FUNCTIONS
    scope = Scope(locale, known, cldr.direction(locale))
    return CompiledMessage(model, scope, isolates=bidi != "none")


def format_message(
    source: str,
    locale: str,
    arguments: Mapping[str, Any] | None = None,
    *,
    bidi: Bidi = "default",
    functions: Mapping[str, Function] | None = None,
) -> Result:
    """Format a message in one go: `(text, errors)`. Never raises; compiled messages are remembered."""
    if functions:
        message = compile_message(source, locale, functions=functions, bidi=bidi)
    else:
        message = _remembered(source, locale, bidi)
    return message(arguments or NO_ARGUMENTS)


@lru_cache(maxsize=4096)
def _remembered(source: str, locale: str, bidi: Bidi) -> CompiledMessage | BrokenMessage:
    return compile_message(source, locale, bidi=bidi)


def _memorable(scope: Scope, model: Message) -> tuple[str, ...] | None:
    """The arguments on which alone a selection depends, when all are numbers by default functions."""
    if not model.selectors:
        return None
    inputs: list[str] = []
    known: set[str] = set()
    for one in model.declarations:
        function = one.value.function
        operand = one.value.operand
        if one.kind == "local" and not (isinstance(operand, Variable) and operand.name in known):
            return None
        if function is None or function.name not in WHOLE:
            return None
        ours = scope.functions.get(function.name) is DEFAULT_FUNCTIONS.get(function.name)
        if not ours or not all(isinstance(value, Literal) for _, value in function.options):
            return None
        known.add(one.name)
        if one.kind == "input":
            inputs.append(one.name)
    return tuple(inputs) if all(one.name in known for one in model.selectors) else None


def _declare(scope: Scope, model: Message) -> None:
    """Bring the declarations into scope one after the other; each sees those before it."""
    for slot, one in enumerate(model.declarations):
        if one.kind == "input" and one.value.function is None:
            resolver = argument(one.name)
        else:
            resolver = compile_expression(scope, one.value)
        scope.declared[one.name] = (slot, resolver)
