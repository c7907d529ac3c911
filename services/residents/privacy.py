# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the profile tells about a resident, why, for how long, and what forgetting her does."""

from services.kit.privacy import Basis, Purpose, RetentionRule, Rights, personal
from services.residents.store import profile as store

PROFILE = personal(
    purpose=(Purpose.PROFILE, Purpose.CONTACT, Purpose.CARE, Purpose.CASE_HANDLING),
    basis=Basis.PUBLIC_TASK,
    klassa="K2R2T2",
    retention="P2Y",
)
CONTACT = personal(
    purpose=(Purpose.CONTACT, Purpose.CARE),
    basis=Basis.PUBLIC_TASK,
    klassa="K2R2T2",
    retention="P2Y",
)

rights = Rights(
    retention=(
        RetentionRule(table=store.resident, subject="id", data=PROFILE, hidden=("version",)),
        RetentionRule(table=store.contact_way, subject="resident", data=CONTACT),
    )
)
