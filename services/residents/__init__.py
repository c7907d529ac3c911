# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Residents: who I am to the city, in which language I read, and how the city reaches me."""

from i18n import t
from services.kit.service import Room, Service

service = Service(
    name="residents",
    title=t("residents.title", "Min profil"),
    description=t(
        "residents.description",
        "Dina uppgifter hos staden: språk, kontaktvägar och vad vi vet om dig.",
    ),
    rooms=(
        Room.EVENTS,
        Room.GRAPH,
        Room.REST,
        Room.SETTINGS,
        Room.POLICY,
        Room.EVENTS,
        Room.JOBS,
        Room.MIGRATIONS,
        Room.DEMO,
        Room.PRIVACY,
    ),
)  # fmt: skip
