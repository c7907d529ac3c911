# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What participation may refuse, each with its sentence: the codes it adds to the closed list."""

from i18n import t
from services.kit.wire.codes import ErrorCode

CODES = (
    ErrorCode(
        "PARTICIPATION_POLL_NOT_OPEN",
        409,
        t("participation.error.not_open", "Omröstningen är inte öppen nu."),
    ),
    ErrorCode(
        "PARTICIPATION_POLL_NOT_CLOSED",
        409,
        t("participation.error.not_closed", "Omröstningen är inte stängd än."),
    ),
    ErrorCode(
        "PARTICIPATION_NOT_ELIGIBLE",
        403,
        t(
            "participation.error.not_eligible",
            "Du finns inte i röstlängden för den här omröstningen.",
        ),
    ),
    ErrorCode(
        "PARTICIPATION_ALREADY_ISSUED",
        409,
        t(
            "participation.error.already_issued",
            "Du har redan hämtat ditt röstbevis på annat håll.",
        ),
    ),
    ErrorCode(
        "PARTICIPATION_BLINDED_INVALID",
        400,
        t("participation.error.blinded", "Begäran om röstbevis har fel form. Ladda om sidan."),
    ),
    ErrorCode(
        "PARTICIPATION_SHARE_INVALID",
        400,
        t("participation.error.share", "Nyckeldelen passar inte till den här omröstningen."),
    ),
    ErrorCode(
        "PARTICIPATION_STATE_WRONG",
        409,
        t("participation.error.state", "Det går inte i det här skedet. Läs om sidan."),
    ),
    ErrorCode(
        "PARTICIPATION_SENTENCE_TOO_LONG",
        400,
        t("participation.error.too_long", "Texten är tom eller för lång."),
    ),
    ErrorCode(
        "PARTICIPATION_CLOSED_FOR_COMMENTS",
        409,
        t("participation.error.comments_closed", "Det går inte att kommentera här nu."),
    ),
    ErrorCode(
        "PARTICIPATION_TRANSLATION_UNAVAILABLE",
        503,
        t(
            "participation.error.translation",
            "Texten kan inte översättas till det språket nu. Läs originalet, eller försök igen senare.",
        ),
    ),
)
