# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Devices: readings of sensors come in, the newest state is kept, whoever subscribes is told."""

from i18n import t
from services.kit.service import Room, Service

service = Service(
    name="devices",
    title=t("devices.title", "Uppkopplade saker"),
    description=t(
        "devices.description",
        "Sensorer rapporterar hit; andra tjänster prenumererar på det som ändras.",
    ),
    rooms=(
        Room.REST,
        Room.POLICY,
        Room.JOBS,
        Room.MIGRATIONS,
        Room.DEMO,
        Room.COMMANDS,
        Room.SETTINGS,
        Room.PRIVACY,
        Room.CLIENTS,
    ),
)
