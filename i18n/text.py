# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A text that knows its key, its Swedish source and its parameters, and no language yet."""

from collections.abc import Mapping
from typing import Any

import msgspec


class LazyText(msgspec.Struct, frozen=True):
    """A message to be formatted at the edge, in the language of whoever reads it.

    `source` is Swedish in MessageFormat 2; `params` fill its placeholders.
    """

    key: str
    source: str
    params: Mapping[str, Any] = {}


def t(key: str, source: str, /, **params: Any) -> LazyText:
    """Name a text: a stable key and its Swedish source, both literals so that extraction sees them."""
    return LazyText(key, source, params)
