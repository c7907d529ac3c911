# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who may ask, park, check and import."""

from services.kit.policy import (
    ANYONE,
    RESIDENT,
    SERVICE,
    SIGNED_IN,
    VISITOR,
    Need,
    Owner,
    Rule,
    delegate,
    owner,
    role,
)

rules = (
    Rule("parking.verdict.read", allow=(ANYONE,), about="Rules and prices are public."),
    Rule(
        "parking.session.start",
        allow=(SIGNED_IN, VISITOR),
        about="Anybody whom a receipt can be given to may park.",
    ),
    Rule(
        "parking.session.read",
        allow=(owner(), VISITOR & Owner(), delegate("parking.session.read")),
        conceal=True,
        about="Her own sessions, or those of somebody who has let her in.",
    ),
    Rule(
        "parking.session.change",
        allow=(owner(), VISITOR & Owner()),
        conceal=True,
        about="Only whoever started a session extends or stops it.",
    ),
    Rule(
        "parking.hold.make",
        allow=(SIGNED_IN, VISITOR),
        about="Whoever may park may have a bay kept for a while; nobody sees whose it is.",
    ),
    Rule(
        "parking.permit.read",
        allow=(owner(),),
        need=Need(loa=2),
        conceal=True,
        about="Permits tell about health and home: nobody but the holder reads them.",
    ),
    Rule(
        "parking.permit.apply",
        allow=(RESIDENT,),
        need=Need(loa=2),
        about="A resident asks for a permit for herself.",
    ),
    Rule(
        "parking.permit.decide",
        allow=(role("officer"),),
        about="An officer grants and ends permits.",
    ),
    Rule(
        "parking.plate.check",
        allow=(role("officer"),),
        about="A parking officer checks a plate; each check is kept.",
    ),
    Rule(
        "parking.plate.list",
        allow=(role("officer"),),
        need=Need(loa=2),
        about="A parking officer takes a list along to where there is no network; each list is kept.",
    ),
    Rule(
        "parking.feed.import",
        allow=(SERVICE, role("officer")),
        about="The city's own feed is taken in by its services.",
    ),
    Rule(
        "parking.occupancy.report",
        allow=(SERVICE,),
        about="Sensors report through the devices service.",
    ),
)
