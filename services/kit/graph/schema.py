# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How a service makes its schema: Apollo Federation 2.7, house scalars, entities in batches."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

import graphql
import strawberry
from graphql import get_named_type
from strawberry.federation.schema import FederationAny
from strawberry.federation.schema import Schema as FederationSchema
from strawberry.schema.config import StrawberryConfig

from services.kit.graph.access_log import with_access_log
from services.kit.graph.entities import ENTITY_CAP, Registry, resolve_entities
from services.kit.graph.reading import read_schema
from services.kit.graph.scalars import scalars
from services.kit.privacy.marks import Privacy, mark_of

if TYPE_CHECKING:
    from services.kit.context import Context

    Info = strawberry.Info[Context, None]
else:
    Info = strawberry.Info

FEDERATION_VERSION = "2.7"
"""Old enough for every composer in use, new enough for all directives the house needs."""


class Schema(FederationSchema):
    """A federated schema that answers `_entities` with one call per type."""

    entity_cap = ENTITY_CAP

    async def entities_resolver(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, info: strawberry.Info, representations: list[FederationAny]
    ) -> list[FederationAny]:
        """Answer `_entities`: hits in input order, misses None, a faulty one as its exception."""
        given = cast("list[Any]", representations)
        found = await resolve_entities(self._registry, given, info, cap=self.entity_cap)
        return cast("list[FederationAny]", found)

    @property
    def _registry(self) -> Registry:
        known = self.__dict__.get("_entity_registry")
        if known is None:
            known = self.__dict__["_entity_registry"] = Registry(self)
        return known


def make_schema(
    *,
    query: type,
    mutation: type | None = None,
    subscription: type | None = None,
    types: Iterable[type] = (),
    mark: Privacy | None = None,
) -> Schema:
    """The schema of a service from its root types; `types` lists entities nothing else reaches.

    A service that adds to Resident shows there who has seen her data in it. `mark` speaks for every
    type that says nothing itself of what it tells about people. Fields of Query may always be null.
    """
    types = with_access_log(query, types)
    schema = Schema(
        query=query,
        mutation=mutation,
        subscription=subscription,
        types=types,
        config=StrawberryConfig(scalar_map=scalars()),
        federation_version=FEDERATION_VERSION,
    )
    _describe_inputs(schema)
    _let_roots_be_missing(schema)
    if mark is not None:
        _mark_all(schema, mark)
    return schema


def _mark_all(schema: Schema, mark: Privacy) -> None:
    for held in schema.schema_converter.type_map.values():
        definition = cast("Any", held.definition)
        is_shown = hasattr(definition, "fields") and not getattr(definition, "is_input", False)
        if not is_shown or str(cast("Any", held.implementation).name).startswith("_"):
            continue
        if mark_of(definition.directives) is None:
            definition.directives = [*(definition.directives or ()), mark]


def _let_roots_be_missing(schema: Schema) -> None:
    """A root field leads into this service from outside: while it is stopped, the others still answer.

    So no field of Query is non-null, whatever its resolver promises: one that failed would take every
    other answer of the request with it (decision 0415). Mutations stay: the first fault ends the rest.
    """
    root = cast("Any", read_schema(schema).core.query_type)
    for name, field in root.fields.items():
        if not name.startswith("_"):
            field.type = cast("Any", graphql).get_nullable_type(field.type)


def _describe_inputs(schema: Schema) -> None:
    """An argument called `input` needs no words of its own: it is described as its type is."""
    mutation = read_schema(schema).core.mutation_type
    for field in mutation.fields.values() if mutation is not None else ():
        given = field.args.get("input")
        if given is not None and given.description is None:
            given.description = _description(given.type)


def _description(kind: Any) -> str | None:
    return cast("Any", get_named_type(kind)).description
