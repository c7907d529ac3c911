# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Cityinfo: what there is in the city, when it is open and what happens, in the visitor's language."""

from i18n import t
from services.kit.service import Room, Service

service = Service(
    name="cityinfo",
    title=t("cityinfo.title", "Staden öppen"),
    description=t(
        "cityinfo.description",
        "Platser, öppettider, evenemang och guider i Stockholm, på ditt språk och utan att logga in.",
    ),
    rooms=(Room.GRAPH, Room.REST, Room.POLICY, Room.MIGRATIONS, Room.DEMO),
)
