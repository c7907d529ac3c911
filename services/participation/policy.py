# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who may ask, vote, propose, moderate and decide."""

from services.kit.policy import ANYONE, RESIDENT, SERVICE, SIGNED_IN, Need, Rule, owner, role

rules = (
    Rule(
        "participation.public.read",
        allow=(ANYONE,),
        about="What is asked, proposed, counted and decided is public.",
    ),
    Rule(
        "participation.register.import",
        allow=(SERVICE, role("officer")),
        about="The population register is taken over by the city's services.",
    ),
    Rule(
        "participation.poll.manage",
        allow=(role("officer"), SERVICE),
        about="Officers draft, open, cancel and certify polls; nobody reads a result before the close.",
    ),
    Rule(
        "participation.poll.trust",
        allow=(role("officer"), role("trustee")),
        about="Trustees hand in their share of the close key.",
    ),
    Rule(
        "participation.ballot.request",
        allow=(RESIDENT,),
        need=Need(loa=2),
        about="A resident asks for her own right to vote; the roll decides.",
    ),
    Rule(
        "participation.desk.issue",
        allow=(role("officer"),),
        about="An officer gives out a right at a desk or for paper, on the same register; it is kept.",
    ),
    Rule(
        "participation.roll.appeal",
        allow=(role("officer"),),
        about="An officer carries out what was decided on an appeal against the roll; it is kept.",
    ),
    Rule(
        "participation.feed.read",
        allow=(owner(),),
        conceal=True,
        about="Which polls wait for a person is her own affair.",
    ),
    Rule(
        "participation.word.write",
        allow=(SIGNED_IN,),
        about="Whoever has signed in comments and answers; a section may ask for more.",
    ),
    Rule(
        "participation.word.translate",
        allow=(SIGNED_IN,),
        about="Whoever has signed in has words translated; it costs the city something.",
    ),
    Rule(
        "participation.proposal.write",
        allow=(RESIDENT,),
        about="Residents of any age propose (medborgarförslag).",
    ),
    Rule(
        "participation.proposal.own",
        allow=(owner(),),
        conceal=True,
        about="Only whoever wrote something changes or withdraws it.",
    ),
    Rule(
        "participation.moderation.act",
        allow=(role("moderator"), role("officer")),
        about="Moderators hide with a reason and decide appeals; each act is kept.",
    ),
    Rule(
        "participation.decision.record",
        allow=(role("officer"), SERVICE),
        about="Officers record what was decided, when and why.",
    ),
)
