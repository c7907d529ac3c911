# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the demonstration issuer keeps about its invented people, and for how long."""

from services.identity import store
from services.kit.privacy import Basis, Purpose, RetentionRule, Rights, personal

SIGN_IN = personal(
    purpose=(Purpose.IDENTITY, Purpose.SECURITY),
    basis=Basis.PUBLIC_TASK,
    klassa="K3R3T3",
    retention="P30D",
)

rights = Rights(
    retention=(
        RetentionRule(
            table=store.grant,
            subject="person",
            data=SIGN_IN,
            after="PT1H",
            since="expires_at",
            hidden=("code_hash", "challenge", "nonce"),
        ),
        RetentionRule(
            table=store.refresh,
            subject="person",
            data=SIGN_IN,
            after="P30D",
            since="expires_at",
            hidden=("token_hash", "family", "jkt"),
        ),
    )
)
