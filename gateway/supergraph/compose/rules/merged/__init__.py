# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Rules between subgraphs, in the order they are asked: before the merge, and after it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.merged import (
    contextual_argument,
    default_mismatch,
    default_uses_inaccessible,
    directive_composition,
    empty_merged_type,
    enum_value_mismatch,
    extension_with_no_base,
    external_argument,
    external_missing_on_base,
    external_type_mismatch,
    field_argument_type_mismatch,
    field_type_mismatch,
    implementation_fits,
    interface_field_no_implem,
    interface_key_missing_implementation,
    interface_object_nowhere,
    invalid_field_sharing,
    link_import_name,
    no_queries,
    only_inaccessible_children,
    override_collision,
    override_source_has_override,
    referenced_inaccessible,
    required_inaccessible,
    required_missing,
    requires_after_merge,
    shareable_runtime_types,
    type_kind_mismatch,
)

EarlyRule = Callable[[Mapping[str, SubgraphIn]], Iterable[CompositionError]]
MergedRule = Callable[[Merged], Iterable[CompositionError]]

EARLY_RULES: Final[tuple[EarlyRule, ...]] = (
    no_queries.check,
    type_kind_mismatch.check,
    extension_with_no_base.check,
    link_import_name.check,
)
RULES: Final[tuple[MergedRule, ...]] = (
    interface_object_nowhere.check,
    field_type_mismatch.check,
    field_argument_type_mismatch.check,
    default_mismatch.check,
    required_missing.check,
    empty_merged_type.check,
    enum_value_mismatch.check,
    external_missing_on_base.check,
    external_type_mismatch.check,
    external_argument.check,
    override_source_has_override.check,
    override_collision.check,
    invalid_field_sharing.check,
    shareable_runtime_types.check,
    interface_field_no_implem.check,
    implementation_fits.check,
    interface_key_missing_implementation.check,
    referenced_inaccessible.check,
    required_inaccessible.check,
    only_inaccessible_children.check,
    default_uses_inaccessible.check,
    requires_after_merge.check,
    contextual_argument.check,
    directive_composition.check,
)
