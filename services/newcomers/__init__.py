# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Newcomers: a personal path into the city, conversations across languages, interpreters."""

from i18n import t
from services.kit.service import Room, Service
from services.newcomers.domain.codes import CODES

service = Service(
    name="newcomers",
    title=t("newcomers.title", "Ny i Stockholm"),
    description=t(
        "newcomers.description",
        "Din väg in i staden: nästa steg, guide på ditt språk, samtal med översättning och tolk.",
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
    feed=True,
)
