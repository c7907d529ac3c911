# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who publishes events, and what is part of what: `publisher_ancestor` of the filter contract."""

from collections.abc import Iterable, Sequence

import msgspec

from services.cityinfo.domain.words import Words


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """A department, an association, or the city as a whole."""

    id: str
    names: Words
    parent: str = ""
    """What it is part of; empty at the top."""


def below(organisations: Iterable[Organisation], roots: Sequence[str]) -> tuple[str, ...]:
    """The roots and everything that is part of them, however deep; a circle ends where it began."""
    children: dict[str, list[str]] = {}
    for one in organisations:
        children.setdefault(one.parent, []).append(one.id)
    found = dict.fromkeys(roots)
    waiting = list(roots)
    while waiting:
        fresh = [each for each in children.get(waiting.pop(), ()) if each not in found]
        found |= dict.fromkeys(fresh)
        waiting += fresh
    return tuple(found)
