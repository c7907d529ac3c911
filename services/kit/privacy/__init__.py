# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Privacy by construction: marks on every field, rules for every table, a person's rights from both.

PROFILE = personal(purpose=Purpose.PROFILE, basis=Basis.PUBLIC_TASK, klassa="K2R2T1", retention="P2Y")

@strawberry.type(directives=[PROFILE])            # default of all its fields
class Profile:
id: strawberry.ID = strawberry.field(description="...", directives=[public_data()])

rights = Rights(retention=(RetentionRule(table=store.profile, subject="id", data=PROFILE), ...))
"""

from services.kit.privacy.marks import Privacy, mark_of, personal, public_data
from services.kit.privacy.purposes import Basis, Purpose, period_ms
from services.kit.privacy.rights import Action, Held, Outcome, RetentionRule, Rights, Through
from services.kit.privacy.rows import RightsRows, tree

__all__ = [
    "Action",
    "Basis",
    "Held",
    "Outcome",
    "Privacy",
    "Purpose",
    "RetentionRule",
    "Rights",
    "RightsRows",
    "Through",
    "mark_of",
    "period_ms",
    "personal",
    "public_data",
    "tree",
]
