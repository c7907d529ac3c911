# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Collecting what a session cost: one payment a session, its name derived, so that asking twice is once."""

from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5

import msgspec


class PaymentStatus(StrEnum):
    """Where a payment stands."""

    ASKED = "asked"
    PAID = "paid"
    DECLINED = "declined"


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """A payment as it is kept. Instants are UTC milliseconds."""

    id: str
    session: str
    ore: int
    status: PaymentStatus
    reference: str
    """The provider's own name of it, once it is paid."""
    made_at: int
    changed_at: int


def instruction_of(session: str) -> str:
    """The name under which a session is paid: 32 hex digits in capitals, always the same."""
    return uuid5(NAMESPACE_URL, f"torget:parking:payment:{session}").hex.upper()


def amount_text(ore: int) -> str:
    """Öre as the provider writes kronor: 12.50."""
    return f"{ore // 100}.{ore % 100:02}"


def ore_of_amount(amount: float | str) -> int:
    """Öre of the provider's kronor. ValueError for what is no amount of whole öre."""
    whole, _, part = str(amount).partition(".")
    if not whole.isdigit() or not (part or "0").isdigit() or len(part.rstrip("0")) > 2:  # noqa: PLR2004
        raise ValueError(f"{amount!r} is no amount")
    return int(whole) * 100 + int(part[:2].ljust(2, "0") or 0)
