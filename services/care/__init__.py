# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Care at a distance: check-ins that never lose anyone, alarms, triage, consultations."""

from i18n import t
from services.care.domain.codes import CODES
from services.kit.service import Room, Service

service = Service(
    name="care",
    title=t("care.title", "Trygghet"),
    description=t(
        "care.description",
        "Tillsyn på avstånd: avtalade tider, larm som alltid når någon, och samtal med personal.",
    ),
    rooms=(
        Room.GRAPH,
        Room.REST,
        Room.POLICY,
        Room.EVENTS,
        Room.JOBS,
        Room.CLIENTS,
        Room.SETTINGS,
        Room.MIGRATIONS,
        Room.PRIVACY,
        Room.DEMO,
        Room.COMMANDS,
    ),
    feed=True,
    codes=CODES,
)
