# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Texts kept in several languages (guides, notices): the best one for a reader, marked as what it is."""

from collections.abc import Mapping

from i18n import cldr, registry
from i18n.localized import Localized, Origin


def choose(
    texts: Mapping[str, str],
    locale: str,
    *,
    source: str = registry.DEFAULT,
    origins: Mapping[str, Origin] | None = None,
) -> Localized | None:
    """The text in the reader's language, or in the nearest one the registry names, or the source.

    `texts` maps tags to texts; an empty text is a missing one. `origins` says who wrote those that
    are not the source (default: humans). None when there is no text at all.
    """
    there = {tag: text for tag, text in texts.items() if text.strip()}
    for tag in (*registry.chain(locale), source, *there):
        if tag in there:
            origin = (origins or {}).get(tag, Origin.HUMAN)
            return Localized(
                there[tag],
                tag,
                cldr.direction(tag),
                tag != locale,
                Origin.SOURCE if tag == source else origin,
            )
    return None
