# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every published error code has its own sentence in every complete language (openapi/errors.json)."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from i18n import registry
from i18n.catalogues.components import ROOT
from i18n.checks.catalogue_set import CatalogueSet
from i18n.checks.finding import Finding

CHECK = "error-codes"


class _Code(msgspec.Struct, frozen=True, rename="camel"):
    message_key: str


def check(
    catalogues: CatalogueSet, published: Path = ROOT / "openapi/errors.json"
) -> Iterator[Finding]:
    """The sentence of each code is in the code, and translated."""
    codes = msgspec.json.decode(published.read_bytes(), type=dict[str, _Code])
    sources = {entry.key: component for component, entry in catalogues.sources()}
    for code, one in codes.items():
        component = sources.get(one.message_key)
        if component is None:
            yield Finding(CHECK, code, f"no text has the key {one.message_key}")
            continue
        for tag in registry.complete():
            entry = catalogues.catalogues.get((tag, component), {}).get(one.message_key)
            if tag != registry.DEFAULT and (entry is None or not entry.text):
                yield Finding(
                    CHECK, f"{tag}/{component}: {one.message_key}", f"{code} has no sentence"
                )
