# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Codes the service adds to the closed list."""

from i18n import t
from services.kit.wire.codes import ErrorCode

CODES = (
    ErrorCode(
        "LANGUAGE_PAIR_UNSUPPORTED",
        422,
        t(
            "language.pair_unsupported",
            "Ingen översättare klarar den här språkriktningen. Välj ett annat språk eller be om en "
            "tolk.",
        ),
    ),
    ErrorCode(
        "LANGUAGE_UNCERTAIN",
        422,
        t(
            "language.uncertain",
            "Vi är inte säkra på vilket språk texten är skriven på. Ange språket.",
        ),
    ),
    ErrorCode(
        "ENGINE_FAILED",
        200,
        t(
            "language.engine_failed",
            "Översättaren svarar inte just nu. Originalet visas; försök igen om en stund.",
        ),
        retryable=True,
    ),
    ErrorCode(
        "ENGINE_QUOTA_SPENT",
        429,
        t(
            "language.quota_spent",
            "Översättarens kvot är slut. Originalet visas tills kvoten förnyas.",
        ),
    ),
    ErrorCode(
        "PLACEHOLDER_BROKEN",
        422,
        t(
            "language.placeholder_broken",
            "Översättningen har tappat eller flyttat skyddade delar. En människa behöver översätta "
            "texten.",
        ),
    ),
    ErrorCode(
        "PERSONAL_DATA_LEFT",
        422,
        t(
            "language.personal_data_left",
            "Texten innehåller personuppgifter som inte får lämna staden. Den är inte skickad.",
        ),
    ),
    ErrorCode(
        "TRANSLATION_FORBIDDEN",
        403,
        t(
            "language.forbidden_outlet",
            "Enhetens texter får inte maskinöversättas. Be om en tolk eller en översättare.",
        ),
    ),
    ErrorCode(
        "BUDGET_EXCEEDED",
        422,
        t(
            "language.budget_exceeded",
            "Du vill översätta {$wanted :integer} ord men har {$left :integer} kvar. Vänta tills "
            "budgeten förnyas eller välj färre sidor.",
        ),
    ),
    ErrorCode(
        "TEXT_TOO_LONG",
        422,
        t(
            "language.too_long",
            "Texten är för lång för översättaren. Dela upp den.",
        ),
    ),
    ErrorCode(
        "READABILITY_TOO_LOW",
        422,
        t(
            "language.readability_too_low",
            "Texten är för svår att maskinöversätta (LIX {$lix :integer}). Skriv den enklare först.",
        ),
    ),
    ErrorCode(
        "EXCHANGE_FILE_INVALID",
        422,
        t(
            "language.file_invalid",
            "Filen följer inte sitt format ({$faults :integer} fel). Rätta den och skicka igen.",
        ),
    ),
    ErrorCode(
        "EXCHANGE_SOURCE_CHANGED",
        409,
        t(
            "language.source_changed",
            "Filen bygger på en annan källtext än den som gäller nu. Hämta filen på nytt.",
        ),
    ),
    ErrorCode(
        "GLOSSARY_VIOLATION",
        422,
        t(
            "language.glossary_violation",
            "Översättningen följer inte stadens ordlista. Rätta orden och försök igen.",
        ),
    ),
)
