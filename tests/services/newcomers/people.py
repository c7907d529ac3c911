# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who asks, and when."""

from datetime import datetime

from services.kit.wire.caller import ANONYMOUS, Assignment, Caller, CallerKind
from tests.support.services import AMINA, STRANGER

NOW = datetime(2026, 11, 26, 10, 0)


def staff(unit: str, *rights: str, roles: tuple[str, ...] = ()) -> Caller:
    return Caller(
        kind=CallerKind.STAFF, sub=f"staff-{unit}", loa=3, roles=roles,
        assignment=Assignment(id="a", unit=unit, provider="city", purpose="newcomer_support", rights=rights),
    )  # fmt: skip


LIBRARY = staff("library", "newcomers.conversation.answer", "newcomers.interpreter.order")
SOCIAL = staff("social-farsta", "newcomers.conversation.answer", "newcomers.interpreter.order")
COUNSELLOR = staff("start-stockholm", roles=("counsellor",))
EDITOR = staff("guide", roles=("editor",))
POOL = staff("pool", roles=("interpreter_pool",))
COORDINATOR = staff("coordination", roles=("interpreter_coordinator",))
BROKER = Caller(kind=CallerKind.SERVICE, sub="broker")

__all__ = [
    "AMINA",
    "ANONYMOUS",
    "BROKER",
    "COORDINATOR",
    "COUNSELLOR",
    "EDITOR",
    "LIBRARY",
    "NOW",
    "POOL",
    "SOCIAL",
    "STRANGER",
]
