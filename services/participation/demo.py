# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A budget vote of the demonstration city: a register of invented people and a poll that is open."""

import msgspec

from services.kit.data import Tx
from services.participation.domain.polls import (
    Choice,
    Eligible,
    Poll,
    PollKind,
    PollState,
    Quorum,
    QuorumKind,
    check_definition,
)
from services.participation.domain.registers import Elector
from services.participation.store import polls as store

POLL = "medborgarbudget-2026"
DAY_MS = 86_400_000
PEOPLE = ("demo-amina", "demo-elder", "demo-relative", "demo-newcomer")
INVENTED = 240
DISTRICTS = ("Norrmalm", "Farsta", "Rinkeby-Kista")
PROJECTS = (
    ("lekplats", 450_000, "Lekplats i parken", "Playground in the park"),
    ("belysning", 250_000, "Ljus längs gångvägen", "Lights along the footpath"),
    ("odling", 200_000, "Odlingslådor på torget", "Planter boxes in the square"),
    ("bankar", 100_000, "Bänkar i solen", "Benches in the sun"),
    ("bibliotek", 150_000, "Bokskåp vid varje station", "A book cabinet at every station"),
    ("skate", 450_000, "Skateramp under bron", "A skate ramp under the bridge"),
)


def electors() -> list[Elector]:
    """The demo people and invented ones, in three districts."""
    people = [*PEOPLE, *(f"demo-elector-{n}" for n in range(INVENTED))]
    return [
        Elector(
            person=person,
            born=f"{1940 + 37 * n % 66}-03-14",
            district=DISTRICTS[n % len(DISTRICTS)],
            registered_from="2015-01-01",
        )
        for n, person in enumerate(people)
    ]


def demo_poll(now: int) -> Poll:
    """A million to spend, by Equal Shares."""
    return Poll(
        id=POLL,
        kind=PollKind.APPROVAL,
        title={"sv": "Medborgarbudget 2026", "en": "Participatory budget 2026"},
        question={
            "sv": "Vad ska stadsdelen bygga för en miljon kronor?",
            "en": "What should the district build for one million kronor?",
        },
        choices=tuple(
            Choice(id=key, title={"sv": swedish, "en": english}, cost=cost)
            for key, cost, swedish, english in PROJECTS
        ),
        eligible=Eligible(qualifying_date="2026-01-01", least_age=13),
        opens_at=now - now % DAY_MS,
        closes_at=now - now % DAY_MS + 30 * DAY_MS,
        rule="equal-shares-add1",
        quorum=(Quorum(kind=QuorumKind.COUNT, value=1),),
        budget=1_000_000,
    )


async def seed(tx: Tx) -> None:
    """Put register and poll there; what is there already stays as it is."""
    await tx.run_each(store.put_elector, [msgspec.structs.asdict(e) for e in electors()])
    poll = check_definition(demo_poll(tx.now), tx.now)
    added = await tx.run(
        store.add_poll,
        id=poll.id,
        state=PollState.DRAFT.value,
        version=1,
        opens_at=poll.opens_at,
        closes_at=poll.closes_at,
        consultation="",
        body=poll,
    )
    if added:
        await tx.schedule("participation.open", f"open:{poll.id}", tx.now, {"poll": poll.id})
