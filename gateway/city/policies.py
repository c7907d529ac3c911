# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`@policy` names permissions of the city's policy book: the gateway asks it before it fetches."""

from collections.abc import Iterable

from gateway.city.catalogue import all_services
from gateway.protection.demands import PolicyJudge
from services.kit import policy
from services.kit.service import Room
from services.kit.wire.caller import Caller


def open_judge(elsewhere: Iterable[str]) -> PolicyJudge:
    """A judge who knows the rules of the services here and of those of ours that run elsewhere.

    Only what the caller alone tells is judged here; the service judges again at the row.
    """
    known = all_services()
    for name in elsewhere:
        manifest = known.get(name)
        if manifest is not None and manifest.has(Room.POLICY):
            policy.register(manifest.load(Room.POLICY))
    return judge


def judge(caller: Caller, name: str) -> bool | None:
    """Whether the caller may; None, which is no, for a permission nobody has declared."""
    if name not in policy.book:
        return None
    return policy.decide(caller, name).allowed
