# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What care may refuse, each with its sentence: the codes it adds to the closed list."""

from typing import Final

from i18n import LazyText, t
from services.care.domain.plans import PlanInvalid
from services.kit.errors import Problem
from services.kit.wire.codes import ErrorCode

CODES: Final = (
    ErrorCode(
        "CARE_PLAN_INVALID",
        422,
        t("care.error.plan_invalid", "Planen går inte att följa. Rätta det som är markerat."),
    ),
    ErrorCode(
        "CARE_POLICY_INVALID",
        422,
        t(
            "care.error.policy_invalid",
            "Larmtrappan når ingen. Ange minst en nivå med mottagare och kanal.",
        ),
    ),
    ErrorCode(
        "CARE_ROTA_INVALID",
        422,
        t("care.error.rota_invalid", "Jourschemat går inte att läsa. Rätta det som är markerat."),
    ),
    ErrorCode(
        "CARE_BASIS_MISSING",
        422,
        t("care.error.basis_missing", "Planen saknar beslut eller samtycke. Registrera det först."),
    ),
    ErrorCode(
        "CARE_STATE",
        409,
        t("care.error.state", "Det går inte att göra nu. Läs om och se vad som har hänt."),
    ),
    ErrorCode(
        "CARE_NOTE_MISSING",
        422,
        t("care.error.note_missing", "Skriv med egna ord hur det slutade."),
    ),
    ErrorCode(
        "CARE_PRIORITY_TOO_LOW",
        422,
        t("care.error.priority_too_low", "Ett akut larm får inte lägre prioritet."),
    ),
    ErrorCode(
        "CARE_PAUSE_INVALID",
        422,
        t("care.error.pause_invalid", "En paus måste ha ett slut inom 90 dagar."),
    ),
    ErrorCode(
        "CARE_ANSWER_INVALID",
        422,
        t("care.error.answer_invalid", "Svaret går inte att ta emot. Välj en av knapparna."),
    ),
    ErrorCode(
        "CARE_ALARM_INVALID",
        422,
        t("care.error.alarm_invalid", "Larmet saknar uppgifter. Ange enhet och referens."),
    ),
    ErrorCode(
        "CARE_SLOT_TAKEN",
        409,
        t("care.error.slot_taken", "Tiden är redan tagen. Välj en annan tid."),
    ),
    ErrorCode(
        "CARE_NOT_ADMITTED",
        403,
        t("care.error.not_admitted", "Du är inte insläppt än. Vänta i väntrummet."),
    ),
    ErrorCode(
        "CARE_ENGINE_DOWN",
        503,
        t(
            "care.error.engine_down",
            "Larmtrappan står stilla. Bevaka larmlistan själv och ring driften.",
        ),
        True,
    ),
)

_NEAREST: Final[dict[str, LazyText]] = {
    "syntax": t("care.rule.syntax", "Regeln går inte att läsa. Skriv till exempel FREQ=DAILY."),
    "value": t("care.rule.value", "Värdet finns inte. Kontrollera datum och tal."),
    "zone": t("care.rule.zone", "Tidszonen finns inte. Skriv till exempel Europe/Stockholm."),
    "too_fine": t("care.rule.too_fine", "Tätare än varje minut går inte."),
    "calendar": t("care.rule.calendar", "Bara den vanliga kalendern kan användas."),
    "last_of_month": t(
        "care.rule.last_of_month",
        "Alla månader har inte en 31:a. Skriv BYMONTHDAY=-1 för månadens sista dag.",
    ),
    "unsupported": t("care.rule.unsupported", "Den delen kan inte förenas med resten av regeln."),
    "both_ends": t("care.rule.both_ends", "Ange antal eller slutdatum, inte båda."),
    "never": t("care.rule.never", "Regeln ger aldrig något tillfälle."),
    "too_many": t("care.rule.too_many", "Högst 96 tillfällen per dygn går att lova."),
    "window": t("care.plan.window", "Svarstiden ska vara mellan 30 sekunder och ett dygn."),
    "attempts": t("care.plan.attempts", "Högst fem nya försök, vart och ett minst 30 sekunder."),
    "reminder": t("care.plan.reminder", "En påminnelse måste komma medan vi väntar på svar."),
    "no_levels": t(
        "care.plan.no_levels", "Planen saknar larmtrappa. Välj vem som larmas när svaret uteblir."
    ),
}


def plan_problem(wrong: PlanInvalid) -> Problem:
    """The refusal of a plan, with the sentence that fits."""
    return Problem("CARE_PLAN_INVALID", _NEAREST.get(wrong.why), path=wrong.path)
