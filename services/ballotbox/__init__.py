# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The ballot box: ballots without people; own database, own key, own log."""

from i18n import t
from services.ballotbox.domain.codes import CODES
from services.kit.service import Room, Service

service = Service(
    name="ballotbox",
    title=t("ballotbox.title", "Valurnan"),
    description=t(
        "ballotbox.description",
        "Tar emot röster utan namn och visar en tavla där var och en kan räkna om dem.",
    ),
    rooms=(Room.REST, Room.EVENTS, Room.JOBS, Room.MIGRATIONS, Room.PRIVACY),
    codes=CODES,
)
