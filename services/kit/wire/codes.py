# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The closed list of error codes, each with its HTTP status and its sentence (openapi/errors.json)."""

from collections.abc import Iterable

import msgspec

from i18n import LazyText, t


class ErrorCode(msgspec.Struct, frozen=True):
    """One entry of the closed list."""

    code: str
    status: int
    text: LazyText
    retryable: bool = False


CODES: dict[str, ErrorCode] = {}
"""Every known code. Services add theirs through `register` when their manifest is read."""


def register(codes: Iterable[ErrorCode]) -> None:
    """Add codes to the closed list. The same code twice must say the same."""
    for entry in codes:
        known = CODES.setdefault(entry.code, entry)
        if known != entry:
            raise ValueError(f"{entry.code} is declared twice with different meanings")


# fmt: off
register((
    # The request as a whole
    ErrorCode("BAD_REQUEST", 400, t("error.bad_request", "Förfrågan går inte att läsa. Kontrollera formatet och försök igen.")),
    ErrorCode("PARSE_FAILED", 400, t("error.parse_failed", "Frågan är inte giltig GraphQL. Rätta syntaxen och försök igen.")),
    ErrorCode("VALIDATION_FAILED", 400, t("error.validation_failed", "Frågan passar inte schemat. Rätta den och försök igen.")),
    ErrorCode("VARIABLES_INVALID", 400, t("error.variables_invalid", "En variabel har fel värde. Rätta den och försök igen.")),
    ErrorCode("OPERATION_UNKNOWN", 400, t("error.operation_unknown", "Operationen finns inte i dokumentet. Ange ett av namnen i dokumentet.")),
    ErrorCode("OPERATION_LIMIT_EXCEEDED", 400, t("error.operation_limit_exceeded", "Frågan är för stor. Dela upp den i mindre frågor.")),
    ErrorCode("OPERATION_NOT_REGISTERED", 403, t("error.operation_not_registered", "Bara registrerade frågor är tillåtna här. Registrera frågan först.")),
    ErrorCode("PERSISTED_QUERY_NOT_FOUND", 200, t("error.persisted_query_not_found", "Frågan är inte sparad. Skicka hela frågan en gång."), True),
    ErrorCode("PERSISTED_QUERY_HASH_MISMATCH", 400, t("error.persisted_query_hash_mismatch", "Frågans kontrollsumma stämmer inte. Räkna om den och försök igen.")),
    ErrorCode("COST_ESTIMATED_TOO_EXPENSIVE", 400, t("error.cost_estimated_too_expensive", "Frågan kostar för mycket. Begär färre rader eller fält.")),
    ErrorCode("SUBGRAPH_COST_ESTIMATED_TOO_EXPENSIVE", 200, t("error.subgraph_cost_estimated_too_expensive", "En del av frågan kostar för mycket. Begär färre rader eller fält.")),
    ErrorCode("COST_INVALID_SLICING_ARGUMENTS", 400, t("error.cost_invalid_slicing_arguments", "Ange exakt ett argument som begränsar antalet rader.")),
    ErrorCode("METHOD_NOT_ALLOWED", 405, t("error.method_not_allowed", "Metoden är inte tillåten på den här adressen.")),
    ErrorCode("NOT_ACCEPTABLE", 406, t("error.not_acceptable", "Vi kan inte svara i det format som begärs.")),
    ErrorCode("REQUEST_TIMEOUT", 408, t("error.request_timeout", "Förfrågan kom inte fram i tid. Försök igen."), True),
    ErrorCode("BODY_TOO_LARGE", 413, t("error.body_too_large", "Förfrågan är för stor. Skicka mindre åt gången.")),
    ErrorCode("URI_TOO_LONG", 414, t("error.uri_too_long", "Adressen är för lång. Använd POST i stället.")),
    ErrorCode("UNSUPPORTED_MEDIA_TYPE", 415, t("error.unsupported_media_type", "Innehållstypen stöds inte. Skicka application/json.")),
    ErrorCode("UPGRADE_REQUIRED", 426, t("error.upgrade_required", "Appen är för gammal. Uppdatera den och försök igen.")),
    ErrorCode("HEADERS_TOO_LARGE", 431, t("error.headers_too_large", "Förfrågans huvuden är för stora.")),
    # Who calls, and what for
    ErrorCode("UNAUTHENTICATED", 401, t("error.unauthenticated", "Logga in för att fortsätta.")),
    ErrorCode("TOKEN_INVALID", 401, t("error.token_invalid", "Inloggningen gäller inte längre. Logga in igen.")),
    ErrorCode("SESSION_ENDED", 401, t("error.session_ended", "Din session är avslutad. Logga in igen.")),
    ErrorCode("STEP_UP_REQUIRED", 401, t("error.step_up_required", "Det här kräver en starkare inloggning. Logga in med e-legitimation.")),
    ErrorCode("STEP_UP_FAILED", 403, t("error.step_up_failed", "Inloggningen räckte inte till. Välj en annan e-legitimation.")),
    ErrorCode("FORBIDDEN", 403, t("error.forbidden", "Du har inte rätt att göra det här.")),
    ErrorCode("UNAUTHORIZED_FIELD_OR_TYPE", 403, t("error.unauthorized_field_or_type", "Du har inte rätt att se den här uppgiften.")),
    ErrorCode("PURPOSE_MISMATCH", 403, t("error.purpose_mismatch", "Uppgiften får inte användas för det här ändamålet.")),
    ErrorCode("DELEGATION_ENDED", 403, t("error.delegation_ended", "Din fullmakt gäller inte längre.")),
    ErrorCode("ASSIGNMENT_REQUIRED", 403, t("error.assignment_required", "Välj först vilket uppdrag du arbetar i.")),
    ErrorCode("CONSENT_REQUIRED", 403, t("error.consent_required", "Det här kräver ett samtycke som saknas.")),
    ErrorCode("CSRF_REFUSED", 403, t("error.csrf_refused", "Förfrågan kom från en sida som inte får anropa oss.")),
    ErrorCode("RATE_LIMITED", 429, t("error.rate_limited", "För många försök. Vänta en stund och försök igen."), True),
    # What was asked for
    ErrorCode("NOT_FOUND", 404, t("error.not_found", "Det du söker finns inte.")),
    ErrorCode("INPUT_INVALID", 400, t("error.input_invalid", "Något du angav stämmer inte. Rätta det och försök igen.")),
    ErrorCode("UNKNOWN_LOCALE", 400, t("error.unknown_locale", "Språket finns inte hos oss. Välj ett av språken i listan.")),
    ErrorCode("CONFLICT", 409, t("error.conflict", "Någon annan hann ändra detta. Läs om och försök igen.")),
    ErrorCode("IDEMPOTENCY_KEY_REQUIRED", 400, t("error.idempotency_key_required", "Skicka en Idempotency-Key så att inget görs två gånger.")),
    ErrorCode("IDEMPOTENCY_KEY_REUSED", 422, t("error.idempotency_key_reused", "Nyckeln är redan använd för något annat. Använd en ny nyckel.")),
    ErrorCode("IDEMPOTENCY_IN_PROGRESS", 409, t("error.idempotency_in_progress", "Samma begäran behandlas redan. Fråga igen om en stund."), True),
    # What failed on our side
    ErrorCode("DOWNSTREAM_SERVICE_ERROR", 200, t("error.downstream_service_error", "En del av tjänsten svarar inte just nu. Försök igen om en stund."), True),
    ErrorCode("DEADLINE_EXCEEDED", 200, t("error.deadline_exceeded", "Svaret tog för lång tid. Försök igen."), True),
    ErrorCode("ERRORS_TRUNCATED", 200, t("error.errors_truncated", "Fler fel finns men visas inte.")),
    ErrorCode("OVERLOADED", 503, t("error.overloaded", "Många använder tjänsten just nu. Försök igen om några sekunder."), True),
    ErrorCode("DRAINING", 503, t("error.draining", "Tjänsten startas om. Försök igen om några sekunder."), True),
    ErrorCode("STORAGE_UNAVAILABLE", 503, t("error.storage_unavailable", "Vi når inte våra uppgifter just nu. Försök igen om en stund."), True),
    ErrorCode("STORAGE_FULL", 507, t("error.storage_full", "Lagringen är full. Det du gjorde är inte sparat; försök igen senare."), True),
    ErrorCode("SUBSCRIPTION_SCHEMA_RELOAD", 200, t("error.subscription_schema_reload", "Tjänsten har uppdaterats. Anslut igen."), True),
    ErrorCode("INTERNAL_ERROR", 500, t("error.internal_error", "Något gick fel hos oss. Försök igen; felet är noterat.")),
))
