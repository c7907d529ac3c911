# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who may see and do what in care. Relatives stand in the fact named after the scope they were given."""

from services.kit.policy import (
    DEVICE,
    OWN_HANDS,
    RESIDENT,
    SERVICE,
    SIGNED_IN,
    STAFF,
    Assigned,
    Condition,
    Delegate,
    Listed,
    Need,
    Right,
    Role,
    Rule,
    SameUnit,
    owner,
    staff,
)

PURPOSE = "care"


def shared(scope: str) -> tuple[Condition, ...]:
    """Somebody the resident has let in: acting for her, or in her own name (D1)."""
    return (
        SIGNED_IN & Delegate("owner", f"care.{scope}") & Listed(scope),
        RESIDENT & OWN_HANDS & Listed(scope),
    )


def unit_staff(right: str) -> Condition:
    """Staff of the unit that looks after her, working with care."""
    return staff(right, purpose=PURPOSE)


MANAGER = STAFF & Role("care_admin") & Assigned(PURPOSE) & Right("write") & SameUnit()
TAKES_PART = SIGNED_IN & Listed("participants")
STRONG = Need(loa=2)

rules = (
    Rule("care.status.read", allow=(owner(), unit_staff("read"), *shared("view_status")), need=STRONG,
         conceal=True, about="Whether all is well: the resident, her unit, whom she lets know."),
    Rule("care.answers.read", allow=(owner(), unit_staff("read"), *shared("view_answers")), need=STRONG,
         conceal=True, about="What was answered, in the resident's words."),
    Rule("care.answer.give", allow=(owner(), unit_staff("write"), *shared("answer_on_behalf")), need=STRONG,
         conceal=True, about="Answer a check-in; on behalf of somebody, both are kept."),
    Rule("care.help.ask", allow=(owner(), unit_staff("write"), *shared("answer_on_behalf")), conceal=True,
         about="Call for help at any time."),
    Rule("care.plan.read", allow=(owner(), unit_staff("read")), need=STRONG, conceal=True,
         about="Plans and pauses."),
    Rule("care.plan.write", allow=(unit_staff("write"),), conceal=True,
         about="Staff of the unit make and change plans."),
    Rule("care.pause.write", allow=(owner(), unit_staff("write")), need=STRONG, conceal=True,
         about="The resident or her unit lets plans rest."),
    Rule("care.consent.read", allow=(owner(), unit_staff("read")), need=STRONG, conceal=True,
         about="Consents and delegations of a resident."),
    Rule("care.consent.write", allow=(owner(), unit_staff("write")), need=STRONG, conceal=True,
         about="The resident gives and takes back; staff register what a guardian has shown."),
    Rule("care.mine.use", allow=(SIGNED_IN,), about="Own ways to be reached, and who shares with me."),
    Rule("care.unit.read", allow=(unit_staff("read"),), conceal=True, about="Rounds, rotas, figures of a unit."),
    Rule("care.queue.read", allow=(unit_staff("triage"),), conceal=True, about="The triage queue of a unit."),
    Rule("care.alert.handle", allow=(unit_staff("triage"),), conceal=True, about="Take, answer and end alerts."),
    Rule("care.alert.dispatch", allow=(unit_staff("dispatch"),), conceal=True, about="Send somebody."),
    Rule("care.alert.report", allow=(unit_staff("write"), *shared("receive_alerts")), conceal=True,
         about="Staff and those who receive alerts may raise one."),
    Rule("care.unit.manage", allow=(MANAGER,), conceal=True,
         about="Escalation policies, rotas and devices of the unit."),
    Rule("care.preview.use", allow=(STAFF,), about="Try a plan out before it is promised."),
    Rule("care.consultation.request", allow=(owner(), *shared("book")), need=STRONG, conceal=True,
         about="The resident, or whom she lets book, asks for a talk."),
    Rule("care.consultation.list", allow=(owner(), unit_staff("read"), *shared("book")), need=STRONG,
         conceal=True, about="A resident's talks."),
    Rule("care.consultation.read", allow=(owner(), unit_staff("read"), *shared("book"), TAKES_PART),
         need=STRONG, conceal=True, about="Whoever takes part, whoever may book, staff of the unit."),
    Rule("care.consultation.book", allow=(owner(), unit_staff("triage"), *shared("book")), need=STRONG,
         conceal=True, about="Choose a time, call it off, move it."),
    Rule("care.consultation.join", allow=(TAKES_PART, unit_staff("triage"), *shared("join_call")),
         need=STRONG, conceal=True, about="Sit in the waiting room and take part in the call."),
    Rule("care.consultation.hold", allow=(unit_staff("triage"),), conceal=True,
         about="Staff of the unit take on, admit, end and document talks."),
    Rule("care.slot.offer", allow=(unit_staff("triage"),), about="Staff of the unit offer times."),
    Rule("care.slot.read", allow=(SIGNED_IN,), need=STRONG, about="Open times of a unit."),
    Rule("care.device.report", allow=(DEVICE, SERVICE), about="Devices and partners report alarms."),
)  # fmt: skip
