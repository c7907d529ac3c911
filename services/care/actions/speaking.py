# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""In which language care speaks to a person: the one of her profile, from the next notice on (i18n 3.2)."""

from services.care.store import people as store
from services.kit.data import Tx


async def take_language(tx: Tx, person: str, language: str) -> None:
    """She has chosen: every way to reach her speaks it, those of a relative as well as her own."""
    await tx.run(store.speak_to_resident, who=person, language=language)
    await tx.run(store.speak_by_endpoints, who=person, language=language)
