# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Rules a subgraph must hold on its own, in the order they are asked."""

from collections.abc import Callable, Iterable
from typing import Final

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.subgraph import (
    auth_on_interface,
    context_names,
    context_use,
    cost_on_interface,
    disallowed_inaccessible,
    external_collision,
    external_on_interface,
    external_unused,
    field_set_type,
    graphql_defaults,
    graphql_directives,
    graphql_empty,
    graphql_interfaces,
    graphql_names,
    graphql_roots,
    graphql_types,
    interface_key_not_on_implementation,
    interface_object_usage,
    invalid_shareable_usage,
    key_fields,
    linked_features,
    list_size,
    merged_directive_on_external,
    only_unused_external,
    override_from_self,
    override_label_invalid,
    override_on_interface,
    override_own_collision,
    provides_fields,
    provides_on_non_object,
    query_root_inaccessible,
    requires_fields,
    root_type_used,
    spec_definitions,
    subgraph_name,
    unsupported_on_interface,
)

SubgraphRule = Callable[[SubgraphIn], Iterable[CompositionError]]

GRAPHQL_RULES: Final[tuple[SubgraphRule, ...]] = (
    subgraph_name.check,
    linked_features.check,
    spec_definitions.check,
    graphql_names.check,
    graphql_types.check,
    graphql_roots.check,
    graphql_empty.check,
    graphql_directives.check,
    graphql_defaults.check,
    graphql_interfaces.check,
)
RULES: Final[tuple[SubgraphRule, ...]] = (
    disallowed_inaccessible.check,
    only_unused_external.check,
    root_type_used.check,
    query_root_inaccessible.check,
    field_set_type.check,
    unsupported_on_interface.check,
    key_fields.check,
    provides_on_non_object.check,
    provides_fields.check,
    requires_fields.check,
    external_on_interface.check,
    external_collision.check,
    external_unused.check,
    merged_directive_on_external.check,
    invalid_shareable_usage.check,
    override_from_self.check,
    override_on_interface.check,
    override_label_invalid.check,
    override_own_collision.check,
    interface_object_usage.check,
    interface_key_not_on_implementation.check,
    auth_on_interface.check,
    cost_on_interface.check,
    list_size.check,
    context_names.check,
    context_use.check,
)
