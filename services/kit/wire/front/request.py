# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The parameters of a GraphQL request, from a JSON body or a query string (GraphQL over HTTP)."""

from typing import Any, Final, cast
from urllib.parse import parse_qsl

import msgspec

from services.kit.wire.json import JsonFault, read_json
from services.kit.wire.problem import Problem

_PARAMETERS: Final = ("query", "operationName", "variables", "extensions", "documentId", "doc_id")
_NAMING: Final = ("query", "documentId", "doc_id")
_QUERY_FIELDS: Final = 100


class GraphQLRequest(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a client asks for. Without `query` it must name a registered or a saved operation."""

    query: str | None = None
    operation_name: str | None = None
    variables: dict[str, Any] | None = None
    extensions: dict[str, Any] | None = None
    document_id: str | None = None


def read_body(body: bytes, document: str | None = None) -> GraphQLRequest:
    """The parameters in a JSON body; raises Problem BAD_REQUEST for anything else.

    `document` is the id of an operation that the address names.
    """
    try:
        value = read_json(body)
    except JsonFault as error:
        raise Problem("BAD_REQUEST", extensions={"reason": str(error)}) from error
    return read_parameters(value, document)


def read_parameters(value: Any, document: str | None = None) -> GraphQLRequest:
    """The parameters in a decoded object, each of the right type (H1); raises Problem."""
    if value.__class__ is not dict:
        raise _refuse("the request is not an object")
    given = cast("dict[str, Any]", value)
    query = given.get("query")
    if query is not None and query.__class__ is not str:
        raise _refuse("query is not a string")
    name = given.get("operationName")
    if name is not None and name.__class__ is not str:
        raise _refuse("operationName is not a string")
    variables = given.get("variables")
    if variables is not None and variables.__class__ is not dict:
        raise _refuse("variables is not an object")
    extensions = given.get("extensions")
    if extensions is not None and extensions.__class__ is not dict:
        raise _refuse("extensions is not an object")
    if document is not None:
        if any(given.get(name) is not None for name in _NAMING):
            raise _refuse("the address names the operation")
    elif query is None:
        document = _find_document(given)
        if document is None and not (extensions and "persistedQuery" in extensions):
            raise _refuse("query is missing")
    return GraphQLRequest(
        query=query,
        operation_name=name,
        variables=variables,
        extensions=extensions,
        document_id=document,
    )


def read_query_string(query: bytes, document: str | None = None) -> GraphQLRequest:
    """The parameters in the query string of a GET; raises Problem BAD_REQUEST."""
    try:
        pairs = parse_qsl(
            query.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(query),
            errors="strict",
            max_num_fields=_QUERY_FIELDS,
        )
    except ValueError as error:
        raise _refuse("the query string cannot be read") from error
    given: dict[str, Any] = {}
    for name, text in pairs:
        if name not in _PARAMETERS:
            continue
        if name in given:
            raise _refuse(f"{name} stands twice")
        given[name] = _read_object(name, text) if name in ("variables", "extensions") else text
    return read_parameters(given, document)


def _read_object(name: str, text: str) -> Any:
    if not text:
        return None
    try:
        return read_json(text.encode())
    except ValueError as error:
        raise _refuse(f"{name} is not JSON") from error


def _find_document(given: dict[str, Any]) -> str | None:
    for name in ("documentId", "doc_id"):
        value = given.get(name)
        if value is None:
            continue
        if value.__class__ is not str:
            raise _refuse(f"{name} is not a string")
        return value
    return None


def _refuse(reason: str) -> Problem:
    return Problem("BAD_REQUEST", extensions={"reason": reason})
