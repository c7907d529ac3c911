# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Subscriptions that tell every equal reader the same, so that one execution serves them all (stack L1).

    @strawberry.subscription(extensions=[permission("parking.verdict.read"), broadcast(opens=True)])

A source may be one for all if what it yields depends on nothing but its arguments, the language, the
events it hears and the facts it reads of its caller. Who reads which facts is not declared: it is
watched while the source runs (`services.kit.wire.watched`).
"""

from typing import Any, Final, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    parse,
)
from strawberry.extensions import FieldExtension

from services.kit.graph.reading import DEFINITION, read_schema
from services.kit.wire.subgraph import Sharing

_TOKENS: Final = 15_000


class Broadcast(FieldExtension):
    """Marks a subscription whose readers may share its source. Costs nothing when it runs."""

    def __init__(self, sharing: Sharing) -> None:
        """Say what those hear who come later."""
        self.sharing = sharing


def broadcast(*, opens: bool) -> Broadcast:
    """Let equal readers share the source; `opens`: its first result is the state, not an event."""
    return Broadcast(Sharing.OPENING if opens else Sharing.FROM_NOW)


def sharing_of(schema: Any, query: str) -> Sharing:
    """How readers of a text of one subscription may share; APART for everything else."""
    try:
        document = parse(query, max_tokens=_TOKENS)
    except (GraphQLError, RecursionError):
        return Sharing.APART
    names = _root_fields(document)
    core: Any = read_schema(schema).core
    if len(names) != 1 or core.subscription_type is None:
        return Sharing.APART
    field = core.subscription_type.fields.get(names.pop())
    told: dict[str, Any] = {} if field is None else field.extensions or {}
    extensions = getattr(told.get(DEFINITION), "extensions", ())
    marks = [each.sharing for each in extensions if isinstance(each, Broadcast)]
    return marks[0] if marks else Sharing.APART


def _root_fields(document: DocumentNode) -> set[str]:
    """Names of the root fields of the document's only operation; none unless it is a subscription."""
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if len(operations) != 1 or operations[0].operation is not OperationType.SUBSCRIPTION:
        return set()
    names: set[str] = set()
    waiting: list[SelectionSetNode] = [operations[0].selection_set]
    seen: set[str] = set()
    while waiting:
        for node in waiting.pop().selections:
            if isinstance(node, FieldNode):
                names.add(node.name.value)
            elif isinstance(node, InlineFragmentNode):
                waiting.append(node.selection_set)
            else:
                name = cast("Any", node).name.value
                if name not in seen and name in fragments:
                    seen.add(name)
                    waiting.append(fragments[name].selection_set)
    return names
