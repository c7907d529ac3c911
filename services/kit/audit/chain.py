# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The chain: each row's MAC covers the row before, so no row can be touched alone."""

import hmac
from collections.abc import Mapping
from typing import Any, Final

import msgspec

GENESIS: Final = bytes(32)


def canonical(fields: Mapping[str, Any]) -> bytes:
    """The one spelling of a row: JSON, keys sorted, no spaces, UTF-8."""
    return msgspec.json.encode(fields, order="sorted")


def link(key: bytes, previous: bytes, row: bytes) -> bytes:
    """HMAC-SHA256 over the previous row's MAC and this row."""
    return hmac.digest(key, previous + row, "sha256")
