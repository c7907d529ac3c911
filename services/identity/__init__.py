# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A small OpenID provider for demonstration and development; a city in production has its own."""

from i18n import t
from services.kit.service import Room, Service

service = Service(
    name="identity",
    title=t("identity.title", "Demoinloggning"),
    description=t(
        "identity.description",
        "Utfärdar inloggningar för påhittade personer. Finns bara i demoläge.",
    ),
    rooms=(Room.REST, Room.POLICY, Room.MIGRATIONS, Room.PRIVACY),
    production=False,
)
