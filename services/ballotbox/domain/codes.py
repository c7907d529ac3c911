# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the ballot box may refuse: each code says which rule a ballot broke."""

from i18n import t
from services.kit.wire.codes import ErrorCode

CODES = (
    ErrorCode(
        "BALLOT_MALFORMED",
        400,
        t("ballotbox.error.malformed", "Rösten har fel form. Ladda om sidan och rösta igen."),
    ),
    ErrorCode(
        "BALLOT_UNKNOWN_OPTION",
        400,
        t(
            "ballotbox.error.unknown_option",
            "Rösten nämner något som inte finns att välja. Ladda om sidan.",
        ),
    ),
    ErrorCode(
        "BALLOT_DUPLICATE_OPTION",
        400,
        t("ballotbox.error.duplicate_option", "Samma val finns två gånger. Ta bort det ena."),
    ),
    ErrorCode(
        "BALLOT_OVER_LENGTH",
        400,
        t("ballotbox.error.over_length", "Du har valt för många. Ta bort något."),
    ),
    ErrorCode(
        "BALLOT_UNDER_LENGTH",
        400,
        t("ballotbox.error.under_length", "Du har valt för få. Välj fler, eller rösta blankt."),
    ),
    ErrorCode(
        "BALLOT_OVER_BUDGET",
        400,
        t("ballotbox.error.over_budget", "Det du valt kostar mer än budgeten. Ta bort något."),
    ),
    ErrorCode(
        "BALLOT_OVER_POINTS",
        400,
        t("ballotbox.error.over_points", "Du har gett för många poäng. Minska någonstans."),
    ),
    ErrorCode(
        "BALLOT_WITH_IDENTITY",
        400,
        t(
            "ballotbox.error.with_identity",
            "Rösten kom tillsammans med en inloggning och togs därför inte emot. Skicka den utan.",
        ),
    ),
    ErrorCode(
        "BALLOT_SIGNATURE_INVALID",
        403,
        t("ballotbox.error.signature", "Röstbeviset gäller inte för den här omröstningen."),
    ),
    ErrorCode(
        "BALLOT_POLL_CLOSED",
        410,
        t("ballotbox.error.closed", "Omröstningen är stängd. Rösten togs inte emot."),
    ),
    ErrorCode(
        "BOARD_PROOF_UNAVAILABLE",
        400,
        t(
            "ballotbox.error.proof",
            "Det finns inget bevis för den storleken. Välj en storlek som är publicerad.",
        ),
    ),
)
