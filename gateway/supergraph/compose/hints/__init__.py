# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Hints: what composes but is likely not meant, with its level (§3.4)."""

from collections.abc import Callable, Iterable
from typing import Final

from gateway.supergraph.compose.facts import Hint
from gateway.supergraph.compose.hints import (
    defaults,
    descriptions,
    directives,
    enums,
    inputs,
    overrides,
    types,
    values,
    versions,
)
from gateway.supergraph.compose.merged import Merged

GATHERERS: Final[tuple[Callable[[Merged], Iterable[Hint]], ...]] = (
    descriptions.gather,
    types.gather,
    values.gather,
    inputs.gather,
    defaults.gather,
    enums.gather,
    overrides.gather,
    directives.gather,
    versions.gather,
)
