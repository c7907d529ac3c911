# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the plan: what each step asks for, its state, and why it has its due date."""

from i18n import LazyText, t
from services.newcomers.domain.planning.due import Due, DueReason
from services.newcomers.domain.planning.plan import StepState

TITLES: dict[str, LazyText] = {
    "register_move": t("newcomers.step.register_move", "Anmäl till Skatteverket att du har flyttat hit."),
    "coordination_number": t("newcomers.step.coordination_number", "Få ett samordningsnummer."),
    "lma_card": t("newcomers.step.lma_card", "Hämta ditt LMA-kort hos Migrationsverket."),
    "personnummer": t("newcomers.step.personnummer", "Få ett personnummer."),
    "id_card": t("newcomers.step.id_card", "Skaffa ett svenskt id-kort."),
    "bank_account": t("newcomers.step.bank_account", "Öppna ett bankkonto."),
    "bankid": t("newcomers.step.bankid", "Skaffa BankID hos din bank."),
    "social_insurance": t("newcomers.step.social_insurance", "Anmäl dig till Försäkringskassan."),
    "employment_service": t("newcomers.step.employment_service", "Skriv in dig på Arbetsförmedlingen."),
    "establishment": t("newcomers.step.establishment", "Gör en etableringsplan med Arbetsförmedlingen."),
    "sfi": t("newcomers.step.sfi", "Anmäl dig till SFI, svenska för invandrare."),
    "sfi_start": t("newcomers.step.sfi_start", "Börja på SFI."),
    "civic_orientation": t("newcomers.step.civic_orientation", "Gå kursen i samhällsorientering."),
    "preschool": t("newcomers.step.preschool", "Ställ ditt barn i kö till förskolan."),
    "preschool_place": t("newcomers.step.preschool_place", "Få en plats i förskolan."),
    "school": t("newcomers.step.school", "Anmäl ditt barn till en skola."),
    "mother_tongue": t("newcomers.step.mother_tongue", "Ansök om modersmålsundervisning för ditt barn."),
    "housing_queue": t("newcomers.step.housing_queue", "Ställ dig i Bostadsförmedlingens kö."),
    "health_centre": t("newcomers.step.health_centre", "Välj en vårdcentral."),
    "health_check": t("newcomers.step.health_check", "Gå på hälsoundersökning. Den är gratis."),
    "maternity_care": t("newcomers.step.maternity_care", "Boka tid hos barnmorska."),
    "driving_licence": t("newcomers.step.driving_licence", "Ta svenskt körkort innan ditt slutar gälla här."),
    "residence_renewal": t("newcomers.step.residence_renewal", "Ansök om förlängt uppehållstillstånd i tid."),
}  # fmt: skip
"""By the step's key."""

STATES: dict[StepState, LazyText] = {
    StepState.NOT_APPLICABLE: t("newcomers.state.not_applicable", "Gäller inte dig"),
    StepState.BLOCKED: t("newcomers.state.blocked", "Väntar på ett annat steg"),
    StepState.AVAILABLE: t("newcomers.state.available", "Kan göras nu"),
    StepState.IN_PROGRESS: t("newcomers.state.in_progress", "Pågår"),
    StepState.WAITING: t("newcomers.state.waiting", "Väntar på svar"),
    StepState.DONE: t("newcomers.state.done", "Klart"),
    StepState.SKIPPED: t("newcomers.state.skipped", "Överhoppat"),
    StepState.EXPIRED: t("newcomers.state.expired", "Har gått ut"),
}

OLD_SOURCE = t(
    "newcomers.due.old_source",
    "Tiden är inte kontrollerad på länge. Fråga myndigheten vad som gäller.",
)


def title(key: str) -> LazyText:
    """What a step asks for; its key when a newer set names one we have no words for."""
    return TITLES.get(key) or LazyText("newcomers.step.unknown", key, {})


def due_text(due: Due) -> LazyText | None:
    """Why a step has its due date, in one sentence; None when there is nothing to say."""
    if due.reason is DueReason.RULE and due.on is not None:
        if due.rule is not None and due.rule.hard:
            return t(
                "newcomers.due.hard", "Lagen säger senast {$day :date length=long}.", day=due.on
            )
        return t("newcomers.due.soft", "Gör det helst före {$day :date length=long}.", day=due.on)
    if due.reason is DueReason.ANCHOR_UNKNOWN:
        return t(
            "newcomers.due.anchor_unknown",
            "Berätta vilket datum det räknas från, så räknar vi ut när.",
        )
    if due.reason is DueReason.AFTER_STEP:
        return t("newcomers.due.after_step", "Tiden börjar räknas när steget innan är klart.")
    return None
