# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: text to document, bounded before the parser sees it; known texts are not read again."""

from dataclasses import replace
from typing import Any, Final

from graphql import (
    SKIP,
    DirectiveNode,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    StringValueNode,
    VariableNode,
    Visitor,
    visit,
)
from graphql import parse as parse_text

from gateway.pipeline.exchange import Exchange, Known, Refusal
from gateway.planner import InvalidDocument, find_operation
from gateway.protection.limits import exceeded
from gateway.protection.measure import TOO_DEEP, is_nested_deeper
from i18n import match
from services.kit.wire.problem import Problem

_LOCALE: Final = "locale"
_ABORTED: Final = "Parsing aborted"
_KNOWN_WEIGHT: Final = 12
"""Bytes kept for each byte of text, about: tree, plan and projection."""


def parse(exchange: Exchange) -> None:
    """Find or make what is known of the operation, and settle locale and method by it."""
    name = exchange.request.operation_name
    key = (exchange.text, name)
    documents = exchange.version.documents
    known = documents.get(key)
    if known is None:
        known = read_operation(exchange.text, name, tokens=exchange.limits.tokens)
        documents.put(key, known, weight_of(exchange.text))
    exchange.known = known
    if known.locale is not None:
        exchange.locale = _choose_locale(known.locale, exchange.request.variables)
    if known.refused is not None:
        raise known.refused
    if exchange.way.is_get and known.kind == "mutation":
        raise Problem("METHOD_NOT_ALLOWED")


def weight_of(text: str) -> int:
    """About how many bytes are kept for an operation."""
    return len(text) * _KNOWN_WEIGHT + 2000


def read_operation(text: str, name: str | None, *, tokens: int) -> Known:
    """One operation of a text. Raises Refusal or Problem."""
    if is_nested_deeper(text, TOO_DEEP):
        raise exceeded("nesting", TOO_DEEP)
    try:
        document = parse_text(text, max_tokens=tokens)
    except GraphQLSyntaxError as error:
        if _ABORTED in error.message:
            raise exceeded("tokens", tokens) from error
        raise Refusal("PARSE_FAILED", [error]) from error
    except (RecursionError, UnicodeError) as error:
        raise Refusal("PARSE_FAILED", [GraphQLError("The text cannot be read.")]) from error
    try:
        operation = find_operation(document, name)
    except InvalidDocument as error:
        raise Refusal("OPERATION_UNKNOWN", error.errors) from error
    locale, operation, document = _take_locale(operation, document)
    return Known(document, operation, locale)


def _take_locale(
    operation: OperationDefinitionNode, document: DocumentNode
) -> tuple[Any, OperationDefinitionNode, DocumentNode]:
    """What `@locale` says; the directive is the gateway's own and goes no further (i18n 4.3)."""
    ours = [node for node in operation.directives or () if node.name.value == _LOCALE]
    if not ours:
        return None, operation, document
    if len(ours) > 1:
        raise Refusal("VALIDATION_FAILED", [GraphQLError("@locale stands twice.", ours)])
    locale = _read_locale(ours[0])
    others = tuple(node for node in operation.directives or () if node is not ours[0])
    stripped = replace(operation, directives=others)
    if isinstance(locale, VariableNode):
        name = locale.name.value
        stripped, locale = _take_variable(stripped, document, name)
    rest = tuple(stripped if node is operation else node for node in document.definitions)
    return locale, stripped, replace(document, definitions=rest)


def _take_variable(
    operation: OperationDefinitionNode, document: DocumentNode, name: str
) -> tuple[OperationDefinitionNode, tuple[str, str | None]]:
    """The operation without a variable that only `@locale` used; its name and default."""
    definitions = operation.variable_definitions or ()
    ours = [node for node in definitions if node.variable.name.value == name]
    default = ours[0].default_value if ours else None
    told = (name, default.value if isinstance(default, StringValueNode) else None)
    fragments = [node for node in document.definitions if isinstance(node, FragmentDefinitionNode)]
    seen = _Uses(name)
    for node in (operation, *fragments):
        visit(node, seen)
    if seen.found:
        return operation, told
    kept = tuple(node for node in definitions if node not in ours)
    return replace(operation, variable_definitions=kept), told


class _Uses(Visitor):
    """Looks for uses of a variable; its definition is none."""

    def __init__(self, name: str) -> None:
        """Look for this name."""
        super().__init__()
        self.name = name
        self.found = False

    def enter_variable_definition(self, *_: Any) -> Any:
        """Pass by."""
        return SKIP

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        """Note a use."""
        self.found = self.found or node.name.value == self.name


def _read_locale(directive: DirectiveNode) -> Any:
    for argument in directive.arguments or ():
        if argument.name.value == "lang":
            if isinstance(argument.value, StringValueNode):
                return argument.value.value
            if isinstance(argument.value, VariableNode):
                return argument.value
    raise Refusal("VALIDATION_FAILED", [GraphQLError("@locale needs lang.", [directive])])


def _choose_locale(locale: Any, variables: dict[str, Any] | None) -> str:
    wish: Any = locale
    if locale.__class__ is tuple:
        name, default = locale
        wish = (variables or {}).get(name, default)
    found = match(wish) if isinstance(wish, str) else None
    if found is None:
        raise Problem("UNKNOWN_LOCALE")
    return found
