# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Forgetting what somebody supported and thought: marks that only our key can find (GDPR art. 17)."""

from pathlib import Path

from services.kit.data import Tx
from services.kit.privacy.retention import HOLD_OF
from services.participation.actions.deliberation import VOTE, see_anew
from services.participation.actions.papers import mark_key, secret_name
from services.participation.store import papers as store

SUPPORTS = {"proposal": "support", "project": "project-support"}


async def forget_marks(tx: Tx, person: str, folder: Path | None) -> int:
    """Take every secret mark of a person away; how many. Nothing while a law holds her data.

    Her names are computed matter by matter: a dump of the tables could not do it. Groups of opinion
    are seen anew without her.
    """
    if await tx.one(HOLD_OF, who=person) is not None:
        return 0
    key, gone = mark_key(folder), 0
    topics: set[str] = set()
    for each in await tx.many(store.matters):
        if each.kind in SUPPORTS:
            name = secret_name(key, each.id, person)
            gone += await tx.run(store.drop_named, which=SUPPORTS[each.kind], who=name)
        else:
            topics.add(each.parent)
    for topic in sorted(topics):
        dropped = await tx.run(store.drop_named, which=VOTE, who=secret_name(key, topic, person))
        if dropped:
            await see_anew(tx, topic)
        gone += dropped
    return gone
