# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Manifests of registered operations, in the two forms that client tools write (federation 4.5)."""

from typing import Any, Final, cast

import msgspec

FORMAT: Final = "apollo-persisted-query-manifest"


class ManifestUnreadable(ValueError):
    """The file is no manifest; the text says what is wrong."""


def read_manifest(text: bytes) -> tuple[tuple[str, str], ...]:
    """Id and text of every operation of a manifest. Raises ManifestUnreadable."""
    try:
        value: Any = msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ManifestUnreadable(f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ManifestUnreadable("expected an object")
    found = cast("dict[str, Any]", value)
    if "format" in found and "operations" in found:
        if found["format"] != FORMAT or found.get("version") != 1:
            raise ManifestUnreadable(f"expected {FORMAT} version 1")
        operations: Any = found["operations"]
        if not isinstance(operations, list):
            raise ManifestUnreadable("operations is no list")
        pairs = [_pair(one) for one in cast("list[Any]", operations)]
    else:
        pairs = [_pair({"id": name, "body": body}) for name, body in found.items()]
    return tuple(pairs)


def _pair(one: Any) -> tuple[str, str]:
    facts = cast("dict[str, Any]", one) if isinstance(one, dict) else {}
    name, body = facts.get("id"), facts.get("body")
    if not isinstance(name, str) or not isinstance(body, str) or not name or not body:
        raise ManifestUnreadable("an operation without id and text")
    return name, body
