# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Codes the service adds to the closed list."""

from i18n import t
from services.kit.wire.codes import ErrorCode

CODES = (
    ErrorCode(
        "TEMPLATE_CYCLIC",
        422,
        t(
            "newcomers.template_cyclic",
            "Stegen väntar på varandra i en ring. Bryt ringen innan mallen kan användas.",
        ),
    ),
    ErrorCode(
        "TEMPLATE_INVALID",
        422,
        t(
            "newcomers.template_invalid",
            "Stegmallen har ett fel: ett villkor, ett beroende eller en tidsregel går inte att "
            "läsa. Rätta den.",
        ),
    ),
    ErrorCode(
        "INTERPRETER_TOO_LATE",
        422,
        t(
            "newcomers.interpreter_too_late",
            "Tiden har redan börjat eller passerat. Välj en senare tid.",
        ),
    ),
    ErrorCode(
        "INTERPRETER_LEVEL_MISSING",
        422,
        t(
            "newcomers.interpreter_level_missing",
            "Det finns inga tolkar med den kompetensen i språket. Välj en annan nivå.",
        ),
    ),
    ErrorCode(
        "INTERPRETER_AGREEMENT_ENDED",
        422,
        t(
            "newcomers.interpreter_agreement_ended",
            "Avtalet med tolkförmedlingarna har upphört. Beställ av stadens egna tolkar eller välj "
            "ett annat avtal.",
        ),
    ),
    ErrorCode(
        "APPROVAL_REQUIRED",
        422,
        t(
            "newcomers.approval_required",
            "Resan är längre än avtalet tillåter. Godkänn resekostnaden eller avböj.",
        ),
    ),
    ErrorCode(
        "MACHINE_ALONE_FORBIDDEN",
        422,
        t(
            "newcomers.machine_alone_forbidden",
            "Ett beslut får inte lämnas bara som maskinöversättning. Beställ en översättare eller "
            "en tolk.",
        ),
    ),
    ErrorCode(
        "CONVERSATION_CLOSED",
        409,
        t(
            "newcomers.conversation_closed",
            "Samtalet är avslutat. Starta ett nytt samtal.",
        ),
    ),
    ErrorCode(
        "DOCUMENT_UNSAFE",
        422,
        t(
            "newcomers.document_unsafe",
            "Filen gick inte igenom säkerhetskontrollen och är borttagen. Skicka en annan fil.",
        ),
    ),
    ErrorCode(
        "DOCUMENT_TEXT_MISSING",
        422,
        t(
            "newcomers.document_text_missing",
            "Det finns ingen text att förklara. Skicka dokumentet som text eller beställ en "
            "översättare.",
        ),
    ),
    ErrorCode(
        "DOCUMENT_KIND_UNSUPPORTED",
        422,
        t(
            "newcomers.document_kind_unsupported",
            "Vi kan inte läsa den här sortens fil. Skicka en PDF, en bild eller en textfil.",
        ),
    ),
)
