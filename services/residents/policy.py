# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who may see and change a resident's profile."""

from services.kit.policy import OWN_HANDS, RESIDENT, Need, Rule, delegate, owner

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
        "residents.log.read",
        allow=(owner() & OWN_HANDS,),
        need=Need(loa=2),
        conceal=True,
        about="A person sees who has seen or changed her data; nobody sees it for her.",
    ),
)
