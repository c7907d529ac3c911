# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A valid document with the plans made from it."""

from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from itertools import product
from typing import Any, Final

from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
)

from services.kit.execution.cache import Weighed
from services.kit.execution.conditions import Fragments, NotCompilable
from services.kit.execution.plan import Plan
from services.kit.execution.variables import variable_coercer
from services.kit.graph.reading import Reading
from services.kit.wire.codegen import Mode

MOST_VECTORS: Final = 16
"""Plans of one operation under different conditions; more stay on graphql-core (stack K5)."""

_AST_WEIGHT: Final = 60
"""Bytes of a parsed document for each character of its text."""


class Operation:
    """One operation of a document."""

    def __init__(
        self, reading: Reading, document: DocumentNode, node: OperationDefinitionNode
    ) -> None:
        """Read a validated operation."""
        self.node = node
        self.kind: OperationType = node.operation
        self.fragments = Fragments(reading.core, document, node)
        self.coerce = variable_coercer(reading.core, node)
        self.plans: dict[tuple[Any, ...], Plan | NotCompilable] = {}
        self.deciding: tuple[str, ...] | NotCompilable
        try:
            self.deciding = self.fragments.deciding
            if 2 ** len(self.deciding) > MOST_VECTORS:
                self.deciding = NotCompilable("conditions")
        except NotCompilable as reason:
            self.deciding = reason

    @property
    def conditions(self) -> tuple[str, ...]:
        """The variables that decide which fields there are; none when it cannot be compiled."""
        return () if isinstance(self.deciding, NotCompilable) else self.deciding


class Prepared(Weighed):
    """A document that has been parsed and validated."""

    def __init__(self, reading: Reading, text: str, document: DocumentNode, version: str) -> None:
        """Keep the document; operations are read when asked for."""
        self.reading = reading
        self.document = document
        self.pinned = False
        self.sights = 0
        self.digest = sha256(f"{version}\n{text}".encode()).hexdigest()
        self.weight = 2000 + _AST_WEIGHT * len(text)
        self._nodes = [
            node for node in document.definitions if isinstance(node, OperationDefinitionNode)
        ]
        self._operations: dict[str | None, Operation] = {}

    def operation(self, name: str | None) -> Operation | GraphQLError:
        """The operation of a name, or the only one; an error to answer if there is none."""
        known = self._operations.get(name)
        if known is not None:
            return known
        fits = [n for n in self._nodes if name is None or (n.name and n.name.value == name)]
        if name is None and len(fits) > 1:
            return GraphQLError(
                "Must provide operation name if query contains multiple operations."
            )
        if not fits:
            told = "" if name is None else f" named '{name[:100]}'"
            return GraphQLError(
                f"Unknown operation{told}." if told else "Must provide an operation."
            )
        found = self._operations[name] = Operation(self.reading, self.document, fits[0])
        return found

    def names(self) -> list[str | None]:
        """The names of all operations."""
        return [node.name.value if node.name else None for node in self._nodes]

    def obstacles(self) -> list[str]:
        """Why any operation, under any conditions, would stay on graphql-core; empty is right."""
        found: list[str] = []
        for name in self.names():
            operation = self.operation(name)
            if isinstance(operation, GraphQLError):
                found.append(f"{name}: {operation.message}")
                continue
            if isinstance(operation.deciding, NotCompilable):
                found.append(f"{name}: {operation.deciding}")
                continue
            for vector in product((True, False), repeat=len(operation.deciding)):
                made = self._make(operation, vector, mode=Mode.DICT, limit=5000)
                if isinstance(made, NotCompilable):
                    found.append(f"{name}: {made}")
        return found

    def plan(
        self,
        operation: Operation,
        variables: Mapping[str, Any],
        *,
        mode: Mode,
        limit: int,
        reasons: Counter[str],
    ) -> Plan | None:
        """The plan for these variables, made if need be; None if it must stay on graphql-core."""
        if isinstance(operation.deciding, NotCompilable):
            reasons[str(operation.deciding)] += 1
            return None
        vector = tuple(variables.get(name) for name in operation.deciding)
        found = operation.plans.get((mode, vector))
        if found is None:
            found = self._make(operation, vector, mode=mode, limit=limit)
            operation.plans[mode, vector] = found
        if isinstance(found, NotCompilable):
            reasons[str(found)] += 1
            return None
        return found

    def _make(
        self, operation: Operation, vector: tuple[Any, ...], *, mode: Mode, limit: int
    ) -> Plan | NotCompilable:
        if any(value is not True and value is not False for value in vector):
            return NotCompilable("conditions")
        names = operation.deciding
        if isinstance(names, NotCompilable):
            return names
        mark = "".join("1" if value else "0" for value in vector)
        name = operation.node.name.value if operation.node.name else ""
        try:
            return Plan(
                self.reading,
                operation.fragments,
                dict(zip(names, vector, strict=True)),
                mode=mode,
                limit=limit,
                name=":".join(part for part in (self.digest[:12], name, mark, mode) if part),
            )
        except NotCompilable as reason:
            return reason
        except (RecursionError, SyntaxError, TypeError, KeyError, AttributeError) as fault:
            return NotCompilable(f"fault while compiling: {type(fault).__name__}")
