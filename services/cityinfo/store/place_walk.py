# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Places along the index of names, until a page is full."""

from functools import lru_cache

import msgspec

from services.cityinfo.store.content import entry
from services.cityinfo.store.place_search import NO_LANGUAGE, Mix, conditions_of
from services.kit.data import Integer, Statement, Text, bindparam, define, exists, select


class NamedHit(msgspec.Struct, frozen=True):
    """A place that was found, and where its name stands."""

    id: str
    sort: str


@lru_cache(maxsize=256)
def walking(mix: Mix, *, own: bool, bounded: bool) -> Statement[NamedHit]:
    """Those with a text in the reader's language (`own`), or those without; `bounded`: up to `last`."""
    reader = bindparam("reader", type_=Text)
    conditions = conditions_of(mix, entry)
    if own:
        conditions.append(entry.c.language == reader)
    else:
        other = entry.alias("other")
        conditions += [
            entry.c.language == NO_LANGUAGE,
            ~exists().where(other.c.item == entry.c.item, other.c.language == reader),
        ]
    if bounded:
        conditions.append(entry.c.sort <= bindparam("last", type_=Text))
    return define(
        select(entry.c.item.label("id"), entry.c.sort.label("sort"))
        .where(entry.c.lat.is_not(None), *conditions)
        .order_by(entry.c.sort, entry.c.item)
        .limit(bindparam("most", type_=Integer)),
        NamedHit,
    )
