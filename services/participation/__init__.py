# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Participation: influence made simple, decisions made visible, ballots nobody can link to people."""

from i18n import t
from services.kit.service import Room, Service
from services.participation.domain.codes import CODES

service = Service(
    name="participation",
    title=t("participation.title", "Delaktighet"),
    description=t(
        "participation.description",
        "Tyck till, föreslå, rösta om pengar och se vad staden beslutade och varför.",
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
        Room.PRIVACY,
    ),
    codes=CODES,
    feed=True,
)
