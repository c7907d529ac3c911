# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What parking may refuse, each with its sentence: the codes it adds to the closed list."""

from i18n import t
from services.kit.wire.codes import ErrorCode

CODES = (
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
        "PARKING_SPACE_TAKEN",
        409,
        t("parking.error.space_taken", "Platsen är upptagen då. Välj en annan plats eller tid."),
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
)
