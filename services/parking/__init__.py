# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Parking: where, until when, at what price, and why (Stockholm's own regulations)."""

from i18n import t
from services.kit.service import Room, Service
from services.parking.domain.codes import CODES

service = Service(
    name="parking",
    title=t("parking.title", "Parkering"),
    description=t(
        "parking.description",
        "Var du får parkera, till när, vad det kostar och varför; parkera, förläng och avsluta.",
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
        Room.CLIENTS,
        Room.PRIVACY,
    ),
    codes=CODES,
    feed=True,
)
