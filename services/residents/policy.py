# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who may see and change what the city knows of a resident, and who may act for her."""

from services.kit.policy import (
    OWN_HANDS,
    RESIDENT,
    SERVICE,
    SIGNED_IN,
    STAFF,
    Listed,
    Need,
    Rule,
    delegate,
    owner,
    role,
)

FRESH = 300
"""Seconds since the last sign-in for what cannot easily be taken back (security A3)."""

rules = (
    Rule(
        "residents.me.read",
        allow=(RESIDENT,),
        need=Need(loa=2),
        about="A resident sees her own profile.",
    ),
    Rule(
        "residents.profile.read",
        allow=(owner(), delegate("residents.profile.read")),
        need=Need(loa=2),
        conceal=True,
        about="The person herself, or somebody she has let in.",
    ),
    Rule(
        "residents.profile.write",
        allow=(owner(),),
        need=Need(loa=2),
        conceal=True,
        about="Only the person herself changes how the city speaks to her.",
    ),
    Rule(
        "residents.inbox.read",
        allow=(owner(),),
        need=Need(loa=2),
        conceal=True,
        about="The city's messages to a person are for nobody else, mandate or not.",
    ),
    Rule(
        "residents.message.send",
        allow=(SERVICE, role("editor")),
        about="Services and editors write to a person's inbox.",
    ),
    Rule(
        "residents.rating.read",
        allow=(STAFF, role("editor")),
        about="Staff see what people think of a service, counted and anonymous.",
    ),
    Rule(
        "residents.statistics.read",
        allow=(STAFF, role("editor")),
        about="Staff see how many notices went out and what became of them, counted.",
    ),
    Rule(
        "residents.log.read",
        allow=(owner() & OWN_HANDS,),
        need=Need(loa=2),
        conceal=True,
        about="A person sees who has seen or changed her data; nobody sees it for her.",
    ),
    Rule(
        "residents.mandate.grant",
        allow=(owner() & OWN_HANDS,),
        need=Need(loa=3, max_age=FRESH),
        about="A person lets another act for her, just after she has proved who she is.",
    ),
    Rule(
        "residents.mandate.accept",
        allow=(RESIDENT & OWN_HANDS,),
        need=Need(loa=3),
        about="A person accepts a mandate and acts under it; a delegate cannot hand it on.",
    ),
    Rule(
        "residents.mandate.withdraw",
        allow=(SIGNED_IN & OWN_HANDS & Listed("parties"),),
        need=Need(loa=2),
        conceal=True,
        about="Either party ends a mandate.",
    ),
    Rule(
        "residents.mandate.read",
        allow=(owner() & OWN_HANDS,),
        need=Need(loa=2),
        conceal=True,
        about="A person sees the mandates she has given and holds.",
    ),
    Rule(
        "residents.consent.give",
        allow=(owner() & OWN_HANDS,),
        need=Need(loa=2),
        about="A person gives a consent and takes it back, with the same few steps.",
    ),
    Rule(
        "residents.consent.read",
        allow=(owner() & OWN_HANDS,),
        need=Need(loa=2),
        conceal=True,
        about="A person sees what she has agreed to.",
    ),
    Rule(
        "residents.rights.export",
        allow=(owner() & OWN_HANDS,),
        need=Need(loa=3, max_age=FRESH),
        about="A person downloads everything about herself, just after she has proved who she is.",
    ),
    Rule(
        "residents.rights.erase",
        allow=(owner() & OWN_HANDS,),
        need=Need(loa=3, max_age=FRESH),
        about="A person asks to be forgotten, just after she has proved who she is.",
    ),
    Rule(
        "residents.rights.read",
        allow=(owner() & OWN_HANDS,),
        need=Need(loa=2),
        conceal=True,
        about="A person sees what came of her requests.",
    ),
    Rule(
        "residents.identity.link",
        allow=(SERVICE,),
        about="The gateway tells which number an issuer vouched for.",
    ),
    Rule(
        "residents.protection.set",
        allow=(SERVICE, role("protection_officer")),
        about="The population register, or the officer in charge, protects an identity.",
    ),
)
