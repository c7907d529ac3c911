# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Language: translation that can be trusted. Memory, glossary, masking, engines, exchange formats."""

from i18n import t
from services.kit.service import Room, Service
from services.language.domain.codes import CODES

service = Service(
    name="language",
    title=t("language.title", "Översättning"),
    description=t(
        "language.description",
        "Stadens texter på fler språk: översättningsminne, ordlista och skydd för personuppgifter.",
    ),
    rooms=(
        Room.GRAPH,
        Room.REST,
        Room.POLICY,
        Room.EVENTS,
        Room.JOBS,
        Room.MIGRATIONS,
        Room.DEMO,
        Room.COMMANDS,
        Room.SETTINGS,
        Room.PRIVACY,
    ),
    codes=CODES,
)
