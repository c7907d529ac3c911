# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the graph's types of papers tell about people."""

from services.kit.privacy import Basis, Purpose, personal, public_data

OPEN = public_data()
WORD = personal(
    purpose=Purpose.PARTICIPATION, basis=Basis.PUBLIC_TASK, klassa="K1R2T1", retention="P10Y"
)
"""What people write in public is public; who wrote it is not shown."""
