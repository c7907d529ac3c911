# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Parking: where, until when, at what price, and why (Stockholm's own regulations)."""

from i18n import t
from services.kit.service import Room, Service
from services.kit.wire.codes import ErrorCode

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
        Room.JOBS,
        Room.MIGRATIONS,
        Room.DEMO,
        Room.COMMANDS,
    ),
    codes=(
        ErrorCode(
            "PARKING_NOT_ALLOWED",
            422,
            t(
                "parking.error.not_allowed",
                "Du får inte parkera där då. Välj en annan plats eller tid.",
            ),
        ),
        ErrorCode(
            "PARKING_PRICE_UNKNOWN",
            422,
            t(
                "parking.error.price_unknown",
                "Vi vet inte vad platsen kostar. Betala enligt skylten.",
            ),
        ),
        ErrorCode(
            "PARKING_QUOTE_EXPIRED",
            409,
            t("parking.error.quote_expired", "Prisuppgiften gäller inte längre. Begär en ny."),
        ),
        ErrorCode(
            "PARKING_PLATE_ACTIVE",
            409,
            t("parking.error.plate_active", "Fordonet har redan en pågående parkering."),
        ),
        ErrorCode(
            "PARKING_PLATE_INVALID",
            422,
            t(
                "parking.error.plate_invalid",
                "Registreringsnumret går inte att läsa. Kontrollera det.",
            ),
        ),
        ErrorCode(
            "PARKING_SESSION_OVER",
            409,
            t("parking.error.session_over", "Parkeringen är redan avslutad. Starta en ny."),
        ),
    ),
)
