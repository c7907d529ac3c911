# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a field set holds a directive."""

from gateway.supergraph.compose.fieldsets import FieldSetBroken, read
from gateway.supergraph.compose.rules.field_set_walk import has_directives


def has_directive(text: str) -> bool:
    """False for a field set that cannot be read; another rule says so."""
    try:
        return has_directives(read(text))
    except FieldSetBroken:
        return False
