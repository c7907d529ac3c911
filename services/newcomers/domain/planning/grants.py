# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sharing a plan: a grant to a unit, with scopes and an end; revoked, it ends at once (rule 11)."""

from enum import StrEnum

import msgspec


class Scope(StrEnum):
    """What a counsellor may do with a plan."""

    READ_STEPS = "read_steps"
    COMMENT = "comment"
    EDIT_STEPS = "edit_steps"
    SEE_EVIDENCE = "see_evidence"


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """Access that the person has given."""

    id: str
    person: str
    unit: str
    scopes: list[Scope]
    given_at: int
    expires_at: int
    """UTC milliseconds."""
    revoked_at: int | None = None

    def allows(self, scope: Scope, unit: str, now: int) -> bool:
        """Whether it opens this, to this unit, now."""
        return (
            self.unit == unit
            and scope in self.scopes
            and self.revoked_at is None
            and now < self.expires_at
        )
