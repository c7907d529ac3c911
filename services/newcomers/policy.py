# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who sees a plan, speaks in a conversation, orders interpreters, writes the guide."""

from services.kit.policy import (
    ANYONE,
    OWN_HANDS,
    RESIDENT,
    SERVICE,
    SIGNED_IN,
    STAFF,
    Holds,
    Need,
    Rule,
    owner,
    role,
    staff,
)

_COUNSELLOR = role("counsellor")

rules = (
    Rule(
        "newcomers.plan.start",
        allow=(RESIDENT,),
        about="A newcomer starts her own plan.",
    ),
    Rule(
        "newcomers.plan.read",
        allow=(owner(), STAFF & Holds("granted")),
        conceal=True,
        about="She herself, and a unit she has let in, as long as she lets it.",
    ),
    Rule(
        "newcomers.plan.change",
        allow=(owner(), STAFF & Holds("granted")),
        conceal=True,
        about="She herself, and a unit she has let change steps.",
    ),
    Rule(
        "newcomers.plan.share",
        allow=(owner(),),
        conceal=True,
        about="Only she decides who sees her plan.",
    ),
    Rule("newcomers.guide.read", allow=(ANYONE,), about="The guide is for everybody."),
    Rule(
        "newcomers.guide.write",
        allow=(role("editor"), SERVICE),
        about="Editors write the guide.",
    ),
    Rule(
        "newcomers.conversation.start",
        allow=(OWN_HANDS,),
        about="Anybody may ask the city something, with or without an account; nobody in another's name.",
    ),
    Rule(
        "newcomers.conversation.take",
        allow=(owner(), Holds("device"), staff("newcomers.conversation.answer")),
        conceal=True,
        about="She who asked, on her account or her device, and the unit she asked.",
    ),
    Rule(
        "newcomers.conversation.answer",
        allow=(staff("newcomers.conversation.answer"),),
        need=Need(loa=2),
        conceal=True,
        about="The unit that was asked answers and puts translations right.",
    ),
    Rule(
        "newcomers.conversation.list",
        allow=(SIGNED_IN,),
        about="One's own conversations, or those of one's unit.",
    ),
    Rule(
        "newcomers.interpreter.order",
        allow=(staff("newcomers.interpreter.order", unit=None), _COUNSELLOR),
        about="Staff orders interpreters for their unit.",
    ),
    Rule(
        "newcomers.interpreter.read",
        allow=(owner(), staff("newcomers.interpreter.order")),
        conceal=True,
        about="The unit that ordered, and the person the interpreter is for.",
    ),
    Rule(
        "newcomers.interpreter.answer",
        allow=(SERVICE, role("interpreter_pool")),
        about="Brokers answer through their own interface, the city's pool by its own staff.",
    ),
    Rule(
        "newcomers.interpreter.manage",
        allow=(role("interpreter_coordinator"),),
        about="The city's coordinator keeps the pool, prices, quarantines and agreements.",
    ),
    Rule(
        "newcomers.plan.comment",
        allow=(owner(), STAFF & Holds("granted")),
        conceal=True,
        about="She herself, and a unit she has let comment, as long as she lets it.",
    ),
    Rule(
        "newcomers.document.own",
        allow=(RESIDENT,),
        need=Need(loa=2),
        about="A person has her own documents read; nobody else sees them.",
    ),
)
